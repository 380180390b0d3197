#pragma once
// What a build is made from: every file of a directory with the hash of its content. A file is read
// again only when its stamp changed, or when it is too young for its stamp to be believed.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace acapctl::builder {

// Hashes that were computed before, as text between runs. One that is damaged counts as empty.
class HashCache {
  public:
    explicit HashCache(std::string_view records = {}, std::stop_token stop = {});

    // SHA-256 of the content, lower-case hex. The stamp is that of lstat: type and mode, size,
    // times of content and inode, inode, device. As in git, one whose times are within two seconds
    // of the moment the file was read says nothing: the file may have changed within its clock
    // tick.
    std::string sha256_of(const std::filesystem::path& path);
    // What was asked for since the construction, and nothing else; nothing if that is what was
    // known.
    std::optional<std::string> changed_records() const;

  private:
    struct Entry {
        std::string stamp{};
        std::string sha256{};
        std::int64_t read_at = 0; // nanoseconds since 1970
    };
    std::map<std::string, Entry> known_{};
    std::map<std::string, Entry> used_{};
    bool changed_ = false;
    std::stop_token stop_;
};

struct Source {
    std::string identity{}; // what it is: mode and hash, "link ..." or "directory"
    std::string stamp{};    // whether it was touched; empty for a directory
};
using Sources = std::map<std::string, Source>; // by path relative to the directory

enum class History { leave_out, keep }; // .git and its like
// Whether that is where a path below the directory lies.
bool is_history(const std::filesystem::path& path);

// Left out: version control unless it is kept, packages (*.eap), the licence files that builds put
// beside them, and the directory `own` (where build trees live).
Sources survey(const std::filesystem::path& directory, const std::filesystem::path& own,
               History history, HashCache& cache);

// Of all paths and identities.
std::string digest(const Sources& sources);

// Whether every file still has the stamp it had, and none was added.
bool untouched(const Sources& sources, const std::filesystem::path& directory,
               const std::filesystem::path& own, History history);

// The stamp of a file as it is now; empty if it is not there.
std::string stamp_of(const std::filesystem::path& path);
// The same of everything below a directory, hashed: for what is too much to be read each time.
// Whoever changes a file there changes its ctime.
std::string stamp_of_tree(const std::filesystem::path& directory);

} // namespace acapctl::builder
