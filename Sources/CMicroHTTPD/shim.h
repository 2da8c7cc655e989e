#pragma once
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
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

/* How long the request's header is, from its first byte; 0 when it has not arrived. */
static inline size_t microhttpd_header_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info == NULL ? 0 : info->header_size;
}

/* Ends a query before it begins. The library would take it apart into the connection's memory,
   and when that is full it hangs; the server reads the target by itself. */
static inline void microhttpd_empty_query(const char *target) {
    char *mark = strchr((char *)target, '?');
    if (mark != NULL) mark[1] = '\0';
}

/* The descriptor that is readable when the library has something to do. */
static inline int microhttpd_epoll_descriptor(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info == NULL ? -1 : info->epoll_fd;
}

/* A pointer to the log writer, as the variadic options take it. */
static inline void *microhttpd_logger(void) {
    return (void *)microhttpd_write_log;
}

/* Ends both directions of a connection. The constant is an enumerator and a macro of the same name,
   which Swift imports from whichever module it saw first, or not at all. */
static inline int microhttpd_shut_down(int socket) {
    return shutdown(socket, SHUT_RDWR);
}
