#include "probe/export.hpp"

#include "acapctl/error.hpp"
#include "manifest/edit.hpp"
#include "manifest/schema/upgrade.hpp"
#include "manifest/schema/validate.hpp"
#include "probe/unpacked.hpp"
#include "support/files.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::probe {

namespace fs = std::filesystem;

namespace {

std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump();
}

// Schema 1 has no vendor id, and a device that reads one there refuses the manifest.
void take_vendor(const fs::path& manifest, const Vendor& vendor) {
    JsonEditor editor(read_file(manifest, 1U << 20U), "manifest.json");
    const std::string setup = "acapPackageConf.setup.";
    editor.set(setup + "vendor", quoted(vendor.name));
    if (editor.document().root.text_at("schemaVersion").starts_with("2."))
        editor.set(setup + "vendorId", quoted(vendor.id));
    manifest::require_valid(editor.document());
    write_file(manifest, editor.text());
}

// Behind the version, since tools read the architecture at the end.
std::string name_of(const fs::path& package, const Offer& offer) {
    std::string name = package.filename().string();
    const std::string end = "_" + offer.architecture + ".eap";
    if (name.ends_with(end)) name.erase(name.size() - end.size());
    return name + "_schema" + offer.schema.substr(0, offer.schema.find('.')) + end;
}

void refuse_existing(const fs::path& file) {
    std::error_code ignored;
    if (fs::symlink_status(file, ignored).type() != fs::file_type::not_found)
        throw_invalid(fmt::format("{} is there already, and is not replaced", visible_path(file)),
                      "name another directory, or remove it if it is not one that you had signed");
}

} // namespace

bool Vendor::has_sound_id() const {
    return manifest::is_vendor_id(id);
}

std::vector<fs::path> export_packages(const std::vector<Offer>& offers, const Vendor& vendor,
                                      const fs::path& directory, const std::stop_token& stop) {
    const TempDir room;
    std::vector<std::pair<fs::path, fs::path>> packed; // where it is, and shall be
    for (const Offer& offer : offers) {
        const Unpacked copy(offer, stop);
        take_vendor(copy.directory() / "manifest.json", vendor);
        const fs::path package = copy.pack_into(room.path() / std::to_string(packed.size()));
        const fs::path file = directory / name_of(package, offer);
        refuse_existing(file);
        for (const auto& [other, its_file] : packed)
            if (its_file == file)
                throw_invalid(fmt::format("{} is given twice", visible_path(file.filename())),
                              "name one package of each architecture and manifest schema");
        packed.emplace_back(package, file);
    }
    std::vector<fs::path> written;
    for (const auto& [package, file] : packed) {
        std::error_code told_below;
        fs::create_directories(directory, told_below);
        write_file(file, read_file(package));
        written.push_back(file);
    }
    return written;
}

} // namespace acapctl::probe
