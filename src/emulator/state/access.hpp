#pragma once
// Who may speak to a device, and how its ports ask for a login.

#include "emulator/http/digest_auth.hpp"
#include "emulator/http/http.hpp"
#include "emulator/profile/profile.hpp"
#include "emulator/state/accounts.hpp"
#include "emulator/state/throttle.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::emulator {

class DeviceLog;

class Access {
  public:
    Access(const Profile& profile, const Accounts& accounts, DeviceLog& log);

    // Nothing when the request's account has the role, else the 401, 403 or 400 that answers it.
    // `json`: the CGI speaks JSON, and the type of the 401 says so.
    std::optional<Reply> refuse(const Request& request, Role role, bool json = false);

    // The account of a request that was not refused; empty without a login.
    std::string user(const Request& request) const { return check(request).user; }

    Reply challenge(bool tls, bool stale, bool json = false) const;
    // Every nonce made before is stale, as after a reboot.
    void forget_nonces() { nonces_ = Nonces(); }

  private:
    enum class Verdict { accepted, anonymous, refused, stale, bad_request };
    struct Outcome {
        Verdict verdict = Verdict::refused;
        std::optional<Account> account{};
        std::string user{}; // as the request says
    };
    Outcome check(const Request& request) const;
    Outcome check_basic(const std::string& header) const;
    Outcome check_digest_of(const std::string& header, const Request& request) const;
    void note_failure(const Request& request, const std::string& user);

    const Profile& profile_;
    const Accounts& accounts_;
    DeviceLog& log_;
    Nonces nonces_;
    Throttle throttle_{};
};

// What a device is called by its clients, besides localhost, 127.0.0.0/8 and ::1.
struct Names {
    std::vector<std::string> hosts{}; // in lower case
    bool any_address = false;         // it listens beyond this machine; no page has one for a name
};

// A web page that a browser on this machine shows must not reach the device: nothing when Host
// and Origin name the device, else the 403.
std::optional<Reply> refuse_foreign(const Request& request, const Names& ours);

} // namespace acapctl::emulator
