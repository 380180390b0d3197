#pragma once
// Which applications a device admits: AllowUnsigned (AXIS OS 11.2 to 12) and AllowRoot (11.5 to
// 11.11).

#include "device/clock.hpp"
#include "device/session.hpp"

#include <functional>
#include <optional>

namespace acapctl::device {

inline constexpr const char* allow_unsigned = "AllowUnsigned";
inline constexpr const char* allow_root = "AllowRoot";

// Whether asking for the setting can tell anything; true for a version that is not known.
// AllowUnsigned is asked for beyond AXIS OS 12 too: development builds of 13 have it.
bool may_have_policy(const std::string& name, const std::string& axis_os);

// Nothing: the device has no such setting.
std::optional<bool> read_policy(Session& session, const std::string& name);

// Sets and reads back. A device that refuses, or keeps the old value, is an error.
void write_policy(Session& session, const std::string& name, bool value);

// Unsigned packages admitted for the life of this object, on a device that does not admit them.
// What was changed is put back however the scope ends, also when a stop was requested; a process
// that is ended at once says what it leaves behind.
class UnsignedPermission {
  public:
    // `restored` is called when the device has taken the old value back.
    UnsignedPermission(Session& session, std::function<void()> restored, Clock clock = {})
        : session_(session), restored_(std::move(restored)), clock_(std::move(clock)) {}
    ~UnsignedPermission(); // puts back what restore() has not; a failure becomes a warning
    UnsignedPermission(const UnsignedPermission&) = delete;
    UnsignedPermission& operator=(const UnsignedPermission&) = delete;

    void grant();
    void restore(); // throws when the device does not take the old value back
    bool granted() const { return last_words_.has_value(); }

  private:
    Session& session_;
    std::function<void()> restored_;
    Clock clock_;
    std::optional<LastWords> last_words_{}; // while the policy is changed
};

} // namespace acapctl::device
