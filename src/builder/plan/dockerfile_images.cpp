// Which images a Dockerfile builds on or copies from: if none of them changed, and the context did
// not, the builder would take everything from its cache.
#include "builder/plan/dockerfile_images.hpp"

#include "engine/image_name.hpp"
#include "support/text.hpp"

#include <set>

namespace acapctl::builder {

namespace {

using Names = std::vector<std::string>;

// The value of NAME= or --NAME= in the flags of an instruction: every X of "from=X".
Names sources_named(std::string_view arguments) {
    Names names;
    constexpr std::string_view key = "from=";
    for (auto at = arguments.find(key); at != std::string_view::npos;
         at = arguments.find(key, at + 1)) {
        const char before = at == 0 ? ' ' : arguments[at - 1];
        if (before != '-' && before != ',' && before != '=') continue;
        const std::string_view rest = arguments.substr(at + key.size());
        names.emplace_back(rest.substr(0, rest.find_first_of(", \t")));
    }
    return names;
}

bool takes_from_network(const Dockerfile::Instruction& instruction) {
    if (instruction.keyword != "ADD") return false;
    const std::string text = text::lower(instruction.arguments);
    return text.find("://") != std::string::npos || text.find("git@") != std::string::npos ||
           text.find('$') != std::string::npos;
}

} // namespace

std::optional<Names> images_used(const Dockerfile& file, const Arguments& given) {
    const Arguments values = global_arguments(file, given);
    Names images;
    std::set<std::string> seen;
    std::set<std::string> own = {"scratch"}; // stages so far; FROM node AS node is the image node
    bool all_names = true;
    const auto add = [&](const std::string& name) {
        if (own.contains(text::lower(name)) || !seen.insert(name).second) return;
        all_names = all_names && engine::is_image_name(name);
        images.push_back(name);
    };
    for (const Dockerfile::Stage& stage : file.stages) {
        const auto base = expand(stage.base, values, file.escape);
        if (!base || base->empty()) return std::nullopt;
        add(*base);
        if (!stage.name.empty()) own.insert(stage.name);
    }
    for (const Dockerfile::Instruction& instruction : file.instructions) {
        if (takes_from_network(instruction)) return std::nullopt;
        if (instruction.keyword != "COPY" && instruction.keyword != "RUN") continue;
        // A variable here may be one of the stage, whose value is not known.
        for (const std::string& name : sources_named(instruction.arguments)) {
            if (name.empty() || name.find('$') != std::string::npos) return std::nullopt;
            const auto number = text::parse_unsigned(name);
            if (!number || *number >= file.stages.size()) add(name);
        }
    }
    return all_names ? std::optional(images) : std::nullopt;
}

} // namespace acapctl::builder
