#pragma once
#include <zlib.h>

// A macro with the version and the size of the structure in it, which Swift cannot import.
static inline int laurel_deflate_init_gzip(z_stream *stream) {
    return deflateInit2(stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY);
}
