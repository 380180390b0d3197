#include "cli/shared/package_inputs.hpp"

#include "builder/record/changed.hpp"
#include "builder/record/record.hpp"
#include "cli/app/advice.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/signed_copy.hpp"
#include "device/http/target.hpp"
#include "fleet/inventory.hpp"
#include "package/package_index.hpp"
#include "package/package_name.hpp"
#include "sdk/knowledge.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>

#include <fmt/format.h>

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

std::string shown(const fs::path& path) {
    return text::visible(path.string());
}

// Newest first. A link may lead to a package that is none of the project's.
std::vector<fs::path> packages_in(const fs::path& directory) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code unreadable;
        const auto time = fs::last_write_time(entry->path(), unreadable);
        if (!unreadable && entry->path().extension() == ".eap" && !entry->is_symlink(unreadable) &&
            entry->is_regular_file(unreadable))
            found.emplace_back(time, entry->path());
    }
    std::ranges::sort(found, std::greater<>());
    std::vector<fs::path> paths;
    for (auto& [time, path] : found) paths.push_back(std::move(path));
    return paths;
}

// A record that came with a clone, or from a build in another place, proves nothing of the packages
// that lie there.
[[noreturn]] void throw_no_package(const fs::path& directory, const builder::LastBuild& last) {
    std::vector<std::string> files;
    for (const fs::path& path : packages_in(directory / "build")) files.push_back(path.string());
    const std::string named =
        files.empty() ? "name a package file" : "name the package file: " + shell_shown(files);
    if (!last.elsewhere)
        throw_invalid(fmt::format("the last build of {} made no package", shown(directory)),
                      "see why with 'acapctl build', or " + named);
    const std::string record = shown(directory / "build/.acapctl");
    if (last.unproved)
        throw Error(
            {.kind = ErrorKind::invalid_input,
             .code = "built-elsewhere",
             .message = fmt::format("whether the build record in {} is yours cannot be "
                                    "told: {}",
                                    record, last.unproved->message),
             .hint = advised(last.unproved->hint, last.unproved->advice) + "; or " + named});
    throw Error(
        {.kind = ErrorKind::invalid_input,
         .code = "built-elsewhere",
         .message = fmt::format("the build record in {} was not written here by this user, so it "
                                "does not say which package is meant",
                                record),
         .hint = files.empty() ? "build it here, or name a package file" : named});
}

// A git pull may bring a package of that name, and a link that leads anywhere.
[[noreturn]] void throw_replaced(const std::vector<fs::path>& packages) {
    std::vector<std::string> files;
    for (const fs::path& path : packages) files.push_back(path.string());
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "package-replaced",
                 .message = fmt::format("{} is not what was built here: its content is another",
                                        shown(packages.front())),
                 .hint = "build it again, or name the package file: " + shell_shown(files)});
}

// What `acapctl build` made last; for packages made by `pack` or by hand, the newest file of each
// architecture.
void add_from_project(const fs::path& directory, std::vector<fs::path>& packages,
                      Context& context) {
    if (const auto built = builder::last_build(directory)) {
        if (!built->replaced.empty()) throw_replaced(built->replaced);
        if (built->packages.empty()) throw_no_package(directory, *built);
        packages.insert(packages.end(), built->packages.begin(), built->packages.end());
        return;
    }
    std::error_code error;
    std::vector<fs::path> paths;
    if (!fs::is_symlink(directory / "build", error)) paths = packages_in(directory / "build");
    if (paths.empty()) paths = packages_in(directory);
    if (paths.empty())
        throw_invalid(
            fmt::format("no package in {} or {}", shown(directory / "build"), shown(directory)),
            "build one first: 'acapctl build'");
    std::vector<Package> newest;
    for (const fs::path& path : paths) {
        Package package = read_package(path, context.stop);
        if (std::ranges::none_of(newest, [&](const Package& other) {
                return other.architecture == package.architecture;
            }))
            newest.push_back(std::move(package));
    }
    for (const Package& package : newest) {
        if (paths.size() > newest.size())
            context.terminal.note(fmt::format("{}: the newest package for {} is {}",
                                              shown(directory), text::visible(package.architecture),
                                              shown(package.file.filename())));
        packages.push_back(package.file);
    }
}

// A name or group of the inventory, an address, a host with a dot or a port.
bool is_device(const std::string& word) {
    try {
        const fleet::Inventory inventory = fleet::load_inventory();
        if (inventory.find(word) != nullptr || word.starts_with('@')) return true;
        device::parse_target(word);
        return word.find_first_of(".:") != std::string::npos;
    } catch (const Error&) {
        return false;
    }
}

void check_file(const std::string& word) {
    std::error_code ignored;
    if (!word.ends_with(".eap") && !word.ends_with(".json") && !fs::exists(word, ignored) &&
        is_device(word))
        throw_usage(
            fmt::format("'{}' is no package and no directory", text::visible(word)),
            fmt::format("if it is a device, write -t before it: -t {}", text::visible(word)));
}

// deploy never builds, so a package may be older than what is to be tried.
void look_at_sources(const fs::path& directory, const std::vector<fs::path>& packages,
                     PackageInputs& result, const Context& context) {
    for (const builder::SourcesOf& sources :
         builder::sources_since_build(directory, context.stop)) {
        if (!sources.changed || std::ranges::find(packages, sources.package) == packages.end())
            continue;
        const std::string file = sources.package.string();
        result.sources_changed[file] = !sources.changed->empty();
        if (sources.changed->empty()) continue;
        result.behind[file] =
            fmt::format("the sources changed since {} was built ({}); 'acapctl build {}' builds it",
                        shown(sources.package.filename()),
                        text::some_of({sources.changed->begin(), sources.changed->end()}),
                        shell_shown({directory.string()}));
    }
}

// The copy that a signing service gave back, if it is the package that was built and a signature.
void prefer_signed(fs::path& package, PackageInputs& result, Context& context) {
    const auto copy = signed_beside(package, context);
    if (!copy) return;
    context.terminal.note(fmt::format("taking the signed {}", shown(copy->file.filename())));
    if (const auto changed = result.sources_changed_since(package.string()))
        result.sources_changed[copy->file.string()] = *changed;
    if (const auto behind = result.behind.find(package.string()); behind != result.behind.end())
        result.behind[copy->file.string()] = behind->second;
    package = copy->file;
}

} // namespace

void add_build(const fs::path& directory, PackageInputs& result, Context& context) {
    std::vector<fs::path> packages;
    add_from_project(directory, packages, context);
    look_at_sources(directory, packages, result, context);
    for (fs::path& package : packages) {
        prefer_signed(package, result, context);
        result.candidates.push_back(
            device::read_candidate(package, context.edges.knowledge(), context.stop));
    }
}

void add_index(const fs::path& file, PackageInputs& result, const Context& context) {
    const ProvedIndex proved(file, context.stop);
    for (const IndexedPackage& said : proved.index().packages) {
        result.candidates.push_back(
            device::read_candidate(proved.path_of(said), context.edges.knowledge(), context.stop));
        const device::Candidate& candidate = result.candidates.back();
        proved.check(said, candidate.package, candidate.sha256);
    }
}

void check_versions(std::span<const device::Candidate> candidates, bool many, Context& context) {
    std::vector<std::string> described;
    std::vector<std::string> files;
    bool mixed = false;
    for (const device::Candidate& candidate : candidates) {
        const Package& package = candidate.package;
        described.push_back(
            fmt::format("{} ({})", shown(package.file), text::visible(package.version)));
        files.push_back(package.file.string());
        mixed = mixed || package.version != candidates.front().package.version;
    }
    if (!mixed) return;
    const std::string what =
        fmt::format("the packages are of different versions: {}", text::join(described, ", "));
    if (many)
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "mixed-versions",
                     .message = what + "; which one a device gets would depend on its architecture",
                     .hint = "'acapctl build --all' builds all of one version, or name the package "
                             "files that are meant: " +
                             shell_shown(files)});
    context.terminal.warn(what + "; the device gets the one that fits it");
}

void drop_same(std::vector<device::Candidate>& candidates) {
    std::set<std::string> seen;
    std::erase_if(candidates, [&](const device::Candidate& candidate) {
        return !seen.insert(candidate.sha256).second;
    });
}

PackageInputs read_packages(const std::vector<std::string>& inputs, const DeviceOptions& devices,
                            Context& context) {
    PackageInputs unnamed; // by their files
    PackageInputs named;
    for (const std::string& input : inputs.empty() ? std::vector<std::string>{"."} : inputs) {
        std::error_code ignored;
        if (fs::is_directory(input, ignored)) {
            add_build(input, unnamed, context);
            continue;
        }
        check_file(input);
        if (input.ends_with(".json"))
            add_index(input, unnamed, context);
        else
            named.candidates.push_back(
                device::read_candidate(input, context.edges.knowledge(), context.stop));
    }
    PackageInputs result = std::move(unnamed);
    const std::size_t of_projects = result.candidates.size();
    std::ranges::move(named.candidates, std::back_inserter(result.candidates));
    const Package& first = result.candidates.front().package;
    for (const device::Candidate& candidate : result.candidates)
        if (candidate.package.app_name != first.app_name)
            throw_usage(fmt::format("{} and {} are different applications", shown(first.file),
                                    shown(candidate.package.file)),
                        "deploy one application at a time");
    check_versions(std::span(result.candidates).first(of_projects),
                   count_targets(devices, context) > 1, context);
    drop_same(result.candidates);
    return result;
}

} // namespace acapctl::cli
