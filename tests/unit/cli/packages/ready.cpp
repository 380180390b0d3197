// How ready for AXIS OS 13 manifests of the field are, by the verdict of compat: Axis' examples,
// and those of real projects, each before and after what is told to do about it was done. Prints a
// table.
#include "desk.hpp"

#include "catch.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Answered {
    std::string readiness{};
    std::string why{};
    bool ready() const { return readiness == "ready" || readiness == "once-signed"; }
};

struct ReadyRow {
    std::string file{};
    std::string schema{};
    Answered before{};
    std::string remedy{};
    Answered after{};
};

// A manifest as the project of an application that uses nothing: what is judged is the manifest.
class FieldProject {
  public:
    FieldProject(Desk& desk, const fs::path& manifest, int number)
        : desk_(desk), directory_(desk.home() / std::to_string(number)) {
        fs::create_directories(directory_);
        fs::copy_file(manifest, directory_ / "manifest.json");
        const json setup = read()["acapPackageConf"]["setup"];
        architecture_ = setup.value("architecture", "");
        write_file(directory_ / setup.value("appName", "app"), "#!/bin/sh\n", 0755);
    }

    std::string schema() const { return read().value("schemaVersion", "none"); }

    Answered compat() const {
        const json document =
            desk_.acapctl({"compat", directory_.string(), "--axis-os", "13", "--json"}).document();
        if (document.contains("error")) return {"invalid", document["error"]["message"]};
        const json* best = nullptr;
        for (const json& one : document["combinations"])
            if (best == nullptr || rank(one) < rank(*best)) best = &one;
        return {(*best)["readiness"], text::join((*best)["reasons"], "; ")};
    }

    // What the verdict tells to do, with what only a person can decide; "" where nothing is left.
    std::string mend() {
        std::vector<std::string> done;
        const json upgrade = desk_
                                 .acapctl({"manifest", "upgrade", directory_.string(),
                                           "--vendor-id", "0123456789", "--json"})
                                 .document();
        if (upgrade.contains("changes") && !upgrade["changes"].empty())
            done.emplace_back("manifest upgrade");
        json manifest = read();
        json& setup = manifest["acapPackageConf"]["setup"];
        const std::set<std::string> buildable{"", "all", "aarch64", "armv7hf"};
        if (!buildable.contains(architecture_)) {
            setup["architecture"] = architecture_ = "aarch64";
            done.emplace_back("built for aarch64");
        }
        for (json& range : setup["compatibleOsVersions"])
            if (range.value("max", "13").starts_with("12")) {
                range["max"] = "13";
                done.emplace_back("range raised");
            }
        write_file(directory_ / "manifest.json", manifest.dump());
        for (const json& decision : upgrade.value("decisions", json::array())) {
            const std::string path = decision["path"];
            if (path.ends_with("containers")) done.emplace_back("a person replaces containers");
            if (path.ends_with("user")) done.emplace_back("a person looks what root did");
        }
        return text::join(done, ", ");
    }

  private:
    json read() const { return json::parse(read_file(directory_ / "manifest.json")); }

    // The best of all chips; of equals one that the manifest is for.
    std::pair<int, bool> rank(const json& combination) const {
        static const std::vector<std::string> best{"ready", "warnings", "once-signed", "unknown",
                                                   "not-ready"};
        const auto place = std::ranges::find(best, combination["readiness"].get<std::string>());
        const std::string usual = architecture_ == "armv7hf" ? "artpec7" : "artpec8";
        return {static_cast<int>(place - best.begin()), combination["chip"] != usual};
    }

    Desk& desk_;
    fs::path directory_;
    std::string architecture_{};
};

std::vector<fs::path> field_manifests(const std::string& kind) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(SHARED_CORPUS "/manifests/" + kind))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

bool has_corpus() {
    if (fs::is_directory(SHARED_CORPUS "/manifests")) return true;
    std::cout << "skipped: no manifests at " << SHARED_CORPUS << "/manifests\n";
    return false;
}

std::vector<ReadyRow> judge_all(const std::string& kind) {
    Desk desk;
    std::vector<ReadyRow> rows;
    for (const fs::path& file : field_manifests(kind)) {
        FieldProject project(desk, file, static_cast<int>(rows.size()));
        ReadyRow row{
            .file = file.filename(), .schema = project.schema(), .before = project.compat()};
        if (!row.before.ready()) {
            row.remedy = project.mend();
            row.after = project.compat();
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void print_rows(const std::vector<ReadyRow>& rows) {
    std::map<std::string, int> before;
    std::map<std::string, int> after;
    for (const ReadyRow& row : rows) {
        std::cout << text::join({row.file, row.schema, row.before.readiness, row.before.why,
                                 row.remedy, row.after.readiness, row.after.why},
                                "\t")
                  << '\n';
        ++before[row.before.readiness];
        ++after[row.before.ready() ? row.before.readiness : row.after.readiness];
    }
    const auto counts = [](const std::map<std::string, int>& of) {
        std::vector<std::string> words;
        for (const auto& [readiness, count] : of)
            words.push_back(fmt::format("{} {}", count, readiness));
        return text::join(words, ", ");
    };
    std::cout << rows.size() << " manifests: " << counts(before)
              << "; with the remedies: " << counts(after) << '\n';
}

} // namespace

TEST_CASE("Axis' examples of SDK 12.11 are ready for AXIS OS 13 once they are signed", "[corpus]") {
    if (!has_corpus()) return;
    const std::vector<ReadyRow> rows = judge_all("official");
    print_rows(rows);
    CHECK(rows.size() >= 54);
    for (const ReadyRow& row : rows) {
        INFO(row.file << ": " << row.before.why);
        CHECK(row.before.readiness == "once-signed");
    }
}

TEST_CASE("real projects are ready for AXIS OS 13 after the remedies, if their schema takes them",
          "[corpus]") {
    if (!has_corpus()) return;
    const std::vector<ReadyRow> rows = judge_all("third-party");
    print_rows(rows);
    std::set<std::string> projects;
    int refused = 0;
    for (const ReadyRow& row : rows) {
        INFO(row.file << ": " << row.before.why << "; then " << row.after.why);
        projects.insert(row.file.substr(0, row.file.find("__", row.file.find("__") + 2)));
        if (row.schema.starts_with("2.")) CHECK(row.before.ready());
        if (row.schema.starts_with("1.")) CHECK(row.before.readiness == "not-ready");
        if (row.before.ready() || row.after.ready()) continue;
        // Nobody but its author knows what was meant.
        CHECK_THAT(row.after.why, contains("needs a manifest that its schema takes"));
        ++refused;
    }
    CHECK(projects.size() >= 30);
    CHECK(refused * 5 < static_cast<int>(rows.size()));
}

} // namespace acapctl::cli
