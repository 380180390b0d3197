#include "probe/packages.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"

#include <algorithm>

namespace acapctl::probe {

namespace fs = std::filesystem;

namespace {

void add_packages(const fs::path& directory, std::vector<fs::path>& packages) {
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(directory, missing))
        if (entry.path().extension() == ".eap") packages.push_back(entry.path());
}

} // namespace

std::vector<fs::path> bundled_packages() {
    // Beside the program, both in a build tree (bin/, share/) and where it is installed.
    const fs::path directory = program_directory().parent_path() / "share/acapctl/probe";
    std::vector<fs::path> packages;
    for (const char* folder : {"", "schema2", "script", "script/schema2"})
        add_packages(directory / folder, packages);
    std::ranges::sort(packages);
    return packages;
}

void require_offers(const std::vector<Offer>& offers) {
    if (offers.empty())
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .code = "probe-missing",
                     .message = "this acapctl came without a probe package",
                     .advice = {{Advice::name_probe_package}}});
}

std::vector<Offer> read_offers(const std::vector<fs::path>& files, bool bundled,
                               const std::stop_token& stop) {
    std::vector<Offer> offers;
    for (const fs::path& file : files) {
        offers.push_back(offer_of(read_package(file, stop)));
        offers.back().bundled = bundled;
    }
    return offers;
}

} // namespace acapctl::probe
