#pragma once
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the kernel says of a descriptor. The system's own structure is packed and has a union, and
   its constants are enumerators and macros of the same names; Swift imports neither well. */
struct linux_event {
    uint64_t tag;
    uint32_t is_readable;
    uint32_t is_writable;
    /* The other side has sent its last byte. */
    uint32_t has_ended;
    /* Nothing can be sent or read any more. */
    uint32_t is_lost;
};

/* Tells of every change of a connection once. */
static inline int linux_watch_connection(int poller, int descriptor, uint64_t tag) {
    struct epoll_event event = {EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {.u64 = tag}};
    return epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
}

/* Tells of a descriptor as long as it is readable, and of a shared one to one of its pollers. */
static inline int linux_watch_readable(int poller, int descriptor, uint64_t tag, int is_shared) {
    struct epoll_event event = {EPOLLIN | (is_shared ? EPOLLEXCLUSIVE : 0), {.u64 = tag}};
    return epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
}

static inline int linux_unwatch(int poller, int descriptor) {
    struct epoll_event event = {0, {.u64 = 0}};
    return epoll_ctl(poller, EPOLL_CTL_DEL, descriptor, &event);
}

static inline int linux_wait(int poller, struct linux_event *events, int count, int milliseconds) {
    struct epoll_event raw[256];
    int found = epoll_wait(poller, raw, count < 256 ? count : 256, milliseconds);
    for (int i = 0; i < found; i++) {
        uint32_t bits = raw[i].events;
        events[i].tag = raw[i].data.u64;
        events[i].is_readable = (bits & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
        events[i].is_writable = (bits & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0;
        events[i].has_ended = (bits & (EPOLLRDHUP | EPOLLHUP)) != 0;
        events[i].is_lost = (bits & EPOLLERR) != 0;
    }
    return found;
}

/* Sends answers as they are written, and keeps few bytes for a client that does not read. */
static inline void linux_prepare_connection(int descriptor, int maximum_unsent_bytes) {
    int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &maximum_unsent_bytes,
               sizeof maximum_unsent_bytes);
}

/* The system declares it only to those who ask for everything, which Swift's Glibc does not. */
extern int accept4(int, struct sockaddr *, socklen_t *, int);

/* The next connection, which does not block, and its address, in 16 bytes of version 6; -1 when
   there is none. */
static inline int linux_accept(int descriptor, uint8_t address[16]) {
    struct sockaddr_storage from;
    socklen_t size = sizeof from;
    int connection =
        accept4(descriptor, (struct sockaddr *)&from, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    memset(address, 0, 16);
    if (connection < 0) return -1;
    if (from.ss_family == AF_INET6) {
        memcpy(address, &((struct sockaddr_in6 *)&from)->sin6_addr, 16);
    } else {
        address[10] = address[11] = 0xff;
        memcpy(address + 12, &((struct sockaddr_in *)&from)->sin_addr, 4);
    }
    return connection;
}

/* Ends the sending direction. The constant is an enumerator and a macro of the same name. */
static inline int linux_finish_sending(int descriptor) {
    return shutdown(descriptor, SHUT_WR);
}

/* Makes closing tell the other side that the connection ended in the middle. */
static inline void linux_close_abruptly(int descriptor) {
    struct linger linger = {1, 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* Gives memory that was freed back to the system. */
static inline void linux_give_memory_back(void) {
    malloc_trim(0);
}

/* Has threads share as many heaps as there are processors, and two at least, unless the environment
   says how many. Before threads have made theirs. */
static inline void linux_share_heaps(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    if (getenv("MALLOC_ARENA_MAX") == NULL)
        mallopt(M_ARENA_MAX, count > 2 ? (int)count : 2);
}
