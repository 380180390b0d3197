// The manifest schemas of an SDK: the text of one, the archive they come in, and the cache of them.
#include "fuzz/target.hpp"
#include "manifest/schema/validate.hpp"
#include "sdk/manifest_schemas.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;

namespace {

constexpr const char* seed = R"({
  "schemaVersion": "1.7.2",
  "acapPackageConf": {
    "setup": {"appName": "seed", "vendor": "Nobody", "version": "1.2.3", "runMode": "never",
              "embeddedSdkVersion": "3.0", "architecture": "aarch64", "user": {"group": "sdk"}},
    "configuration": {"httpConfig": [{"type": "transferCgi", "name": "a.cgi", "access": "admin"}]}
  },
  "resources": {"dbus": {"requiredMethods": ["com.axis.*"]}}
})";

void check_schemas(const manifest::SdkSchemas& schemas) {
    static const JsonDocument document = JsonDocument::parse(seed, "manifest.json");
    fuzz::require(schemas.versions().size() == schemas.texts.size(), "every version is listed");
    for (const std::string& version : schemas.versions()) fuzz::require_printable(version);
    schemas.raised_to();
    for (const auto stage : {manifest::Stage::source, manifest::Stage::package})
        for (const auto& each : manifest::validate(document, stage, {}, schemas).findings) {
            fuzz::require(each.offset <= std::char_traits<char>::length(seed),
                          "a finding is inside the text");
            fuzz::require_printable(each.path);
            fuzz::require_printable(each.message);
            fuzz::require_printable(each.hint);
        }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    fuzz::accepts([&] { manifest::read_json_schema(text, "1.7.2"); });
    check_schemas({.sdk = "seed", .texts = {{"1.7.2", text}}});
    check_schemas(sdk::parse_schema_archive(text, "seed"));
    if (const auto cached = sdk::parse_cached_schemas(text, "seed", "sha256:1"))
        check_schemas(*cached);
    return 0;
}
