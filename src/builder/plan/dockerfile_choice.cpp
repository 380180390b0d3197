#include "builder/plan/dockerfile_choice.hpp"

#include "acapctl/error.hpp"
#include "sdk/catalog.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

using Strings = std::vector<std::string>;

constexpr std::string_view dockerfile_dot = "Dockerfile.";

std::string suffix_of(const std::string& file) {
    return text::lower(file.substr(dockerfile_dot.size()));
}

const sdk::Chip* chip_called(const std::string& name, const sdk::Catalog& catalog) {
    const auto found = std::ranges::find(catalog.chips(), name, &sdk::Chip::name);
    return found == catalog.chips().end() ? nullptr : &*found;
}

// The architecture that a suffix is, as ACAP or as the rest of the world names it, or that of the
// chip that it names; empty: neither.
std::string architecture_of(const std::string& suffix, const sdk::Catalog& catalog) {
    if (suffix == "arm64") return "aarch64";
    if (suffix == "armhf" || suffix == "armv7" || suffix == "arm32") return "armv7hf";
    if (const sdk::Chip* chip = chip_called(suffix, catalog)) return chip->architecture;
    const auto& known = catalog.architectures();
    return std::ranges::find(known, suffix, &sdk::Architecture::name) == known.end() ? "" : suffix;
}

// What the request names, the narrowest first.
Strings wishes_of(const Request& request, const sdk::Catalog& catalog) {
    Strings wishes;
    if (!request.variant.empty()) wishes.push_back(text::lower(request.variant));
    if (!request.chip.empty()) {
        const sdk::Chip& chip = catalog.chip(request.chip);
        wishes.push_back(chip.name);
        wishes.push_back(chip.architecture);
    }
    wishes.insert(wishes.end(), request.architectures.begin(), request.architectures.end());
    return wishes;
}

// One for a chip is not one for every device of its architecture.
std::string file_for(const Project& project, const Strings& wishes, const sdk::Catalog& catalog) {
    for (const std::string& wish : wishes)
        for (const std::string& file : project.other_dockerfiles) {
            const std::string suffix = suffix_of(file);
            const bool same =
                chip_called(suffix, catalog) == nullptr && architecture_of(suffix, catalog) == wish;
            if (!wish.empty() && (suffix == wish || same)) return file;
        }
    return {};
}

Project with(Project project, const std::string& file, const sdk::Catalog& catalog) {
    take_dockerfile(project, file);
    project.dockerfile_architecture = architecture_of(suffix_of(file), catalog);
    return project;
}

std::vector<Project> one_for_each(const Project& project, const sdk::Catalog& catalog) {
    std::vector<Project> all;
    Strings taken;
    Strings others = project.other_dockerfiles;
    for (const std::string& file : project.other_dockerfiles) {
        const std::string suffix = suffix_of(file);
        const std::string architecture = architecture_of(suffix, catalog);
        const bool is_one = !architecture.empty() && chip_called(suffix, catalog) == nullptr;
        if (!is_one || text::contains(taken, architecture)) continue;
        taken.push_back(architecture);
        all.push_back(with(project, file, catalog));
        std::erase(others, file);
    }
    for (Project& each : all) each.other_dockerfiles = others;
    return all;
}

bool builds_without(const Project& project, const Request& request) {
    return request.use_dockerfile != true &&
           (project.has_makefile || project.has_meson || project.has_cmake);
}

[[noreturn]] void throw_several(const Project& project) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "dockerfile-ambiguous",
                 .message = fmt::format("{} has no Dockerfile, but {}, and nothing says which of "
                                        "them builds it",
                                        text::visible(project.directory.string()),
                                        text::visible(text::join(project.other_dockerfiles, ", "))),
                 .hint = fmt::format("say so in acapctl.toml: [build] dockerfile = \"{}\"",
                                     text::visible(project.other_dockerfiles.front()))});
}

std::vector<Project> choices(Project project, const Request& request, const sdk::Catalog& catalog) {
    const bool named = !project.settings.build.dockerfile.empty();
    if (named || project.other_dockerfiles.empty() || request.use_dockerfile == false)
        return {std::move(project)};
    if (const auto file = file_for(project, wishes_of(request, catalog), catalog); !file.empty())
        return {with(std::move(project), file, catalog)};
    if (project.dockerfile) return {std::move(project)};
    if (request.all)
        if (auto all = one_for_each(project, catalog); !all.empty()) return all;
    const Strings usual = {project.manifests.front().architecture, "aarch64", "armv7hf"};
    if (const auto file = file_for(project, usual, catalog); !file.empty())
        return {with(std::move(project), file, catalog)};
    if (builds_without(project, request)) return {std::move(project)};
    if (project.other_dockerfiles.size() > 1) throw_several(project);
    const std::string only = project.other_dockerfiles.front();
    return {with(std::move(project), only, catalog)};
}

} // namespace

std::vector<Project> with_dockerfiles(std::vector<Project> projects, const Request& request,
                                      const sdk::Catalog& catalog) {
    std::vector<Project> all;
    for (Project& project : projects)
        for (Project& each : choices(std::move(project), request, catalog))
            all.push_back(std::move(each));
    return all;
}

} // namespace acapctl::builder
