#pragma once
// What Axis releases: SDK images, the architectures they compile for, the chips behind them, and
// which API is where. Read from data/catalog.json, with the user's own rows on top.

#include "sdk/axis_os.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::sdk {

struct Architecture {
    std::string name;           // aarch64 or armv7hf, as packages and devices call it
    std::string toolchain;      // prefix of the cross compiler: aarch64-linux-gnu
    std::string compiler_flags; // what the SDK's environment script adds to CC for this CPU
    std::string target_arch;    // OECORE_TARGET_ARCH: aarch64, but "arm" for armv7hf
    std::vector<std::string> debian_packages; // that hold the cross compiler
};

struct Chip {
    std::string name;    // artpec8, as --chip takes it
    std::string label{}; // ARTPEC-8
    std::string architecture{};
    std::vector<std::string> soc{}; // the strings a device reports for it
    std::optional<bool> dlpu{};     // deep learning processor; nothing: models differ, or unknown
    std::string dlpu_source{};
    std::vector<std::string> larod_devices{}; // that larod has on this chip and its like only
    std::vector<std::string> doubtful_larod_devices{}; // that it may have here: nobody says
    std::vector<std::string> variants{};  // names of manifest variants for some of its models
    AxisOsRange axis_os{};                // for which applications are built
    std::optional<AxisOs> doubtful_max{}; // the last one, by a word that refuses nothing,
    std::string doubt{};                  // which is this
    bool listed = true;                   // in Axis' table of chips that the SDK is for
    std::optional<AxisOs> listed_since{}; // nothing: from the first
    std::string source{};
};

struct Image {
    std::string version;    // 12.11.0
    std::string ubuntu{};   // 24.04
    std::string axis_os{};  // first AXIS OS its applications run on
    std::string released{}; // date, may be empty
    bool lts = false;
    bool preview = false; // never chosen unless asked for
    std::vector<std::string> architectures{};
    std::vector<std::string> schemas{}; // manifest schemas beyond those its version implies
    std::map<std::string, std::string> digests{}; // of the registry, by architecture, where known
    std::map<std::string, std::string> defects{}; // by architecture: why not to build with it
    std::vector<std::string> notes{};
};

// A long-term support release of AXIS OS and what leads to it. Applications run on later versions
// up to its end; beyond, nothing is promised.
struct Track {
    std::string name;                // LTS 2024
    std::optional<AxisOs> axis_os{}; // the release: 11.11
    std::optional<AxisOs> max{};     // 11: with everything within it

    // A later AXIS OS on which applications made for it run, too.
    struct Beyond {
        std::optional<AxisOs> axis_os{}; // 13: with everything within it
        std::optional<AxisOs> from{};    // the first AXIS OS whose SDK can make them
        std::string needs{};             // how they are made for it: "with manifest schema 2"
        std::string source{};
        std::map<std::string, std::string> doubts{}; // by architecture
    };
    std::optional<Beyond> also_for{};
};

// The chips that Axis listed for an API at some AXIS OS; "all" stands for every chip.
struct ApiTable {
    std::optional<AxisOs> axis_os{};
    std::vector<std::string> chips{};
    bool partial = false; // other chips may have it as well
    std::string source{};
};

// What is wrong with an API on some chips and AXIS OS versions, though programs run.
struct Caution {
    std::string what{}; // "leaks memory"
    AxisOsRange axis_os{};
    std::vector<std::string> chips{}; // empty: all
    std::string source{};
};

struct Api {
    std::string name; // larod
    std::string label{};
    std::string library{};                // its soname without a version; empty: none, or not known
    AxisOsRange axis_os{};                // where applications may use it at all
    std::string source{};                 // of that range
    std::optional<AxisOs> doubtful_max{}; // the last one, by a word that refuses nothing,
    std::string doubt{};                  // which is this
    std::vector<std::string> packages{};  // by which pkg-config knows it
    std::vector<Caution> cautions{};
    std::vector<ApiTable> tables{};
    std::vector<std::string> absent_on{}; // chips whose devices do not even have the library
    std::string absent_source{};
    std::vector<std::string> notes{};

    bool lists(const Chip& chip) const; // in a table
    bool is_absent_on(const Chip& chip) const;
};

// The AXIS OS versions of which something is so.
struct Policy {
    AxisOsRange axis_os{};
    std::string source{};
    std::string doubt{}; // why it may not be so everywhere; empty: it is

    bool holds(const AxisOs& version) const { return axis_os.contains(version); }
};

// A library that devices have for themselves, not for applications.
struct UnsupportedLibrary {
    std::string name; // its soname without a version
    std::string source{};
};

// What AXIS OS demands of a package, whatever it links to.
struct Policies {
    Policy schema1{};          // manifest schema 1 is installed
    Policy schema2_lts{};      // schema 2 is understood before its time
    Policy schema1_lts{};      // schemas 1.x of later versions may be installed
    Policy range_lts{};        // schema 2 with a later minimum may be installed
    Policy root{};             // applications may run as root
    Policy root_setting{};     // there is the setting AllowRoot,
    Policy root_asked{};       // which is off by itself
    Policy manifest_ignored{}; // package.conf is read in the place of a manifest
    Policy open_ranges{};      // compatibleOsVersions may lack a bound
    Policy executable_stack{}; // programs with one run
    Policy time32{};           // programs of 32 bits with 32-bit time run
    Policy unsigned_setting{}; // there is the setting AllowUnsigned,
    Policy unsigned_asked{};   // which is off by itself
    Policy unsigned_refused{}; // unsigned packages are not installed at all
};

class Catalog {
  public:
    // Throws invalid_input that names `name` and the line if the text is not such a catalog.
    explicit Catalog(std::string json, const std::string& name = "catalog.json");

    static const Catalog& built_in();
    // The built-in catalog with the user's own file, if there is one, on top of it; read once.
    static const Catalog& with_users();
    static std::filesystem::path users_file(); // $ACAPCTL_CATALOG, else below config_directory()

    // Rows of another file: of a known name or version they replace the fields they give, the
    // others are new. Throws as the constructor.
    void add(std::string json, const std::string& name);

    const std::vector<Image>& images() const { return images_; } // oldest first
    const std::vector<Architecture>& architectures() const { return architectures_; }
    const std::vector<Chip>& chips() const { return chips_; }
    const std::vector<Track>& tracks() const { return tracks_; } // oldest first
    const std::vector<Api>& apis() const { return apis_; }
    const Policies& policies() const { return policies_; }

    // These throw a usage error that lists, or suggests from, the known names.
    const Architecture& architecture(std::string_view name) const;
    // By any name that devices and people have for it; nullptr if no SDK compiles for it.
    const Architecture* find_architecture(std::string_view name) const;
    // By its name or as a device reports it ("Axis Artpec-8").
    const Chip& chip(std::string_view name) const;
    const Image& image(std::string_view version) const; // 12.4 stands for 12.4.0

    const Image& newest_stable() const;
    // The chip behind a device's Soc string, spelling and spaces aside; nullptr if unknown.
    const Chip* chip_of_soc(std::string_view soc) const;
    // By its name; nullptr if the catalog has none.
    const Api* api(std::string_view name) const;
    // The one of a library such as "liblarod.so.1"; nullptr if it is of none.
    const Api* api_of_library(std::string_view soname) const;
    // The one that pkg-config knows by this name; nullptr if it is of none.
    const Api* api_of_package(std::string_view package) const;
    // Whether AXIS OS has it for applications, on some chip.
    bool has_library(std::string_view soname) const;
    // nullptr if it is none.
    const UnsupportedLibrary* unsupported_library(std::string_view soname) const;
    // nullptr for an AXIS OS beyond the last track.
    const Track* track_of(const AxisOs& version) const;
    // The AXIS OS on which applications of the image are promised to run.
    AxisOsRange serves(const Image& image) const;

    // axisecp/acap-native-sdk:12.11.0-aarch64-ubuntu24.04; ACAPCTL_SDK_REPOSITORY replaces the
    // repository.
    std::string image_name(const Image& image, std::string_view architecture) const;
    const std::string& repository() const { return repository_; }   // whatever the environment says
    const std::string& platform() const { return platform_; }       // for docker --platform
    const std::string& environment() const { return environment_; } // glob of the script to source

  private:
    friend class CatalogReader;

    std::string repository_;
    std::string platform_;
    std::string environment_;
    std::vector<Architecture> architectures_;
    std::vector<Chip> chips_;
    std::vector<Image> images_;
    std::vector<Track> tracks_;
    std::vector<Api> apis_;
    std::vector<std::string> libraries_; // sonames without versions, beside those of the APIs
    std::vector<UnsupportedLibrary> unsupported_libraries_;
    Policies policies_;
};

} // namespace acapctl::sdk
