#pragma once
// What Axis releases, read from data/catalog.json: SDK images, the architectures they compile for
// and the chips behind them.

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
    std::string name; // artpec8, as --chip takes it
    std::string architecture;
    std::vector<std::string> soc; // the strings a device reports for it
    std::optional<bool> dlpu;     // deep learning processor; nothing: models differ, or unknown
};

struct Image {
    std::string version;  // 12.11.0
    std::string ubuntu;   // 24.04
    std::string axis_os;  // first AXIS OS its applications run on
    std::string released; // date, may be empty
    bool lts = false;
    bool preview = false; // never chosen unless asked for
};

class Catalog {
  public:
    explicit Catalog(std::string_view json);
    static const Catalog& built_in();

    const std::vector<Image>& images() const { return images_; } // oldest first
    const std::vector<Architecture>& architectures() const { return architectures_; }
    const std::vector<Chip>& chips() const { return chips_; }

    // These throw a usage error that lists, or suggests from, the known names.
    const Architecture& architecture(std::string_view name) const;
    // By its name or as a device reports it ("Axis Artpec-8").
    const Chip& chip(std::string_view name) const;
    const Image& image(std::string_view version) const; // 12.4 stands for 12.4.0

    const Image& newest_stable() const;
    // The chip behind a device's Soc string, spelling and spaces aside; nullptr if unknown.
    const Chip* chip_of_soc(std::string_view soc) const;

    // axisecp/acap-native-sdk:12.11.0-aarch64-ubuntu24.04; ACAPCTL_SDK_REPOSITORY replaces the
    // repository.
    std::string image_name(const Image& image, std::string_view architecture) const;
    const std::string& platform() const { return platform_; }       // for docker --platform
    const std::string& environment() const { return environment_; } // glob of the script to source

  private:
    std::string repository_;
    std::string platform_;
    std::string environment_;
    std::vector<Architecture> architectures_;
    std::vector<Chip> chips_;
    std::vector<Image> images_;
};

} // namespace acapctl::sdk
