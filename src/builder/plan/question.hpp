#pragma once
// What the parts of the planner go by: what was found and asked for, and what follows from both.

#include "builder/plan/asked.hpp"
#include "builder/plan/plan_method.hpp"
#include "builder/plan/project.hpp"
#include "builder/plan/request.hpp"
#include "builder/plan/surroundings.hpp"
#include "sdk/catalog.hpp"

namespace acapctl::builder {

struct Question {
    const Project& project;
    const Request& request;
    const Surroundings& around;
    const sdk::Catalog& catalog;
    Method method;

    bool uses_dockerfile() const { return method.dockerfile; }
    ProjectFile::Variant settings_of(const std::string& variant) const {
        return builder::settings_of(project, variant);
    }
    const ManifestFile& manifest_of(const std::string& variant) const;
};

} // namespace acapctl::builder
