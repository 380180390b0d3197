#include "package/package_name.hpp"

#include "acapctl/error.hpp"
#include "manifest/document.hpp"
#include "manifest/manifest.hpp"
#include "manifest/package_conf.hpp"

namespace acapctl {

std::string package_file_name(const Package& package) {
    if (!package.manifest) throw_invalid("a package without manifest.json, as no SDK makes it");
    const JsonDocument document = JsonDocument::parse(*package.manifest, "manifest.json");
    return package_file_name(read_manifest(document), package.architecture);
}

std::filesystem::path signed_name(const std::filesystem::path& package) {
    return package.parent_path() / (package.stem().string() + "_signed.eap");
}

} // namespace acapctl
