#pragma once
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <stdint.h>
#include <string.h>

/* The library takes several calls for one thing, each with something to free. Each of these does one
   thing, and says 0 or nothing where it fails. A point of the curve P-256 has 65 bytes. */

enum { CRYPTO_POINT_BYTES = 65, CRYPTO_NUMBER_BYTES = 32, CRYPTO_TAG_BYTES = 16 };

/* A key of P-256 from its parts; without a number, one that only others' secrets are agreed with. */
static inline EVP_PKEY *crypto_key_of_parts(const BIGNUM *number, const uint8_t *point) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (builder && context
        && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0)
        && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point,
                                            CRYPTO_POINT_BYTES)
        && (!number || OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number))
        && (parameters = OSSL_PARAM_BLD_to_param(builder))
        && EVP_PKEY_fromdata_init(context) == 1) {
        int kind = number ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
        if (EVP_PKEY_fromdata(context, &key, kind, parameters) != 1) key = NULL;
    }
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* The key of P-256 whose private part is a number of 32 bytes; nothing where it is none. */
static inline EVP_PKEY *crypto_key_of_number(const uint8_t *bytes) {
    EVP_PKEY *key = NULL;
    uint8_t encoded[CRYPTO_POINT_BYTES];
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
    BIGNUM *number = BN_bin2bn(bytes, CRYPTO_NUMBER_BYTES, NULL);
    EC_POINT *point = group ? EC_POINT_new(group) : NULL;
    if (point && number && !BN_is_zero(number)
        && BN_cmp(number, EC_GROUP_get0_order(group)) < 0
        && EC_POINT_mul(group, point, number, NULL, NULL, NULL) == 1
        && EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, encoded, sizeof encoded,
                              NULL) == sizeof encoded) {
        key = crypto_key_of_parts(number, encoded);
    }
    EC_POINT_free(point);
    BN_clear_free(number);
    EC_GROUP_free(group);
    return key;
}

static inline int crypto_no_passphrase(char *buffer, int size, int purpose, void *context) {
    return -1;
}

/* A private key in PEM, without a pass phrase, which would be asked for at the terminal. */
static inline EVP_PKEY *crypto_key_of_pem(const char *text, int length) {
    BIO *source = BIO_new_mem_buf(text, length);
    if (!source) return NULL;
    EVP_PKEY *key = PEM_read_bio_PrivateKey(source, NULL, crypto_no_passphrase, NULL);
    BIO_free(source);
    return key;
}

static inline int crypto_key_is_rsa(EVP_PKEY *key) { return EVP_PKEY_is_a(key, "RSA"); }

static inline int crypto_key_is_p256(EVP_PKEY *key) {
    char name[32];
    size_t length = 0;
    return EVP_PKEY_is_a(key, "EC")
        && EVP_PKEY_get_group_name(key, name, sizeof name, &length) == 1
        && strcmp(name, "prime256v1") == 0;
}

/* The public part of a key of P-256. */
static inline int crypto_public_point(EVP_PKEY *key, uint8_t *point) {
    size_t length = 0;
    return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, CRYPTO_POINT_BYTES,
                                           &length) == 1
        && length == CRYPTO_POINT_BYTES && point[0] == 4;
}

/* A signature over SHA-256, as the library writes it down; its length, or 0. */
static inline size_t crypto_sign(EVP_PKEY *key, const uint8_t *bytes, size_t count,
                                 uint8_t *signature, size_t room) {
    size_t length = room;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int is_done = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1
        && EVP_DigestSign(context, signature, &length, bytes, count) == 1;
    EVP_MD_CTX_free(context);
    return is_done ? length : 0;
}

/* The two numbers of a signature of P-256, as tokens have them. */
static inline int crypto_numbers_of_signature(const uint8_t *bytes, size_t count,
                                              uint8_t *numbers) {
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &bytes, (long)count);
    if (!signature) return 0;
    int is_done = BN_bn2binpad(ECDSA_SIG_get0_r(signature), numbers, CRYPTO_NUMBER_BYTES) > 0
        && BN_bn2binpad(ECDSA_SIG_get0_s(signature), numbers + CRYPTO_NUMBER_BYTES,
                        CRYPTO_NUMBER_BYTES) > 0;
    ECDSA_SIG_free(signature);
    return is_done;
}

/* What a key agrees on with somebody else's point: 32 bytes. A point beside the curve is refused. */
static inline int crypto_agree(EVP_PKEY *key, const uint8_t *point, uint8_t *secret) {
    size_t length = CRYPTO_NUMBER_BYTES;
    EVP_PKEY *other = crypto_key_of_parts(NULL, point);
    EVP_PKEY_CTX *context = other ? EVP_PKEY_CTX_new(key, NULL) : NULL;
    int is_done = context && EVP_PKEY_derive_init(context) == 1
        && EVP_PKEY_derive_set_peer(context, other) == 1
        && EVP_PKEY_derive(context, secret, &length) == 1 && length == CRYPTO_NUMBER_BYTES;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(other);
    return is_done;
}

/* Seals bytes with AES-128-GCM; their tag comes behind them. */
static inline int crypto_seal(const uint8_t *key, const uint8_t *nonce, const uint8_t *bytes,
                              int count, uint8_t *sealed) {
    int length = 0, rest = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int is_done = context
        && EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, nonce) == 1
        && EVP_EncryptUpdate(context, sealed, &length, bytes, count) == 1
        && EVP_EncryptFinal_ex(context, sealed + length, &rest) == 1 && length + rest == count
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, CRYPTO_TAG_BYTES, sealed + count) == 1;
    EVP_CIPHER_CTX_free(context);
    return is_done;
}
