#include "builder/plan/asked.hpp"

namespace acapctl::builder {

std::optional<EngineKind> asked_engine(const Project& project, const Request& request) {
    if (request.engine.kind) return request.engine.kind;
    const auto named = engine_named(project.settings.build.engine);
    // To do without a container is not for a project to say.
    return named && uses_containers(*named) ? named : std::nullopt;
}

ProjectFile::Variant settings_of(const Project& project, const std::string& variant) {
    const auto found = project.settings.variants.find(variant);
    return found == project.settings.variants.end() ? ProjectFile::Variant{} : found->second;
}

Arguments given_arguments(const Project& project, const Request& request,
                          const std::string& variant) {
    Arguments given = request.arguments; // what is inserted later does not replace it
    const Arguments of_variant = settings_of(project, variant).arguments;
    const Arguments& of_project = project.settings.build.arguments;
    given.insert(of_variant.begin(), of_variant.end());
    given.insert(of_project.begin(), of_project.end());
    return given;
}

std::string dockerfile_target(const Project& project, const Request& request) {
    return request.target.empty() ? project.settings.build.target : request.target;
}

} // namespace acapctl::builder
