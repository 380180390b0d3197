#pragma once
// Who may speak to a device: Axis' default policy (AXIS OS 11.6 and later) offers Digest alone on
// HTTP and Basic alone on HTTPS.

#include "emulator/digest_auth.hpp"
#include "emulator/http.hpp"
#include "support/secret.hpp"

#include <optional>
#include <string>

namespace acapctl::emulator {

class Access {
  public:
    Access(std::string mac, Secret password);

    // Nothing when the request may pass, else the 401 (or 400) that answers it.
    std::optional<Reply> refuse(const Request& request) const;
    Reply challenge(bool tls, bool stale) const;
    // Every nonce made before is stale, as after a reboot.
    void forget_nonces() { nonces_ = Nonces(); }

  private:
    std::string realm_;
    Secret password_;
    Nonces nonces_;
};

// A web page that a browser on this machine shows must not reach the device: nothing when Host
// and Origin name this machine, else the 403.
std::optional<Reply> refuse_foreign(const Request& request);

} // namespace acapctl::emulator
