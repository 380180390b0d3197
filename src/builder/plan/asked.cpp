#include "builder/plan/asked.hpp"

namespace acapctl::builder {

EngineChoice engine_choice(const Project& project, const Request& request) {
    if (request.engine.choice != EngineChoice::automatic) return request.engine.choice;
    const std::string& named = project.settings.build.engine; // never host
    return named == "docker"   ? EngineChoice::docker
           : named == "podman" ? EngineChoice::podman
                               : EngineChoice::automatic;
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
