#pragma once
// What programs use of AXIS OS and what that takes, as data: rights that a manifest must ask for,
// functions and libraries that are gone or new, and how much a finding about them counts. Read from
// data/interfaces.json, which says where each row comes from.

#include "package/word_search.hpp"
#include "sdk/axis_os.hpp"
#include "sdk/confidence.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::sdk {

// What may be found about the use of an interface.
enum class InterfaceFinding { gone, too_new, right, right_in_doubt };

// An error is a no, a warning a doubt, a note changes no answer.
enum class Weight { note, warning, error };

// How its use is seen.
struct Traces {
    std::vector<std::string> libraries{}; // "libOpenCL.so", which stands for libOpenCL.so.1 too
    std::vector<std::string> functions{}; // imported
    std::vector<std::string> versions{};  // beginnings of symbol versions: "LIBLAROD_1."
    std::vector<std::string> packages{};  // of pkg-config
    std::vector<std::string> words{};     // mentioned in programs and scripts
    std::vector<std::string> files{};     // endings of file names
    std::vector<std::string> cgi_types{}; // of httpConfig in the manifest
    bool unusual_scripts = false;         // around an installation: see InterfaceUses
};

struct Right {
    std::string what{}; // "OpenCL"
    Traces traces{};
    bool functions_decide = false;        // the library without one of the functions takes no right
    bool file_known = true;               // whether a source names the file of the library
    bool certain = true;                  // false: a program with these traces may do without
    std::string with_library{};           // words count only beside it; empty: always
    std::vector<std::string> otherwise{}; // words of runOptions that speak against the use
    // What the manifest must ask for; one of the three is given.
    std::string group{};                  // of the user
    std::vector<std::string> methods{};   // of D-Bus, all of them: "com.axis.Overlay2.*"
    std::vector<std::string> resources{}; // one of them: "overlay"
    AxisOsRange axis_os{};                // that demands it
    Confidence confidence = Confidence::general;
    std::string source{};

    std::string asks() const; // "group 'gpu'", for messages
};

// An interface, or a name, that some AXIS OS versions have.
struct Interface {
    std::string what{};
    Traces traces{};
    AxisOsRange axis_os{}; // that have it
    std::string mend{};
    Confidence confidence = Confidence::general;
    std::string source{};

    InterfaceFinding finding() const {
        return axis_os.min ? InterfaceFinding::too_new : InterfaceFinding::gone;
    }
};

// How a program does with the older version of functions that have a new one.
struct OlderVersion {
    std::vector<std::string> functions{}; // one that ends in '_' stands for all that begin so
    std::string mend{};
};

class InterfaceTable {
  public:
    static const InterfaceTable& built_in();

    const std::vector<Right>& rights() const { return rights_; }
    const std::vector<Interface>& interfaces() const { return interfaces_; }
    // Whose words alone are looked for.
    const std::vector<Interface>& names() const { return names_; }
    // What to do about the version that a program wants of one of these functions; empty: not
    // known.
    std::string mend_of_version(const std::vector<std::string>& functions) const;
    Weight weight(InterfaceFinding finding, Confidence confidence) const;
    // All words of the table, and the names of its libraries, D-Bus services and larod devices:
    // what to look for in programs and scripts.
    const WordSearch& words() const { return words_; }
    bool knows_function(std::string_view name) const;

  private:
    explicit InterfaceTable(std::string_view source);

    std::vector<Right> rights_;
    std::vector<Interface> interfaces_;
    std::vector<Interface> names_;
    std::vector<OlderVersion> older_versions_;
    std::array<std::array<Weight, 4>, 4> weights_{};
    WordSearch words_{{}};
    std::vector<std::string> functions_; // sorted
};

// Whether `soname` is `library`, in whatever version.
bool is_library(std::string_view soname, std::string_view library);
// "com.axis.Overlay2" of "com.axis.Overlay2.*": the service that has a method.
std::string service_of(std::string_view method);

} // namespace acapctl::sdk
