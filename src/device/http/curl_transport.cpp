#include "device/http/curl_transport.hpp"

#include "acapctl/error.hpp"
#include "device/http/certificate.hpp"
#include "device/http/libcurl.hpp"
#include "device/http/second_look.hpp"
#include "device/http/tls_fault.hpp"
#include "support/diagnostics.hpp"
#include "support/environment.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

namespace acapctl::device {

namespace {

using SteadyClock = std::chrono::steady_clock;

struct CurlFree {
    void operator()(CURL* handle) const { libcurl().easy_cleanup(handle); }
    void operator()(curl_slist* list) const { libcurl().slist_free_all(list); }
    void operator()(curl_mime* mime) const { libcurl().mime_free(mime); }
};
using Handle = std::unique_ptr<CURL, CurlFree>;
using HeaderList = std::unique_ptr<curl_slist, CurlFree>;
using Mime = std::unique_ptr<curl_mime, CurlFree>;

constexpr std::size_t header_limit = 256U << 10U;

// What the callbacks of one transfer share.
struct Transfer {
    const Request& request;
    const std::stop_token& stop;
    Reply reply{};
    int responses = 0; // final status lines seen: a digest exchange has two
    std::size_t header_bytes = 0;
    bool too_large = false;
    bool stalled = false;
    bool request_body_sent = false;
    int socket_error = 0; // errno
    SteadyClock::time_point last_movement = SteadyClock::now();
    std::uint64_t moved = 0;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* pointer) {
    Transfer& transfer = *static_cast<Transfer*>(pointer);
    if (transfer.reply.body.size() + size > transfer.request.reply_limit) {
        transfer.too_large = true;
        return 0;
    }
    transfer.reply.body.append(data, size);
    return size;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* pointer) {
    Transfer& transfer = *static_cast<Transfer*>(pointer);
    transfer.header_bytes += size;
    if (transfer.header_bytes > header_limit) {
        transfer.too_large = true;
        return 0;
    }
    const std::string_view line = text::trim({data, size});
    if (line.starts_with("HTTP/")) {
        transfer.reply.headers.clear();
        transfer.reply.body.clear();
        const auto space = line.find(' ');
        const bool informational =
            space != std::string_view::npos && line.substr(space + 1).starts_with('1');
        if (!informational) ++transfer.responses;
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        transfer.reply.headers.emplace_back(text::lower(text::trim(line.substr(0, colon))),
                                            std::string(text::trim(line.substr(colon + 1))));
    }
    return size;
}

// libcurl's low-speed limit also counts the time a device takes to install what it has received, so
// a stall is measured here: no byte moved while the request is going out or the reply coming in.
int on_transfer_info(void* pointer, curl_off_t, curl_off_t received, curl_off_t total,
                     curl_off_t sent) {
    Transfer& transfer = *static_cast<Transfer*>(pointer);
    if (transfer.stop.stop_requested()) return 1;
    if (total > 0 && sent >= total) transfer.request_body_sent = true;
    const auto moved = static_cast<std::uint64_t>(received) + static_cast<std::uint64_t>(sent);
    const auto now = SteadyClock::now();
    if (moved != transfer.moved) {
        transfer.moved = moved;
        transfer.last_movement = now;
        if (transfer.request.on_progress && total > 0 && !transfer.request.upload.empty())
            transfer.request.on_progress(static_cast<std::uint64_t>(sent),
                                         static_cast<std::uint64_t>(total));
    }
    const bool bytes_due = (total > 0 && sent > 0 && sent < total) || received > 0;
    if (bytes_due && now - transfer.last_movement > transfer.request.timeouts.stall) {
        transfer.stalled = true;
        return 1;
    }
    return 0;
}

// libcurl does not tell why it got no socket.
curl_socket_t on_open_socket(void* pointer, curlsocktype, curl_sockaddr* address) {
    const int opened =
        ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (opened < 0) static_cast<Transfer*>(pointer)->socket_error = errno;
    return opened;
}

CURLcode on_ssl_context(CURL* curl, void* context, void* pointer) {
    auto* check = static_cast<CertificateCheck*>(pointer);
    long connected = 0;
    libcurl().easy_getinfo(curl, CURLINFO_HTTP_CONNECTCODE, &connected);
    if (check->behind_tls_proxy && connected == 0) return CURLE_OK; // libcurl verifies the proxy's
    // Authorities that cannot be read vouch for nobody, and the device would seem unknown.
    if (check->pinned.empty() && descriptors_left() == 0) {
        check->machine_error = EMFILE;
        return CURLE_ABORTED_BY_CALLBACK;
    }
    install_certificate_check(static_cast<SSL_CTX*>(context), check);
    return CURLE_OK;
}

// As many as a look-up of a name takes, and has given back when it has failed.
constexpr std::size_t descriptors_of_look_up = 5;

// The errno of this machine's own failure; 0 if it is none.
int machine_error(CURLcode code, const Transfer& transfer, const CertificateCheck& check,
                  std::string_view detail) {
    if (code == CURLE_OUT_OF_MEMORY) return ENOMEM;
    if (check.machine_error != 0) return check.machine_error;
    if (code == CURLE_COULDNT_CONNECT && is_of_this_machine(transfer.socket_error))
        return transfer.socket_error;
    // A name is looked up by a thread, which has descriptors, too, to tell what it found.
    const bool no_thread = detail.find("thread failed to start") != std::string_view::npos;
    const bool looked_up = no_thread || code == CURLE_COULDNT_RESOLVE_HOST ||
                           code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_READ_ERROR ||
                           code == CURLE_FAILED_INIT;
    if (looked_up && descriptors_left() < descriptors_of_look_up) return EMFILE;
    return no_thread ? EAGAIN : 0;
}

FaultKind kind_of(CURLcode code, const Transfer& transfer, const CertificateCheck& check,
                  bool connected) {
    if (transfer.stop.stop_requested()) return FaultKind::interrupted;
    if (check.refused) return FaultKind::untrusted;
    if (transfer.too_large) return FaultKind::too_large;
    if (transfer.stalled) return FaultKind::stall;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return FaultKind::resolve;
    case CURLE_COULDNT_CONNECT:
        return FaultKind::connect;
    case CURLE_OPERATION_TIMEDOUT:
        return connected ? FaultKind::operation_timeout : FaultKind::connect_timeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
        return FaultKind::tls;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return FaultKind::closed;
    case CURLE_READ_ERROR:
        return FaultKind::local;
    case CURLE_SSL_CERTPROBLEM:
        return FaultKind::identity_unusable;
    default:
        return FaultKind::other;
    }
}

long curl_milliseconds(std::chrono::milliseconds duration) {
    return static_cast<long>(std::max<std::chrono::milliseconds::rep>(duration.count(), 1));
}

} // namespace

struct CurlTransport::State {
    Target target;
    std::optional<Proxy> proxy;
    Handle handle;
    CertificateCheck check;
    Credentials credentials;
    bool nonce_known = false; // the handle has answered a digest challenge before
    bool heard = false;       // the target has given a reply of its scheme
    char error[CURL_ERROR_SIZE] = {};

    void open();
    void apply_identity();
    void apply_credentials();
    Mime apply_body(const Request& request, HeaderList& headers);
    std::variant<Reply, Fault> finish(CURLcode code, Transfer& transfer);
    void tell_proxy(CURLcode code, Fault& fault) const;
    std::variant<Reply, Fault> judged(std::variant<Reply, Fault> result,
                                      const std::stop_token& stop);
};

CurlTransport::CurlTransport(const Target& target) : state_(std::make_unique<State>()) {
    CurlTransport::retarget(target);
}

CurlTransport::~CurlTransport() = default;

void CurlTransport::authenticate(const Credentials& credentials) {
    state_->credentials = credentials;
    // A fresh handle forgets the nonces of the old one.
    if (state_->nonce_known) state_->open();
    state_->apply_credentials();
}

void CurlTransport::State::apply_credentials() {
    CURL* curl = handle.get();
    const unsigned long scheme = credentials.scheme == Scheme::digest  ? CURLAUTH_DIGEST
                                 : credentials.scheme == Scheme::basic ? CURLAUTH_BASIC
                                                                       : CURLAUTH_NONE;
    libcurl().easy_setopt(curl, CURLOPT_HTTPAUTH, static_cast<long>(scheme));
    if (credentials.scheme == Scheme::none) return;
    libcurl().easy_setopt(curl, CURLOPT_USERNAME, credentials.user.c_str());
    libcurl().easy_setopt(curl, CURLOPT_PASSWORD, credentials.password.reveal().c_str());
}

void CurlTransport::retarget(const Target& target) {
    State& state = *state_;
    state.target = target;
    state.proxy = proxy_for(target, environment);
    state.heard = false;
    state.check = {.host = target.host,
                   .pinned = target.pinned_certificate,
                   .accept_unknown = target.accept_unknown_certificate,
                   .behind_tls_proxy = state.proxy && state.proxy->is_tls()};
    state.open();
    state.apply_credentials();
}

std::optional<Certificate> CurlTransport::certificate() const {
    if (state_->check.seen.fingerprint.empty()) return std::nullopt;
    return state_->check.seen;
}

void CurlTransport::State::open() {
    handle.reset(libcurl().easy_init());
    if (!handle) throw std::bad_alloc();
    nonce_known = false;
    CURL* curl = handle.get();
    set_up(curl, proxy);
    libcurl().easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    // Answering a challenge counts as one: a device that calls every nonce stale gets no more.
    libcurl().easy_setopt(curl, CURLOPT_MAXREDIRS, 3L);
    libcurl().easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    libcurl().easy_setopt(curl, CURLOPT_USERAGENT, "acapctl");
    libcurl().easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, 262'144L);
    // Older ones would show their certificate, to be trusted, before the handshake fails.
    libcurl().easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    apply_identity();
    // The check of our own replaces libcurl's two.
    libcurl().easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    libcurl().easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    libcurl().easy_setopt(curl, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    libcurl().easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, on_ssl_context);
    libcurl().easy_setopt(curl, CURLOPT_SSL_CTX_DATA, &check);
    libcurl().easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    libcurl().easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    libcurl().easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_transfer_info);
    libcurl().easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
}

void CurlTransport::State::apply_identity() {
    if (target.client_certificate.empty()) return;
    CURL* curl = handle.get();
    libcurl().easy_setopt(curl, CURLOPT_SSLCERT, target.client_certificate.c_str());
    libcurl().easy_setopt(curl, CURLOPT_SSLKEY, target.key_file().c_str());
    // Also an empty one: else OpenSSL asks on the terminal, for each device.
    libcurl().easy_setopt(curl, CURLOPT_KEYPASSWD, target.client_key_password.reveal().c_str());
}

Mime CurlTransport::State::apply_body(const Request& request, HeaderList& headers) {
    CURL* curl = handle.get();
    libcurl().easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    const auto add_header = [&](const std::string& line) {
        if (curl_slist* list = libcurl().slist_append(headers.get(), line.c_str())) {
            (void)headers.release();
            headers.reset(list);
        }
    };
    Mime mime;
    if (!request.upload.empty()) {
        const UploadFile& file = request.upload.front();
        mime.reset(libcurl().mime_init(curl));
        curl_mimepart* part = libcurl().mime_addpart(mime.get());
        libcurl().mime_name(part, file.field.c_str());
        libcurl().mime_filedata(part, file.path.c_str());
        libcurl().mime_filename(part, file.file_name.c_str());
        libcurl().mime_type(part, "application/octet-stream");
        libcurl().easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());
        // A stale nonce is then told before the body leaves.
        add_header("Expect: 100-continue");
    } else if (request.method == "POST") {
        libcurl().easy_setopt(curl, CURLOPT_POST, 1L);
        libcurl().easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                              static_cast<curl_off_t>(request.body.size()));
        libcurl().easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
        add_header(request.content_type.empty() ? "Content-Type:"
                                                : "Content-Type: " + request.content_type);
    }
    libcurl().easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    return mime;
}

std::variant<Reply, Fault> CurlTransport::send(const Request& request,
                                               const std::stop_token& stop) {
    State& state = *state_;
    if (stop.stop_requested()) return Fault{.kind = FaultKind::interrupted};
    if (!request.upload.empty() && ::access(request.upload.front().path.c_str(), R_OK) != 0)
        return Fault{.kind = FaultKind::local, .detail = std::strerror(errno)};
    state.error[0] = '\0';
    state.check.refused = false;
    state.check.machine_error = 0;
    state.check.spoke_tls = state.check.spoke_http = false;
    CURL* curl = state.handle.get();
    Transfer transfer{request, stop};
    HeaderList headers;
    const Mime mime = state.apply_body(request, headers);
    const std::string url = state.target.origin() + request.path_and_query();
    libcurl().easy_setopt(curl, CURLOPT_URL, url.c_str());
    libcurl().easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                          curl_milliseconds(request.timeouts.connect));
    libcurl().easy_setopt(curl, CURLOPT_TIMEOUT_MS, curl_milliseconds(request.timeouts.operation));
    libcurl().easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    libcurl().easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
    libcurl().easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
    libcurl().easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &transfer);
    diagnostics::trace("{} {}", request.method, url);
    const CURLcode code = libcurl().easy_perform(curl);
    auto result = state.finish(code, transfer);
    // No pointer to this call's data stays behind. libcurl().easy_reset() would forget the nonce.
    libcurl().easy_setopt(curl, CURLOPT_MIMEPOST, nullptr);
    libcurl().easy_setopt(curl, CURLOPT_POSTFIELDS, nullptr);
    libcurl().easy_setopt(curl, CURLOPT_HTTPHEADER, nullptr);
    libcurl().easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    return state.judged(std::move(result), stop);
}

// Web servers answer 400 to who speaks plain HTTP on a port for TLS, each in words of its own.
std::variant<Reply, Fault> CurlTransport::State::judged(std::variant<Reply, Fault> result,
                                                        const std::stop_token& stop) {
    const Reply* reply = std::get_if<Reply>(&result);
    if (reply != nullptr && (reply->status != 400 || target.tls || heard)) {
        heard = true;
        return result;
    }
    Fault fault =
        reply == nullptr ? tls_fault(std::get<Fault>(result), check, target, heard) : Fault{};
    if (fault.kind == FaultKind::old_tls && fault.detail.empty())
        fault.detail = version_name(old_tls_version(target, proxy, stop));
    const bool other_scheme = !heard && is_in_doubt(fault, check, target) &&
                              (target.tls ? check.spoke_http || speaks_http(target, proxy, stop)
                                          : speaks_tls(target, proxy, stop));
    if (other_scheme) fault.kind = FaultKind::wrong_scheme;
    if (!other_scheme && reply != nullptr) {
        heard = true;
        return result;
    }
    return fault;
}

std::variant<Reply, Fault> CurlTransport::State::finish(CURLcode code, Transfer& transfer) {
    CURL* curl = handle.get();
    curl_off_t sent = 0;
    libcurl().easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &sent);
    const bool digest = credentials.scheme == Scheme::digest;
    const bool answered = digest && (nonce_known || transfer.responses > 1);
    // Without a nonce the first thing sent has neither credentials nor body.
    const bool only_asked = digest && !nonce_known && transfer.responses == 0;
    if (digest && transfer.responses > 1) nonce_known = true;
    long status = 0;
    libcurl().easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    // Of an error page the beginning is enough, however long it is: its status is the answer.
    const bool cut_page =
        status >= 400 && transfer.too_large && transfer.header_bytes <= header_limit;
    if (code == CURLE_OK || code == CURLE_TOO_MANY_REDIRECTS || cut_page) {
        long version = 0;
        libcurl().easy_getinfo(curl, CURLINFO_HTTP_VERSION, &version);
        transfer.reply.status = static_cast<int>(status);
        transfer.reply.credentials_sent = answered || credentials.scheme == Scheme::basic;
        transfer.reply.bytes_sent = static_cast<std::uint64_t>(sent);
        transfer.reply.identity_wanted =
            target.tls && check.wants_identity && target.client_certificate.empty();
        if (!target.tls) transfer.reply.proxy = proxy;
        diagnostics::trace("{} after {} responses, {} bytes of body sent, {}", status,
                           transfer.responses, sent,
                           version == CURL_HTTP_VERSION_2_0 ? "HTTP/2" : "HTTP/1");
        return std::move(transfer.reply);
    }
    curl_off_t pretransfer = 0;
    libcurl().easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &pretransfer);
    Fault fault;
    fault.kind = kind_of(code, transfer, check, pretransfer > 0);
    fault.detail = error[0] != '\0' ? error : libcurl().easy_strerror(code);
    const bool told = fault.kind == FaultKind::interrupted || fault.kind == FaultKind::untrusted;
    fault.machine_error = told ? 0 : machine_error(code, transfer, check, fault.detail);
    if (fault.machine_error != 0) fault.kind = FaultKind::machine;
    long os_error = 0;
    libcurl().easy_getinfo(curl, CURLINFO_OS_ERRNO, &os_error);
    if (fault.kind == FaultKind::connect && os_error != 0)
        fault.detail = std::strerror(static_cast<int>(os_error));
    fault.body_sent = !only_asked && (transfer.request_body_sent ||
                                      (transfer.request.upload.empty() && pretransfer > 0));
    if (!only_asked && !transfer.request.upload.empty()) {
        std::error_code unknown;
        const auto size = std::filesystem::file_size(transfer.request.upload.front().path, unknown);
        if (!unknown && static_cast<std::uint64_t>(sent) >= size) fault.body_sent = true;
    }
    if (fault.kind == FaultKind::untrusted) {
        fault.certificate = check.seen;
        fault.detail = check.seen.distrust;
    }
    tell_proxy(code, fault);
    diagnostics::trace("failed: {}", text::visible(fault.detail));
    return fault;
}

// Until the proxy has said that it is through to the device, what fails is the proxy's.
void CurlTransport::State::tell_proxy(CURLcode code, Fault& fault) const {
    if (!proxy) return;
    fault.proxy = proxy;
    fault.detail = without_login(std::move(fault.detail), *proxy);
    long status = 0;
    libcurl().easy_getinfo(handle.get(), CURLINFO_HTTP_CONNECTCODE, &status);
    const bool unreached = fault.kind == FaultKind::resolve || fault.kind == FaultKind::connect ||
                           fault.kind == FaultKind::connect_timeout || code == CURLE_PROXY ||
                           code == CURLE_COULDNT_RESOLVE_PROXY;
    const bool on_the_way = fault.kind == FaultKind::closed ||
                            fault.kind == FaultKind::operation_timeout ||
                            fault.kind == FaultKind::tls || fault.kind == FaultKind::other;
    const bool by_connect =
        !heard && (target.tls ? proxy->place.starts_with("http") : proxy->is_tls());
    const bool through = status >= 200 && status < 300;
    if (through || (!unreached && !(on_the_way && by_connect))) return;
    fault.kind = FaultKind::proxy;
    fault.proxy_status = static_cast<int>(status);
}

} // namespace acapctl::device
