#pragma once
// The options `build` and `run` share.

#include "builder/build.hpp"
#include "cli/app/verb.hpp"
#include "cli/shared/for_device.hpp"

#include <array>
#include <string>
#include <vector>

namespace acapctl::cli {

struct BuildOptions {
    std::string directory = ".";
    std::string architecture;
    std::string chip;
    std::string variant;
    bool all = false;
    std::vector<std::string> apps;
    std::string sdk;
    std::string axis_os;        // where it must run; chooses the SDK
    std::string device;         // --for: its architecture, chip and AXIS OS
    Narrowed asked;             // what that device is
    std::string device_axis_os; // of a device nobody named for this: where nothing else decides
    std::string engine;         // empty: as the user settled, else auto
    std::string network;
    std::string transfer = "auto";
    std::string sdk_directory;
    bool any_image = false;
    bool ccache = false;
    std::string output;
    std::string compression = "default";
    std::vector<std::string> additional_files;
    bool no_validation = false;
    std::vector<std::string> arguments; // NAME=VALUE for the Dockerfile
    std::string target;
    bool dockerfile = false;
    bool no_dockerfile = false;
    bool no_mend = false;
    std::string packer = "acapctl";
    bool verify_packer = false;
    bool dry_run = false;
    bool compile_only = false;
    bool rebuild = false;
    std::size_t jobs = 0;
    std::string sbom; // file
};

// Which SDK and engine; every verb that runs something in the SDK has these.
void add_engine_options(const Command& verb, BuildOptions& options);
// Of an application: --arch, --chip and --for; returned in that order.
std::array<Option, 3> add_target_options(const Command& verb, BuildOptions& options);
// How the package comes about; every verb that compiles has these.
void add_dockerfile_options(const Command& verb, BuildOptions& options);
void add_package_options(const Command& verb, BuildOptions& options);

// Asks the device that --for names, and checks how --sdk and --axis-os go together.
void settle_target(BuildOptions& options, Context& context);
// The device that the package is for: its architecture and chip, and its AXIS OS where neither
// options nor the project say which SDK. Throws incompatible if no SDK compiles for it.
void aim_at(BuildOptions& options, const Narrowed& device, const std::string& name,
            const sdk::Catalog& catalog);

builder::Request build_request(const BuildOptions& options, const sdk::Catalog& catalog);
builder::Observer build_observer(Terminal& terminal);
// One entry of packages[] in the JSON of `build` and `pack`.
nlohmann::json package_json(const PackedPackage& package, const std::string& chip,
                            const std::string& sdk);

} // namespace acapctl::cli
