#pragma once
#include <stdint.h>
#include <zstd.h>

/* How many bytes some bytes take at most once they are packed. */
static inline size_t zstd_packed_bound(size_t count) {
    return ZSTD_compressBound(count);
}

/* Packs bytes as zstd does, with a checksum, so that the same bytes are packed the same; 0 when that
   fails. The library tells errors as very high sizes. */
static inline size_t zstd_pack(const uint8_t *bytes, size_t count, uint8_t *packed, size_t room) {
    ZSTD_CCtx *context = ZSTD_createCCtx();
    if (context == NULL) return 0;
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 9);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size_t length = ZSTD_compress2(context, packed, room, bytes, count);
    ZSTD_freeCCtx(context);
    return ZSTD_isError(length) ? 0 : length;
}
