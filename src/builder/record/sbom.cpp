// https://cyclonedx.org/docs/1.5/json/
#include "builder/record/sbom.hpp"

#include "package/elf_scan.hpp"
#include "support/digest.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <ctime>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::builder {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

json hashes(const std::string& sha256) {
    return json::array({{{"alg", "SHA-256"}, {"content", sha256}}});
}

json property(const std::string& name, const std::string& value) {
    return {{"name", "acapctl:" + name}, {"value", value}};
}

std::string package_ref(const Built& built) {
    return "package:" + built.package.path.filename().string() + "@" + built.package.sha256;
}

std::string tool_ref(const std::string& name, const std::string& id) {
    return "build-tool:" + name + "@" + id;
}

std::string library_ref(const std::string& name) {
    return "device-library:" + name;
}

json file_components(const Built& built, const Package& package) {
    const TempDir unpacked;
    json files = json::array();
    for (const Member& member : extract_package(built.package.path, unpacked.path())) {
        if (member.type != MemberType::file && member.type != MemberType::hardlink) continue;
        const std::string sha256 = sha256_of_file(unpacked.path() / member.path);
        files.push_back({{"type", "file"},
                         {"bom-ref", package_ref(built) + "#" + member.path},
                         {"name", member.path},
                         {"version", package.version},
                         {"hashes", hashes(sha256)}});
    }
    return files;
}

// What the program needs and the package does not bring.
std::set<std::string> libraries_of_device(const PackageScan& scan) {
    std::set<std::string> names;
    for (const ElfMember& member : scan.elf)
        for (const NeededLibrary& library : member.libraries)
            if (library.provider.empty()) names.insert(library.name);
    return names;
}

json package_component(const Built& built, const Package& package) {
    json component = {{"type", "application"},
                      {"bom-ref", package_ref(built)},
                      {"name", package.app_name},
                      {"version", package.version},
                      {"description", built.package.path.filename().string()},
                      {"hashes", hashes(built.package.sha256)},
                      {"components", file_components(built, package)}};
    if (!package.vendor.empty()) component["supplier"] = {{"name", package.vendor}};
    json properties = json::array({property("architecture", built.package.architecture)});
    if (!built.variant.empty()) properties.push_back(property("variant", built.variant));
    if (!built.chip.empty()) properties.push_back(property("chip", built.chip));
    if (!built.toolchain.sdk.empty()) properties.push_back(property("sdk", built.toolchain.sdk));
    if (!built.toolchain.axis_os.empty())
        properties.push_back(property("axisOs", built.toolchain.axis_os));
    component["properties"] = properties;
    return component;
}

json image_component(const std::string& name, const std::string& id) {
    json component = {{"type", "container"},
                      {"bom-ref", tool_ref(name, id)},
                      {"name", name},
                      {"description", "image that the package was built with"}};
    const std::string hash = id.substr(id.find(':') + 1); // podman says no algorithm
    if (hash.size() == 64) component["hashes"] = hashes(hash);
    return component;
}

// What the package was built with: the SDK image, or those of a Dockerfile.
std::vector<json> tool_components(const Built& built) {
    const Toolchain& toolchain = built.toolchain;
    if (!toolchain.engine) return {};
    std::vector<json> tools;
    for (const auto& [name, id] : built.images) tools.push_back(image_component(name, id));
    if (tools.empty() && !toolchain.image.empty())
        tools.push_back(image_component(toolchain.image, toolchain.image_id));
    if (tools.empty())
        tools.push_back({{"type", "application"},
                         {"bom-ref", tool_ref(engine_name(*toolchain.engine), "")},
                         {"name", "cross compilers of the building machine"}});
    return tools;
}

std::string timestamp() {
    const auto epoch = text::parse_unsigned(environment("SOURCE_DATE_EPOCH").value_or(""));
    const std::time_t time = epoch ? static_cast<std::time_t>(*epoch) : std::time(nullptr);
    return utc_text(time);
}

// The same packages have the same number: a name-based UUID (version 8, RFC 9562).
std::string serial_number(const std::vector<Built>& packages) {
    std::string all;
    for (const Built& built : packages) all += built.package.sha256;
    const std::string hash = sha256(all);
    return fmt::format("urn:uuid:{}-{}-8{}-a{}-{}", hash.substr(0, 8), hash.substr(8, 4),
                       hash.substr(12, 3), hash.substr(15, 3), hash.substr(18, 12));
}

} // namespace

json sbom(const std::vector<Built>& packages) {
    json components = json::array();
    json dependencies = json::array();
    json tools = json::array();
    std::set<std::string> tools_named;
    std::set<std::string> libraries;
    std::set<std::pair<std::string, std::string>> applications; // name, version
    for (const Built& built : packages) {
        const PackageScan scan = scan_package(built.package.path);
        components.push_back(package_component(built, scan.package));
        applications.emplace(scan.package.app_name, scan.package.version);
        json needs = json::array();
        for (const std::string& name : libraries_of_device(scan)) {
            needs.push_back(library_ref(name));
            libraries.insert(name);
        }
        dependencies.push_back({{"ref", package_ref(built)}, {"dependsOn", needs}});
        for (const json& tool : tool_components(built))
            if (tools_named.insert(tool["bom-ref"]).second) tools.push_back(tool);
    }
    for (const std::string& name : libraries)
        components.push_back({{"type", "library"},
                              {"bom-ref", library_ref(name)},
                              {"name", name},
                              {"scope", "excluded"},
                              {"description", "needed at run time, brought by the device"}});
    json metadata = {{"timestamp", timestamp()},
                     {"lifecycles", json::array({{{"phase", "build"}}})},
                     {"tools",
                      {{"components", json::array({{{"type", "application"},
                                                    {"name", "acapctl"},
                                                    {"version", ACAPCTL_VERSION}}})}}}};
    if (applications.size() == 1)
        metadata["component"] = {{"type", "application"},
                                 {"bom-ref", "application"},
                                 {"name", applications.begin()->first},
                                 {"version", applications.begin()->second}};
    json document = {{"$schema", "http://cyclonedx.org/schema/bom-1.5.schema.json"},
                     {"bomFormat", "CycloneDX"},
                     {"specVersion", "1.5"},
                     {"serialNumber", serial_number(packages)},
                     {"version", 1},
                     {"metadata", metadata},
                     {"components", components},
                     {"dependencies", dependencies}};
    if (!tools.empty())
        document["formulation"] = json::array({{{"bom-ref", "build"}, {"components", tools}}});
    return document;
}

} // namespace acapctl::builder
