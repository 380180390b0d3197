// Rules about the files of a package, or those that a project will pack.
#include "lint/findings.hpp"
#include "manifest/architecture_names.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

std::string file_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

const JsonNode* manifest_root(const ManifestFact& fact) {
    return fact.document ? &fact.document->root : nullptr;
}

void modes(Inspection& inspection, const FileFact& file) {
    if (file.type != MemberType::file && file.type != MemberType::directory) return;
    if (file.type == MemberType::file && (file.mode & 06000U) != 0)
        inspection.at_file("setuid-file", file.path, fmt::format("mode {:04o}", file.mode));
    if ((file.mode & 0002U) != 0 && (file.mode & 01000U) == 0)
        inspection.at_file("world-writable-file", file.path, fmt::format("mode {:04o}", file.mode));
}

void links(Inspection& inspection, const FileFact& file) {
    if (file.type != MemberType::symlink) return;
    const std::filesystem::path from = std::filesystem::path(file.path).parent_path();
    const std::string to = (from / file.link).lexically_normal().string();
    if (to.starts_with('/') || to == ".." || to.starts_with("../"))
        inspection.at_file("escaping-link", file.path,
                           fmt::format("it leads to {}", in_quotes(file.link)));
}

void secrets_and_leftovers(Inspection& inspection, const FileFact& file) {
    const std::string name = file_name(file.path);
    if (file.type == MemberType::file &&
        (name == ".env" || name == "id_rsa" || name == "id_ed25519" || name == ".netrc" ||
         file.private_key))
        inspection.at_file("secret-in-package", file.path,
                           file.private_key ? "it holds a private key"
                                            : "files of this name hold passwords or keys");
    const bool history =
        file.type == MemberType::directory && (name == ".git" || name == ".svn" || name == ".hg");
    if (history ||
        (file.type == MemberType::file && (name.ends_with(".o") || name.ends_with("~") ||
                                           name.ends_with(".swp") || name.ends_with(".orig"))))
        inspection.at_file("build-leftover", file.path, "nothing on the camera needs it");
}

// What a camera has: BusyBox's shell, and nothing that a package does not bring.
bool has_interpreter(const Subject& subject, const std::string& interpreter) {
    std::string program = text::split(interpreter, ' ').front();
    if (file_name(program) == "env") {
        const auto words = text::split(interpreter, ' ');
        program = words.size() > 1 ? words.back() : program;
    }
    const std::string name = file_name(program);
    if (name == "sh" || name == "ash" || name == "lua") return true;
    return subject.file(name) != nullptr || program.starts_with("/usr/local/packages/");
}

void scripts(Inspection& inspection, const FileFact& file) {
    if (file.crlf_line != 0) {
        Finding finding{.rule = &rule("crlf-script"),
                        .line = file.crlf_line,
                        .message = "the line ends in CR LF"};
        inspection.place(file.path, finding);
        inspection.add(std::move(finding));
    } else if (file.interpreter.starts_with('/') &&
               (file.interpreter.find("python") != std::string::npos ||
                file.interpreter.find("perl") != std::string::npos ||
                file.interpreter.find("node") != std::string::npos ||
                file.interpreter.find("bash") != std::string::npos) &&
               !has_interpreter(inspection.subject, file.interpreter)) {
        inspection.at_file("interpreter-absent", file.path,
                           fmt::format("its interpreter is {}", in_quotes(file.interpreter)));
    }
}

std::string missing(const Inspection& inspection, const std::string& library) {
    const auto* unsupported = inspection.knowledge.catalog.unsupported_library(library);
    const std::string needs = fmt::format("it needs {}", in_quotes(library));
    if (unsupported == nullptr) return needs;
    return fmt::format("{}, which AXIS OS has for itself, not for applications: {}", needs,
                       unsupported->source);
}

void elf(Inspection& inspection, const FileFact& file, const std::string& architecture) {
    if (!file.elf || file.elf->type == ElfType::relocatable) return;
    if (architecture == "all")
        inspection.at_file("architecture-all-with-binary", file.path,
                           fmt::format("it is compiled for {}", file.elf->machine));
    else if (!architecture.empty() && !is_for(*file.elf, architecture))
        inspection.at_file("wrong-machine", file.path,
                           fmt::format("it is compiled for {}, but the package is for {}",
                                       file.elf->machine, text::visible(architecture)));
    if (file.elf->executable_stack)
        inspection.at_file("executable-stack", file.path, "its stack is executable");
    for (const std::string& needed : file.elf->needed)
        if (!inspection.knowledge.catalog.has_library(needed) && !inspection.subject.brings(needed))
            inspection.at_file("library-missing", file.path, missing(inspection, needed));
}

std::string architecture_of(const Subject& subject) {
    if (subject.package) return subject.package->architecture;
    for (const ManifestFact& fact : subject.manifests)
        if (const JsonNode* root = manifest_root(fact))
            return root->text_at("acapPackageConf.setup.architecture");
    return "";
}

void named_scripts(Inspection& inspection, const ManifestFact& fact) {
    for (const char* key :
         {"installation.postInstallScript", "uninstallation.preUninstallScript"}) {
        const std::string path = std::string("acapPackageConf.") + key;
        const JsonNode* node = fact.document->root.find_path(path);
        if (node == nullptr || !node->is(JsonNode::Kind::string) || node->text.empty()) continue;
        if (inspection.subject.file(node->text) == nullptr)
            inspection.at_value("script-missing", fact, *node, "$." + path,
                                fmt::format("there is no file {}", in_quotes(node->text)));
    }
}

// With a reverse proxy the page may be a path of the application itself.
void setting_page(Inspection& inspection, const ManifestFact& fact) {
    const std::string configuration = "acapPackageConf.configuration";
    const std::string path = configuration + ".settingPage";
    const JsonNode* node = fact.document->root.find_path(path);
    if (node == nullptr || !node->is(JsonNode::Kind::string) || node->text.empty()) return;
    for (const char* web : {".reverseProxy", ".httpConfig"})
        if (fact.document->root.find_path(configuration + web) != nullptr &&
            inspection.subject.file("html") == nullptr)
            return;
    if (fact.document->root.find_path(configuration + ".reverseProxy") == nullptr &&
        inspection.subject.file("html/" + node->text) == nullptr)
        inspection.at_value("setting-page-missing", fact, *node, "$." + path,
                            fmt::format("there is no file html/{}", text::visible(node->text)));
}

void license(Inspection& inspection) {
    const FileFact* file = inspection.subject.file("LICENSE");
    const char* rule = inspection.subject.kind == SubjectKind::package ? "package-without-license"
                                                                       : "license-missing";
    if (file == nullptr)
        inspection.at_file(rule, "LICENSE", "there is no file LICENSE");
    else if (file->type == MemberType::file && file->size == 0)
        inspection.at_file(rule, "LICENSE", "LICENSE is empty");
}

void conf_against_manifest(Inspection& inspection, const Package& package, const JsonNode& root) {
    struct Pair {
        const char* key;
        const char* path;
    };
    for (const Pair& pair : {Pair{"APPNAME", "appName"}, Pair{"VENDOR", "vendor"},
                             Pair{"STARTMODE", "runMode"}, Pair{"APPID", "appId"}}) {
        const std::string said = package.conf_value(pair.key);
        const std::string value = root.text_at(std::string("acapPackageConf.setup.") + pair.path);
        if (said.empty() || value.empty() || said == value) continue;
        inspection.at_file("conf-differs-from-manifest", "package.conf",
                           fmt::format("{} is {}, but {} in the manifest is {}", pair.key,
                                       in_quotes(said), pair.path, in_quotes(value)));
    }
}

// NAME_1_0_0_ARCH.eap, as every packer names it; old ones wrote 1_0-0.
void file_name_against_package(Inspection& inspection, const Package& package) {
    const std::string stem = package.file.stem().string();
    const auto mark = stem.find_last_of("_-.");
    if (mark == std::string::npos || package.architecture.empty()) return;
    const std::string named = stem.substr(mark + 1);
    const ArchitectureNames* known = find_architecture(named);
    const bool other_name = known != nullptr && known->name != named; // as in robot-arm
    if ((named != "all" && known == nullptr) || (other_name && stem[mark] != '_')) return;
    if (!same_architecture(named, package.architecture))
        inspection.at_file("file-name-architecture", "",
                           fmt::format("its name says {}, the package is for {}",
                                       text::visible(named), text::visible(package.architecture)));
}

void trailing_bytes(Inspection& inspection, const Package& package) {
    if (package.trailing_bytes > 0 && !package.trailing_problem.empty())
        inspection.at_file("trailing-bytes", "",
                           fmt::format("the {} bytes behind the archive are no signature: {}",
                                       package.trailing_bytes, package.trailing_problem));
}

void package_only(Inspection& inspection, const Package& package) {
    const Subject& subject = inspection.subject;
    file_name_against_package(inspection, package);
    trailing_bytes(inspection, package);
    if (package.manifest && subject.file("package.conf") == nullptr)
        inspection.at_file("package-conf-missing", "package.conf", "there is no package.conf");
    if (!package.app_name.empty() && subject.file(package.app_name) == nullptr)
        inspection.at_file("executable-missing", package.app_name,
                           fmt::format("there is no file {}", in_quotes(package.app_name)));
    for (const FileFact& file : subject.files)
        if (file.path.find('/') == std::string::npos && file.path.find(' ') != std::string::npos)
            inspection.at_file("space-in-file-name", file.path, "its name holds a space");
    if (!subject.manifests.empty())
        if (const JsonNode* root = manifest_root(subject.manifests.front()))
            conf_against_manifest(inspection, package, *root);
}

} // namespace

void check_files(Inspection& inspection) {
    const Subject& subject = inspection.subject;
    if (subject.problem) return inspection.at_file(subject.problem_rule, "", *subject.problem);
    if (subject.kind == SubjectKind::manifest) return;
    const std::string architecture = architecture_of(subject);
    for (const FileFact& file : subject.files) {
        modes(inspection, file);
        links(inspection, file);
        secrets_and_leftovers(inspection, file);
        scripts(inspection, file);
        elf(inspection, file, architecture);
    }
    for (const ManifestFact& fact : subject.manifests) {
        if (!fact.document) continue;
        named_scripts(inspection, fact);
        setting_page(inspection, fact);
    }
    license(inspection);
    if (subject.package) package_only(inspection, *subject.package);
}

} // namespace acapctl::lint
