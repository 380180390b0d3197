#include "sdk/rights.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace acapctl::sdk {

namespace {

using Texts = std::vector<std::string>;

std::string first_common(const Texts& some, const Texts& others) {
    const auto found = std::ranges::find_if(
        some, [&](const std::string& each) { return text::contains(others, each); });
    return found == some.end() ? std::string() : *found;
}

void add_texts(const JsonNode& root, const char* path, Texts& to) {
    const JsonNode* list = root.find_path(path);
    if (list == nullptr || !list->is(JsonNode::Kind::array)) return;
    for (const JsonNode& item : list->items)
        if (item.is(JsonNode::Kind::string)) to.push_back(item.text);
}

// "com.axis.Overlay2.*" is asked for with any method of that service, one method by itself or by
// a pattern that holds it.
bool asks_for_method(const Texts& asked, const std::string& wanted) {
    return std::ranges::any_of(asked, [&](const std::string& each) {
        if (wanted.ends_with(".*"))
            return each.starts_with(wanted.substr(0, wanted.size() - 1)) ||
                   each == service_of(wanted);
        return each == wanted ||
               (each.ends_with('*') && wanted.starts_with(each.substr(0, each.size() - 1)));
    });
}

bool is_asked(const Right& right, const AskedRights& asked) {
    if (!right.group.empty()) return text::contains(asked.groups, right.group);
    if (!right.methods.empty())
        return std::ranges::all_of(right.methods, [&](const std::string& method) {
            return asks_for_method(asked.methods, method);
        });
    return !first_common(right.resources, asked.resources).empty();
}

struct Use {
    std::string file{};
    std::string by{};
};

std::optional<Use> use_by_linking(const Right& right, const FileUses& file) {
    const std::string library = linked(file, right.traces.libraries);
    const std::string function = first_common(file.functions, right.traces.functions);
    if (right.functions_decide) {
        if (library.empty() || (file.imports_known && function.empty())) return std::nullopt;
    } else if (!library.empty()) {
        return Use{file.path, "links " + text::visible(library)};
    }
    if (!function.empty()) return Use{file.path, "calls " + function};
    if (!library.empty()) return Use{file.path, "links " + text::visible(library)};
    return std::nullopt;
}

bool is_beside_library(const Right& right, const InterfaceUses& uses) {
    return right.with_library.empty() || text::contains(uses.libraries, right.with_library) ||
           std::ranges::any_of(uses.files, [&](const FileUses& file) {
               return !linked(file, {right.with_library}).empty() ||
                      text::contains(file.mentions, right.with_library);
           });
}

std::optional<Use> use_by_words(const Right& right, const InterfaceUses& uses) {
    const std::string option = first_common(uses.run_options, right.traces.words);
    if (!option.empty()) return Use{"manifest.json", "names " + option + " in runOptions"};
    if (!first_common(uses.run_options, right.otherwise).empty() || !is_beside_library(right, uses))
        return std::nullopt;
    for (const FileUses& file : uses.files) {
        if (file.path.starts_with("html/")) continue; // a browser asks for what a page names
        const std::string word = first_common(file.mentions, right.traces.words);
        if (!word.empty()) return Use{file.path, "names " + word};
    }
    return std::nullopt;
}

std::optional<Use> use_by_build(const Right& right, const InterfaceUses& uses) {
    if (uses.compiled && right.file_known) return std::nullopt;
    const std::string package = first_common(uses.packages, right.traces.packages);
    if (!package.empty()) return Use{uses.makefile, "asks pkg-config for " + package};
    const std::string library = first_common(uses.libraries, right.traces.libraries);
    if (!library.empty()) return Use{uses.makefile, "links " + library};
    return std::nullopt;
}

std::optional<Use> find_use(const Right& right, const InterfaceUses& uses) {
    for (const FileUses& file : uses.files)
        if (auto use = use_by_linking(right, file)) return use;
    if (auto use = use_by_words(right, uses)) return use;
    return use_by_build(right, uses);
}

// Also where a program only mentions the library, which it may open at run time.
bool seems_used(const Right& right, const InterfaceUses& uses) {
    Texts names = right.traces.libraries;
    names.insert(names.end(), right.traces.words.begin(), right.traces.words.end());
    for (const std::string& method : right.methods) names.push_back(service_of(method));
    if (!right.with_library.empty() && is_beside_library(right, uses)) return true;
    if (!first_common(uses.packages, right.traces.packages).empty() ||
        !first_common(uses.run_options, right.traces.words).empty())
        return true;
    return std::ranges::any_of(uses.files, [&](const FileUses& file) {
        return !linked(file, right.traces.libraries).empty() ||
               !first_common(file.mentions, names).empty() ||
               !first_common(file.functions, right.traces.functions).empty();
    });
}

// Which of the table's rights are asked for by something, and whether any of them seems used.
template <typename F>
void add_if_unused(const InterfaceUses& uses, const InterfaceTable& table, const F& is_for,
                   UnusedRight unused, std::vector<UnusedRight>& list) {
    bool known = false;
    for (const Right& right : table.rights()) {
        if (!is_for(right)) continue;
        known = true;
        if (!right.file_known || seems_used(right, uses)) return;
    }
    if (known) list.push_back(std::move(unused));
}

} // namespace

AskedRights asked_rights(const JsonNode& manifest) {
    AskedRights asked{.decides = manifest.text_at("schemaVersion").starts_with("2."),
                      .static_user = manifest.find_path("acapPackageConf.setup.user") != nullptr};
    add_texts(manifest, "resources.linux.user.groups", asked.groups);
    add_texts(manifest, "resources.dbus.requiredMethods", asked.methods);
    add_texts(manifest, "resources.dbus.conditionalMethods", asked.methods);
    const JsonNode* resources = manifest.find("resources");
    if (resources == nullptr) return asked;
    for (const JsonMember& each : resources->members) {
        const JsonNode* enabled = each.value.find("enabled");
        if (enabled != nullptr && enabled->boolean) asked.resources.push_back(each.key);
    }
    return asked;
}

std::string MissingRight::sentence(const std::string& manifest) const {
    return fmt::format("it {} and {} {}, for which {} does not ask", by,
                       certain ? "needs" : "may need", right->asks(), manifest);
}

std::string MissingRight::place() const {
    if (!right->group.empty()) return "resources.linux.user.groups";
    if (!right->methods.empty()) return "resources.dbus.requiredMethods";
    return "resources." + right->resources.front();
}

std::vector<MissingRight> missing_rights(const InterfaceUses& uses, const AskedRights& asked,
                                         const InterfaceTable& table) {
    std::vector<MissingRight> missing;
    if (!asked.decides) return missing;
    for (const Right& right : table.rights()) {
        if (is_asked(right, asked)) continue;
        const auto use = find_use(right, uses);
        if (!use) continue;
        const bool certain = right.certain && !asked.static_user;
        const auto finding = certain ? InterfaceFinding::right : InterfaceFinding::right_in_doubt;
        MissingRight found{&right, use->file, use->by, certain,
                           table.weight(finding, right.confidence)};
        const auto same = std::ranges::find_if(missing, [&](const MissingRight& other) {
            return other.right->asks() == right.asks();
        });
        if (same == missing.end())
            missing.push_back(std::move(found));
        else if (found.weight > same->weight)
            *same = std::move(found);
    }
    return missing;
}

std::vector<UnusedRight> unused_rights(const InterfaceUses& uses, const AskedRights& asked,
                                       const InterfaceTable& table) {
    std::vector<UnusedRight> unused;
    if (!asked.decides || !uses.compiled) return unused;
    const auto quoted = [](const char* kind, const std::string& name) {
        return fmt::format("{} '{}'", kind, text::visible(name));
    };
    for (const std::string& group : asked.groups)
        add_if_unused(
            uses, table, [&](const Right& right) { return right.group == group; },
            {quoted("group", group), "resources.linux.user.groups"}, unused);
    for (const std::string& method : asked.methods)
        add_if_unused(
            uses, table,
            [&](const Right& right) {
                return std::ranges::any_of(right.methods, [&](const std::string& each) {
                    return service_of(each) == service_of(method);
                });
            },
            {quoted("D-Bus method", method), "resources.dbus"}, unused);
    for (const std::string& resource : asked.resources)
        add_if_unused(
            uses, table,
            [&](const Right& right) { return text::contains(right.resources, resource); },
            {quoted("resource", resource), "resources." + resource}, unused);
    return unused;
}

std::vector<Requirement> right_requirements(const InterfaceUses& uses, const AskedRights& asked,
                                            const InterfaceTable& table) {
    std::vector<Requirement> needs;
    for (const MissingRight& missing : missing_rights(uses, asked, table)) {
        if (missing.weight == Weight::note) continue;
        const std::string file = text::visible(missing.file);
        const std::string what = fmt::format("its manifest {} ask for {}: {} {}",
                                             missing.certain ? "must" : "may have to",
                                             missing.right->asks(), file, missing.by);
        needs.push_back({.kind = RequirementKind::right,
                         .what = missing.right->asks() + " in its manifest",
                         .because = file,
                         .conditions = {{{missing.right->axis_os}, what, Remedy::manifest}},
                         .source = missing.right->source,
                         .remedy = "ask for it in " + missing.place()});
    }
    return needs;
}

} // namespace acapctl::sdk
