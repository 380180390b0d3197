#pragma once
// The one judge: whether a requirement of a package is met on a device, by its architecture, chip
// and AXIS OS. Pure. The verbs ask here and add their own words; none of them decides it again.
// What is not known makes neither a yes nor a no.

#include "sdk/catalog.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::sdk {

enum class RequirementKind {
    schema,       // of the manifest, or none
    manifest,     // that its schema takes
    declared,     // compatibleOsVersions
    user,         // root
    signature,    // that the package lacks
    symbol,       // version of a library that the device has
    library,      // that the device has
    architecture, // of the program, against the package's own
    dlpu,         // deep learning processor
    larod_device, // named in runOptions
    model,        // for a larod device
    method,       // of D-Bus
    program,      // that is not compiled yet
    stack,        // that is executable
    time,         // of 32 bits
    interface,    // of AXIS OS, that some versions lack
    right         // that the manifest must ask for
};
const char* requirement_kind_name(RequirementKind kind); // "schema", "larod-device"

// What can fulfil a condition.
enum class Remedy { setting, signature, update, manifest, rebuild };

struct Condition {
    AxisOsSet where;
    std::string what; // "unsigned applications must be allowed"
    Remedy remedy = Remedy::setting;
};

// One thing that a package needs.
struct Requirement {
    RequirementKind kind = RequirementKind::schema;
    std::string what;                                        // "GLIBC_2.42"
    std::string because;                                     // the file or field: "lib/libfoo.so"
    AxisOsSet allows = every_axis_os();                      // where nothing speaks against it
    AxisOsSet proven = every_axis_os();                      // where a source says that it is so
    AxisOsSet said_to_run{};                                 // elsewhere, by somebody's word alone,
    std::string said_by{};                                   // which is this
    std::string doubt{};                                     // why it is not proven everywhere
    std::optional<std::vector<std::string>> chips{};         // chips that have it; nothing: all
    std::vector<std::string> unsure_chips{};                 // of which some models have it,
    std::string unsure_why{};                                // or which this is not known of
    std::optional<std::vector<std::string>> architectures{}; // that it runs on; nothing: all
    std::vector<Condition> conditions{};
    std::string source{};
    std::string remedy{};       // what to do where it is not met; empty: what its kind says
    std::string larod_device{}; // its name, of that kind
    // Of a model: the larod devices that take it and that refuse it (of others nobody knows), and
    // which of them its package names.
    std::vector<std::string> larod_takes{};
    std::vector<std::string> larod_refuses{};
    std::vector<std::string> larod_named{};
};

// What a probe has found on a device, and when: "probed 3 h ago".
struct Measured {
    // Empty: the device has no larod. Nothing: larod did not tell.
    std::optional<std::vector<std::string>> larod_devices{};
    std::optional<bool> dlpu{}; // nothing: not seen
    std::string when{};
    std::string glibc{}; // its version, as 2.36; empty: not told

    // For people, safe to print: "cpu-tflite, a9-dlpu-tflite"; "no larod"; empty: it did not tell.
    std::string larod_words() const;
};

// The device as far as it is known.
struct DeviceFacts {
    std::string architecture{};      // empty: not known
    std::string soc{};               // what it calls its chip; empty: as the catalog does
    const Chip* chip = nullptr;      // of the catalog; nullptr: not known, or the catalog lacks it
    std::optional<AxisOs> axis_os{}; // nothing: not known
    std::optional<Measured> measured{}; // decides in the place of what its chip has
    // The question is about no certain one, so that nothing is decided by it.
    bool any_chip = false;
    bool any_axis_os = false;

    // For people: "Axis Artpec-99", "ARTPEC-8", "the device"; and as the catalog names it, if it
    // does: "artpec8". Both are safe to print.
    std::string chip_name() const;
    std::string chip_id() const;
};

// As a device tells it, in its own words; empty: it does not.
DeviceFacts device_facts(const std::string& architecture, const std::string& soc,
                         const std::string& axis_os, const Catalog& catalog);

enum class Verdict { yes, unknown, no };
// What decided.
enum class Ground { none, package, architecture, chip, axis_os };

struct Judgement {
    Verdict verdict = Verdict::yes;
    Ground ground = Ground::none;
    std::string reason{};                // a phrase without the device's AXIS OS; none for yes
    bool said_to_run = false;            // unknown, but somebody has seen it run
    std::vector<Condition> conditions{}; // that its AXIS OS makes, whatever the verdict
};

Judgement judge(const Requirement& need, const DeviceFacts& device);
// Whether what is built for an architecture ("all": for each; empty: not known) runs there, by
// whatever names the two call it.
Judgement judge_architecture(std::string_view built_for, const DeviceFacts& device);
// Whether devices with this chip have this AXIS OS, and applications are built for them.
Judgement judge_release(const DeviceFacts& device);

} // namespace acapctl::sdk
