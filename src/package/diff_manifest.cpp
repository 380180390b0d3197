#include "package/diff_manifest.hpp"

#include "manifest/document.hpp"
#include "manifest/python_json.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

namespace acapctl {

namespace {

using Kind = JsonNode::Kind;

// JSON on one line. Strings keep their escapes, so a line break in the text is none of a string's.
std::string compact(const JsonNode& node) {
    std::string text;
    for (const std::string& line : text::lines(python_json(node))) {
        const std::string_view part = text::trim(line);
        if (!text.empty() && text.back() == ',') text += ' ';
        text += part;
    }
    return text;
}

bool is_plain(const JsonNode& node) {
    return !node.is(Kind::object) && !node.is(Kind::array);
}

// The key that tells the entries of a list apart: all have it, as text, and no two the same.
std::string identity(const JsonNode& list) {
    for (const char* key : {"name", "apiPath", "min"}) {
        std::vector<std::string> seen;
        for (const JsonNode& item : list.items)
            if (const JsonNode* value = item.find(key); value != nullptr && value->is(Kind::string))
                seen.push_back(value->text);
        std::ranges::sort(seen);
        if (seen.size() == list.items.size() && std::ranges::adjacent_find(seen) == seen.end())
            return key;
    }
    return {};
}

class Comparison {
  public:
    void compare(const std::string& path, const JsonNode& before, const JsonNode& after) {
        if (before.is(Kind::object) && after.is(Kind::object)) return objects(path, before, after);
        if (before.is(Kind::array) && after.is(Kind::array)) return lists(path, before, after);
        const std::string old_text = compact(before);
        const std::string new_text = compact(after);
        if (old_text != new_text) changes.push_back({Change::changed, path, old_text, new_text});
    }

    std::vector<ManifestChange> changes{};

  private:
    void removed(const std::string& path, const JsonNode& node) {
        changes.push_back({.change = Change::removed, .path = path, .before = compact(node)});
    }
    void added(const std::string& path, const JsonNode& node) {
        changes.push_back({.change = Change::added, .path = path, .after = compact(node)});
    }

    using Members = std::unordered_map<std::string_view, const JsonNode*>;

    static Members by_key(const JsonNode& object) {
        Members members;
        for (const JsonMember& member : object.members) members.emplace(member.key, &member.value);
        return members;
    }

    void objects(const std::string& path, const JsonNode& before, const JsonNode& after) {
        const Members old_members = by_key(before);
        const Members new_members = by_key(after);
        for (const JsonMember& member : before.members) {
            const auto other = new_members.find(member.key);
            if (other == new_members.end())
                removed(path + "." + member.key, member.value);
            else
                compare(path + "." + member.key, member.value, *other->second);
        }
        for (const JsonMember& member : after.members)
            if (!old_members.contains(member.key)) added(path + "." + member.key, member.value);
    }

    void lists(const std::string& path, const JsonNode& before, const JsonNode& after) {
        const std::string key = identity(before);
        if (!key.empty() && key == identity(after)) return named(path, key, before, after);
        if (std::ranges::all_of(before.items, is_plain) &&
            std::ranges::all_of(after.items, is_plain))
            return sets(path, before, after);
        const std::size_t both = std::min(before.items.size(), after.items.size());
        const auto at = [&](std::size_t index) { return path + "[" + std::to_string(index) + "]"; };
        for (std::size_t i = 0; i < both; ++i) compare(at(i), before.items[i], after.items[i]);
        for (std::size_t i = both; i < before.items.size(); ++i) removed(at(i), before.items[i]);
        for (std::size_t i = both; i < after.items.size(); ++i) added(at(i), after.items[i]);
    }

    using Entries = std::map<std::string, const JsonNode*>;

    // Entries by their label; removed, added and compared in the order of the labels.
    void entries(const std::string& path, const Entries& before, const Entries& after) {
        for (const auto& [label, node] : before) {
            const auto other = after.find(label);
            if (other == after.end())
                removed(path + label, *node);
            else
                compare(path + label, *node, *other->second);
        }
        for (const auto& [label, node] : after)
            if (!before.contains(label)) added(path + label, *node);
    }

    void named(const std::string& path, const std::string& key, const JsonNode& before,
               const JsonNode& after) {
        const auto labelled = [&](const JsonNode& list) {
            Entries result;
            for (const JsonNode& item : list.items)
                result.emplace("[" + key + "=" + item.text_at(key) + "]", &item);
            return result;
        };
        entries(path, labelled(before), labelled(after));
    }

    // A value that occurs twice is counted, so that one of the two can go.
    void sets(const std::string& path, const JsonNode& before, const JsonNode& after) {
        const auto counted = [](const JsonNode& list) {
            std::map<std::string, std::pair<std::size_t, const JsonNode*>> result;
            for (const JsonNode& item : list.items) {
                auto& [count, node] = result[compact(item)];
                ++count;
                node = &item;
            }
            return result;
        };
        const auto old_items = counted(before);
        const auto new_items = counted(after);
        const auto surplus = [&](const auto& here, const auto& there, auto report) {
            for (const auto& [text, entry] : here) {
                const auto other = there.find(text);
                const std::size_t known = other == there.end() ? 0 : other->second.first;
                for (std::size_t i = known; i < entry.first; ++i)
                    report(path + "[]", *entry.second);
            }
        };
        surplus(old_items, new_items,
                [&](const auto& where, const JsonNode& node) { removed(where, node); });
        surplus(new_items, old_items,
                [&](const auto& where, const JsonNode& node) { added(where, node); });
    }
};

} // namespace

std::vector<ManifestChange> diff_manifests(const std::string& before, const std::string& after) {
    Comparison comparison;
    const auto parsed = [](const std::string& text) {
        return JsonDocument::parse(text.empty() ? "null" : text, "manifest.json");
    };
    const JsonDocument old_manifest = parsed(before);
    const JsonDocument new_manifest = parsed(after);
    comparison.compare("$", old_manifest.root, new_manifest.root);
    return std::move(comparison.changes);
}

} // namespace acapctl
