#pragma once
// The HTTP edge: one request in, a reply or a fault out. Retries, lost answers and what a status
// means are decided one floor above, in Session.

#include "device/http/proxy.hpp"
#include "device/http/target.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace acapctl::device {

struct Timeouts {
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds stall{30'000};     // no byte moved while bytes are due
    std::chrono::milliseconds operation{30'000}; // the whole request
};

// A file sent as the only part of a multipart/form-data body, streamed from disk.
struct UploadFile {
    std::filesystem::path path{};
    std::string field{};
    std::string file_name{}; // devices refuse a part without one (Error 3)
};

struct Request {
    std::string method = "GET";
    std::string path{};                                       // "/axis-cgi/..."
    std::vector<std::pair<std::string, std::string>> query{}; // not yet percent-encoded
    std::string body{};
    std::string content_type{};          // of body
    std::vector<UploadFile> upload{};    // none or one; replaces body
    std::size_t reply_limit = 4U << 20U; // bytes; a larger reply is a fault
    Timeouts timeouts{};
    std::function<void(std::uint64_t sent, std::uint64_t total)> on_progress{}; // uploads

    std::string path_and_query() const; // percent-encoded
};

struct Reply {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers{}; // names in lower case
    std::string body{};
    bool credentials_sent = false; // the request that got this reply carried them
    std::uint64_t bytes_sent = 0;  // body bytes on the wire, repetitions included
    bool identity_wanted = false;  // a certificate of ours was asked for, and none was given
    std::optional<Proxy> proxy{};  // that may have given it; one that only passes bytes may not

    std::vector<std::string> header(std::string_view name) const; // every value of it
};

// What a TLS connection showed of the device, and what speaks for it.
struct Certificate {
    std::string fingerprint{}; // SHA-256, AA:BB:...
    std::string subject{};
    std::string issuer{};
    std::string not_after{}; // RFC 3339
    std::string pinned{};    // the fingerprint that is trusted for this device; empty: none is
    std::string distrust{};  // why no authority vouches for it; empty: one does

    bool trusted() const { return pinned.empty() ? distrust.empty() : pinned == fingerprint; }
};

enum class FaultKind {
    resolve,           // the name has no address
    connect,           // refused, no route
    connect_timeout,   //
    stall,             // bytes stopped moving
    operation_timeout, //
    tls,               // the handshake failed for a reason other than these:
    old_tls,           // a version that is not spoken any more; `detail` names it if it was told
    wrong_scheme,      // the port speaks HTTP where TLS was meant, or TLS where HTTP was
    identity_wanted,   // a certificate of ours is asked for, and none was given
    identity_refused,  // the one that was given is not taken
    identity_unusable, // its file, or that of its key, cannot be used
    proxy,             // the proxy does not answer, or not let us through
    untrusted,         // certificate; the fingerprint is known
    closed,            // the connection ended before the reply was whole
    too_large,         // the reply exceeds its limit
    interrupted,       // the stop token
    local,             // the file to upload cannot be read
    machine,           // this machine has no descriptors, memory or threads left
    other
};

struct Fault {
    FaultKind kind = FaultKind::other;
    std::string detail{};         // the library's words; not yet made visible
    int machine_error = 0;        // errno, when machine
    bool body_sent = false;       // the whole request left: the device may have acted on it
    Certificate certificate{};    // when untrusted
    std::optional<Proxy> proxy{}; // on the way to the device
    int proxy_status = 0;         // HTTP, of a proxy that does not let us through; 0: it gave none
};

enum class Scheme { none, basic, digest };

struct Credentials {
    Scheme scheme = Scheme::none;
    std::string user{};
    Secret password{};
};

class Transport {
  public:
    virtual ~Transport() = default;
    // Credentials for every request that follows. Digest is only ever an answer to a challenge.
    virtual void authenticate(const Credentials& credentials) = 0;
    virtual std::variant<Reply, Fault> send(const Request& request,
                                            const std::stop_token& stop) = 0;
    // Requests that follow go to this target; credentials stay as they are.
    virtual void retarget(const Target&) {}
    // Of the last TLS handshake, if there was one.
    virtual std::optional<Certificate> certificate() const { return std::nullopt; }
};

} // namespace acapctl::device
