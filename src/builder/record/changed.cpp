#include "builder/record/changed.hpp"

#include "acapctl/error.hpp"
#include "builder/record/record.hpp"
#include "builder/workspace/sources.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace acapctl::builder {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

using Identities = std::map<std::string, std::string>; // of files, by path

// What a record says of the sources. Its paths may be relative to where the build was typed, so
// the directory is told by what is below the project.
struct Recipe {
    fs::path below_project{};
    History history = History::leave_out;
    std::string digest{}; // of all of them
    Identities files{};
};

// Throws a json::exception for a record without inputs.
Recipe recipe_of(const json& record) {
    const json& plan = record.at("plan");
    const json& inputs = record.at("inputs");
    Recipe recipe{.digest = inputs.at("sources"), .files = inputs.at("files").get<Identities>()};
    if (plan.at("kind") == "dockerfile") {
        recipe.history = History::keep;
    } else {
        const fs::path manifest = plan.at("manifest").get<std::string>();
        recipe.below_project =
            manifest.lexically_relative(plan.at("project").get<std::string>()).parent_path();
    }
    return recipe;
}

Identities files_of(const Sources& sources) {
    Identities files;
    for (const auto& [path, source] : sources)
        if (source.identity != "directory") files.emplace(path, source.identity);
    return files;
}

std::vector<std::string> differences(const Identities& before, const Identities& now) {
    std::vector<std::string> paths;
    for (const auto& [path, identity] : now)
        if (const auto known = before.find(path);
            known == before.end() || known->second != identity)
            paths.push_back(path);
    for (const auto& [path, identity] : before)
        if (!now.contains(path)) paths.push_back(path);
    std::erase_if(paths, [](const std::string& path) {
        return is_history(path);
    }); // which a commit changes too
    std::ranges::sort(paths);
    return paths;
}

std::optional<std::vector<std::string>> changed_since(const json& record, const fs::path& project,
                                                      HashCache& hashes) {
    try {
        const Recipe recipe = recipe_of(record);
        const Sources now =
            survey(project / recipe.below_project, own_directory(project), recipe.history, hashes);
        // Of names that are no UTF-8 the record has only a part.
        if (digest(now) == recipe.digest) return std::vector<std::string>();
        return differences(recipe.files, files_of(now));
    } catch (const json::exception&) {
        return std::nullopt;
    } catch (const Error& error) { // of what is there now, something cannot be read
        if (error.kind() == ErrorKind::interrupted) throw;
        return std::nullopt;
    }
}

} // namespace

std::vector<SourcesOf> sources_since_build(const fs::path& project, const std::stop_token& stop) {
    const auto workspace = Workspace::find(project);
    if (!workspace) return {};
    HashCache hashes(workspace->read("hashes").value_or(""), stop);
    std::vector<SourcesOf> all;
    for (const json& record : our_records(project)) {
        const auto changed = changed_since(record, project, hashes);
        for (const fs::path& package : packages_in_record(record))
            all.push_back({package, changed});
    }
    return all;
}

} // namespace acapctl::builder
