#pragma once
#include <stdio.h>
#include <microhttpd.h>

/* The library's logger takes a va_list, which no Swift function can. This one writes the line out
   and hands it on. */
struct microhttpd_log {
    void (*line)(void *context, const char *text);
    void *context;
};

static inline void microhttpd_write_log(void *log, const char *format, va_list arguments) {
    struct microhttpd_log *target = log;
    char text[1024];
    vsnprintf(text, sizeof text, format, arguments);
    target->line(target->context, text);
}

/* The socket of a connection; the library's own function is variadic, which Swift cannot call. */
static inline int microhttpd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

/* A pointer to the log writer, as the variadic options take it. */
static inline void *microhttpd_logger(void) {
    return (void *)microhttpd_write_log;
}
