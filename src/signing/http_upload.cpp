#include "signing/http_upload.hpp"

#include "acapctl/error.hpp"
#include "device/http/libcurl.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include <fmt/format.h>

namespace acapctl::signing {

namespace {

using device::libcurl;

// A signed package is the package and a signature; one that was packed anew may be somewhat larger.
std::uint64_t largest_answer(const std::filesystem::path& package) {
    constexpr std::uint64_t allowance = 16U << 20U;
    return std::min<std::uint64_t>(2 * std::filesystem::file_size(package) + allowance, 1U << 30U);
}

constexpr std::size_t longest_answer = 16U << 10U; // of one that is no package

struct CurlFree {
    void operator()(CURL* handle) const { libcurl().easy_cleanup(handle); }
    void operator()(curl_mime* mime) const { libcurl().mime_free(mime); }
};

struct Transfer {
    CURL* curl;
    AtomicFile& output;
    const std::stop_token& stop;
    std::uint64_t limit = 0; // bytes of an answer that is a package
    std::uint64_t received = 0;
    std::string said{};
    std::exception_ptr pending{}; // it must not pass through a C library
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* pointer) {
    Transfer& transfer = *static_cast<Transfer*>(pointer);
    long status = 0;
    libcurl().easy_getinfo(transfer.curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) {
        const std::size_t room = longest_answer - std::min(longest_answer, transfer.said.size());
        transfer.said.append(data, std::min(size, room));
        return size <= room ? size : 0; // enough was heard
    }
    transfer.received += size;
    if (transfer.received > transfer.limit) return 0;
    try {
        transfer.output.write({data, size});
    } catch (...) {
        transfer.pending = std::current_exception();
        return 0;
    }
    return size;
}

int on_progress(void* pointer, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(pointer)->stop.stop_requested() ? 1 : 0;
}

} // namespace

UploadReply post(const Upload& upload, const std::stop_token& stop) {
    const std::unique_ptr<CURL, CurlFree> handle(libcurl().easy_init());
    if (!handle) throw std::bad_alloc();
    CURL* curl = handle.get();
    AtomicFile output(upload.output);
    Transfer transfer{curl, output, stop, largest_answer(upload.file)};
    const std::unique_ptr<curl_mime, CurlFree> mime(libcurl().mime_init(curl));
    curl_mimepart* part = libcurl().mime_addpart(mime.get());
    libcurl().mime_name(part, upload.field.c_str());
    libcurl().mime_filedata(part, upload.file.c_str());
    libcurl().mime_type(part, "application/octet-stream");
    char error[CURL_ERROR_SIZE] = {};
    libcurl().easy_setopt(curl, CURLOPT_URL, upload.url.c_str());
    libcurl().easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    libcurl().easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    libcurl().easy_setopt(curl, CURLOPT_USERAGENT, "acapctl");
    libcurl().easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    libcurl().easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());
    libcurl().easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 30L);
    // On this machine there is nobody to ask on the way.
    if (upload.url.starts_with("http://")) libcurl().easy_setopt(curl, CURLOPT_PROXY, "");
    libcurl().easy_setopt(curl, CURLOPT_TIMEOUT, 3600L);
    // A service that signs may take minutes; one that says nothing for ten is gone.
    libcurl().easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    libcurl().easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 600L);
    libcurl().easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    libcurl().easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    libcurl().easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
    libcurl().easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    libcurl().easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    if (!upload.token.empty()) {
        libcurl().easy_setopt(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
        libcurl().easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, upload.token.reveal().c_str());
    }
    const CURLcode code = libcurl().easy_perform(curl);
    check(stop);
    if (transfer.pending) std::rethrow_exception(transfer.pending);
    UploadReply reply{.said = std::move(transfer.said)};
    long status = 0;
    libcurl().easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    const bool heard_enough = code == CURLE_WRITE_ERROR && status != 200 && !reply.said.empty();
    if (code != CURLE_OK && !heard_enough) {
        reply.too_large = transfer.received > transfer.limit;
        reply.failure = error[0] != '\0' ? error : libcurl().easy_strerror(code);
        return reply;
    }
    reply.status = static_cast<int>(status);
    if (status == 200) output.commit();
    return reply;
}

} // namespace acapctl::signing
