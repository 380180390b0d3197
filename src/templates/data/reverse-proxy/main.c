/* A small HTTP server. The device's web server passes on to it what is below /local/@APP@/api,
 * after it has checked the account of who asks. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define PORT 2001 /* as in manifest.json */

static time_t started;

static void respond(int client, const char* status, const char* body)
{
    char reply[512];
    const int size = snprintf(reply, sizeof reply,
                              "HTTP/1.1 %s\r\n"
                              "Content-Type: application/json\r\n"
                              "Content-Length: %zu\r\n"
                              "Connection: close\r\n\r\n%s",
                              status, strlen(body), body);
    if (send(client, reply, (size_t)size, MSG_NOSIGNAL) != size)
        syslog(LOG_WARNING, "the reply was not sent: %m");
}

/* The head of a request may come in pieces; FALSE if it is too long or does not come. */
static int read_head(int client, char* head, size_t room)
{
    for (size_t used = 0; used + 1 < room;) {
        const ssize_t count = recv(client, head + used, room - 1 - used, 0);
        if (count <= 0)
            return 0;
        used += (size_t)count;
        head[used] = '\0';
        if (strstr(head, "\r\n\r\n") != NULL)
            return 1;
    }
    return 0;
}

static void serve(int client)
{
    char head[4096], method[8], path[256], version[2], body[128];
    if (!read_head(client, head, sizeof head) ||
        sscanf(head, "%7s %255s HTTP/1.%1[01]", method, path, version) != 3)
        return respond(client, "400 Bad Request", "{\"error\": \"not a request\"}\n");
    path[strcspn(path, "?")] = '\0';
    /* The path comes whole, with what the manifest made of it. */
    if (strcmp(path, "/local/@APP@/api/status") != 0)
        return respond(client, "404 Not Found", "{\"error\": \"nothing here\"}\n");
    if (strcmp(method, "GET") != 0)
        return respond(client, "405 Method Not Allowed", "{\"error\": \"only GET\"}\n");
    snprintf(body, sizeof body, "{\"application\": \"@APP@\", \"seconds\": %ld}\n",
             (long)(time(NULL) - started));
    respond(client, "200 OK", body);
}

static int listen_locally(void)
{
    /* Loopback alone: from outside nobody comes past the device's login. */
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(PORT),
                                        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const int yes = 1;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        bind(fd, (const struct sockaddr*)&address, sizeof address) == 0 && listen(fd, 16) == 0)
        return fd;
    syslog(LOG_ERR, "port %d: %m", PORT);
    exit(EXIT_FAILURE);
}

int main(void)
{
    openlog("@APP@", LOG_PID, LOG_USER);
    const int listener = listen_locally();
    started = time(NULL);
    syslog(LOG_INFO, "listening on port %d", PORT);
    for (;;) {
        const int client = accept(listener, NULL, NULL);
        if (client < 0)
            continue;
        /* One client at a time, so none may keep the others waiting. */
        const struct timeval patience = {.tv_sec = 5};
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        serve(client);
        close(client);
    }
}
