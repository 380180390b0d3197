#include "probe/unpacked.hpp"

#include "support/text.hpp"

namespace acapctl::probe {

Unpacked::Unpacked(const Offer& offer, const std::stop_token& stop) : stop_(stop) {
    const Package package = read_package(offer.file, stop);
    extract_package(offer.file, directory(), {}, stop);
    architecture_ = package.architecture;
    for (const std::string& name : text::split(package.conf_value("OTHERFILES"), ' '))
        if (!name.empty()) more_.push_back(name);
}

std::filesystem::path Unpacked::pack_into(const std::filesystem::path& output) const {
    return pack({.project = directory(),
                 .architecture = architecture_,
                 .additional_files = more_,
                 .output = output,
                 .stop = stop_})
        .path;
}

} // namespace acapctl::probe
