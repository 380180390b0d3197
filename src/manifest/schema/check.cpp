#include "manifest/schema/check.hpp"

#include "manifest/schema/pattern.hpp"
#include "manifest/schema/unknown_key.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::manifest {

namespace {

// A value as a person recognises it in a sentence.
std::string shown(const std::string& value) {
    constexpr std::size_t longest = 60;
    const std::string_view start = text::first_characters(value, longest);
    return fmt::format("'{}{}'", text::visible(start), start.size() < value.size() ? "..." : "");
}

std::string step(const std::string& key) {
    if (!key.empty() && ascii::is_made_of(key, "_$")) return "." + key;
    return "['" + text::visible(key) + "']";
}

std::string choices(const std::vector<std::string>& values) {
    if (values.size() == 1) return values.front();
    const std::vector<std::string> head(values.begin(), values.end() - 1);
    return text::join(head, ", ") + " or " + values.back();
}

const char* wanted(Shape::Type type) {
    switch (type) {
    case Shape::Type::object:
        return "an object";
    case Shape::Type::array:
        return "an array";
    case Shape::Type::string:
        return "a string";
    case Shape::Type::boolean:
        return "true or false";
    }
    return "";
}

bool has_type(const JsonNode& node, Shape::Type type) {
    switch (type) {
    case Shape::Type::object:
        return node.is(JsonNode::Kind::object);
    case Shape::Type::array:
        return node.is(JsonNode::Kind::array);
    case Shape::Type::string:
        return node.is(JsonNode::Kind::string);
    case Shape::Type::boolean:
        return node.is(JsonNode::Kind::boolean);
    }
    return false;
}

class Checker {
  public:
    Checker(const Schema& schema, Stage stage) : schema_(schema), stage_(stage) {}

    void value(const JsonNode& node, const Shape& shape, const std::string& path);
    void conditions(const JsonNode& root);

    std::vector<Finding> findings{};

  private:
    void add(const char* rule, Severity severity, const std::string& path, std::size_t offset,
             std::string message, std::string hint = {}) {
        if (full(severity)) return;
        ++(severity == Severity::error ? errors_ : warnings_);
        findings.push_back({rule, severity, path, offset, std::move(message), std::move(hint)});
    }

    void object(const JsonNode& node, const Shape& shape, const std::string& path);
    void member(const JsonMember& member, const Shape& shape, const std::string& path);
    void array(const JsonNode& node, const Shape& shape, const std::string& path);
    void missing_members(const JsonNode& node, const Shape& shape, const std::string& path);
    void text(const JsonNode& node, const Shape& shape, const std::string& path);
    void advice(const JsonNode& node, const Rules& rules, const std::string& path);
    void forms(const JsonNode& node, const Shape& shape, const std::string& path);

    // A hostile manifest can hold a hundred thousand mistakes; nobody reads that many, and each
    // costs a search for its explanation. Errors and warnings are counted apart, so that warnings
    // never hide that there is an error.
    bool full(Severity severity) const {
        return (severity == Severity::error ? errors_ : warnings_) >= 200;
    }

    const Schema& schema_;
    Stage stage_;
    int errors_ = 0;
    int warnings_ = 0;
};

void Checker::value(const JsonNode& node, const Shape& shape, const std::string& path) {
    if (full(Severity::error)) return;
    if (!has_type(node, shape.type)) {
        std::string hint;
        if (shape.type == Shape::Type::string &&
            (node.is(JsonNode::Kind::integer) || node.is(JsonNode::Kind::real)))
            hint = "Put it in quotes.";
        add("manifest-wrong-type", Severity::error, path, node.offset,
            fmt::format("{} where {} belongs", json_kind_name(node.kind), wanted(shape.type)),
            hint);
        return;
    }
    switch (shape.type) {
    case Shape::Type::object:
        object(node, shape, path);
        break;
    case Shape::Type::array:
        array(node, shape, path);
        break;
    case Shape::Type::string:
        text(node, shape, path);
        break;
    case Shape::Type::boolean:
        break;
    }
}

void Checker::array(const JsonNode& node, const Shape& shape, const std::string& path) {
    const std::size_t length = node.items.size();
    if (shape.min_items && length < *shape.min_items)
        add("manifest-bad-value", Severity::error, path, node.offset,
            fmt::format("a list of {}; at least {} must be there", length, *shape.min_items));
    if (shape.max_items && length > *shape.max_items)
        add("manifest-bad-value", Severity::error, path, node.offset,
            fmt::format("a list of {}; at most {} are allowed", length, *shape.max_items));
    if (shape.element.empty()) return;
    for (std::size_t i = 0; i < length; ++i)
        value(node.items[i], shape.element.front(), fmt::format("{}[{}]", path, i));
}

void Checker::object(const JsonNode& node, const Shape& shape, const std::string& path) {
    if (!shape.forms.empty()) return forms(node, shape, path);
    if (shape.min_properties && node.members.size() < *shape.min_properties)
        add("manifest-bad-value", Severity::error, path, node.offset,
            "an empty object, which is not allowed here",
            "Leave it out, or put in what the application needs.");
    for (const JsonMember& each : node.members) member(each, shape, path);
    missing_members(node, shape, path);
}

void Checker::member(const JsonMember& member, const Shape& shape, const std::string& path) {
    const std::string member_path = path + step(member.key);
    const Shape* known = shape.member(member.key);
    if (known == nullptr) {
        if (full(shape.open ? Severity::warning : Severity::error)) return;
        UnknownKey unknown = explain_unknown_key(schema_, shape, member.key);
        if (shape.open && unknown.hint.empty())
            unknown.hint = schema_.from_sdk
                               ? "The SDK's schema lets it pass unread."
                               : fmt::format("Schema {} is known here only from notes and "
                                             "examples; the SDK has the last word.",
                                             schema_.version);
        add("manifest-unknown-field", shape.open ? Severity::warning : Severity::error, member_path,
            member.key_offset, std::move(unknown.message), std::move(unknown.hint));
        return;
    }
    if (known->doubtful)
        add("manifest-unconfirmed", Severity::warning, member_path, member.key_offset,
            fmt::format("'{}' has been seen in manifests of schema {}, but no document says that "
                        "the schema has it",
                        member.key, schema_.version));
    value(member.value, *known, member_path);
}

void Checker::missing_members(const JsonNode& node, const Shape& shape, const std::string& path) {
    for (const Shape& member : shape.members) {
        const bool needed = member.required || (member.built && stage_ == Stage::package);
        if (needed && node.find(member.name) == nullptr)
            add("manifest-missing-field", Severity::error, path, node.offset,
                fmt::format("'{}' is missing; schema {} requires it", member.name, schema_.version),
                member.about);
    }
}

void Checker::text(const JsonNode& node, const Shape& shape, const std::string& path) {
    const Rules& rules = shape.rules;
    if (!rules.allowed.empty() && !text::contains(rules.allowed, node.text))
        add("manifest-bad-value", Severity::error, path, node.offset,
            fmt::format("{} is not one of the values of schema {}: {}", shown(node.text),
                        schema_.version, choices(rules.allowed)),
            text::did_you_mean(node.text, rules.allowed));
    if (rules.pattern && !Pattern::cached(*rules.pattern).found_in(node.text))
        add("manifest-bad-value", Severity::error, path, node.offset,
            fmt::format("{} is not {}", shown(node.text), rules.words));
    const std::size_t length = text::characters(node.text); // as len() in the SDK's validator
    if (shape.min_length && length < *shape.min_length)
        add("manifest-bad-value", Severity::error, path, node.offset,
            fmt::format("{} has {} characters; at least {} must be there", shown(node.text), length,
                        *shape.min_length));
    if (shape.max_length && length > *shape.max_length)
        add("manifest-bad-value", Severity::error, path, node.offset,
            fmt::format("{} has {} characters; at most {} are allowed", shown(node.text), length,
                        *shape.max_length));
    advice(node, shape.advice, path);
}

void Checker::advice(const JsonNode& node, const Rules& rules, const std::string& path) {
    const bool value_fits = rules.allowed.empty() || text::contains(rules.allowed, node.text);
    const bool pattern_fits = !rules.pattern || Pattern::cached(*rules.pattern).found_in(node.text);
    if (value_fits && pattern_fits) return;
    add("manifest-unconfirmed", Severity::warning, path, node.offset,
        fmt::format("{} is not {}, which is all that schema {} is said to allow", shown(node.text),
                    value_fits ? rules.words : choices(rules.allowed), schema_.version),
        "The list is second-hand and may be incomplete.");
}

// An element must have exactly one of several forms. What is said of a misfit is said of the form
// it comes nearest to; a value that only another form allows weighs more than a key.
void Checker::forms(const JsonNode& node, const Shape& shape, const std::string& path) {
    std::vector<Finding> nearest;
    std::optional<int> least;
    std::size_t fitting = 0;
    for (const Shape& form : shape.forms) {
        Checker attempt(schema_, stage_);
        attempt.value(node, form, path);
        int weight = 0;
        for (const Finding& finding : attempt.findings)
            if (finding.severity == Severity::error)
                weight += finding.rule == "manifest-bad-value" ? 3 : 2;
        fitting += weight == 0 ? 1 : 0;
        if (!least || weight < *least) {
            nearest = std::move(attempt.findings);
            least = weight;
        }
    }
    for (const Finding& each : nearest)
        add(each.rule.c_str(), each.severity, each.path, each.offset, each.message, each.hint);
    if (fitting > 1)
        add("manifest-bad-value", Severity::error, path, node.offset,
            "this entry can be read in two ways");
}

void Checker::conditions(const JsonNode& root) {
    for (const Condition& condition : schema_.conditions) {
        const JsonNode* when = root.find_path(condition.when);
        const std::size_t dot = condition.required.rfind('.');
        const bool at_root = dot == std::string::npos;
        const std::string above = at_root ? "" : condition.required.substr(0, dot);
        const JsonNode* owner = at_root ? &root : root.find_path(above);
        const std::string key = at_root ? condition.required : condition.required.substr(dot + 1);
        if (when == nullptr || !when->is(JsonNode::Kind::string) ||
            when->text != condition.equals || owner == nullptr ||
            !owner->is(JsonNode::Kind::object) || owner->find(key) != nullptr)
            continue;
        add("manifest-missing-field", Severity::error, at_root ? "$" : "$." + above, owner->offset,
            fmt::format("'{}' is missing; schema {} requires it because {}", key, schema_.version,
                        condition.words));
    }
}

} // namespace

std::vector<Finding> check(const JsonNode& root, const Schema& schema, Stage stage) {
    Checker checker(schema, stage);
    checker.value(root, schema.root, "$");
    checker.conditions(root);
    return std::move(checker.findings);
}

} // namespace acapctl::manifest
