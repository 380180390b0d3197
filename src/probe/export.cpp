#include "probe/export.hpp"

#include "manifest/edit.hpp"
#include "manifest/schema/upgrade.hpp"
#include "manifest/schema/validate.hpp"
#include "probe/unpacked.hpp"
#include "support/files.hpp"

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

std::string folder_of(const Offer& offer) {
    return "schema" + offer.schema.substr(0, offer.schema.find('.'));
}

} // namespace

bool Vendor::has_sound_id() const {
    return manifest::is_vendor_id(id);
}

std::vector<fs::path> export_packages(const std::vector<Offer>& offers, const Vendor& vendor,
                                      const fs::path& directory, const std::stop_token& stop) {
    std::vector<fs::path> written;
    for (const Offer& offer : offers) {
        const Unpacked copy(offer, stop);
        take_vendor(copy.directory() / "manifest.json", vendor);
        written.push_back(copy.pack_into(directory / folder_of(offer)));
    }
    return written;
}

} // namespace acapctl::probe
