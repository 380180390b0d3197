#include "builder/program.hpp"

#include "acapctl/error.hpp"
#include "builder/tree/tree.hpp"
#include "package/elf.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_named = 5;
constexpr std::size_t most_looked_at = 100'000;

bool is_of_compiler(const std::string& path, const Plan& plan) {
    if (path == "LICENSE" || path == "html" || path.starts_with("html/") || path.ends_with(".md"))
        return false;
    return std::ranges::none_of(plan.packaging.additional_files, [&](const std::string& file) {
        return path == file || path.starts_with(file + "/");
    });
}

std::optional<ElfFacts> elf_in(const Beneath& tree, const fs::path& path) {
    const Descriptor file = tree.open(path, O_RDONLY);
    if (!file) return std::nullopt;
    std::string start(64U << 10U, '\0');
    const ssize_t count = ::pread(file.get(), start.data(), start.size(), 0);
    start.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return elf_facts(start);
}

// Programs and libraries that are no sources; of meson and CMake those of their own directory too.
std::vector<std::string> made_in(const Beneath& tree, const Sources& sources) {
    std::vector<std::string> made;
    std::size_t count = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(tree.path(), error), end;
         !error && entry != end && ++count < most_looked_at; entry.increment(error)) {
        std::error_code ignored;
        const std::string path = entry->path().lexically_relative(tree.path()).string();
        if (entry->symlink_status(ignored).type() != fs::file_type::regular ||
            sources.contains(path))
            continue;
        const auto facts = elf_in(tree, path);
        if (facts && (facts->is_program() || facts->type == ElfType::shared)) made.push_back(path);
    }
    std::ranges::sort(made);
    return made;
}

std::string shown_path(const fs::path& path) {
    return text::visible(path.lexically_normal().string());
}

// A character that ends the name of a file in a message.
bool ends_name(const std::string& message, std::size_t at) {
    return at >= message.size() ||
           std::string_view(" :,;'\")").find(message[at]) != std::string_view::npos;
}

// Whether the name at that place is one that only the tree has.
bool is_of_tree(const std::string& message, std::size_t at, const Plan& plan,
                const Sources& sources, const Beneath& tree) {
    auto end = at;
    while (!ends_name(message, end)) ++end;
    const std::string name = message.substr(at, end - at);
    return name != plan.manifest && name != "manifest.json" && !sources.contains(name) &&
           tree.status(name).has_value();
}

} // namespace

std::string program_sources(const Plan& plan, const Sources& sources) {
    Sources looked_at;
    for (const auto& [path, source] : sources)
        if (is_of_compiler(path, plan)) looked_at[path] = source;
    return digest(looked_at);
}

ProgramState program_state(const Plan& plan) {
    const auto info = tree_of(plan).status(plan.app_name);
    if (!info) return std::nullopt;
    constexpr std::int64_t second = 1'000'000'000;
    return ProgramStamp{.time = info->st_mtim.tv_sec * second + info->st_mtim.tv_nsec,
                        .size = info->st_size};
}

bool is_left_alone(const Plan& plan, const Sources& sources, const ProgramState& before) {
    if (plan.system == BuildSystem::none || sources.contains(plan.app_name)) return false;
    const ProgramState after = program_state(plan);
    return !after || after == before;
}

void require_program(const Plan& plan, const Sources& sources) {
    const Beneath tree = tree_of(plan);
    if (plan.app_name.empty() || tree.status(plan.app_name)) return;
    const std::string name = shown_path(plan.root / plan.app_name);
    const std::string manifest = shown_path(plan.root / plan.manifest);
    Failure failure{.kind = ErrorKind::invalid_input, .code = "program-missing"};
    if (plan.system == BuildSystem::none) {
        failure.message = fmt::format("{} is missing, the program that 'appName' of {} names, and "
                                      "nothing makes it: {}",
                                      name, manifest, plan.reason);
        failure.hint = "add what compiles it, or the program itself if it is a script";
        throw Error(failure);
    }
    const auto made = made_in(tree, sources);
    failure.message = fmt::format(
        "{} ended well and made no {}, the program that 'appName' of {} names; it made {}",
        system_name(plan.system), name, manifest,
        made.empty() ? "no other program and no library" : text::some_of(made, most_named));
    failure.hint = fmt::format("have it make a file '{}' beside the manifest, or let 'appName' be "
                               "the name of what it makes",
                               text::visible(plan.app_name));
    throw Error(failure);
}

std::string in_words_of_project(std::string message, const Plan& plan, const Sources& sources) {
    const Beneath tree = tree_of(plan);
    const std::string from = shown_path(tree.path()) + "/";
    for (auto at = message.find(from); at != std::string::npos; at = message.find(from, at)) {
        const auto rest = at + from.size();
        if (is_of_tree(message, rest, plan, sources, tree)) {
            at = rest;
            continue;
        }
        std::string to = shown_path(plan.root);
        to = to == "." || to.empty() ? "" : to.ends_with('/') ? to : to + "/";
        constexpr std::string_view copy = "manifest.json"; // of the variant's
        std::size_t length = from.size();
        if (message.compare(rest, copy.size(), copy) == 0 &&
            ends_name(message, rest + copy.size())) {
            to = shown_path(plan.root / plan.manifest);
            length += copy.size();
        }
        message.replace(at, length, to);
        at += to.size();
    }
    return message;
}

} // namespace acapctl::builder
