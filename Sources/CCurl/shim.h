#pragma once
#include <curl/curl.h>
#include <stdint.h>
#include <string.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* The library sets options and tells figures by functions with a variable list of arguments, which
   Swift does not import. Each of these has one type. */

static inline CURLcode curl_start_library(void) {
    return curl_global_init(CURL_GLOBAL_ALL);
}

static inline CURLcode curl_set_number(CURL *transfer, CURLoption option, long value) {
    return curl_easy_setopt(transfer, option, value);
}

static inline CURLcode curl_set_text(CURL *transfer, CURLoption option, const char *value) {
    return curl_easy_setopt(transfer, option, value);
}

static inline CURLcode curl_set_pointer(CURL *transfer, CURLoption option, const void *value) {
    return curl_easy_setopt(transfer, option, value);
}

static inline CURLcode curl_set_header_list(CURL *transfer, struct curl_slist *list) {
    return curl_easy_setopt(transfer, CURLOPT_HTTPHEADER, list);
}

/* Has functions called with what arrives, and asked for sockets. */
static inline void curl_set_callbacks(CURL *transfer, void *context, curl_write_callback on_body,
                                      curl_write_callback on_header,
                                      curl_opensocket_callback open_socket) {
    curl_easy_setopt(transfer, CURLOPT_WRITEDATA, context);
    curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(transfer, CURLOPT_HEADERDATA, context);
    curl_easy_setopt(transfer, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(transfer, CURLOPT_OPENSOCKETDATA, context);
    curl_easy_setopt(transfer, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}

static inline long curl_status(CURL *transfer) {
    long status = 0;
    curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static inline long curl_request_size(CURL *transfer) {
    long size = 0;
    curl_easy_getinfo(transfer, CURLINFO_REQUEST_SIZE, &size);
    return size;
}

static inline int64_t curl_microseconds(CURL *transfer) {
    curl_off_t time = 0;
    curl_easy_getinfo(transfer, CURLINFO_TOTAL_TIME_T, &time);
    return time;
}

static inline CURLMcode curl_set_bound(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/* The next transfer that has ended; a union says how, which Swift imports badly. */
static inline CURL *curl_next_finished(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

/* The address that a socket is wanted for, in 16 bytes of version 6; 0 for one of another kind. */
static inline int curl_read_address(struct curl_sockaddr *address, uint8_t bytes[16]) {
    memset(bytes, 0, 16);
    if (address->family == AF_INET6) {
        memcpy(bytes, &((struct sockaddr_in6 *)&address->addr)->sin6_addr, 16);
        return 1;
    }
    if (address->family != AF_INET) return 0;
    bytes[10] = bytes[11] = 0xff;
    memcpy(bytes + 12, &((struct sockaddr_in *)&address->addr)->sin_addr, 4);
    return 1;
}

static inline curl_socket_t curl_make_socket(struct curl_sockaddr *address) {
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* Everything that a mail needs: where its bytes come from, and who it is for. */
static inline void curl_set_mail(CURL *transfer, struct curl_slist *recipients, void *context,
                                 curl_read_callback read) {
    curl_easy_setopt(transfer, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(transfer, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(transfer, CURLOPT_READDATA, context);
    curl_easy_setopt(transfer, CURLOPT_READFUNCTION, read);
}

/* Has a function asked for every socket. */
static inline void curl_set_socket_maker(CURL *transfer, void *context,
                                         curl_opensocket_callback open_socket) {
    curl_easy_setopt(transfer, CURLOPT_OPENSOCKETDATA, context);
    curl_easy_setopt(transfer, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}

/* What the server says line by line, which SMTP has as header fields. */
static inline void curl_set_answers(CURL *transfer, void *context, curl_write_callback on_line) {
    curl_easy_setopt(transfer, CURLOPT_HEADERDATA, context);
    curl_easy_setopt(transfer, CURLOPT_HEADERFUNCTION, on_line);
}
