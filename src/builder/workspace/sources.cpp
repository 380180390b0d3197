#include "builder/workspace/sources.hpp"

#include "acapctl/error.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>

#include <fmt/format.h>
#include <sys/stat.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t second = 1'000'000'000;

std::int64_t nanoseconds(const timespec& time) {
    return time.tv_sec * second + time.tv_nsec;
}

std::int64_t now() {
    timespec time{};
    ::clock_gettime(CLOCK_REALTIME, &time);
    return nanoseconds(time);
}

std::string stamp(const struct stat& info) {
    return fmt::format("{:o} {} {} {} {} {}", info.st_mode, info.st_size, nanoseconds(info.st_mtim),
                       nanoseconds(info.st_ctim), info.st_ino, info.st_dev);
}

// A record of the cache: "time\tstamp\thash\tpath", each ended by NUL because a path may hold
// anything else.
std::vector<std::string> fields(const std::string& record) {
    std::vector<std::string> result;
    std::size_t start = 0;
    for (int i = 0; i < 3; ++i) {
        const auto tab = record.find('\t', start);
        if (tab == std::string::npos) return {};
        result.push_back(record.substr(start, tab - start));
        start = tab + 1;
    }
    result.push_back(record.substr(start));
    return result;
}

const std::set<std::string> version_control = {".git", ".hg", ".svn", "CVS", ".bzr", "_darcs"};

// Calls `found` with every path that belongs to the sources, relative and absolute.
void walk(const fs::path& directory, const fs::path& own, History history,
          const std::function<void(const std::string&, const fs::directory_entry&)>& found) {
    const std::string beside_packages = own.parent_path().string() + "/";
    std::error_code ignored;
    for (auto entry = fs::recursive_directory_iterator(directory);
         entry != fs::recursive_directory_iterator(); ++entry) {
        const fs::path& path = entry->path();
        const std::string name = path.filename().string();
        const bool is_link = entry->is_symlink();
        const bool is_directory = !is_link && entry->is_directory();
        const bool left_out = history == History::leave_out && version_control.contains(name);
        if (left_out || (name == own.filename() && fs::equivalent(path, own, ignored))) {
            if (is_directory) entry.disable_recursion_pending();
            continue;
        }
        if (!is_link && !is_directory && !entry->is_regular_file()) continue;
        if (name.ends_with(".eap")) continue;
        if (name.ends_with("_LICENSE.txt") && path.string().starts_with(beside_packages)) continue;
        found(path.lexically_relative(directory).string(), *entry);
    }
}

// A link out of the tree can change without itself being touched.
std::string link_identity(const fs::path& path) {
    const fs::path target = fs::read_symlink(path);
    std::string text = target.string();
    struct stat info {};
    if (target.is_absolute() && ::stat(path.c_str(), &info) == 0) text += '\0' + stamp(info);
    return "link " + sha256(text);
}

} // namespace

bool is_history(const fs::path& path) {
    return std::ranges::any_of(
        path, [](const fs::path& part) { return version_control.contains(part.string()); });
}

std::string stamp_of(const fs::path& path) {
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0 ? stamp(info) : "";
}

std::string stamp_of_tree(const fs::path& directory) {
    std::vector<std::string> entries;
    std::error_code error;
    constexpr auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry(directory, options, error), end;
         !error && entry != end; entry.increment(error))
        entries.push_back(entry->path().string() + '\0' + stamp_of(entry->path()));
    if (error) entries.push_back(error.message()); // what cannot be read now may be later
    std::ranges::sort(entries);
    return sha256(text::join(entries, "\n"));
}

HashCache::HashCache(std::string_view records, std::stop_token stop) : stop_(std::move(stop)) {
    for (const std::string& record : text::split(records, '\0')) {
        const std::vector<std::string> parts = fields(record);
        const auto time = parts.empty() ? std::nullopt : text::parse_unsigned(parts[0]);
        if (!time || parts[2].size() != 64) continue;
        known_[parts[3]] = {parts[1], parts[2], static_cast<std::int64_t>(*time)};
    }
}

std::string HashCache::sha256_of(const fs::path& path) {
    const std::string key = fs::absolute(path).lexically_normal().string();
    const std::int64_t read_at = now();
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0)
        throw_invalid(fmt::format("cannot read {}", text::visible(path.string())));
    const std::string current = stamp(info);
    const std::int64_t youngest = std::max(nanoseconds(info.st_mtim), nanoseconds(info.st_ctim));
    for (const auto* entries : {&used_, &known_}) {
        const auto entry = entries->find(key);
        if (entry != entries->end() && entry->second.stamp == current &&
            youngest < entry->second.read_at - 2 * second)
            return (used_[key] = Entry(entry->second)).sha256;
    }
    changed_ = true;
    return (used_[key] = {current, sha256_of_file(path, stop_), read_at}).sha256;
}

std::optional<std::string> HashCache::changed_records() const {
    if (!changed_ && used_.size() == known_.size()) return std::nullopt;
    std::string records;
    for (const auto& [path, entry] : used_)
        records +=
            fmt::format("{}\t{}\t{}\t{}", entry.read_at, entry.stamp, entry.sha256, path) + '\0';
    return records;
}

Sources survey(const fs::path& directory, const fs::path& own, History history, HashCache& cache) {
    Sources sources;
    try {
        walk(directory, own, history,
             [&](const std::string& name, const fs::directory_entry& entry) {
                 Source& source = sources[name];
                 if (entry.is_symlink()) {
                     source = {link_identity(entry.path()), stamp_of(entry.path())};
                 } else if (entry.is_directory()) {
                     source.identity = "directory";
                 } else {
                     source.stamp = stamp_of(entry.path());
                     const auto mode = static_cast<unsigned>(entry.status().permissions());
                     source.identity =
                         fmt::format("{:04o} {}", mode, cache.sha256_of(entry.path()));
                 }
             });
    } catch (const fs::filesystem_error& error) {
        if (const int number = error.code().value(); is_of_this_machine(number))
            throw Error(machine_failure(number, "read the sources"));
        throw_invalid(fmt::format("cannot read the sources: {}", text::visible(error.what())));
    }
    return sources;
}

std::string digest(const Sources& sources) {
    Sha256 hash;
    for (const auto& [path, source] : sources) hash.add(path + '\0' + source.identity + '\0');
    return hash.finish();
}

bool untouched(const Sources& sources, const fs::path& directory, const fs::path& own,
               History history) {
    std::size_t count = 0;
    bool same = true;
    try {
        walk(directory, own, history,
             [&](const std::string& name, const fs::directory_entry& entry) {
                 ++count;
                 const auto known = sources.find(name);
                 same =
                     same && known != sources.end() &&
                     (known->second.stamp.empty() ? entry.is_directory()
                                                  : known->second.stamp == stamp_of(entry.path()));
             });
    } catch (const fs::filesystem_error&) {
        return false; // something vanished while it was looked at
    }
    return same && count == sources.size();
}

} // namespace acapctl::builder
