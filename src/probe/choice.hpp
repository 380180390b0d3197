#pragma once
// Which of the probe's packages a device gets, and which one after a setback. Pure.

#include "acapctl/package.hpp"
#include "sdk/judgement.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::probe {

// A probe package, by what decides.
struct Offer {
    std::filesystem::path file{};
    std::string app_name{};
    std::string architecture{}; // aarch64, armv7hf, all
    std::string schema{};       // of its manifest: "1.3.1"; empty: it has none
    bool is_signed = false;
    std::string signature{}; // of its file, for one that refuses it: "is not signed: ..."
    bool bundled = false;    // it came with this acapctl

    bool is_script() const { return architecture == "all"; }
    std::string described() const; // "the program for aarch64, manifest schema 2.0.0"
};
Offer offer_of(const Package& package);

struct Chosen {
    const Offer* offer = nullptr;
    std::string why{}; // a phrase: "AXIS OS 12.11.77 takes its manifest schema"
};

// A compiled program before a script, the newest manifest schema that the AXIS OS is known to take
// before others. Throws `incompatible`, as deploy does, where none is for the architecture.
Chosen choose(const std::vector<Offer>& offers, const sdk::DeviceFacts& device,
              const sdk::Policies& policies);

enum class Setback {
    not_taken,  // the device refused the package
    not_started // the device took it, and the program does not start
};
// Another way in, once. Nothing: there is none.
std::optional<Chosen> choose_after(Setback setback, const Offer& failed,
                                   const std::vector<Offer>& offers, const sdk::DeviceFacts& device,
                                   const sdk::Policies& policies);

} // namespace acapctl::probe
