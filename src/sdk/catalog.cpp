#include "sdk/catalog.hpp"

#include "acapctl/error.hpp"
#include "engine/image_name.hpp"
#include "manifest/architecture.hpp"
#include "manifest/architecture_names.hpp"
#include "sdk/catalog_reader.hpp"
#include "support/ascii.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::data {
extern const std::string_view sdk_catalog;
}

namespace acapctl::sdk {

namespace {

// "Axis Artpec-8" and "artpec8" are the same chip.
std::string folded(std::string_view text) {
    std::string result;
    for (const char c : text::lower(text))
        if (ascii::is_letter_or_digit(c)) result += c;
    return result;
}

template <typename T>
const T& named(const std::vector<T>& all, std::string T::*key, std::string_view wanted,
               std::string_view what) {
    std::vector<std::string> names;
    for (const T& candidate : all) {
        if (candidate.*key == wanted) return candidate;
        names.push_back(candidate.*key);
    }
    const std::string suggestion = text::did_you_mean(wanted, names);
    throw_usage(fmt::format("unknown {} '{}'", what, text::visible(wanted)),
                suggestion.empty() ? "known: " + text::join(names, ", ") : suggestion);
}

// "liblarod.so.1" is a version of "liblarod.so".
bool is_version_of(std::string_view soname, std::string_view library) {
    return !library.empty() && soname.starts_with(library) &&
           (soname.size() == library.size() || soname[library.size()] == '.');
}

} // namespace

bool Api::lists(const Chip& chip) const {
    return std::ranges::any_of(tables, [&](const ApiTable& table) {
        return text::contains(table.chips, chip.name) || text::contains(table.chips, "all");
    });
}

bool Api::is_absent_on(const Chip& chip) const {
    return text::contains(absent_on, chip.name);
}

Catalog::Catalog(std::string text, const std::string& name) {
    add(std::move(text), name);
}

void Catalog::add(std::string text, const std::string& name) {
    CatalogReader(*this, std::move(text), name).read();
}

const Catalog& Catalog::built_in() {
    static const Catalog catalog{std::string(data::sdk_catalog)};
    return catalog;
}

std::filesystem::path Catalog::users_file() {
    if (const auto chosen = acapctl::environment("ACAPCTL_CATALOG")) return *chosen;
    return config_directory() / "catalog.json";
}

const Catalog& Catalog::with_users() {
    static const Catalog catalog = [] {
        Catalog both = built_in();
        const std::filesystem::path file = users_file();
        std::error_code missing;
        // A file that was named must be there; the one in its usual place may be.
        if (acapctl::environment("ACAPCTL_CATALOG") || std::filesystem::exists(file, missing))
            both.add(read_file(file, JsonDocument::max_size), file.string());
        return both;
    }();
    return catalog;
}

const Architecture& Catalog::architecture(std::string_view name) const {
    std::vector<std::string> names;
    for (const Architecture& each : architectures_) {
        if (each.name == name) return each;
        names.push_back(each.name);
    }
    throw_usage(fmt::format("unknown architecture '{}'", text::visible(name)),
                architecture_hint(name, names));
}

const Architecture* Catalog::find_architecture(std::string_view name) const {
    const auto found =
        std::ranges::find(architectures_, package_name_of(name), &Architecture::name);
    return found == architectures_.end() ? nullptr : &*found;
}

const Chip& Catalog::chip(std::string_view name) const {
    for (const Chip& chip : chips_)
        if (folded(chip.name) == folded(name)) return chip;
    if (const Chip* chip = chip_of_soc(name)) return *chip;
    return named(chips_, &Chip::name, name, "chip");
}

const Image& Catalog::image(std::string_view version) const {
    for (const Image& image : images_)
        if (image.version == std::string(version) + ".0") return image; // 12.4 for 12.4.0
    return named(images_, &Image::version, version, "SDK version");
}

const Image& Catalog::newest_stable() const {
    const auto newest = std::find_if(images_.rbegin(), images_.rend(),
                                     [](const Image& image) { return !image.preview; });
    if (newest == images_.rend())
        throw_invalid("the catalog has no SDK but previews",
                      "docs/sdk.md describes a catalog file");
    return *newest;
}

const Api* Catalog::api(std::string_view name) const {
    const auto found = std::ranges::find(apis_, name, &Api::name);
    return found == apis_.end() ? nullptr : &*found;
}

const Api* Catalog::api_of_library(std::string_view soname) const {
    const auto found = std::ranges::find_if(
        apis_, [&](const Api& api) { return is_version_of(soname, api.library); });
    return found == apis_.end() ? nullptr : &*found;
}

const Api* Catalog::api_of_package(std::string_view package) const {
    const auto found = std::ranges::find_if(
        apis_, [&](const Api& api) { return text::contains(api.packages, package); });
    return found == apis_.end() ? nullptr : &*found;
}

bool Catalog::has_library(std::string_view soname) const {
    return api_of_library(soname) != nullptr ||
           std::ranges::any_of(libraries_, [&](const std::string& library) {
               return is_version_of(soname, library);
           });
}

const UnsupportedLibrary* Catalog::unsupported_library(std::string_view soname) const {
    const auto found =
        std::ranges::find_if(unsupported_libraries_, [&](const UnsupportedLibrary& library) {
            return is_version_of(soname, library.name);
        });
    return found == unsupported_libraries_.end() || has_library(soname) ? nullptr : &*found;
}

const Track* Catalog::track_of(const AxisOs& version) const {
    for (const Track& track : tracks_)
        if (version < track.max->beyond()) return &track;
    return nullptr;
}

AxisOsRange Catalog::serves(const Image& image) const {
    AxisOsRange range{.min = AxisOs::parse(image.axis_os)};
    // From AXIS OS 12 on a track is a major version.
    const Track* track = track_of(*range.min);
    range.max = track != nullptr ? track->max
                                 : AxisOs::parse(image.axis_os.substr(0, image.axis_os.find('.')));
    return range;
}

const Chip* Catalog::chip_of_soc(std::string_view soc) const {
    for (const Chip& chip : chips_)
        for (const std::string& name : chip.soc)
            if (folded(name) == folded(soc)) return &chip;
    return nullptr;
}

std::string Catalog::image_name(const Image& image, std::string_view architecture) const {
    const std::string mirror = engine::repository_of_user();
    return fmt::format("{}:{}-{}-ubuntu{}", mirror.empty() ? repository_ : mirror, image.version,
                       architecture, image.ubuntu);
}

} // namespace acapctl::sdk
