#pragma once
// AllowUnsigned, switched on for one upload and off again, whatever ends the command.

#include "device/deploy/policy_notes.hpp"
#include "device/http/clock.hpp"
#include "device/vapix/policy.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace acapctl::device {

// One command of this user at a time has the policy of a device: another one would take what the
// first has switched on for the device's own setting, and see it go during its upload. Two names
// of a device meet by its serial number.
class PolicyTurn {
  public:
    // `tell` is called when others are waited for.
    PolicyTurn(Session& session, const std::string& serial,
               std::function<void(const std::string&)> tell);

    // Waits for it; what a killed command has left on is switched off. True: others had it, who may
    // have changed more. Throws `interrupted`.
    bool take();
    // What a killed command has left on, and a dry run leaves so.
    std::optional<PolicyNote> left() const;
    void end() { lock_.reset(); }

    // The note that the policy is changed. Where it cannot be written, that is warned of.
    void write_note();
    void remove_note() const { notes_.remove(device_); }
    bool noted() const { return noted_; }
    // The note was written and is gone: a person has set the policy since.
    bool is_decided() const { return noted_ && !notes_.has(device_); }

  private:
    void wait();

    Session& session_;
    PolicyNotes notes_;
    PolicyNote device_;
    std::function<void(const std::string&)> tell_;
    std::unique_ptr<FileLock> lock_{};
    bool noted_ = false;
};

// Unsigned packages admitted for the life of this object, on a device that does not admit them.
// What was changed is put back however the scope ends, also when a stop was requested; a process
// that is ended at once says what it leaves behind, and notes it for the next command.
class UnsignedPermission {
  public:
    // `tell` is called when the device has taken the old value back, or a person has decided.
    UnsignedPermission(Session& session, PolicyTurn& turn,
                       std::function<void(const std::string&)> tell, Clock clock = {})
        : session_(session), turn_(turn), tell_(std::move(tell)), clock_(std::move(clock)) {}
    ~UnsignedPermission(); // puts back what restore() has not; a failure becomes a warning
    UnsignedPermission(const UnsignedPermission&) = delete;
    UnsignedPermission& operator=(const UnsignedPermission&) = delete;

    void grant();   // also again, when somebody else has switched it off
    void restore(); // throws when the device does not take the old value back
    bool granted() const { return last_words_.has_value(); }

  private:
    void end(const std::string& how);

    Session& session_;
    PolicyTurn& turn_;
    std::function<void(const std::string&)> tell_;
    Clock clock_;
    std::optional<LastWords> last_words_{}; // while the policy is changed
};

// Asked only when there is a note: most commands need no catalog.
using PoliciesSource = std::function<const sdk::Policies&()>;

// Switches off what a killed command of this user has left on on this device, and warns of it.
// Costs no request while no such command is known; while one is, a device whose serial number is
// not remembered is asked for it. False: the device was not reached, and is to be asked again.
// Throws what the caller's own requests would meet too: a stop, a login or a certificate that is
// refused. Whenever the device cannot be asked, it is told that the policy may still be on.
bool settle_left_policies(Session& session, const PoliciesSource& policies);

// A person has set AllowUnsigned: no note about this device counts any more. True: there was one,
// so that its deploy may have put the value from before back in the meantime.
bool forget_policy_notes(Session& session, const PoliciesSource& policies);

} // namespace acapctl::device
