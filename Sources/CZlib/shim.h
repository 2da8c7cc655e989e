#pragma once
#include <stdint.h>
#include <string.h>
#include <zlib.h>

/* How many bytes some bytes take at most once they are packed. */
static inline size_t zlib_packed_bound(size_t count) {
    return compressBound(count) + 64;
}

/* Packs bytes as gzip does, without a name or a time, so that the same bytes are packed the same;
   0 when that fails. The initialiser of the library is a macro, which Swift does not import. */
static inline size_t zlib_pack(const uint8_t *bytes, size_t count, uint8_t *packed, size_t room) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)count;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    int result = deflate(&stream, Z_FINISH);
    size_t length = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? length : 0;
}
