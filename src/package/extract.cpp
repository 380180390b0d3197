// Unpacking. Everything is checked in a first pass, so that a bad package leaves nothing behind;
// the second pass still trusts no path and walks it with O_NOFOLLOW.
#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "package/reader.hpp"
#include "support/descriptor.hpp"
#include "support/leftovers.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <map>
#include <set>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const fs::path& file, const Member& member, const std::string& why) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "unsafe-member",
                 .message = fmt::format("{}: member '{}' {}", text::visible(file.string()),
                                        text::visible(member.path), why)});
}

// No member may lie below something that is no directory, and a hard link needs an earlier file.
void check_layout(const fs::path& file, const std::vector<Member>& members) {
    std::map<std::string, MemberType> known;
    for (const Member& member : members) {
        for (auto slash = member.path.find('/'); slash != std::string::npos;
             slash = member.path.find('/', slash + 1)) {
            const auto parent = known.find(member.path.substr(0, slash));
            if (parent != known.end() && parent->second != MemberType::directory)
                refuse(file, member,
                       fmt::format("lies below '{}', which is no directory",
                                   text::visible(parent->first)));
            known.emplace(member.path.substr(0, slash), MemberType::directory);
        }
        const auto same = known.find(member.path);
        if (same != known.end() && same->second != member.type &&
            (same->second == MemberType::directory || member.type == MemberType::directory))
            refuse(file, member, "is a directory once and not another time");
        if (member.type == MemberType::hardlink) {
            const auto target = known.find(member.link);
            if (target == known.end() ||
                (target->second != MemberType::file && target->second != MemberType::hardlink))
                refuse(file, member,
                       fmt::format("is a hard link to '{}', which is no earlier file",
                                   text::visible(member.link)));
        }
        known[member.path] = member.type;
    }
}

// The members that were asked for by name, a directory with all that is below it.
class Selection {
  public:
    Selection(const fs::path& file, const std::vector<Member>& members,
              const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            std::vector<std::string> parts = text::split(name, '/');
            std::erase_if(parts, [](const auto& part) { return part.empty() || part == "."; });
            asked_.insert(text::join(parts, "/"));
            everything_ = everything_ || parts.empty(); // "." or "/"
            if (!parts.empty()) require(file, members, text::join(parts, "/"));
        }
        everything_ = everything_ || names.empty();
        for (const Member& member : members)
            if (member.type == MemberType::hardlink && contains(member.path) &&
                !contains(member.link))
                throw_invalid(fmt::format("{}: member '{}' is a hard link to '{}', which was not "
                                          "asked for",
                                          text::visible(file.string()), text::visible(member.path),
                                          text::visible(member.link)),
                              fmt::format("name '{}' too", text::visible(member.link)));
    }

    bool contains(const std::string& path) const {
        if (everything_ || asked_.contains(path)) return true;
        for (auto slash = path.find('/'); slash != std::string::npos;
             slash = path.find('/', slash + 1))
            if (asked_.contains(path.substr(0, slash))) return true;
        return false;
    }

  private:
    static void require(const fs::path& file, const std::vector<Member>& members,
                        const std::string& name) {
        std::vector<std::string> paths;
        for (const Member& member : members) {
            if (member.path == name || member.path.starts_with(name + "/")) return;
            paths.push_back(text::visible(member.path));
        }
        const std::string suggestion = text::did_you_mean(name, paths);
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "no-such-member",
                     .message = fmt::format("{} has no member '{}'", text::visible(file.string()),
                                            text::visible(name)),
                     .hint = suggestion,
                     .advice = suggestion.empty() ? std::vector<Advice>{{Advice::inspect_package}}
                                                  : std::vector<Advice>{}});
    }

    std::set<std::string> asked_;
    bool everything_ = false;
};

class Extractor {
  public:
    Extractor(const fs::path& file, const fs::path& directory, const std::stop_token& stop)
        : directory_(directory), reader_(file, {.stop = stop}), root_(make_and_open(directory)) {}

    std::vector<Member> run(const Selection& selection) {
        std::vector<Member> written;
        std::map<std::string, std::size_t> places;
        while (const auto member = reader_.next()) {
            // GNU tar stores a file that was named twice as a link to itself.
            const bool itself =
                member->type == MemberType::hardlink && member->link == member->path;
            if (itself || !selection.contains(member->path)) continue;
            place(*member);
            const auto [place, is_new] = places.emplace(member->path, written.size());
            if (is_new)
                written.push_back(*member);
            else
                written[place->second] = *member;
        }
        // A directory without write permission would have shut out its own content.
        for (const auto& [path, mode] : directory_modes_) {
            const auto [parent, name] = open_parent(path);
            const Descriptor itself = open_directory(parent, name, path);
            if (::fchmod(itself.get(), mode | S_IRWXU) != 0) fail(path, errno);
        }
        return written;
    }

  private:
    Descriptor make_and_open(const fs::path& directory) const {
        std::error_code error;
        fs::create_directories(directory, error);
        Descriptor root(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (root.get() < 0) fail(".", error ? error.value() : errno);
        return root;
    }

    [[noreturn]] void fail(const std::string& path, int error) const {
        throw_write_error(error, "write " + text::visible((directory_ / path).string()));
    }

    // A directory, made if missing. A symbolic link to one is none. `path` is for messages.
    Descriptor open_directory(const Descriptor& parent, const std::string& name,
                              const std::string& path) const {
        if (::mkdirat(parent.get(), name.c_str(), 0755) != 0 && errno != EEXIST) fail(path, errno);
        Descriptor directory(
            ::openat(parent.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (directory.get() < 0) fail(path, errno);
        return directory;
    }

    // The directory that holds `path`, made if missing, and the last component. No symbolic link is
    // followed on the way.
    std::pair<Descriptor, std::string> open_parent(const std::string& path) const {
        std::vector<std::string> parts = text::split(path, '/');
        std::string name = std::move(parts.back());
        parts.pop_back();
        Descriptor at(::fcntl(root_.get(), F_DUPFD_CLOEXEC, 0));
        if (at.get() < 0) fail(path, errno);
        for (const std::string& part : parts) at = open_directory(at, part, path);
        return {std::move(at), std::move(name)};
    }

    void place(const Member& member) {
        const auto [parent, name] = open_parent(member.path);
        const int at = parent.get();
        if (member.type == MemberType::directory) {
            open_directory(parent, name, member.path);
            // The set-id bits have no business on the host.
            directory_modes_[member.path] = member.mode & 0777U;
            return;
        }
        // A later member of the same name replaces the earlier one, as with tar.
        if (member.type == MemberType::file) {
            place_file(member, at, name);
            return;
        }
        remove(at, name, member.path);
        if (member.type == MemberType::symlink) {
            if (::symlinkat(member.link.c_str(), at, name.c_str()) != 0) fail(member.path, errno);
        } else {
            const auto [source, source_name] = open_parent(member.link);
            if (::linkat(source.get(), source_name.c_str(), at, name.c_str(), 0) != 0)
                fail(member.path, errno);
        }
    }

    // `path` is for messages.
    void remove(int at, const std::string& name, const std::string& path) const {
        if (::unlinkat(at, name.c_str(), 0) != 0 && errno != ENOENT) fail(path, errno);
    }

    void place_file(const Member& member, int at, const std::string& name) {
        remove(at, temporary_, member.path);
        const Descriptor file(::openat(at, temporary_.c_str(),
                                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (file.get() < 0) fail(member.path, errno);
        try {
            write_content(member, file);
            if (::renameat(at, temporary_.c_str(), at, name.c_str()) != 0) fail(member.path, errno);
        } catch (...) {
            ::unlinkat(at, temporary_.c_str(), 0);
            throw;
        }
    }

    void write_content(const Member& member, const Descriptor& file) {
        ::flock(file.get(), LOCK_EX | LOCK_NB); // a living writer's, for who removes leftovers
        reader_.content([&](std::string_view bytes) {
            while (!bytes.empty()) {
                const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
                if (count < 0 && errno == EINTR) continue;
                if (count < 0) fail(member.path, errno);
                bytes.remove_prefix(static_cast<std::size_t>(count));
            }
        });
        if (::fchmod(file.get(), member.mode & 0777U) != 0) fail(member.path, errno);
    }

    fs::path directory_;
    PackageReader reader_;
    Descriptor root_;
    std::map<std::string, unsigned> directory_modes_;
    // Of the file that is being written; what a killed process leaves is removed as a leftover.
    std::string temporary_ = temporary_name(std::to_string(::getpid()));
};

} // namespace

std::vector<Member> extract_package(const fs::path& file, const fs::path& directory,
                                    const std::vector<std::string>& only,
                                    const std::stop_token& stop) {
    const std::vector<Member> members = read_package(file, stop).members;
    check_layout(file, members);
    const Selection selection(file, members, only);
    return Extractor(file, directory, stop).run(selection);
}

} // namespace acapctl
