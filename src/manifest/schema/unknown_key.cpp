#include "manifest/schema/unknown_key.hpp"

#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::manifest {

namespace {

// A path of the table as people write it: without the names of forms.
std::string readable(const std::string& path) {
    std::string result;
    bool in_form = false;
    for (const char c : path) {
        in_form = c == '|' || (in_form && c != '.');
        if (!in_form) result += c;
    }
    return result;
}

std::string owner_of(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string::npos ? "" : path.substr(0, dot);
}

bool lives_in(const FieldLife& life, const std::string& version) {
    return compare_dotted(life.since, version).value_or(std::strong_ordering::greater) <= 0 &&
           (life.removed.empty() ||
            compare_dotted(life.removed, version) == std::strong_ordering::greater);
}

// The one object that has a field of this name in this version, if there is exactly one.
const FieldLife* only_home(const std::string& name, const std::string& version) {
    const FieldLife* home = nullptr;
    for (const FieldLife& life : field_lives()) {
        if (life.name != name || !lives_in(life, version)) continue;
        if (home != nullptr && readable(home->path) != readable(life.path)) return nullptr;
        home = &life;
    }
    return home;
}

std::string place_of(const FieldLife& life) {
    const std::string owner = readable(owner_of(life.path));
    return owner.empty() ? "at the top level, beside schemaVersion" : "in " + owner;
}

const FieldLife* at_path(const std::string& path) {
    const auto& lives = field_lives();
    const auto found = std::ranges::find(lives, path, &FieldLife::path);
    return found == lives.end() ? nullptr : &*found;
}

// The known name that differs only in its case, or by a typo.
std::optional<std::string> meant(const std::string& key, const std::vector<std::string>& names) {
    if (key.size() > 64) return std::nullopt; // no typo of ours is that long
    for (const std::string& name : names)
        if (text::lower(name) == text::lower(key)) return name;
    return text::nearest(key, names);
}

UnknownKey other_version(const FieldLife& life, const std::string& key,
                         const std::string& version) {
    if (compare_dotted(life.since, version) == std::strong_ordering::greater)
        return {fmt::format("'{}' exists from schema {}, but this manifest says {}", key,
                            life.since, version),
                fmt::format("Set schemaVersion to {} or newer, or remove it.", life.since)};
    return {fmt::format("'{}' was removed in schema {}", key, life.removed), "Remove it."};
}

} // namespace

UnknownKey explain_unknown_key(const Schema& schema, const Shape& object, const std::string& key) {
    const std::string shown = text::visible(key);
    const std::string here =
        object.path.empty() ? "the top level" : "'" + readable(object.path) + "'";
    const FieldLife* same = at_path(object.path.empty() ? key : object.path + "." + key);
    if (same != nullptr && !lives_in(*same, schema.version)) // an SDK's schema may lack what lives
        return other_version(*same, shown, schema.version);
    UnknownKey unknown{.message = fmt::format("'{}' is not a field of {}", shown, here)};
    if (const FieldLife* home = only_home(key, schema.version);
        home != nullptr && readable(owner_of(home->path)) != readable(object.path)) {
        unknown.message =
            fmt::format("'{}' is in the wrong place: it belongs {}", shown, place_of(*home));
        unknown.hint = "Move it there.";
        return unknown;
    }
    std::vector<std::string> names;
    for (const Shape& member : object.members) names.push_back(member.name);
    if (const auto name = meant(key, names)) {
        unknown.hint = fmt::format("Did you mean '{}'?", *name);
        return unknown;
    }
    names.clear();
    for (const FieldLife& life : field_lives())
        if (only_home(life.name, schema.version) == &life) names.push_back(life.name);
    if (const auto name = meant(key, names))
        unknown.hint = fmt::format("Did you mean '{}' {}?", *name,
                                   place_of(*only_home(*name, schema.version)));
    return unknown;
}

} // namespace acapctl::manifest
