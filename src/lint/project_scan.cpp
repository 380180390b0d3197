#include "lint/project_scan.hpp"

#include "acapctl/error.hpp"
#include "lint/makefile.hpp"
#include "lint/subject.hpp"
#include "manifest/python_json.hpp"
#include "sdk/package_needs.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::lint {

namespace fs = std::filesystem;

namespace {

// manifest.json, else the first of manifest.json.artpec8 and its like.
const ManifestFact& manifest_of(const Subject& subject) {
    const auto plain = std::ranges::find(subject.manifests, "manifest.json", &ManifestFact::name);
    const auto& manifest = plain == subject.manifests.end() ? subject.manifests.front() : *plain;
    if (manifest.document && !manifest.document->root.is(JsonNode::Kind::object))
        throw_invalid(fmt::format("{}/{}:1:1: {} where an object belongs",
                                  text::visible(subject.name), text::visible(manifest.name),
                                  json_kind_name(manifest.document->root.kind)));
    if (!manifest.document)
        throw_invalid(fmt::format("{}/{}:{}:{}: {}", text::visible(subject.name),
                                  text::visible(manifest.name), manifest.line, manifest.column,
                                  manifest.problem));
    return manifest;
}

} // namespace

PackageScan scan_of(const Subject& subject) {
    PackageScan scan;
    for (const FileFact& file : subject.files) {
        scan.package.members.push_back({.path = file.path,
                                        .type = file.type,
                                        .size = file.size,
                                        .mode = file.mode,
                                        .link = file.link});
        if (file.elf)
            scan.elf.push_back({.path = file.path,
                                .size = file.size,
                                .facts = *file.elf,
                                .mentions = file.mentions});
        else if (file.model)
            scan.models.push_back({file.path, *file.model});
        else if (!file.interpreter.empty() || !file.mentions.empty())
            scan.scripts.push_back({file.path, file.interpreter, file.mentions});
    }
    scan.scripts_known = true;
    return scan;
}

PackageScan scan_project(const std::filesystem::path& directory) {
    const Subject subject = read_subject(directory);
    const JsonNode& root = manifest_of(subject).document->root;
    PackageScan scan = scan_of(subject);
    scan.package.manifest = python_json(root);
    scan.package.app_name = root.text_at("acapPackageConf.setup.appName");
    scan.package.version = root.text_at("acapPackageConf.setup.version");
    scan.package.architecture = root.text_at("acapPackageConf.setup.architecture");
    scan.package.schema_version = root.text_at("schemaVersion");
    // As the packer will write it.
    const std::string embedded = root.text_at("acapPackageConf.setup.embeddedSdkVersion", "2.0");
    scan.package.conf = {{"REQEMBDEVVERSION", embedded}};
    resolve_needed(scan);
    if (scan.package.architecture.empty() && scan.find(scan.package.app_name) == nullptr)
        scan.package.architecture = "all";
    return scan;
}

void add_makefile(const Makefile& makefile, sdk::InterfaceUses& uses) {
    uses.makefile = makefile.name;
    uses.packages = makefile.packages;
    uses.libraries = makefile.libraries;
}

sdk::CompatibilityInput project_needs(const PackageScan& scan, const fs::path& directory,
                                      const sdk::Catalog& catalog) {
    sdk::CompatibilityInput input = sdk::compatibility_input(scan);
    const std::string& program = scan.package.app_name;
    input.packed = false;
    input.manifest_fault = sdk::manifest_fault(
        JsonDocument::parse(*scan.package.manifest, "manifest.json"), manifest::Stage::source);
    input.compiled = std::ranges::find(scan.package.members, program, &Member::path) !=
                     scan.package.members.end();
    const Makefile makefile = read_makefile(directory);
    add_makefile(makefile, input.uses);
    if (input.compiled) return input;
    for (const std::string& package : makefile.packages) {
        const sdk::Api* api = catalog.api_of_package(package);
        if (api != nullptr && !api->library.empty())
            input.libraries.push_back({api->library, makefile.name});
    }
    for (const std::string& library : makefile.libraries)
        input.libraries.push_back({library, makefile.name});
    return input;
}

} // namespace acapctl::lint
