#pragma once
// Whether a device can take a package: named checks, told before a byte of it is sent. Pure, but
// for read_candidate. What the package needs is judged by the sdk's judge.

#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "device/vapix/facts.hpp"
#include "device/vapix/replies.hpp"
#include "sdk/compatibility.hpp"
#include "sdk/judgement.hpp"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::device {

inline constexpr const char* how_to_sign =
    "have the package signed: in the ACAP Service Portal, or with the ACAP Signing Service";

enum class CheckResult {
    yes,
    hint,    // worth knowing, refuses nothing
    unknown, // the device or the tables do not tell; refuses nothing
    no
};
const char* check_result_name(CheckResult result);

struct Check {
    std::string id{}; // "architecture", "signature", ...
    CheckResult result = CheckResult::yes;
    std::string reason{};
    std::string remedy{};         // in plain words
    std::vector<Advice> advice{}; // and what else to do
    // A "no" that may be passed over by force. Not one that the device itself repeats every time.
    bool overridable = false;
    // Of the error, for a "no" that the user may permit by itself (Permitted). Else it is the id.
    std::string code{};
};

// What else may be replaced than an older or equal version of the same vendor's application.
struct Permitted {
    bool downgrade = false;    // a newer version
    bool other_vendor = false; // what another vendor made
    bool bundled = false;      // what came with AXIS OS
};

// A package that may be installed, with what decides where it runs.
struct Candidate {
    Package package{};
    sdk::Compatibility compatibility{};
    std::string sha256{}; // of the file
};
// Throws as read_package does.
Candidate read_candidate(const std::filesystem::path& file, const sdk::Knowledge& knowledge,
                         const std::stop_token& stop = {});

// The device as it is now.
struct Situation {
    Facts facts{};
    std::vector<Application> installed{};
    std::optional<bool> allow_unsigned{}; // nothing: no such setting, or it was not asked for
    std::optional<bool> allow_root{};
    bool will_allow_unsigned = false; // the setting will be switched on for the upload
    // Of what is installed, if it came from here, or a package of that very version did.
    std::string known_vendor_id{};
    bool vendor_id_of_version = false; // the latter: another device got that package
    Permitted permitted{};
    std::string host{};                      // as the device is addressed
    std::optional<sdk::Measured> measured{}; // by a probe
};

// As the judge takes it.
sdk::DeviceFacts device_of(const Situation& situation, const sdk::Catalog& catalog);

// All checks, in the order in which a person reads them.
std::vector<Check> preflight(const Candidate& candidate, const Situation& situation,
                             const sdk::Catalog& catalog);

bool needs_root(const Candidate& candidate);
std::string vendor_id(const Package& package); // 10 hex digits, schema 2; else empty

// Throws `incompatible` for what says no; all of it in one message. With `force` only for what
// cannot be overridden.
void refuse_if_no(const std::vector<Check>& checks, bool force);

} // namespace acapctl::device
