#include "builder/plan/check_sources.hpp"

#include "acapctl/error.hpp"
#include "manifest/document.hpp"
#include "support/inside.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

std::string shown_source(const Plan& plan, const fs::path& name) {
    return text::visible((plan.root / name).lexically_normal().string());
}

// Nothing where it is not judged before it is packed: then the compiler may yet have to complete
// it.
JsonNode manifest_of(const Plan& plan, const Inside& sources) {
    if (!plan.packaging.validate) return {};
    return JsonDocument::parse(sources.read(plan.manifest, JsonDocument::max_size),
                               (plan.root / plan.manifest).lexically_normal().string())
        .root;
}

std::vector<std::string> files_to_pack(const Plan& plan, const JsonNode& manifest) {
    std::vector<std::string> files = {"LICENSE"};
    if (plan.system == BuildSystem::none) files.push_back(plan.app_name); // else it is compiled
    for (const char* script : {"postInstallScript", "preUninstallScript"})
        files.push_back(
            manifest.text_at(std::string("acapPackageConf.installation.").append(script)));
    std::erase_if(files, [](const std::string& file) { return !is_path_below(file); });
    files.insert(files.end(), plan.packaging.additional_files.begin(),
                 plan.packaging.additional_files.end());
    return files;
}

void check_file(const Plan& plan, const Inside& sources, const std::string& file) {
    const auto found = sources.status_behind_links(file);
    if (!found || S_ISREG(found->st_mode) || S_ISDIR(found->st_mode)) return;
    throw_invalid(fmt::format("{} is neither a file nor a directory", shown_source(plan, file)),
                  "only these can be part of a package");
}

} // namespace

void check_sources(const Plan& plan) {
    if (const DockerfileBuild* build = plan.dockerfile()) { // it packs what it likes
        if (!build->manifest_problem.empty()) throw_invalid(build->manifest_problem);
        return;
    }
    const Inside sources(plan.root);
    for (const std::string& file : files_to_pack(plan, manifest_of(plan, sources)))
        check_file(plan, sources, file);
}

} // namespace acapctl::builder
