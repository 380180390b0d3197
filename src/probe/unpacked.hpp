#pragma once
// The content of a package, unpacked to be packed again with something changed.

#include "probe/choice.hpp"
#include "support/files.hpp"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::probe {

class Unpacked {
  public:
    // Throws as extract_package does.
    Unpacked(const Offer& offer, const std::stop_token& stop);

    std::filesystem::path directory() const { return temporary_.path() / "content"; }
    // A file that was put there is to be packed too.
    void add(const std::string& name) { more_.push_back(name); }
    // Gives the package, under its usual name. Throws as pack does.
    std::filesystem::path pack_into(const std::filesystem::path& output) const;

  private:
    TempDir temporary_{};
    std::stop_token stop_;
    std::string architecture_{};
    std::vector<std::string> more_{};
};

} // namespace acapctl::probe
