// Packing: everything is decided and checked before the first byte is written.
#include "acapctl/error.hpp"
#include "acapctl/package.hpp"
#include "manifest/architecture.hpp"
#include "manifest/conf_files.hpp"
#include "manifest/document.hpp"
#include "manifest/manifest.hpp"
#include "manifest/package_conf.hpp"
#include "manifest/python_json.hpp"
#include "manifest/rewrite.hpp"
#include "package/compress.hpp"
#include "package/elf.hpp"
#include "package/members.hpp"
#include "package/mend.hpp"
#include "package/project_manifest.hpp"
#include "support/beneath.hpp"
#include "support/digest.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/names.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <ctime>
#include <optional>

#include <fmt/format.h>

namespace acapctl {

namespace fs = std::filesystem;

namespace {

std::string shown(const fs::path& path) {
    return text::visible(path.lexically_normal().string());
}

// Names in a manifest become paths below the project.
void check_relative(const std::string& name, const std::string& what) {
    if (!is_path_below(name))
        throw_invalid(fmt::format("{} '{}' is not a path below the project directory", what,
                                  text::visible(name)));
}

void require_file(const Inside& project, const std::string& name, const std::string& what,
                  const std::string& hint, const std::vector<Advice>& advice = {}) {
    check_relative(name, what);
    const std::string path = shown(project.path() / name);
    if (!project.status(name))
        throw_invalid(fmt::format("{} {} is missing", what, path), hint, advice);
    const auto status = project.status_behind_links(name);
    if (status && S_ISDIR(status->st_mode))
        throw_invalid(fmt::format("{} {} is a directory", what, path), hint, advice);
}

// Made in memory: it need not be on disk, and what is there is not packed.
bool is_generated(const std::string& name) {
    const std::string plain = fs::path(name).lexically_normal().string();
    return plain == "package.conf" || plain == "param.conf" || plain == "manifest.json";
}

void check_additional_file(const Inside& project, const std::string& name) {
    check_relative(name, "the additional file");
    if (is_generated(name)) return;
    (void)project.status_behind_links(name); // a link that is named must not lead out
    if (project.status(name)) return;
    throw_invalid(fmt::format("the additional file {} is missing", shown(project.path() / name)),
                  "paths after -a are relative to the project directory");
}

void check_project(const PackRequest& request, const Inside& project, const Manifest& manifest) {
    require_file(project, manifest.app_name, "the executable", "compile the project first",
                 {{Advice::build_project}});
    const std::string license_hint = "write the terms of use of the application into that file";
    require_file(project, "LICENSE", "the licence", license_hint);
    struct stat license {};
    if (::fstat(project.open("LICENSE").get(), &license) == 0 && license.st_size == 0)
        throw_invalid(fmt::format("the licence {} is empty", shown(project.path() / "LICENSE")),
                      license_hint);
    const std::string script_hint = "the manifest names it; create it or remove it there";
    if (manifest.post_install_script)
        require_file(project, *manifest.post_install_script, "postInstallScript", script_hint);
    if (manifest.pre_uninstall_script)
        require_file(project, *manifest.pre_uninstall_script, "preUninstallScript", script_hint);
    for (const std::string& name : request.additional_files) check_additional_file(project, name);
}

// What the executable is compiled for, by its headers at the front; nothing for a script.
std::optional<ElfFacts> program_facts(const Inside& project, const Manifest& manifest) {
    const Descriptor file = project.open(manifest.app_name);
    std::string head(64U << 10U, '\0');
    const ssize_t count = ::pread(file.get(), head.data(), head.size(), 0);
    head.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return elf_facts(head);
}

std::string target_architecture(const PackRequest& request, const Manifest& manifest,
                                const std::optional<ElfFacts>& program) {
    if (!request.architecture.empty()) {
        if (is_package_architecture(request.architecture)) return request.architecture;
        throw_usage(fmt::format("unknown architecture '{}'", text::visible(request.architecture)),
                    architecture_hint(request.architecture, package_architectures()));
    }
    if (manifest.architecture) return *manifest.architecture;
    if (program && is_package_architecture(program->architecture)) return program->architecture;
    throw_usage("the architecture of the package is not known", {}, {{Advice::name_architecture}});
}

void check_machine(const fs::path& path, const std::optional<ElfFacts>& program,
                   const std::string& architecture, std::vector<std::string>& warnings) {
    if (!program) return;
    std::string machine = program->architecture.empty() ? program->machine : program->architecture;
    if (!program->abi.empty() && program->architecture.empty())
        machine += " (" + text::join(program->abi, ", ") + ")";
    if (architecture == "all") {
        warnings.push_back(fmt::format("{} is a program for {}, but the package is for 'all'",
                                       shown(path), machine));
    } else if (program->architecture != architecture) {
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "wrong-architecture",
                     .message = fmt::format("{} is a program for {}, the package is for {}",
                                            shown(path), machine, text::visible(architecture)),
                     .hint = "compile it for the package's architecture",
                     .advice = {{Advice::choose_architecture}}});
    }
}

void check_mode(const Inside& project, const Manifest& manifest,
                std::vector<std::string>& warnings) {
    const auto status = project.status_behind_links(manifest.app_name);
    if (status && (status->st_mode & S_IXOTH) == 0)
        warnings.push_back(fmt::format("{} is not executable for everyone (mode {:04o}); a device "
                                       "will not start it",
                                       shown(project.path() / manifest.app_name),
                                       status->st_mode & 07777U));
}

// The order of the official packer.
std::vector<Operand> operands_of(const PackRequest& request, const Inside& project,
                                 const Manifest& manifest, const std::string& manifest_text,
                                 const std::string& package_conf) {
    std::vector<Operand> operands = {{manifest.app_name},
                                     {"package.conf", package_conf},
                                     {"param.conf", write_param_conf(manifest)},
                                     {"LICENSE"},
                                     // The official packer makes it with Python's mkstemp.
                                     {"manifest.json", manifest_text, 0600}};
    if (manifest.post_install_script) operands.push_back({*manifest.post_install_script});
    for (const std::string& name : request.additional_files) operands.push_back({name});
    if (manifest.pre_uninstall_script) operands.push_back({*manifest.pre_uninstall_script});
    for (const char* name : {"html", "declarations", "lib"})
        if (project.status(name)) operands.push_back({name});
    if (auto cgi_conf = write_cgi_conf(manifest)) operands.push_back({"cgi.conf", *cgi_conf});
    return operands;
}

void warn_of_names(const PackRequest& request, std::vector<std::string>& warnings) {
    for (const std::string& name : request.additional_files)
        if (name.find(' ') != std::string::npos)
            warnings.push_back(fmt::format("'{}' has a space in its name, which package.conf "
                                           "cannot express",
                                           text::visible(name)));
}

std::uint64_t package_time() {
    const auto epoch = environment("SOURCE_DATE_EPOCH");
    if (!epoch) return static_cast<std::uint64_t>(std::time(nullptr));
    const auto seconds = text::parse_unsigned(*epoch);
    if (!seconds)
        throw_usage(
            fmt::format("SOURCE_DATE_EPOCH '{}' is not a number of seconds", text::visible(*epoch)),
            "set it to the output of 'date +%s', or unset it");
    if (*seconds >= TarWriter::max_time)
        throw_usage(fmt::format("SOURCE_DATE_EPOCH {} does not fit into a tar header", *seconds),
                    "it counts seconds; divide it by 1000 if it is in milliseconds");
    return *seconds;
}

// Gives the SHA-256 of what was written.
std::string write_package(const Inside& project, const std::vector<SourceMember>& members,
                          const PackRequest& request, AtomicFile& file, std::uint64_t time) {
    // OpenSSL takes a millisecond to start: behind the first piece, when a processor is idle.
    std::optional<Sha256> hash;
    Compressor compressor(request.compression, [&](std::string_view bytes) {
        if (!hash) hash.emplace();
        hash->add(bytes);
        file.write(bytes);
    });
    std::uint64_t expected = TarWriter::record + 2 * TarWriter::block; // the end
    for (const SourceMember& member : members)
        expected += 2 * TarWriter::block + member.entry.size; // its header and padding
    compressor.expect(expected);
    TarWriter tar(
        [&](std::string_view bytes) {
            check(request.stop);
            compressor.write(bytes);
        },
        time);
    write_members(project, members, tar);
    tar.finish();
    compressor.finish(request.stop);
    return hash.value().finish();
}

void make_directory(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) throw_write_error(error.value(), "make " + shown(path));
}

} // namespace

PackedPackage pack(const PackRequest& request) {
    PackedPackage packed;
    const std::uint64_t time = package_time();
    const Inside project(request.project);
    JsonDocument document = load_manifest(project, request.manifest);
    Manifest manifest = read_manifest(document);
    check_project(request, project, manifest);
    const auto program = program_facts(project, manifest);
    const std::string target = target_architecture(request, manifest, program);
    packed.warnings = rewrite_manifest(document, {.architecture = target,
                                                  .axis_os_version = request.axis_os_version,
                                                  .newest_schemas = request.newest_schemas});
    manifest = read_manifest(document);
    packed.architecture = manifest.architecture.value_or(target);
    check_machine(request.project / manifest.app_name, program, packed.architecture,
                  packed.warnings);
    check_mode(project, manifest, packed.warnings);
    warn_of_names(request, packed.warnings);
    const std::string conf = write_package_conf(
        manifest, {.architecture = target, .other_files = request.additional_files});
    auto members = collect_members(
        project, operands_of(request, project, manifest, python_json(document.root), conf),
        packed.warnings);
    mend_members(project, members,
                 {manifest.app_name, manifest.post_install_script.value_or(""),
                  manifest.pre_uninstall_script.value_or("")},
                 request.mend, packed.warnings);

    const fs::path output = request.output.empty() ? request.project / "build" : request.output;
    packed.path = (output / package_file_name(manifest, target)).lexically_normal();
    // A clone may have a link in the place of its own build directory.
    if (request.output.empty()) Beneath(request.project).make("build");
    make_directory(output);
    AtomicFile file(packed.path);
    packed.sha256 = write_package(project, members, request, file, time);
    packed.size = fs::file_size(file.temporary());
    check(request.stop);
    file.commit();
    return packed;
}

} // namespace acapctl
