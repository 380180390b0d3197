#pragma once
// What lint looks at: a manifest, the files a project will pack, or the members of a package.

#include "acapctl/package.hpp"
#include "manifest/conf_lines.hpp"
#include "manifest/document.hpp"
#include "model/model.hpp"
#include "package/elf.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::lint {

// Larger files are archives, not programs; a model may be as large.
constexpr std::uint64_t largest_examined = 64U << 20U; // bytes

enum class SubjectKind { manifest, project, package };

struct FileFact {
    std::string path{}; // in the package or project
    MemberType type = MemberType::file;
    unsigned mode = 0;
    std::string link{}; // target of a link
    std::uint64_t size = 0;
    std::string interpreter{};           // of a script: what follows "#!"
    std::size_t crlf_line = 0;           // of a script: first line that ends in CR LF, or 0
    bool private_key = false;            // holds a PEM private key
    std::vector<std::string> mentions{}; // of a program or script: words of sdk::InterfaceTable
    std::optional<ElfFacts> elf{};
    std::optional<model::ModelFacts> model{};
};

// A manifest that could be read, or why not.
struct ManifestFact {
    std::string name{}; // in the package or project: "manifest.json", "manifest.json.artpec8"
    std::optional<JsonDocument> document{};
    std::string problem{}; // of one that is not JSON, with its place
    std::size_t line = 0;
    std::size_t column = 0;
};

struct Subject {
    SubjectKind kind = SubjectKind::manifest;
    std::string name{};                // as the user named it
    std::filesystem::path directory{}; // where a project file may be
    std::vector<ManifestFact> manifests{};
    std::vector<ConfLine> conf{};  // of package.conf
    std::vector<FileFact> files{}; // by add()
    std::optional<Package> package{};
    std::optional<std::string> problem{}; // why a package could not be read
    std::string problem_rule{};           // the rule that this is a finding of

    void add(FileFact file);
    const FileFact* file(std::string_view path) const; // nullptr if there is none
    // The assignment that counts, which is the last; nullptr if there is none.
    const ConfLine* conf_line(std::string_view key) const;
    // Whether a file has this name, in whatever directory, or this SONAME.
    bool brings(const std::string& library) const;

    // Of a hostile package both the files and what they need may be tens of thousands.
    std::map<std::string, std::size_t, std::less<>> by_path{}; // in `files`
    std::set<std::string> libraries{};                         // names and SONAMEs
};

// Throws invalid_input if there is nothing at `path` that lint understands.
Subject read_subject(const std::filesystem::path& path, const std::stop_token& stop = {});

} // namespace acapctl::lint
