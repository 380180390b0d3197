#include "builder/plan/question.hpp"

#include <algorithm>

namespace acapctl::builder {

const ManifestFile& Question::manifest_of(const std::string& variant) const {
    const auto found = std::ranges::find(project.manifests, variant, &ManifestFile::variant);
    return found == project.manifests.end() ? project.manifests.front() : *found;
}

} // namespace acapctl::builder
