#pragma once
// Which applications a device admits: AllowUnsigned (AXIS OS 11.2 to 12) and AllowRoot (11.5 to
// 11.11).

#include "device/session/session.hpp"
#include "sdk/catalog.hpp"

#include <optional>
#include <string>

namespace acapctl::device {

inline constexpr const char* allow_unsigned = "AllowUnsigned";
inline constexpr const char* allow_root = "AllowRoot";

// Whether asking for the setting can tell anything; true for a version that is not known.
// AllowUnsigned is asked for beyond AXIS OS 12 too: development builds of 13 have it.
bool may_have_policy(const std::string& name, const std::string& axis_os,
                     const sdk::Policies& policies);

// Nothing: the device has no such setting.
std::optional<bool> read_policy(Session& session, const std::string& name);

// Sets it. Throws when the device refuses.
void request_policy(Session& session, const std::string& name, bool value);
// Sets and reads back. A device that refuses, or keeps the old value, is an error.
void write_policy(Session& session, const std::string& name, bool value);

} // namespace acapctl::device
