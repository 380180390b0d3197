#include "package/reader.hpp"

#include "acapctl/error.hpp"
#include "manifest/document.hpp"
#include "manifest/package_conf.hpp"
#include "package/gzip_reader.hpp"
#include "package/libarchive.hpp"
#include "package/signature.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <utility>

#include <fmt/format.h>

namespace acapctl {

namespace fs = std::filesystem;

struct PackageReader::State {
    State(const fs::path& file, const ReadLimits& read_limits)
        : limits(read_limits), name(text::visible(file.string())),
          gzip(file, read_limits.total, read_limits.stop, read_limits.at_once) {}
    ~State() {
        if (tar != nullptr) libarchive().read_free(tar);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    // Called by libarchive, a C library that no exception may cross.
    static la_ssize_t read(::archive* tar, void* self, const void** buffer) {
        State& state = *static_cast<State*>(self);
        try {
            const std::string_view bytes = state.gzip.read();
            *buffer = bytes.data();
            return static_cast<la_ssize_t>(bytes.size());
        } catch (...) {
            state.pending = std::current_exception();
            libarchive().set_error(tar, EIO, "gzip");
            return -1;
        }
    }

    // `result` is what libarchive returned; anything worse than a warning is an error.
    void check(int result) {
        if (pending) std::rethrow_exception(std::exchange(pending, nullptr));
        if (result >= ARCHIVE_WARN) return;
        if (members == 0)
            gzip.fail("a gzip file, but what is inside is not a tar archive, so not a package");
        gzip.fail(fmt::format("the tar archive is damaged after member '{}'", current));
    }

    [[noreturn]] void refuse(const std::string& member, const std::string& why) const {
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "unsafe-member",
                     .message = fmt::format("{}: member '{}' {} (near byte {} of {})", name,
                                            text::visible(member), why, gzip.compressed_offset(),
                                            gzip.file_size()),
                     .hint = "do not install this package; ask its vendor for a sound one"});
    }

    ReadLimits limits;
    std::string name;
    GzipReader gzip;
    ::archive* tar = nullptr;
    ::archive_entry* entry = nullptr;
    std::exception_ptr pending;
    std::string current; // the member last begun, visible
    std::size_t members = 0;
    std::uint64_t size = 0;         // of that member, as its header says
    std::uint64_t declared = 0;     // bytes of content that the headers promised
    std::array<char, 65536> buffer; // of content()
};

namespace {

std::string first_of(const char* raw, const char* utf8) {
    return raw != nullptr ? raw : utf8 != nullptr ? utf8 : "";
}

// Without "./" in front, "/" behind and empty or "." components between.
std::string normalised(std::string_view path) {
    std::vector<std::string> parts = text::split(path, '/');
    std::erase_if(parts, [](const std::string& part) { return part.empty() || part == "."; });
    return text::join(parts, "/");
}

bool climbs(std::string_view path) {
    return std::ranges::count(text::split(path, '/'), "..") > 0;
}

MemberType type_of(::archive_entry* entry) {
    if (libarchive().entry_hardlink(entry) != nullptr) return MemberType::hardlink;
    switch (libarchive().entry_filetype(entry)) {
    case AE_IFREG:
        return MemberType::file;
    case AE_IFDIR:
        return MemberType::directory;
    case AE_IFLNK:
        return MemberType::symlink;
    default:
        return MemberType::other;
    }
}

} // namespace

PackageReader::PackageReader(const fs::path& file, const ReadLimits& limits)
    : state_(std::make_unique<State>(file, limits)) {
    State& state = *state_;
    state.tar = libarchive().read_new();
    libarchive().read_support_format_tar(state.tar);
    state.check(libarchive().read_open(state.tar, &state, nullptr, State::read, nullptr));
}

PackageReader::~PackageReader() = default;

std::optional<Member> PackageReader::next() {
    State& state = *state_;
    while (true) {
        const int result = libarchive().read_next_header(state.tar, &state.entry);
        state.check(result);
        if (result == ARCHIVE_EOF) return std::nullopt;
        const std::string path = first_of(libarchive().entry_pathname(state.entry),
                                          libarchive().entry_pathname_utf8(state.entry));
        state.current = text::visible(path.substr(0, 200));
        if (++state.members > state.limits.members)
            state.refuse(path.substr(0, 200),
                         fmt::format("is one of more than {}", state.limits.members));
        Member member{.path = normalised(path), .type = type_of(state.entry)};
        if (path.size() > state.limits.path)
            state.refuse(path.substr(0, 200), "has a name too long");
        if (path.starts_with('/')) state.refuse(path, "has an absolute path");
        const auto depth = static_cast<std::size_t>(std::ranges::count(member.path, '/'));
        if (depth > state.limits.depth)
            state.refuse(path.substr(0, 200),
                         fmt::format("lies more than {} directories deep", state.limits.depth));
        if (climbs(path)) state.refuse(path, "would be written outside the package's directory");
        if (member.type == MemberType::other)
            state.refuse(path, "is a device or another special file");
        member.mode = static_cast<unsigned>(libarchive().entry_perm(state.entry)) & 07777U;
        if (member.type == MemberType::hardlink)
            member.link = normalised(first_of(libarchive().entry_hardlink(state.entry),
                                              libarchive().entry_hardlink_utf8(state.entry)));
        if (member.type == MemberType::symlink)
            member.link = first_of(libarchive().entry_symlink(state.entry),
                                   libarchive().entry_symlink_utf8(state.entry));
        if (member.link.size() > state.limits.path)
            state.refuse(path, "has a link target too long");
        if (member.type == MemberType::file) {
            const auto size = libarchive().entry_size(state.entry);
            if (size < 0) state.refuse(path, "has a negative size");
            member.size = static_cast<std::uint64_t>(size);
            state.size = member.size;
            state.declared += std::min(member.size, state.limits.total + 1);
            if (state.declared > state.limits.total)
                state.refuse(path, fmt::format("brings the content above {}",
                                               text::human_size(state.limits.total)));
        }
        if (member.path.empty() && member.type == MemberType::directory) continue; // "./"
        if (member.path.empty()) state.refuse(path, "has no name");
        return member;
    }
}

void PackageReader::content(const std::function<void(std::string_view)>& sink) {
    auto& buffer = state_->buffer;
    std::uint64_t total = 0;
    while (true) {
        acapctl::check(state_->limits.stop); // the holes of a sparse file need no reading
        const la_ssize_t count = libarchive().read_data(state_->tar, buffer.data(), buffer.size());
        state_->check(count < 0 ? static_cast<int>(count) : ARCHIVE_OK);
        if (count <= 0) return;
        // libarchive fills the holes of a sparse map with zeros, wherever the map says they end.
        total += static_cast<std::uint64_t>(count);
        if (total > state_->size)
            state_->refuse(state_->current,
                           fmt::format("has content beyond its {} bytes", state_->size));
        sink(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
    }
}

std::string PackageReader::text() {
    std::string text;
    content([&](std::string_view bytes) {
        text += bytes;
        if (text.size() > state_->limits.text)
            state_->refuse(state_->current, fmt::format("is a text of more than {}",
                                                        text::human_size(state_->limits.text)));
    });
    return text;
}

std::uint64_t PackageReader::file_size() const {
    return state_->gzip.file_size();
}

std::uint64_t PackageReader::trailing_bytes() {
    state_->gzip.drain();
    return state_->gzip.file_size() - state_->gzip.compressed_offset();
}

std::string PackageReader::trailing_problem() {
    return why_no_signature(state_->gzip.trailing(most_of_signature + 1));
}

namespace {

[[noreturn]] void throw_invalid_manifest(const Package& package, const std::string& why) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "invalid-manifest",
                 .message = fmt::format("{}: {}", text::visible(package.file.string()), why)});
}

// As list.cgi shows it on AXIS OS 9.80 to 12.11: the third number stands behind a dash, and an
// application without one has only two ("1.3-438", "1.12").
std::string conf_version(const Package& package) {
    const std::string micro = package.conf_value("APPMICROVERSION");
    return fmt::format("{}.{}{}{}", package.conf_value("APPMAJORVERSION"),
                       package.conf_value("APPMINORVERSION"), micro.empty() ? "" : "-", micro);
}

// The name becomes a directory on the device and in the emulator.
void check_app_name(const Package& package) {
    const std::string& name = package.app_name;
    const bool control =
        std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (name.empty()) throw_invalid_manifest(package, "the package names no application (appName)");
    if (name == "." || name == ".." || name.find('/') != std::string::npos || control ||
        name.size() > 255)
        throw_invalid_manifest(
            package, fmt::format("'{}' cannot be the name of an application", text::visible(name)));
}

} // namespace

void describe(Package& package) {
    package.app_name = package.conf_value("APPNAME");
    package.friendly_name = package.conf_value("PACKAGENAME");
    package.architecture = package.conf_value("APPTYPE");
    package.vendor = package.conf_value("VENDOR");
    if (!package.conf.empty()) package.version = conf_version(package);
    if (package.manifest) {
        const auto document = [&] {
            try {
                return JsonDocument::parse(*package.manifest, "manifest.json");
            } catch (const Error& error) {
                throw_invalid_manifest(package, error.failure().message);
            }
        }();
        const JsonNode& root = document.root;
        if (!root.is(JsonNode::Kind::object))
            throw_invalid_manifest(package, fmt::format("{}: {} where an object belongs",
                                                        document.where(root.offset),
                                                        json_kind_name(root.kind)));
        const std::string setup = "acapPackageConf.setup.";
        package.schema_version = root.text_at("schemaVersion");
        package.app_name = root.text_at(setup + "appName", package.app_name);
        package.friendly_name = root.text_at(setup + "friendlyName", package.friendly_name);
        package.version = root.text_at(setup + "version", package.version);
        package.architecture = root.text_at(setup + "architecture", package.architecture);
        package.vendor = root.text_at(setup + "vendor", package.vendor);
    }
    if (package.friendly_name.empty()) package.friendly_name = package.app_name;
    check_app_name(package);
}

namespace {

// Two members of one name are told apart by nobody: if they differ, what a reader sees depends on
// the reader.
void keep_text(std::optional<std::string>& kept, std::string text, const Package& package,
               const std::string& path) {
    if (kept && *kept != text)
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "unsafe-member",
                     .message = fmt::format("{}: member '{}' occurs twice with different content",
                                            text::visible(package.file.string()), path)});
    kept = std::move(text);
}

} // namespace

Package read_package(const fs::path& file, std::stop_token stop) {
    return read_package(file, [](const Member&, PackageReader&) {}, {.stop = std::move(stop)});
}

Package read_package(const fs::path& file, const FileVisitor& visit, const ReadLimits& limits) {
    PackageReader reader(file, limits);
    Package package;
    package.file = file;
    package.size = reader.file_size();
    std::optional<std::string> conf;
    while (auto member = reader.next()) {
        const auto keep = [&](std::optional<std::string>& kept) {
            keep_text(kept, reader.text(), package, member->path);
        };
        if (member->type == MemberType::file) {
            if (member->path == "manifest.json")
                keep(package.manifest);
            else if (member->path == "package.conf")
                keep(conf);
            else if (member->path == "param.conf")
                keep(package.param_conf);
            else if (member->path == "cgi.conf")
                keep(package.cgi_conf);
            else
                visit(*member, reader);
        }
        package.members.push_back(std::move(*member));
    }
    package.trailing_bytes = reader.trailing_bytes();
    if (package.trailing_bytes > 0) package.trailing_problem = reader.trailing_problem();
    if (!package.manifest && !conf)
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "not-a-package",
                     .message = fmt::format("{}: neither manifest.json nor package.conf is inside, "
                                            "so not a package",
                                            text::visible(file.string()))});
    if (conf) package.conf = parse_package_conf(*conf);
    describe(package);
    return package;
}

Package read_package_head(const fs::path& file, const std::stop_token& stop) {
    PackageReader reader(file, {.stop = stop});
    Package package{.file = file};
    while (const auto member = reader.next()) {
        if (member->type != MemberType::file) continue;
        if (member->path == "package.conf") package.conf = parse_package_conf(reader.text());
        if (member->path == "manifest.json") package.manifest = reader.text();
        if (!package.manifest || package.conf.empty()) continue;
        describe(package);
        return package;
    }
    // One of them is not there: the whole of it, with all its checks.
    return read_package(file, stop);
}

} // namespace acapctl
