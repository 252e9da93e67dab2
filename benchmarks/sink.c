/* A server that no client can outrun: it throws bodies away and answers at once.
 *
 *     sink DELAY_MS [cert.pem]
 *
 * Listens on a free port of 127.0.0.1, writes it to stdout, and ends when its stdin does, so that
 * none stays behind whatever becomes of its parent. Every answer waits DELAY_MS first.
 *
 *     PUT /refused                         403 before the body, and a reset
 *     PUT                                  200, the body dropped: in the kernel (MSG_TRUNC), or
 *                                          decrypted into one buffer; over TLS a large one is
 *                                          dropped in the kernel, too, undecrypted
 *     POST /v1/recordings                  201 and a Recording
 *     POST /v1/recordings/ID/upload-url    200 and an UploadUrl of this server
 *     POST /v1/recordings/ID/upload-complete  200 and the Recording with the hash that was sent
 *     POST ?uploads, ?uploadId=            what a multipart upload to S3 needs
 *     GET                                  200 and a Recording
 *     HEAD                                 404
 *
 * One thread per connection; knows `Expect: 100-continue` and chunked bodies. To decrypt a large
 * body would take half a core, on the machine whose cores the client has to itself in life.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 20, TARGET = 4096, ANSWER = 4096, LARGE = 48 << 20 };

static SSL_CTX *tls;
static useconds_t delay;
static int port;
static atomic_uint recordings;

typedef struct {
    int socket;
    SSL *ssl;
    size_t filled;
    char buffer[BUFFER + 1];
} Connection;

typedef struct {
    char method[8];
    char target[TARGET];
    char sha256[65];
    int closes;
} Request;

static ssize_t receive(Connection *c, char *into, size_t size) {
    return c->ssl ? SSL_read(c->ssl, into, (int)size) : recv(c->socket, into, size, 0);
}

static int transmit(Connection *c, const char *text) {
    int size = (int)strlen(text);
    ssize_t sent = c->ssl ? SSL_write(c->ssl, text, size) : send(c->socket, text, size, MSG_NOSIGNAL);
    return sent == size ? 0 : -1;
}

static int receive_more(Connection *c) {
    if (c->filled >= BUFFER) return -1;
    ssize_t got = receive(c, c->buffer + c->filled, BUFFER - c->filled);
    if (got <= 0) return -1;
    c->filled += (size_t)got;
    c->buffer[c->filled] = 0;
    return 0;
}

static void consume(Connection *c, size_t size) {
    memmove(c->buffer, c->buffer + size, c->filled - size);
    c->filled -= size;
    c->buffer[c->filled] = 0;
}

/* Drops TLS 1.3 records (RFC 8446, section 5.2) with so many bytes of content, which each holds
 * beside a byte for its type and 16 for its tag. What comes after them can no longer be decrypted. */
static int drop_records(Connection *c, size_t size) {
    while (size) {
        unsigned char head[5];
        if (recv(c->socket, head, 5, MSG_WAITALL) != 5 || head[0] != SSL3_RT_APPLICATION_DATA)
            return -1;
        size_t length = (size_t)head[3] << 8 | head[4];
        if (length < 17 || length - 17 > size) return -1;
        size -= length - 17;
        while (length) {
            ssize_t got = recv(c->socket, c->buffer, length, MSG_TRUNC | MSG_WAITALL);
            if (got <= 0) return -1;
            length -= (size_t)got;
        }
    }
    return 0;
}

/* Drops a body. Where nothing can follow it on this connection, `closes` is set. */
static int drop(Connection *c, size_t size, int *closes) {
    size_t here = c->filled < size ? c->filled : size;
    consume(c, here);
    size -= here;
    if (c->ssl && size > LARGE) {
        *closes = 1;
        /* The rest of a record that has been decrypted already. */
        while (SSL_pending(c->ssl)) {
            int got = SSL_read(c->ssl, c->buffer, size < BUFFER ? (int)size : BUFFER);
            if (got <= 0) return -1;
            size -= (size_t)got;
        }
        return drop_records(c, size);
    }
    while (size) {
        size_t most = c->ssl ? BUFFER : 64u << 20;
        if (size < most) most = size;
        ssize_t got = c->ssl ? SSL_read(c->ssl, c->buffer, (int)most)
                             : recv(c->socket, c->buffer, most, MSG_TRUNC);
        if (got <= 0) return -1;
        size -= (size_t)got;
    }
    return 0;
}

static int drop_chunked(Connection *c, int *closes) {
    for (;;) {
        char *end;
        while (!(end = memmem(c->buffer, c->filled, "\r\n", 2)))
            if (receive_more(c)) return -1;
        size_t size = strtoull(c->buffer, 0, 16);
        consume(c, (size_t)(end + 2 - c->buffer));
        if (size) {
            if (drop(c, size + 2, closes)) return -1;
            continue;
        }
        do { /* trailers, to the empty line */
            while (!(end = memmem(c->buffer, c->filled, "\r\n", 2)))
                if (receive_more(c)) return -1;
            size = (size_t)(end - c->buffer);
            consume(c, size + 2);
        } while (size);
        return 0;
    }
}

/* Keeps the hash of a completion's body, and nothing of any other. */
static int take_body(Connection *c, Request *request, size_t size) {
    if (size > TARGET || strcmp(request->method, "POST")) return drop(c, size, &request->closes);
    while (c->filled < size)
        if (receive_more(c)) return -1;
    char *hash = memmem(c->buffer, size, "\"content_sha256\"", 16);
    char *quote = hash ? strchr(hash + 16, '"') : 0;
    if (quote && quote + 65 <= c->buffer + size) memcpy(request->sha256, quote + 1, 64);
    consume(c, size);
    return 0;
}

static int take_request(Connection *c, Request *request) {
    memset(request, 0, sizeof *request);
    char *end;
    while (!(end = memmem(c->buffer, c->filled, "\r\n\r\n", 4)))
        if (receive_more(c)) return -1;
    *end = 0;
    if (sscanf(c->buffer, "%7s %4095s", request->method, request->target) != 2) return -1;
    char *length = strcasestr(c->buffer, "\ncontent-length:");
    size_t size = length ? strtoull(length + 16, 0, 10) : 0;
    int chunked = strcasestr(c->buffer, "\ntransfer-encoding: chunked") != 0;
    int expects = strcasestr(c->buffer, "\nexpect: 100-continue") != 0;
    request->closes = strcasestr(c->buffer, "\nconnection: close") != 0;
    consume(c, (size_t)(end + 4 - c->buffer));
    if (!strncmp(request->target, "/refused", 8)) {
        /* The connection is reset then, as the body has not been read. */
        transmit(c, "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return -1;
    }
    if (expects) {
        usleep(delay);
        if (transmit(c, "HTTP/1.1 100 Continue\r\n\r\n")) return -1;
    }
    return chunked ? drop_chunked(c, &request->closes) : take_body(c, request, size);
}

static void recording(char *out, const char *id, int id_size, const char *sha256) {
    int size = snprintf(out, ANSWER,
                        "{\"id\":\"%.*s\",\"status\":\"%s\","
                        "\"created_at\":\"2026-01-15T11:00:00Z\",\"metadata\":{}",
                        id_size, id, *sha256 ? "uploaded" : "pending");
    if (*sha256)
        size += snprintf(out + size, ANSWER - size,
                         ",\"content_sha256\":\"%s\","
                         "\"content_sha256_verified_at\":\"2026-01-15T11:00:01Z\"",
                         sha256);
    snprintf(out + size, ANSWER - size, "}");
}

static void upload_url(char *out, const char *id, int id_size) {
    time_t now = time(0);
    struct tm parts;
    char signed_at[32];
    strftime(signed_at, sizeof signed_at, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &parts));
    snprintf(out, ANSWER,
             "{\"upload_url\":\"%s://localhost:%d/bucket/%.*s.wav?X-Amz-Algorithm=AWS4-HMAC-SHA256"
             "&X-Amz-Credential=sink&X-Amz-Date=%s&X-Amz-Expires=3600"
             "&X-Amz-SignedHeaders=content-type%%3Bhost&X-Amz-Signature=%064d\","
             "\"expires_at\":\"2099-01-01T00:00:00Z\",\"headers\":{\"Content-Type\":\"audio/wav\"}}",
             tls ? "https" : "http", port, id_size, id, signed_at, 0);
}

static int answer(Connection *c, const Request *request) {
    const char *status = "200 OK", *kind = "application/json", *target = request->target;
    char body[ANSWER] = "", id[32], out[2 * ANSWER];
    const char *prefix = "/v1/recordings", *rest = target + strlen(prefix) + 1;
    if (!strncmp(target, prefix, strlen(prefix)) && !strcmp(request->method, "POST")) {
        int id_size = target[strlen(prefix)] == '/' ? (int)strcspn(rest, "/?") : 0;
        if (!id_size) {
            status = "201 Created";
            int size = snprintf(id, sizeof id, "rec_%u", atomic_fetch_add(&recordings, 1) + 1);
            recording(body, id, size, "");
        } else if (strstr(rest, "/upload-url")) {
            upload_url(body, rest, id_size);
        } else {
            recording(body, rest, id_size, request->sha256);
        }
    } else if (!strcmp(request->method, "POST")) {
        kind = "application/xml";
        strcpy(body, strstr(target, "uploadId=")
                         ? "<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key>"
                           "<ETag>\"sink-1\"</ETag></CompleteMultipartUploadResult>"
                         : "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key>"
                           "<UploadId>u</UploadId></InitiateMultipartUploadResult>");
    } else if (!strcmp(request->method, "GET")) {
        recording(body, "rec_1", 5, "");
    } else if (!strcmp(request->method, "HEAD")) {
        status = "404 Not Found";
    }
    snprintf(out, sizeof out,
             "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nETag: \"sink-1\"\r\n%s"
             "X-RateLimit-Limit: 1000000\r\nX-RateLimit-Remaining: 999999\r\n"
             "X-RateLimit-Reset: %lld\r\n\r\n%s",
             status, kind, strlen(body), request->closes ? "Connection: close\r\n" : "",
             (long long)time(0) + 60, body);
    usleep(delay);
    return transmit(c, out);
}

static void *serve(void *argument) {
    Connection *c = argument;
    int on = 1;
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (tls) {
        c->ssl = SSL_new(tls);
        SSL_set_fd(c->ssl, c->socket);
    }
    if (!c->ssl || SSL_accept(c->ssl) > 0) {
        Request request;
        while (!take_request(c, &request) && !answer(c, &request) && !request.closes) {
        }
    }
    if (c->ssl) SSL_free(c->ssl);
    close(c->socket);
    free(c);
    return 0;
}

static void *end_with_parent(void *unused) {
    char byte;
    while (read(0, &byte, 1) > 0) {
    }
    _exit(0);
    return unused;
}

static void start(void *(*run)(void *), void *argument) {
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 256 << 10);
    if (pthread_create(&thread, &attributes, run, argument)) abort();
}

int main(int count, char **arguments) {
    signal(SIGPIPE, SIG_IGN);
    delay = (useconds_t)(count > 1 ? atoi(arguments[1]) : 0) * 1000;
    if (count > 2) {
        tls = SSL_CTX_new(TLS_server_method());
        SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION);
        if (SSL_CTX_use_certificate_chain_file(tls, arguments[2]) != 1 ||
            SSL_CTX_use_PrivateKey_file(tls, arguments[2], SSL_FILETYPE_PEM) != 1) {
            fprintf(stderr, "sink: %s is no certificate with its key\n", arguments[2]);
            return 1;
        }
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listening, (void *)&address, size) || listen(listening, 1024) ||
        getsockname(listening, (void *)&address, &size)) {
        perror("sink");
        return 1;
    }
    port = ntohs(address.sin_port);
    printf("%d\n", port);
    fflush(stdout);
    start(end_with_parent, 0);
    for (;;) {
        int accepted = accept(listening, 0, 0);
        if (accepted < 0) continue;
        Connection *c = calloc(1, sizeof *c);
        if (!c) abort();
        c->socket = accepted;
        start(serve, c);
    }
}
