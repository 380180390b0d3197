#pragma once
// A conversation with one device: how to log in and which certificate is trusted is settled once
// and remembered for the next command; faults and HTTP statuses become Errors with a sentence each.
// Not for use by two threads at a time.

#include "acapctl/error.hpp"
#include "device/http/clock.hpp"
#include "device/http/transport.hpp"
#include "device/session/device_cache.hpp"
#include "support/notice.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <variant>

namespace acapctl::device {

class Session;

struct SessionOptions {
    // Bounds one operation; nothing: each request has its own bound.
    std::optional<std::chrono::milliseconds> timeout{};
    // What an operation is: all that this session asks, from its first request on; or each exchange
    // with its login and its repeats, for a session that waits or follows.
    bool one_operation = true;
    // Of requests that changed nothing on the device, after a fault or HTTP 502 to 504. Nothing: of
    // questions that a busy device answers with 503, three.
    std::optional<int> retries{};
    // Called when the device wants a login and the target has no password.
    std::function<Secret(const Target& target)> ask_password{};
    std::function<void(const Notice&)> warn{};
    std::filesystem::path cache_directory{}; // of DeviceCache; empty: nothing is remembered
    std::filesystem::path trust_file{};      // of TrustStore; empty: no certificate is pinned
    // Asked once about a certificate that nobody vouches for and none is pinned for the device;
    // true pins it.
    std::function<bool(const Target& target, const Certificate& certificate)> trust_new{};
    std::filesystem::path policy_directory{}; // of PolicyNotes; empty: nothing is noted
    // Called before the first request, once it has given true.
    std::function<bool(Session& session)> on_meeting{};
    Clock clock{}; // of the pauses, and of `timeout`
};

// Which requests Session sends again, within SessionOptions::retries.
enum class Repeat {
    never,
    unsent, // those that did not leave whole
    always  // the request changes nothing
};

class Session {
  public:
    Session(Target target, std::unique_ptr<Transport> transport, SessionOptions options,
            std::stop_token stop);

    const Target& target() const { return target_; }
    const std::stop_token& stop() const { return stop_; }
    void warn(const std::string& text, std::vector<Advice> advice = {}) const;
    void warn_once(const std::string& text);
    const DeviceCache& cache() const { return cache_; }
    const Clock& clock() const { return options_.clock; }
    const std::filesystem::path& policy_directory() const { return options_.policy_directory; }
    // How the device took the login; none as long as it asked for none.
    Scheme login_scheme() const { return logged_in_ ? scheme_ : Scheme::none; }
    std::optional<Certificate> certificate() const { return transport_->certificate(); }

    // A reply with status 200; anything else throws. `repeatable`: the request changes nothing.
    Reply perform(const Request& request, bool repeatable);
    // The same for a plain GET; gives the body.
    std::string get(std::string path, std::vector<std::pair<std::string, std::string>> query = {});

    // For a caller to whom another status tells something, or who can resolve a lost answer.
    std::variant<Reply, Fault> exchange(const Request& request, Repeat repeat);

    // The Error for a fault, or for a status other than 200.
    Error fault_error(const Fault& fault, const Request& request) const;
    Error status_error(const Reply& reply, const Request& request) const;

    // While it lives, requests are not stopped by the session's token: to put back what was
    // changed.
    class Unstoppable {
      public:
        explicit Unstoppable(Session& session) : session_(session), saved_(session.stop_) {
            session.stop_ = {};
        }
        ~Unstoppable() { session_.stop_ = saved_; }
        Unstoppable(const Unstoppable&) = delete;
        Unstoppable& operator=(const Unstoppable&) = delete;

      private:
        Session& session_;
        std::stop_token saved_;
    };

    // While it lives, nothing is repeated but within retries that are given: who looks again and
    // again does so at a pace of its own.
    class Polling {
      public:
        explicit Polling(Session& session) : session_(session), saved_(session.polled_) {
            session.polled_ = true;
        }
        ~Polling() { session_.polled_ = saved_; }
        Polling(const Polling&) = delete;
        Polling& operator=(const Polling&) = delete;

      private:
        Session& session_;
        bool saved_;
    };

  private:
    void meet(const Request& request);
    int most_repeats(const std::variant<Reply, Fault>& result, Repeat repeat) const;
    void begin_operation();
    // Of the operation; nothing: no bound. 0: none is left.
    std::optional<std::chrono::milliseconds> time_left() const;
    void prepare();
    std::variant<Reply, Fault> exchange(const Request& request);
    std::optional<Error> error_of(const std::variant<Reply, Fault>& result,
                                  const Request& request) const; // nothing for status 200
    std::variant<Reply, Fault> send(Request request);
    std::variant<Reply, Fault> converse(Request request);
    void answer_challenge(const Reply& reply);
    void log_in(Scheme scheme);
    bool follow(const Reply& reply, Request& request);
    void move_to_https(std::uint16_t port);
    bool trust(const Fault& fault);
    void note_login(const Reply& reply);
    void warn_of_certificate();
    Error login_error(const Reply& reply) const;
    Error untrusted_error(const Fault& fault) const;
    Error wrong_scheme_error() const;
    Error identity_error() const;
    Error proxy_error(const Fault& fault) const;
    // Nothing: the answer is the device's own.
    std::optional<Error> proxy_answer(const Reply& reply, const std::string& asked) const;
    std::string proxy_hint() const;
    Error redirected_error(const Reply& reply, const std::string& asked) const;
    std::string where() const; // "host port N"

    Target target_;
    std::unique_ptr<Transport> transport_;
    SessionOptions options_;
    std::stop_token stop_;
    Scheme scheme_ = Scheme::none;
    std::optional<std::chrono::steady_clock::time_point> deadline_{}; // of the operation
    bool polled_ = false;
    bool met_ = false;
    bool prepared_ = false;
    bool answered_ = false;  // the device has given a reply
    bool logged_in_ = false; // the device has accepted the password
    bool warned_certificate_ = false;
    std::set<std::string> warned_{}; // by warn_once()
    DeviceCache cache_{};
    std::optional<Settled> remembered_{};       // what the cache holds
    std::optional<std::uint16_t> https_port_{}; // where an http:// device has moved to
};

} // namespace acapctl::device
