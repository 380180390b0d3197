#pragma once
// Which applications a device admits: AllowUnsigned (AXIS OS 11.2 to 12) and AllowRoot (11.5 to
// 11.11).

#include "device/session.hpp"

#include <functional>
#include <optional>

namespace acapctl::device {

inline constexpr const char* allow_unsigned = "AllowUnsigned";
inline constexpr const char* allow_root = "AllowRoot";

// Nothing: the device has no such setting.
std::optional<bool> read_policy(Session& session, const std::string& name);

// Sets and reads back. A device that refuses, or keeps the old value, is an error.
void write_policy(Session& session, const std::string& name, bool value);

// Unsigned packages admitted for the life of this object, on a device that does not admit them.
// What was changed is put back however the scope ends, also when a stop was requested.
class UnsignedPermission {
  public:
    // `restored` is called when the device has taken the old value back.
    UnsignedPermission(Session& session, std::function<void()> restored)
        : session_(session), restored_(std::move(restored)) {}
    ~UnsignedPermission(); // puts back what restore() has not; a failure becomes a warning
    UnsignedPermission(const UnsignedPermission&) = delete;
    UnsignedPermission& operator=(const UnsignedPermission&) = delete;

    void grant();
    void restore(); // throws when the device does not take the old value back
    bool granted() const { return granted_; }

  private:
    Session& session_;
    std::function<void()> restored_;
    bool granted_ = false;
};

} // namespace acapctl::device
