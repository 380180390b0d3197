/* Calls VAPIX on the device it runs on, with an account that the device makes for it. */
#include <curl/curl.h>
#include <gio/gio.h>
#include <glib.h>
#include <stdlib.h>
#include <syslog.h>

/* "user:password", or NULL. Valid until the device restarts: never store it. */
static gchar* get_credentials(GError** error)
{
    GDBusConnection* bus = g_bus_get_sync(G_BUS_TYPE_SYSTEM, NULL, error);
    if (bus == NULL)
        return NULL;
    GVariant* reply = g_dbus_connection_call_sync(
        bus, "com.axis.HTTPConf1", "/com/axis/HTTPConf1/VAPIXServiceAccounts1",
        "com.axis.HTTPConf1.VAPIXServiceAccounts1", "GetCredentials",
        g_variant_new("(s)", "@APP@"), G_VARIANT_TYPE("(s)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
        error);
    g_object_unref(bus);
    if (reply == NULL)
        return NULL;
    gchar* credentials = NULL;
    g_variant_get(reply, "(s)", &credentials);
    g_variant_unref(reply);
    return credentials;
}

static size_t append(char* bytes, size_t size, size_t count, void* text)
{
    g_string_append_len(text, bytes, (gssize)(size * count));
    return size * count;
}

/* POST of a JSON document; what the device answers, or NULL. */
static GString* vapix(const char* credentials, const char* cgi, const char* document)
{
    GString* reply = g_string_new(NULL);
    gchar* url = g_strconcat("http://127.0.0.12/axis-cgi/", cgi, NULL);
    CURL* curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_USERPWD, credentials);
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    /* The address is inside the device, whatever proxy the device has for the rest. */
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "127.0.0.12");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, document);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, reply);
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    g_free(url);
    if (code == CURLE_OK)
        return reply;
    syslog(LOG_ERR, "%s: %s", cgi, curl_easy_strerror(code));
    g_string_free(reply, TRUE);
    return NULL;
}

int main(void)
{
    GError* error = NULL;
    openlog("@APP@", LOG_PID, LOG_USER);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    gchar* credentials = get_credentials(&error);
    if (credentials == NULL) {
        syslog(LOG_ERR, "no credentials: %s", error->message);
        return EXIT_FAILURE;
    }
    GString* reply = vapix(credentials, "basicdeviceinfo.cgi",
                           "{\"apiVersion\": \"1.0\", \"method\": \"getAllProperties\"}");
    g_free(credentials);
    if (reply == NULL)
        return EXIT_FAILURE;
    syslog(LOG_INFO, "this device: %s", reply->str);
    g_string_free(reply, TRUE);
    curl_global_cleanup();
    return EXIT_SUCCESS;
}
