/* Answers /local/@APP@/status.cgi, which the device's web server passes on by FastCGI. */
#include <fcgiapp.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <syslog.h>

static void answer(FCGX_Request* request, unsigned int count)
{
    const char* method = FCGX_GetParam("REQUEST_METHOD", request->envp);
    /* Whatever a client sent must not become markup: text/plain, or escape it. */
    FCGX_FPrintF(request->out,
                 "Content-Type: text/plain\r\n"
                 "Cache-Control: no-store\r\n\r\n"
                 "@APP@ is running; request %u, method %s\n",
                 count, method != NULL ? method : "unknown");
}

int main(void)
{
    openlog("@APP@", LOG_PID, LOG_USER);
    /* The device chooses the socket when it starts the application. */
    const char* path = getenv("FCGI_SOCKET_NAME");
    if (path == NULL) {
        syslog(LOG_ERR, "no FCGI_SOCKET_NAME: is there an httpConfig in manifest.json?");
        return EXIT_FAILURE;
    }
    FCGX_Request request;
    const int listener = FCGX_Init() == 0 ? FCGX_OpenSocket(path, 5) : -1;
    if (listener < 0 || FCGX_InitRequest(&request, listener, 0) != 0) {
        syslog(LOG_ERR, "cannot listen on %s", path);
        return EXIT_FAILURE;
    }
    /* The web server is another user and has to connect. */
    chmod(path, 0666);
    syslog(LOG_INFO, "listening");
    for (unsigned int count = 1; FCGX_Accept_r(&request) == 0; ++count) {
        answer(&request, count);
        FCGX_Finish_r(&request);
    }
    return EXIT_SUCCESS;
}
