#include "package/elf_scan.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

std::string_view directory_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

// `path` relative to the package, without "." and ".."; empty for the package itself and for what
// leaves it.
std::string inside(const std::string& path) {
    std::vector<std::string> parts;
    for (const std::string& part : text::split(path, '/')) {
        if (part.empty() || part == ".") continue;
        if (part != "..")
            parts.push_back(part);
        else if (parts.empty())
            return {};
        else
            parts.pop_back();
    }
    return text::join(parts, "/");
}

class Resolver {
  public:
    explicit Resolver(const PackageScan& scan)
        : scan_(scan), program_(scan.find(scan.package.app_name)) {
        for (const Member& member : scan.package.members) {
            if (member.type == MemberType::directory) continue;
            paths_.emplace(member.path, &member);
            names_.emplace(name_of(member.path), &member);
        }
        for (const ElfMember& member : scan.elf)
            if (!member.facts.soname.empty()) sonames_.emplace(member.facts.soname, member.path);
    }

    // For each entry of `needed`. Of a hostile package each number in here may be tens of
    // thousands: no product of two of them may bound the time.
    std::vector<NeededLibrary> resolve(const ElfMember& user) const {
        const Directories directories = searched(user);
        std::map<std::string, NeededLibrary> known;
        std::vector<NeededLibrary> libraries;
        for (const std::string& name : user.facts.needed) {
            const auto [place, fresh] = known.try_emplace(name, NeededLibrary{.name = name});
            if (fresh) find(directories, place->second);
            libraries.push_back(place->second);
        }
        return libraries;
    }

  private:
    using Directories = std::map<std::string, std::size_t, std::less<>>; // and their order

    void find(const Directories& directories, NeededLibrary& library) const {
        const auto [first, last] = names_.equal_range(library.name);
        std::size_t earliest = directories.size();
        std::string anywhere;
        for (auto it = first; it != last; ++it) {
            const Member& member = *it->second;
            if (anywhere.empty()) anywhere = file_behind(member);
            const auto directory = directories.find(directory_of(member.path));
            if (directory == directories.end() || directory->second >= earliest) continue;
            std::string provider = file_behind(member);
            if (provider.empty()) continue;
            earliest = directory->second;
            library.provider = std::move(provider);
        }
        if (!library.provider.empty()) return;
        library.provider = std::move(anywhere);
        const auto soname = sonames_.find(library.name);
        if (library.provider.empty() && soname != sonames_.end()) library.provider = soname->second;
        library.found = library.provider.empty();
    }

    // Where the loader looks, as paths in the package: RUNPATH, else RPATH, with $ORIGIN and the
    // directory below which the device installs the package. The program's own path counts for
    // its libraries too, as DT_RPATH does and as SDK makefiles rely on.
    Directories searched(const ElfMember& user) const {
        Directories directories;
        add_searched_by(user, directories);
        if (program_ != nullptr) add_searched_by(*program_, directories);
        return directories;
    }

    void add_searched_by(const ElfMember& user, Directories& directories) const {
        const auto add = [&](std::string path) {
            directories.try_emplace(std::move(path), directories.size());
        };
        const auto& paths = user.facts.runpath.empty() ? user.facts.rpath : user.facts.runpath;
        const std::string installed = "/usr/local/packages/" + scan_.package.app_name;
        for (const std::string& path : paths) {
            for (const char* origin : {"$ORIGIN", "${ORIGIN}"})
                if (path.starts_with(origin))
                    add(inside(std::string(directory_of(user.path)) + "/" +
                               path.substr(std::string_view(origin).size())));
            if (path == installed || path.starts_with(installed + "/"))
                add(inside(path.substr(installed.size())));
        }
    }

    // Follows links within the package; empty if they lead nowhere.
    std::string file_behind(const Member& member) const {
        const Member* at = &member;
        for (int hops = 0; hops < 16; ++hops) {
            if (at->type == MemberType::file) return at->path;
            const std::string target =
                at->type == MemberType::hardlink
                    ? at->link
                    : inside(std::string(directory_of(at->path)) + "/" + at->link);
            const auto next = paths_.find(target);
            if (at->link.starts_with('/') || next == paths_.end()) return {};
            at = next->second;
        }
        return {};
    }

    const PackageScan& scan_;
    const ElfMember* program_;
    std::map<std::string, const Member*, std::less<>> paths_;
    std::multimap<std::string_view, const Member*> names_;
    std::map<std::string, std::string> sonames_;
};

// The content of the current member if it is an ELF file, a model, or a script where those are
// wanted, of at most `largest` bytes.
struct Content {
    std::string bytes{};
    bool elf = false;
    bool model = false;
};

constexpr std::uint64_t largest_searched = 4U << 20U; // bytes

Content read_content(const Member& member, PackageReader& reader, std::uint64_t largest,
                     bool scripts) {
    Content content;
    bool decided = false;
    bool kept = false;
    reader.content([&](std::string_view part) {
        if (!decided) {
            content.bytes += part;
            if (content.bytes.size() < std::min<std::uint64_t>(model::longest_mark, member.size))
                return;
            decided = true;
            content.elf = is_elf(content.bytes);
            content.model = !content.elf && model::is_model(member.path, content.bytes);
            kept = content.elf || content.model ? member.size <= largest
                                                : scripts && member.size <= largest_searched &&
                                                      is_script(member.path, content.bytes);
            if (!kept) content.bytes.clear();
            if (kept) content.bytes.reserve(member.size);
        } else if (kept && content.bytes.size() < largest) {
            content.bytes += part;
        }
    });
    if (!kept) content.bytes.clear();
    return content;
}

ElfMember elf_member(const Member& member, const std::string& bytes, std::uint64_t largest) {
    ElfMember elf{.path = member.path, .size = member.size};
    if (bytes.empty())
        elf.facts.problems.push_back(
            fmt::format("larger than {}, so it was not looked into", text::human_size(largest)));
    else if (auto facts = elf_facts(bytes))
        elf.facts = std::move(*facts);
    else
        elf.facts.problems.emplace_back("its ELF header is damaged");
    return elf;
}

model::ModelFacts model_of(const Member& member, const Content& content, std::uint64_t largest) {
    model::ModelFacts facts = model::model_facts(member.path, content.bytes);
    if (member.size > largest)
        facts.problem =
            fmt::format("larger than {}, so it was not looked into", text::human_size(largest));
    facts.size = member.size;
    return facts;
}

PackageScan scan(const fs::path& file, std::uint64_t largest, const ReadLimits& limits,
                 const WordSearch* words) {
    PackageScan scan;
    const auto visit = [&](const Member& member, PackageReader& reader) {
        const Content content = read_content(member, reader, largest, words != nullptr);
        std::vector<std::string> mentions;
        if (words != nullptr) mentions = words->find(content.bytes);
        if (content.elf) {
            scan.elf.push_back(elf_member(member, content.bytes, largest));
            scan.elf.back().mentions = std::move(mentions);
        } else if (content.model) {
            scan.models.push_back({member.path, model_of(member, content, largest)});
        } else if (!content.bytes.empty()) {
            scan.scripts.push_back(
                {member.path, interpreter_of(content.bytes), std::move(mentions)});
        }
    };
    scan.package = read_package(file, visit, limits);
    scan.scripts_known = words != nullptr;
    resolve_needed(scan);
    return scan;
}

// What is wrong with a package is told by who reads it piece by piece, and knows where.
PackageScan scan_quickly(const fs::path& file, const WordSearch* words,
                         const std::stop_token& stop) {
    try {
        return scan(file, largest_elf, {.stop = stop, .at_once = true}, words);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
    }
    return scan(file, largest_elf, {.stop = stop}, words);
}

constexpr std::size_t longest_interpreter = 254; // what Linux looks at, behind "#!"

} // namespace

const ElfMember* PackageScan::find(std::string_view path) const {
    const auto found =
        std::ranges::find_if(elf, [&](const ElfMember& member) { return member.path == path; });
    return found == elf.end() ? nullptr : &*found;
}

void resolve_needed(PackageScan& scan) {
    const Resolver resolver(scan);
    for (ElfMember& member : scan.elf) member.libraries = resolver.resolve(member);
}

PackageScan scan_package(const fs::path& file, std::uint64_t largest, const ReadLimits& limits) {
    return scan(file, largest, limits, nullptr);
}

PackageScan scan_package(const fs::path& file, const std::stop_token& stop) {
    return scan_quickly(file, nullptr, stop);
}

PackageScan scan_package(const fs::path& file, const WordSearch& words,
                         const std::stop_token& stop) {
    return scan_quickly(file, &words, stop);
}

std::string interpreter_of(std::string_view bytes) {
    if (!bytes.starts_with("#!")) return {};
    const std::string_view start = bytes.substr(2, longest_interpreter);
    return std::string(text::trim(start.substr(0, start.find('\n'))));
}

bool is_script(std::string_view path, std::string_view bytes) {
    if (bytes.starts_with("#!")) return true;
    const std::string_view endings[] = {".sh", ".py", ".lua", ".pl", ".js", ".cgi"};
    return std::ranges::any_of(endings, [&](std::string_view end) { return path.ends_with(end); });
}

} // namespace acapctl
