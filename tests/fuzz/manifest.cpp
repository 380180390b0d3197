// A manifest from its text to all that is made of it.
#include "manifest/manifest.hpp"
#include "fuzz/target.hpp"
#include "manifest/conf_files.hpp"
#include "manifest/package_conf.hpp"
#include "manifest/python_json.hpp"
#include "manifest/rewrite.hpp"
#include "manifest/schema/validate.hpp"

using namespace acapctl;

namespace {

JsonDocument parsed(std::string text) {
    return JsonDocument::parse(std::move(text), "manifest.json");
}

void check_findings(const JsonDocument& document, manifest::Stage stage, std::size_t size) {
    for (const manifest::Finding& finding : manifest::validate(document, stage).findings) {
        fuzz::require(finding.offset <= size, "a finding is inside the text");
        fuzz::require_printable(finding.message);
        fuzz::require_printable(finding.hint);
    }
}

void check_files(const JsonDocument& document) {
    const Manifest manifest = read_manifest(document);
    write_param_conf(manifest);
    write_cgi_conf(manifest);
    package_file_name(manifest, "aarch64");
    const std::string conf = write_package_conf(manifest, {.architecture = "aarch64"});
    const auto read = parse_package_conf(conf);
    if (manifest.app_name.find_first_of("\"'\\") == std::string::npos)
        fuzz::require(read.at("APPNAME") == manifest.app_name, "package.conf says what was meant");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    JsonDocument document;
    if (!fuzz::accepts([&] { document = parsed(std::string(fuzz::text_of(data, size))); }))
        return 0;
    const std::string text = python_json(document.root);
    fuzz::require(python_json(parsed(text).root) == text, "what is written reads the same");
    check_findings(document, manifest::Stage::source, size);
    check_findings(document, manifest::Stage::package, size);
    fuzz::accepts([&] { check_files(document); });
    fuzz::accepts([&] {
        rewrite_manifest(document, {.architecture = "aarch64",
                                    .axis_os_version = "12.11.72",
                                    .newest_schemas = {"1.11.0", "2.2.0"}});
    });
    return 0;
}
