#pragma once
// The manifest schemas of an SDK: read once from its image, then kept in the cache.

#include "manifest/schema/sdk_schemas.hpp"
#include "sdk/catalog.hpp"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace acapctl::sdk {

// Of an image that the engine has; `id` is the digest of its configuration, the key of the cache,
// `platform` that of the catalog. Empty if the image brings none.
manifest::SdkSchemas schemas_of_image(const std::string& engine, const std::string& image,
                                      const std::string& id, const std::string& platform,
                                      const std::stop_token& stop);

// What the cache has of an image; nothing if it was never read.
std::optional<manifest::SdkSchemas> cached_schemas(const std::string& image, const std::string& id);

// The cache's file of the image whose `id` it must name.
std::optional<manifest::SdkSchemas>
parse_cached_schemas(std::string_view text, const std::string& image, const std::string& id);

// The schemas in a tar archive; where its links point is not asked.
manifest::SdkSchemas parse_schema_archive(const std::string& bytes, const std::string& image);

// Of a directory with an SDK's files; empty if it brings none.
manifest::SdkSchemas schemas_of_directory(const std::filesystem::path& directory);

// Of what a person names: an SDK version, an image, or a directory with an SDK's files. Fetches no
// image. Throws engine_unavailable if no engine answers or it has no such image, invalid_input if
// no schema is there.
manifest::SdkSchemas schemas_of(const std::string& sdk, const Catalog& catalog,
                                const std::stop_token& stop);

} // namespace acapctl::sdk
