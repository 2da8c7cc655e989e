#pragma once
#include <stdint.h>
#include <stdlib.h>
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
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)count;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    int result = deflate(&stream, Z_FINISH);
    size_t length = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? length : 0;
}

/* Begins to unpack what gzip has packed; NULL without memory. */
static inline z_stream *zlib_unpack_begin(void) {
    z_stream *stream = (z_stream *)calloc(1, sizeof *stream);
    if (stream && inflateInit2(stream, 15 + 16) != Z_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

/* Unpacks as much as there is room for, and says how much it took and made: 1 at the end of what was
   packed at once, 0 before it, and -1 where the bytes are none of gzip's. */
static inline int zlib_unpack(z_stream *stream, const uint8_t *bytes, size_t count, size_t *taken,
                              uint8_t *unpacked, size_t room, size_t *made) {
    stream->next_in = (Bytef *)bytes;
    stream->avail_in = (uInt)count;
    stream->next_out = unpacked;
    stream->avail_out = (uInt)room;
    int result = inflate(stream, Z_NO_FLUSH);
    *taken = count - stream->avail_in;
    *made = room - stream->avail_out;
    if (result == Z_STREAM_END) return inflateReset(stream) == Z_OK ? 1 : -1;
    return result == Z_OK || result == Z_BUF_ERROR ? 0 : -1;
}

static inline void zlib_unpack_end(z_stream *stream) {
    inflateEnd(stream);
    free(stream);
}
