#include "manifest/schema/shape.hpp"

#include "acapctl/error.hpp"
#include "manifest/schema/pattern.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view manifest_fields;
}

namespace acapctl::manifest {

namespace {

using Json = nlohmann::ordered_json;

const Json& table() {
    static const Json parsed = Json::parse(data::manifest_fields);
    return parsed;
}

bool not_after(const std::string& since, std::string_view version) {
    return DottedVersion::parse(since) <= DottedVersion::parse(version);
}

Shape::Type type_named(const std::string& name) {
    static const std::map<std::string, Shape::Type> types{{"object", Shape::Type::object},
                                                          {"array", Shape::Type::array},
                                                          {"string", Shape::Type::string},
                                                          {"boolean", Shape::Type::boolean}};
    return types.at(name);
}

void read_rules(const Json& entry, Rules& rules) {
    if (entry.contains("pattern")) rules.pattern = entry["pattern"].get<std::string>();
    if (entry.contains("allowed")) rules.allowed = entry["allowed"].get<std::vector<std::string>>();
    rules.words = entry.value("words", rules.words);
}

void apply(const Json& entry, Shape& shape) {
    if (entry.contains("type")) shape.type = type_named(entry["type"]);
    shape.required = entry.value("required", shape.required);
    shape.built = entry.value("built", shape.built);
    shape.doubtful = entry.value("doubtful", shape.doubtful);
    shape.open = entry.value("open", shape.open);
    if (entry.contains("max_length")) shape.max_length = entry["max_length"].get<std::size_t>();
    if (entry.contains("min_properties"))
        shape.min_properties = entry["min_properties"].get<std::size_t>();
    read_rules(entry, shape.rules);
    if (entry.contains("advice")) read_rules(entry["advice"], shape.advice);
}

const Json& row_with_history(const Json& field) {
    if (!field.contains("same_as")) return field;
    for (const Json& other : table()["fields"])
        if (other["path"] == field["same_as"]) return other;
    throw Error({.message = "the manifest table refers to a field it does not have"});
}

// The field as it is in `version`, if it exists there.
std::optional<Shape> shape_at(const Json& field, std::string_view version) {
    const Json& row = row_with_history(field);
    std::optional<Shape> shape;
    for (const Json& entry : row["history"]) {
        if (!not_after(entry["since"], version)) break;
        if (entry.value("removed", false)) return std::nullopt;
        if (!shape) shape.emplace();
        apply(entry, *shape);
    }
    if (shape) {
        shape->path = field["path"];
        shape->about = row["about"];
    }
    return shape;
}

// Where a path of the table puts its field below its parent.
struct Step {
    std::string parent;
    std::string name;
    enum class Kind { member, element, form } kind = Kind::member;
};

Step step_of(const std::string& path) {
    const std::size_t end = path.find_last_of(".|[");
    if (end == std::string::npos) return {"", path, Step::Kind::member};
    if (path[end] == '[') return {path.substr(0, end), "", Step::Kind::element};
    return {path.substr(0, end), path.substr(end + 1),
            path[end] == '|' ? Step::Kind::form : Step::Kind::member};
}

std::vector<Shape>& place(Shape& parent, Step::Kind kind) {
    switch (kind) {
    case Step::Kind::element:
        return parent.element;
    case Step::Kind::form:
        return parent.forms;
    case Step::Kind::member:
        break;
    }
    return parent.members;
}

Shape* find_by_path(Shape& shape, const std::string& path) {
    if (shape.path == path) return &shape;
    for (auto* children : {&shape.members, &shape.element, &shape.forms})
        for (Shape& child : *children)
            if (Shape* found = find_by_path(child, path)) return found;
    return nullptr;
}

Schema build(std::string_view version) {
    Schema schema{.version = std::string(version)};
    for (const Json& field : table()["fields"]) {
        std::optional<Shape> shape = shape_at(field, version);
        if (!shape) continue;
        const Step step = step_of(shape->path);
        Shape* parent = find_by_path(schema.root, step.parent);
        if (parent == nullptr)
            throw Error({.message = "the manifest table has no parent for " + shape->path});
        shape->name = step.name;
        place(*parent, step.kind).push_back(std::move(*shape));
    }
    for (const Json& row : table()["conditions"])
        if (not_after(row["since"], version))
            schema.conditions.push_back({row["if"], row["equals"], row["require"], row["words"]});
    return schema;
}

std::vector<SchemaVersion> read_versions() {
    std::vector<SchemaVersion> versions;
    for (const Json& row : table()["versions"])
        versions.push_back(
            {row["version"], row["axis_os"], row["sdk"], row["known"] == "second-hand"});
    return versions;
}

std::vector<FieldLife> read_lives() {
    std::vector<FieldLife> lives;
    for (const Json& field : table()["fields"]) {
        const std::string path = field["path"];
        FieldLife life{.path = path, .name = step_of(path).name};
        for (const Json& entry : row_with_history(field)["history"]) {
            if (life.since.empty()) life.since = entry["since"];
            if (entry.value("removed", false)) life.removed = entry["since"];
        }
        if (step_of(path).kind == Step::Kind::member) lives.push_back(std::move(life));
    }
    return lives;
}

// By canonical pattern.
std::map<std::string, std::string> read_words() {
    std::map<std::string, std::string> words;
    for (const Json& field : table()["fields"])
        for (const Json& entry : row_with_history(field)["history"])
            if (entry.contains("pattern"))
                words.emplace(Pattern::canonical(entry["pattern"].get<std::string>()),
                              entry.value("words", ""));
    return words;
}

} // namespace

const Shape* Shape::member(std::string_view key) const {
    const auto found = std::ranges::find(members, key, &Shape::name);
    return found == members.end() ? nullptr : &*found;
}

const std::vector<SchemaVersion>& schema_versions() {
    static const std::vector<SchemaVersion> versions = read_versions();
    return versions;
}

const SchemaVersion* find_schema_version(std::string_view version) {
    const auto& all = schema_versions();
    const auto found = std::ranges::find(all, version, &SchemaVersion::version);
    return found == all.end() ? nullptr : &*found;
}

const Schema& schema_for(std::string_view version) {
    if (find_schema_version(version) == nullptr)
        throw Error({.message = "no manifest schema " + std::string(version)});
    static std::mutex mutex;
    static std::map<std::string, Schema, std::less<>> schemas;
    const std::lock_guard lock(mutex);
    auto found = schemas.find(version);
    if (found == schemas.end()) found = schemas.emplace(std::string(version), build(version)).first;
    return found->second;
}

std::string words_of_pattern(const std::string& pattern) {
    static const std::map<std::string, std::string> words = read_words();
    const auto found = words.find(Pattern::canonical(pattern));
    return found == words.end() ? "" : found->second;
}

const std::vector<FieldLife>& field_lives() {
    static const std::vector<FieldLife> lives = read_lives();
    return lives;
}

} // namespace acapctl::manifest
