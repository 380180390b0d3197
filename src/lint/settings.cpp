#include "lint/settings.hpp"

#include "acapctl/error.hpp"
#include "lint/rules.hpp"
#include "manifest/project_file.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::lint {

std::vector<Ignore> read_ignores(const std::filesystem::path& directory) {
    std::vector<Ignore> ignores;
    for (const ProjectFile::Ignore& entry : read_project_file(directory).ignores) {
        if (find_rule(entry.id) == nullptr) {
            std::vector<std::string> known;
            for (const Rule& each : rules()) known.push_back(each.id);
            throw_invalid(fmt::format("{}: lint.ignore names no rule: '{}'", entry.place,
                                      text::visible(entry.id)),
                          text::did_you_mean(entry.id, known));
        }
        if (entry.reason.empty())
            throw_invalid(fmt::format("{}: lint.ignore gives no reason for ignoring {}",
                                      entry.place, entry.id),
                          R"(Add reason = "...": the next reader will ask.)");
        ignores.push_back({.id = entry.id, .reason = entry.reason});
    }
    return ignores;
}

} // namespace acapctl::lint
