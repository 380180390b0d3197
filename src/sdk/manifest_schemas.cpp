#include "sdk/manifest_schemas.hpp"

#include "acapctl/error.hpp"
#include "engine/container.hpp"
#include "manifest/document.hpp"
#include "package/libarchive.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::sdk {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr const char* schema_directory = "opt/axis/acapsdk/axis-acap-manifest-tools/schema/schemas";
constexpr std::size_t most_schemas = 500;
constexpr std::uint64_t largest_schema = 4U << 20U;
constexpr std::uint64_t all_schemas = 32U << 20U;

// "1.7.2" of application-manifest-schema-v1.7.2.json, the way Axis' build tool finds it.
std::string version_of(const fs::path& file) {
    const std::string name = file.filename().string();
    constexpr std::string_view head = "application-manifest-schema-v";
    constexpr std::string_view tail = ".json";
    if (!name.starts_with(head) || !name.ends_with(tail)) return {};
    std::string version = name.substr(head.size(), name.size() - head.size() - tail.size());
    return DottedVersion::parse(version).has_value() ? version : "";
}

// Files beyond the bounds are not taken: no SDK has as many.
void add(const fs::path& file, std::string text, manifest::SdkSchemas& schemas) {
    const std::string version = version_of(file);
    std::uint64_t total = text.size();
    for (const auto& [other, kept] : schemas.texts) total += kept.size();
    if (!version.empty() && schemas.texts.size() < most_schemas && total <= all_schemas)
        schemas.texts[version] = std::move(text);
}

// In the directory itself (older SDKs) or one below it for each major version.
manifest::SdkSchemas read_directory(const fs::path& directory, const std::string& name) {
    manifest::SdkSchemas schemas{.sdk = text::visible(name)};
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(directory, error);
    for (; !error && entry != fs::recursive_directory_iterator{}; entry.increment(error)) {
        if (entry.depth() > 1) entry.disable_recursion_pending();
        if (!version_of(entry->path()).empty() && entry->is_regular_file(error))
            add(entry->path(), read_file(entry->path(), largest_schema), schemas);
    }
    return schemas;
}

fs::path cache_file(const std::string& id) {
    return cache_directory() / "manifest-schemas" / (sha256(id) + ".json");
}

void remember(const manifest::SdkSchemas& schemas, const std::string& id) {
    const json document{{"image", schemas.sdk}, {"id", id}, {"schemas", schemas.texts}};
    const fs::path file = cache_file(id);
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    try {
        write_file(file, document.dump(-1, ' ', false, json::error_handler_t::replace));
    } catch (const Error&) { // without a cache the image is read again
    }
}

// Either architecture's image has the same schemas.
std::optional<std::string> image_here(const std::string& engine, const std::string& sdk,
                                      const Catalog& catalog, const std::stop_token& stop) {
    const bool is_name = sdk.find_first_of(":/@") != std::string::npos;
    std::vector<std::string> candidates;
    if (is_name) candidates.push_back(sdk);
    for (const Architecture& architecture : catalog.architectures())
        if (!is_name)
            candidates.push_back(catalog.image_name(catalog.image(sdk), architecture.name));
    const auto found = std::ranges::find_if(candidates, [&](const std::string& image) {
        return engine::inspect_image(engine, image, stop).has_value();
    });
    return found == candidates.end() ? std::nullopt : std::optional(*found);
}

[[noreturn]] void throw_not_here(std::string message, const std::string& hint,
                                 std::vector<Advice> advice = {}) {
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "image-missing",
                 .message = std::move(message),
                 .hint = hint,
                 .advice = std::move(advice)});
}

} // namespace

manifest::SdkSchemas parse_schema_archive(const std::string& bytes, const std::string& name) {
    manifest::SdkSchemas schemas{.sdk = text::visible(name)};
    const std::unique_ptr<::archive, decltype(Libarchive::read_free)> reader(
        libarchive().read_new(), libarchive().read_free);
    libarchive().read_support_format_tar(reader.get());
    if (libarchive().read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
        return schemas;
    ::archive_entry* entry = nullptr;
    while (libarchive().read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
        const char* path = libarchive().entry_pathname(entry);
        const auto size = static_cast<std::uint64_t>(libarchive().entry_size(entry));
        if (path == nullptr || libarchive().entry_filetype(entry) != AE_IFREG ||
            size > largest_schema)
            continue;
        std::string text(size, '\0');
        if (libarchive().read_data(reader.get(), text.data(), size) ==
            static_cast<la_ssize_t>(size))
            add(path, std::move(text), schemas);
    }
    return schemas;
}

std::optional<manifest::SdkSchemas> cached_schemas(const std::string& image,
                                                   const std::string& id) {
    std::error_code error;
    if (id.empty() || !fs::is_regular_file(cache_file(id), error)) return std::nullopt;
    return parse_cached_schemas(read_file(cache_file(id)), image, id);
}

std::optional<manifest::SdkSchemas>
parse_cached_schemas(std::string_view text, const std::string& image, const std::string& id) {
    const json document = parse_foreign(text);
    if (!document.is_object() || string_at(document, "id") != id) return std::nullopt;
    manifest::SdkSchemas schemas{.sdk = text::visible(image)};
    const auto texts = document.find("schemas");
    if (texts == document.end() || !texts->is_object()) return schemas;
    for (const auto& [version, schema] : texts->items())
        if (schema.is_string() && DottedVersion::parse(version).has_value())
            schemas.texts[version] = schema.get<std::string>();
    return schemas;
}

manifest::SdkSchemas schemas_of_directory(const fs::path& directory) {
    // The root of an image, /opt/axis, /opt/axis/acapsdk, or the directory of the schemas itself.
    for (const fs::path& place :
         {directory / schema_directory,
          directory / "acapsdk/axis-acap-manifest-tools/schema/schemas",
          directory / "axis-acap-manifest-tools/schema/schemas", directory}) {
        std::error_code error;
        if (!fs::is_directory(place, error)) continue;
        manifest::SdkSchemas schemas = read_directory(place, directory.string());
        if (!schemas.empty()) return schemas;
    }
    return {};
}

manifest::SdkSchemas schemas_of_image(const std::string& engine, const std::string& image,
                                      const std::string& id, const std::string& platform,
                                      const std::stop_token& stop) {
    if (auto known = cached_schemas(image, id)) return *known;
    const engine::ImageFiles files(engine, image, platform, stop);
    const auto bytes = files.archive(schema_directory);
    manifest::SdkSchemas schemas = parse_schema_archive(bytes.value_or(""), image);
    if (!id.empty() && bytes) remember(schemas, id);
    return schemas;
}

manifest::SdkSchemas schemas_of(const std::string& sdk, const Catalog& catalog,
                                const std::stop_token& stop) {
    std::error_code error;
    if (fs::is_directory(sdk, error)) {
        if (auto schemas = schemas_of_directory(sdk); !schemas.empty()) return schemas;
        throw_invalid(fmt::format("no manifest schema in {}", text::visible(sdk)),
                      "name the directory that holds acapsdk, as /opt/axis in an SDK's container");
    }
    const auto engine = engine::first_engine(stop);
    if (!engine)
        throw_not_here(fmt::format("neither docker nor podman answers, so the schemas of SDK {} "
                                   "cannot be read",
                                   text::visible(sdk)),
                       "start the engine, or name a directory with the SDK's files");
    const auto image = image_here(*engine, sdk, catalog, stop);
    if (!image)
        throw_not_here(fmt::format("{} has no image of SDK {}", *engine, text::visible(sdk)), {},
                       {{Advice::fetch_sdk, {sdk}}});
    auto schemas = schemas_of_image(
        *engine, *image,
        engine::inspect_image(*engine, *image, stop).value_or(engine::ImageFacts{}).id,
        catalog.platform(), stop);
    if (schemas.empty())
        throw_invalid(fmt::format("no manifest schema in {}", text::visible(*image)),
                      "an SDK has them in /" + std::string(schema_directory));
    return schemas;
}

} // namespace acapctl::sdk
