#include "lint/subject.hpp"

#include "acapctl/error.hpp"
#include "manifest/schema/validate.hpp"
#include "package/elf_scan.hpp"
#include "package/members.hpp"
#include "package/project_manifest.hpp"
#include "package/reader.hpp"
#include "sdk/interface_table.hpp"
#include "support/files.hpp"
#include "support/inside.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sys/stat.h>

namespace acapctl::lint {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 20'000;

std::size_t first_crlf_line(std::string_view bytes) {
    const std::size_t at = bytes.find("\r\n");
    if (at == std::string_view::npos) return 0;
    return 1 + static_cast<std::size_t>(std::ranges::count(bytes.substr(0, at), '\n'));
}

bool holds_private_key(std::string_view bytes) {
    const std::size_t begin = bytes.find("-----BEGIN ");
    if (begin == std::string_view::npos) return false;
    return bytes.substr(begin, 60).find("PRIVATE KEY-----") != std::string_view::npos;
}

void examine(std::string_view bytes, FileFact& file) {
    if (is_elf(bytes) || is_script(file.path, bytes))
        file.mentions = sdk::InterfaceTable::built_in().words().find(bytes);
    if (is_elf(bytes)) {
        file.elf = elf_facts(bytes);
        return;
    }
    if (model::is_model(file.path, bytes)) {
        file.model = model::model_facts(file.path, bytes);
        return;
    }
    file.interpreter = interpreter_of(bytes);
    if (!file.interpreter.empty() || file.path.ends_with(".sh"))
        file.crlf_line = first_crlf_line(bytes);
    file.private_key = holds_private_key(bytes.substr(0, 1U << 16U));
}

ManifestFact parse_manifest(std::string name, std::string source) {
    ManifestFact fact{.name = std::move(name)};
    try {
        fact.document = JsonDocument::parse(std::move(source), "manifest");
    } catch (const Error& error) {
        // "manifest:LINE:COLUMN: what"
        fact.problem = error.failure().message;
        const auto parts = text::split(fact.problem, ':');
        if (parts.size() > 3) {
            fact.line = text::parse_unsigned(parts[1]).value_or(0);
            fact.column = text::parse_unsigned(parts[2]).value_or(0);
            const std::size_t prefix = parts[0].size() + parts[1].size() + parts[2].size() + 3;
            fact.problem = std::string(text::trim(fact.problem.substr(prefix)));
        }
    }
    return fact;
}

void read_package_members(const fs::path& path, Subject& subject, const std::stop_token& stop) {
    PackageReader reader(path, {.stop = stop});
    while (const auto member = reader.next()) {
        FileFact file{.path = member->path,
                      .type = member->type,
                      .mode = member->mode,
                      .link = member->link,
                      .size = member->size};
        if (member->type == MemberType::file && member->path == "manifest.json") {
            subject.manifests = {parse_manifest("manifest.json", reader.text())};
        } else if (member->type == MemberType::file && member->path == "package.conf") {
            subject.conf = package_conf_lines(reader.text());
        } else if (member->type == MemberType::file && member->size <= largest_examined) {
            std::string bytes;
            reader.content([&](std::string_view part) { bytes += part; });
            examine(bytes, file);
        }
        subject.add(std::move(file));
    }
}

// What is wrong with a manifest alone is found in it, at its place.
bool is_told_by_manifest(const Failure& failure, const Subject& subject) {
    return failure.code == "invalid-manifest" && !subject.manifests.empty();
}

Subject read_packed(const fs::path& path, const std::stop_token& stop) {
    Subject subject{.kind = SubjectKind::package,
                    .name = path.string(),
                    .directory = path.has_parent_path() ? path.parent_path() : "."};
    try {
        read_package_members(path, subject, stop);
        subject.package = read_package(path, stop);
    } catch (const Error& error) {
        if (error.failure().kind == ErrorKind::interrupted) throw;
        if (is_told_by_manifest(error.failure(), subject)) return subject;
        subject.manifests.clear();
        subject.conf.clear();
        subject.problem = error.failure().message;
        subject.problem_rule =
            error.failure().code == "unsafe-member" ? "unsafe-member" : "package-unreadable";
    }
    return subject;
}

void add_file(const Inside& root, const fs::path& relative, Subject& subject) {
    const auto status = root.status(relative);
    if (!status) return;
    FileFact file{.path = relative.string(), .mode = status->st_mode & 07777U};
    if (S_ISDIR(status->st_mode))
        file.type = MemberType::directory;
    else if (S_ISLNK(status->st_mode)) {
        file.type = MemberType::symlink;
        file.link = root.link_target(relative);
    } else if (!S_ISREG(status->st_mode))
        file.type = MemberType::other;
    if (file.type == MemberType::file) {
        file.size = static_cast<std::uint64_t>(status->st_size);
        if (file.size <= largest_examined) examine(root.read(relative, largest_examined), file);
    }
    subject.add(std::move(file));
}

// The directories that acap-build packs whole, without what its tar leaves out; one that is a link
// is packed as a link.
void add_tree(const Inside& root, const fs::path& relative, Subject& subject) {
    add_file(root, relative, subject);
    if (subject.files.size() > most_files)
        throw_invalid(fmt::format("{} holds more than {} files",
                                  text::visible(root.path().string()), most_files));
    const auto status = root.status(relative);
    if (!status || !S_ISDIR(status->st_mode)) return;
    std::vector<std::string> names;
    try {
        names = root.names_in(relative);
    } catch (const Error&) { // nothing can be said of what may not be read
        return;
    }
    for (const std::string& name : names)
        if (!is_excluded(name)) add_tree(root, relative / name, subject);
}

bool is_manifest_name(const std::string& name) {
    return name == "manifest.json" || name.starts_with("manifest.json.");
}

std::vector<std::string> manifest_names(const Inside& root) {
    std::vector<std::string> names;
    for (const std::string& name : root.names_in("."))
        if (is_manifest_name(name) && !is_excluded(name)) {
            const auto status = root.status_behind_links(name);
            if (status && !S_ISDIR(status->st_mode)) names.push_back(name);
        }
    return names;
}

// The directory of the manifests: the project's, or app/ in it.
Inside root_of(const fs::path& project) {
    std::error_code ignored;
    if (!manifest_names(Inside(project)).empty() || !fs::is_directory(project / "app", ignored))
        return Inside(project);
    return Inside(project / "app");
}

// The files of the root, beside LICENSE, that every package of this manifest has.
std::vector<std::string> named_files(const JsonDocument& manifest) {
    const JsonNode& root = manifest.root;
    return {root.text_at("acapPackageConf.setup.appName"),
            root.text_at("acapPackageConf.installation.postInstallScript"),
            root.text_at("acapPackageConf.uninstallation.preUninstallScript")};
}

// Models are packed by options of the build: those that lie where examples have them.
void add_models(const Inside& root, Subject& subject) {
    for (const char* directory : {".", "model", "models"}) {
        const auto status = root.status(directory);
        if (!status || !S_ISDIR(status->st_mode)) continue;
        for (const std::string& name : root.names_in(directory))
            if (model::is_model(name, "") && !is_excluded(name))
                add_file(root, (fs::path(directory) / name).lexically_normal(), subject);
    }
}

Subject read_project(const fs::path& path) {
    const Inside root = root_of(path);
    Subject subject{.kind = SubjectKind::project, .name = root.path().string(), .directory = path};
    std::vector<std::string> wanted{"LICENSE"};
    for (const std::string& name : manifest_names(root)) {
        subject.manifests.push_back(parse_manifest(name, root.read(name, JsonDocument::max_size)));
        if (auto& document = subject.manifests.back().document) {
            manifest::drop_placeholder(*document);
            for (const std::string& file : named_files(*document)) wanted.push_back(file);
        }
    }
    if (subject.manifests.empty()) {
        const std::string old = hint_of_package_conf(path);
        throw Error(
            {.kind = ErrorKind::invalid_input,
             .message = fmt::format("no manifest.json in {} or its directory app",
                                    text::visible(path.string())),
             .hint = old.empty() ? "name a project directory, a manifest or an .eap file" : old});
    }
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    for (const std::string& file : wanted)
        if (is_file_name(file)) add_file(root, file, subject);
    for (const char* tree : {"html", "lib", "declarations"}) add_tree(root, tree, subject);
    add_models(root, subject);
    return subject;
}

} // namespace

void Subject::add(FileFact file) {
    by_path.emplace(file.path, files.size());
    libraries.insert(file.path.substr(file.path.rfind('/') + 1));
    if (file.elf && !file.elf->soname.empty()) libraries.insert(file.elf->soname);
    files.push_back(std::move(file));
}

const FileFact* Subject::file(std::string_view path) const {
    const auto found = by_path.find(path);
    return found == by_path.end() ? nullptr : &files[found->second];
}

const ConfLine* Subject::conf_line(std::string_view key) const {
    const auto found = std::find_if(conf.rbegin(), conf.rend(),
                                    [&](const ConfLine& line) { return line.key == key; });
    return found == conf.rend() ? nullptr : &*found;
}

bool Subject::brings(const std::string& library) const {
    return libraries.contains(library);
}

Subject read_subject(const fs::path& path, const std::stop_token& stop) {
    std::error_code error;
    if (fs::is_directory(path, error)) return read_project(path);
    if (path.extension() == ".eap" && fs::is_regular_file(path, error))
        return read_packed(path, stop);
    Subject subject{.name = path.string(),
                    .directory = path.has_parent_path() ? path.parent_path() : "."};
    subject.manifests.push_back(
        parse_manifest(path.filename().string(), read_file(path, JsonDocument::max_size)));
    if (auto& document = subject.manifests.back().document) manifest::drop_placeholder(*document);
    return subject;
}

} // namespace acapctl::lint
