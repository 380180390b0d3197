#pragma once
// The stay of a probe on a device: it is removed however the command ends, and where that cannot be
// done, the next command knows.

#include "acapctl/error.hpp"
#include "device/deploy/policy_notes.hpp"
#include "device/http/clock.hpp"
#include "device/session/session.hpp"
#include "support/interrupt.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace acapctl::probe {

// One probe of this user at a time is on a device: another would take it away from the first. While
// it lives, a process that is ended at once says what it leaves behind.
class Visit {
  public:
    struct Options {
        std::string app{};
        std::string serial{};
        bool keep = false; // leave it there
    };
    // What was made of the probe in the end.
    struct End {
        bool removed = false;
        std::optional<Failure> left{}; // it is still there, code left_behind
    };
    static constexpr const char* left_behind = "probe-left";

    // `tell` is called when another probe of the device is waited for; `end` outlives the visit.
    // Throws `interrupted`.
    Visit(device::Session& session, Options options,
          const std::function<void(const std::string&)>& tell, device::Clock clock, End& end);
    ~Visit();
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

  private:
    void wait_for_others(const std::function<void(const std::string&)>& tell);
    void write_note();
    void remove();
    Failure left(Failure why) const;

    device::Session& session_;
    Options options_;
    device::Clock clock_;
    End& end_;
    device::PolicyNotes notes_;
    device::PolicyNote note_;
    std::unique_ptr<FileLock> lock_{};
    std::optional<LastWords> last_words_{};
};

// Warns of a probe that an earlier command of this user could not remove from this device, and that
// is still there. Costs no request while none is known. Throws what the caller's own requests would
// meet too.
void tell_left_probe(device::Session& session);

} // namespace acapctl::probe
