#pragma once
#ifdef __cplusplus
extern "C" {
#endif
typedef void CURL;
typedef enum { CURLE_OK } CURLcode;
typedef enum {
    CURLOPT_FAILONERROR,
    CURLOPT_HTTPAUTH,
    CURLOPT_NOPROXY,
    CURLOPT_POSTFIELDS,
    CURLOPT_TIMEOUT,
    CURLOPT_URL,
    CURLOPT_USERPWD,
    CURLOPT_WRITEDATA,
    CURLOPT_WRITEFUNCTION
} CURLoption;
#define CURLAUTH_BASIC (1UL << 0)
#define CURL_GLOBAL_DEFAULT 3L
CURLcode curl_global_init(long flags);
void curl_global_cleanup(void);
CURL* curl_easy_init(void);
CURLcode curl_easy_setopt(CURL* handle, CURLoption option, ...);
CURLcode curl_easy_perform(CURL* handle);
void curl_easy_cleanup(CURL* handle);
const char* curl_easy_strerror(CURLcode code);
#ifdef __cplusplus
}
#endif
