private import CJWT
private import Glibc

/// What Laurel asks of libjwt: whether a signature fits, and to make one.
///
/// The library reads the token and the key anew in every call, and its clock is never asked: it
/// looks at no claim.
enum JWTLibrary {
    /// Whether a token is signed with a key, by the key's algorithm.
    static func verifies(_ token: [UInt8], with key: KeyMaterial) -> Bool {
        // It ends with the null character of C, and is read up to it: a token in base64 has no other.
        let text = token.map(CChar.init(bitPattern:)) + [0]
        let bytes = Array(key.text.utf8)
        var handle: OpaquePointer?
        defer { unsafe jwt_free(handle) }
        let status = unsafe jwt_decode(&handle, text, bytes, Int32(bytes.count))
        return unsafe status == 0 && jwt_get_alg(handle) == key.algorithm.libraryValue
    }

    /// A token with claims that are a JSON object; nothing when the key cannot sign.
    static func signed(_ claims: String, with key: SigningKey, keyID: String?) -> String? {
        var handle: OpaquePointer?
        guard unsafe jwt_new(&handle) == 0 else { return nil }
        defer { unsafe jwt_free(handle) }
        guard unsafe jwt_add_grants_json(handle, claims) == 0 else { return nil }
        if let keyID {
            guard unsafe jwt_add_header(handle, "kid", keyID) == 0 else { return nil }
        }
        let bytes = Array(key.text.utf8)
        let algorithm = key.algorithm.libraryValue
        guard unsafe jwt_set_alg(handle, algorithm, bytes, Int32(bytes.count)) == 0 else {
            return nil
        }
        guard let text = unsafe jwt_encode_str(handle) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }
}

extension TokenAlgorithm {
    fileprivate var libraryValue: jwt_alg_t {
        switch self {
        case .hs256: JWT_ALG_HS256
        case .rs256: JWT_ALG_RS256
        case .es256: JWT_ALG_ES256
        }
    }
}
