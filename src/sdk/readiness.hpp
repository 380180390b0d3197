#pragma once
// Whether an application is ready for a device with some AXIS OS: what the judge says of each of
// its needs, weighed. Pure. Never "ready" where something is not known.

#include "sdk/compatibility.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::sdk {

enum class Readiness { ready, warnings, once_signed, unknown, not_ready }; // the best first
const char* readiness_name(Readiness readiness);  // for documents: "once-signed"
const char* readiness_words(Readiness readiness); // for people: "ready once signed"

struct ReadinessReason {
    Readiness weight = Readiness::ready;
    std::string what{};   // a phrase, safe to print
    std::string source{}; // empty: what a person or a device said
    std::string remedy{}; // empty: none is known
};

struct Prospect {
    Readiness readiness = Readiness::ready;
    std::vector<ReadinessReason> reasons{}; // the worst first; none for ready

    void add(ReadinessReason reason); // the whole is as bad as its worst part
};

// Of the device itself: whether it gets that AXIS OS.
Prospect prospect_of(const DeviceFacts& device);
// Of a package whose contents are known.
Prospect prospect_of(const Compatibility& package, const DeviceFacts& device);

// An application of which a device tells no more than list.cgi does.
struct InstalledFacts {
    std::optional<AxisOsSet> declared{}; // compatibleOsVersions
    std::optional<bool> is_signed{};     // nothing: the device does not tell
    bool uses_dlpu = false;
    bool bundled = false;      // came with AXIS OS
    bool lists_ranges = false; // the device tells them of applications that have some
};
Prospect prospect_of(const InstalledFacts& installed, const DeviceFacts& device,
                     const Catalog& catalog);

} // namespace acapctl::sdk
