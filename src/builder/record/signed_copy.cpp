#include "builder/record/signed_copy.hpp"

#include "builder/record/record.hpp"
#include "builder/workspace/workspace.hpp"
#include "support/json.hpp"
#include "support/private_files.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::builder {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// What the record says of the package; nullptr: nothing.
json* entry_of(json& record, const std::string& sha256) {
    if (!record.is_object() || !record.contains("packages") || !record["packages"].is_array())
        return nullptr;
    for (json& package : record["packages"])
        if (string_at(package, "sha256") == sha256) return &package;
    return nullptr;
}

json read_in(const Workspace& workspace, const std::string& name) {
    return parse_record(workspace.files().read(name).value_or(""), workspace.path(name));
}

// Under the lock of its plan.
bool note_in(const Workspace& workspace, const std::string& name, const SignedPair& pair) {
    const fs::path file = workspace.path(name);
    json record = read_in(workspace, name);
    json* entry = entry_of(record, pair.sha256);
    if (entry == nullptr) return false;
    const json signed_copy = {{"path", fs::absolute(pair.copy).lexically_normal().string()},
                              {"sha256", pair.copy_sha256}};
    if (entry->value("signed", json()) == signed_copy) return true;
    (*entry)["signed"] = signed_copy;
    std::error_code unknown;
    const auto built_at = fs::last_write_time(file, unknown); // by which the newest is found
    workspace.files().write(name, record_text(std::move(record), file), 0644, Durability::flushed);
    if (!unknown) fs::last_write_time(file, built_at, unknown);
    return true;
}

std::optional<fs::path> note_below(const fs::path& project, const SignedPair& pair) {
    const auto workspace = Workspace::find(project);
    if (!workspace) return std::nullopt;
    std::error_code error;
    for (fs::directory_iterator file(workspace->files().path(), error), end; !error && file != end;
         file.increment(error)) {
        if (file->path().extension() != ".json") continue;
        const std::string name = file->path().filename().string();
        json record = read_in(*workspace, name);
        if (entry_of(record, pair.sha256) == nullptr) continue;
        // A build that is at it writes a record of its own.
        const auto lock = FileLock::if_free(workspace->lock(file->path().stem().string()));
        if (lock && note_in(*workspace, name, pair)) return workspace->path(name);
    }
    return std::nullopt;
}

} // namespace

std::optional<fs::path> record_signed(const SignedPair& pair) {
    const fs::path beside = fs::absolute(pair.package).lexically_normal().parent_path();
    for (const fs::path& project : {beside.parent_path(), beside, fs::current_path()})
        if (auto record = note_below(project, pair)) return record;
    return std::nullopt;
}

} // namespace acapctl::builder
