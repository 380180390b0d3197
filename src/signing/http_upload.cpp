#include "signing/http_upload.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include <curl/curl.h>
#include <fmt/format.h>

namespace acapctl::signing {

namespace {

constexpr std::uint64_t largest_package = 1U << 30U;
constexpr std::size_t longest_answer = 300;

struct CurlFree {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};

struct Transfer {
    CURL* curl;
    AtomicFile& output;
    const std::stop_token& stop;
    std::uint64_t received = 0;
    std::string said{};
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* pointer) {
    Transfer& transfer = *static_cast<Transfer*>(pointer);
    long status = 0;
    curl_easy_getinfo(transfer.curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) {
        const std::size_t room = longest_answer - std::min(longest_answer, transfer.said.size());
        transfer.said.append(data, std::min(size, room));
        return size;
    }
    transfer.received += size;
    if (transfer.received > largest_package) return 0;
    transfer.output.write({data, size});
    return size;
}

int on_progress(void* pointer, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(pointer)->stop.stop_requested() ? 1 : 0;
}

} // namespace

UploadReply post(const Upload& upload, const std::stop_token& stop) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURL, CurlFree> handle(started == CURLE_OK ? curl_easy_init() : nullptr);
    if (!handle) throw std::bad_alloc();
    CURL* curl = handle.get();
    AtomicFile output(upload.output);
    Transfer transfer{curl, output, stop};
    const std::unique_ptr<curl_mime, CurlFree> mime(curl_mime_init(curl));
    curl_mimepart* part = curl_mime_addpart(mime.get());
    curl_mime_name(part, upload.field.c_str());
    curl_mime_filedata(part, upload.file.c_str());
    curl_mime_type(part, "application/octet-stream");
    char error[CURL_ERROR_SIZE] = {};
    curl_easy_setopt(curl, CURLOPT_URL, upload.url.c_str());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "acapctl");
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 30L);
    // A service that signs may take minutes; one that says nothing for ten is gone.
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 600L);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    if (!upload.token.empty()) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, upload.token.reveal().c_str());
    }
    const CURLcode code = curl_easy_perform(curl);
    check(stop);
    UploadReply reply{.said = std::move(transfer.said)};
    if (code != CURLE_OK) {
        reply.failure = transfer.received > largest_package ? "the answer has no end"
                        : error[0] != '\0'                  ? error
                                                            : curl_easy_strerror(code);
        return reply;
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    if (status == 200) output.commit();
    return reply;
}

} // namespace acapctl::signing
