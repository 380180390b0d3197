#include "manifest/schema/sdk_schemas.hpp"

#include "acapctl/error.hpp"
#include "manifest/document.hpp"
#include "manifest/schema/pattern.hpp"
#include "support/text.hpp"
#include "support/version.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace acapctl::manifest {

namespace {

using Kind = JsonNode::Kind;

// Where in the schema and, beside it, in a manifest; the first for messages.
struct Place {
    std::string pointer{}; // "/properties/setup"
    std::string path{};    // "setup", as Shape::path

    Place at(const std::string& keyword, const std::string& key = {}) const {
        return {pointer + "/" + keyword + (key.empty() ? "" : "/" + key), path};
    }
    Place member(const std::string& key) const {
        return {at("properties", key).pointer, path.empty() ? key : path + "." + key};
    }
};

[[noreturn]] void refuse(const Place& place, const std::string& what) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "schema-not-understood",
                 .message = fmt::format("{} at {}", what,
                                        place.pointer.empty() ? "its top level"
                                                              : text::visible(place.pointer))});
}

// Whether a keyword only describes. "format" is one of them because Axis' build tool gives Python's
// jsonschema no format checker.
bool describes(const std::string& keyword) {
    static const std::set<std::string> annotations{"$id",     "$comment", "title",  "description",
                                                   "default", "examples", "format", "definitions",
                                                   "$defs",   "$schema"};
    return annotations.contains(keyword);
}

bool keyword_of(Shape::Type type, const std::string& keyword) {
    static const std::set<std::string> object{
        "properties", "required", "additionalProperties", "minProperties", "oneOf", "allOf",
        "if",         "then"};
    static const std::set<std::string> array{"items", "minItems", "maxItems"};
    static const std::set<std::string> string{"pattern", "minLength", "maxLength", "enum", "const"};
    switch (type) {
    case Shape::Type::object:
        return object.contains(keyword);
    case Shape::Type::array:
        return array.contains(keyword);
    case Shape::Type::string:
        return string.contains(keyword);
    case Shape::Type::boolean:
        break;
    }
    return false;
}

const JsonNode& expect(const JsonNode& node, Kind kind, const Place& place) {
    if (!node.is(kind)) refuse(place, fmt::format("{} stands", json_kind_name(node.kind)));
    return node;
}

// A name or value that messages will quote.
const std::string& plain(const JsonNode& node, const Place& place) {
    expect(node, Kind::string, place);
    if (text::visible(node.text) != node.text) refuse(place, "a control character stands");
    return node.text;
}

std::vector<std::string> plain_list(const JsonNode& node, const Place& place) {
    std::vector<std::string> list;
    for (const JsonNode& item : expect(node, Kind::array, place).items)
        list.push_back(plain(item, place));
    return list;
}

std::size_t count(const JsonNode& node, const Place& place) {
    const auto number = text::parse_unsigned(expect(node, Kind::integer, place).text);
    if (!number) refuse(place, "a number that is no count stands");
    return *number;
}

class SchemaReader {
  public:
    SchemaReader(const JsonNode& root, Schema& schema) : root_(root), schema_(schema) {}

    Shape shape(const JsonNode& written, const Place& place);

  private:
    const JsonNode& followed(const JsonNode& node, const Place& place) const;
    static Shape::Type type(const JsonNode& node, const Place& place);
    void object(const JsonNode& node, const Place& place, Shape& shape);
    void properties(const JsonNode& node, const Place& place, Shape& shape);
    void forms(const JsonNode& node, const Place& place, Shape& shape);
    void array(const JsonNode& node, const Place& place, Shape& shape);
    static void string(const JsonNode& node, const Place& place, Shape& shape);
    void conditions(const JsonNode& node, const Place& place, const Shape& shape);
    void condition(const JsonNode& node, const Place& place, const Shape& shape);

    const JsonNode& root_;
    Schema& schema_;
    int depth_ = 0;
    int shapes_ = 0;
};

Shape SchemaReader::shape(const JsonNode& written, const Place& place) {
    if (++depth_ > 64) refuse(place, "a definition that contains itself stands");
    // Definitions that refer twice to the next one multiply.
    if (++shapes_ > 10'000) refuse(place, "more than can be read stands");
    const JsonNode& node = followed(expect(written, Kind::object, place), place);
    Shape shape{.path = place.path};
    shape.type = type(node, place);
    for (const JsonMember& each : node.members)
        if (each.key != "type" && !describes(each.key) && !keyword_of(shape.type, each.key))
            refuse(place, fmt::format("'{}' stands", text::visible(each.key)));
    shape.about = text::visible(node.text_at("description"));
    switch (shape.type) {
    case Shape::Type::object:
        object(node, place, shape);
        break;
    case Shape::Type::array:
        array(node, place, shape);
        break;
    case Shape::Type::string:
        string(node, place, shape);
        break;
    case Shape::Type::boolean:
        break;
    }
    --depth_;
    return shape;
}

// What "$ref" names within the document. Draft-07 ignores what stands beside it.
const JsonNode& SchemaReader::followed(const JsonNode& node, const Place& place) const {
    const JsonNode* reference = node.find("$ref");
    if (reference == nullptr) return node;
    const auto keys = text::split(plain(*reference, place.at("$ref")), '/');
    if (keys.size() != 3 || keys[0] != "#" || (keys[1] != "definitions" && keys[1] != "$defs"))
        refuse(place, "a '$ref' to anything but a definition stands");
    const JsonNode* group = root_.find(keys[1]);
    const JsonNode* target = group == nullptr ? nullptr : group->find(keys[2]);
    if (target == nullptr || !target->is(Kind::object) || target->find("$ref") != nullptr)
        refuse(place, "a '$ref' that leads nowhere stands");
    return *target;
}

Shape::Type SchemaReader::type(const JsonNode& node, const Place& place) {
    const JsonNode* said = node.find("type");
    const bool text_only = node.find("enum") != nullptr || node.find("const") != nullptr;
    const std::string name = said != nullptr && said->is(Kind::string) ? said->text
                             : said == nullptr && text_only            ? "string"
                                                                       : "";
    if (name == "object") return Shape::Type::object;
    if (name == "array") return Shape::Type::array;
    if (name == "string") return Shape::Type::string;
    if (name == "boolean") return Shape::Type::boolean;
    refuse(place, said == nullptr ? "no 'type' stands" : "a 'type' of another kind stands");
}

void SchemaReader::object(const JsonNode& node, const Place& place, Shape& shape) {
    if (node.find("oneOf") != nullptr) return forms(node, place, shape);
    shape.open = true;
    if (const JsonNode* more = node.find("additionalProperties"))
        shape.open = expect(*more, Kind::boolean, place.at("additionalProperties")).boolean;
    if (const JsonNode* least = node.find("minProperties"))
        shape.min_properties = count(*least, place.at("minProperties"));
    properties(node, place, shape);
    conditions(node, place, shape);
}

void SchemaReader::properties(const JsonNode& node, const Place& place, Shape& shape) {
    if (const JsonNode* list = node.find("properties"))
        for (const JsonMember& each : expect(*list, Kind::object, place.at("properties")).members) {
            const Place below = place.member(each.key);
            if (text::visible(each.key) != each.key) refuse(below, "a control character stands");
            shape.members.push_back(this->shape(each.value, below));
            shape.members.back().name = each.key;
        }
    const JsonNode* required = node.find("required");
    if (required == nullptr) return;
    for (const std::string& name : plain_list(*required, place.at("required"))) {
        const auto member = std::ranges::find(shape.members, name, &Shape::name);
        if (member == shape.members.end())
            refuse(place.at("required"), "a property that is not described stands");
        // The build writes these two where they are missing.
        const bool written = member->path == "acapPackageConf.setup.architecture" ||
                             member->path == "acapPackageConf.setup.compatibleOsVersions[].min";
        (written ? member->built : member->required) = true;
    }
}

void SchemaReader::forms(const JsonNode& node, const Place& place, Shape& shape) {
    for (const JsonMember& each : node.members)
        if (each.key != "oneOf" && each.key != "type" && !describes(each.key))
            refuse(place, fmt::format("'{}' beside 'oneOf' stands", text::visible(each.key)));
    const Place below = place.at("oneOf");
    for (const JsonNode& item : expect(*node.find("oneOf"), Kind::array, below).items) {
        const std::string name = std::to_string(shape.forms.size());
        shape.forms.push_back(this->shape(item, {below.at(name).pointer, place.path + "|" + name}));
        if (shape.forms.back().type != Shape::Type::object)
            refuse(below, "a form that is no object stands");
        shape.forms.back().name = name;
    }
    if (shape.forms.empty()) refuse(below, "no form stands");
}

void SchemaReader::array(const JsonNode& node, const Place& place, Shape& shape) {
    if (const JsonNode* least = node.find("minItems"))
        shape.min_items = count(*least, place.at("minItems"));
    if (const JsonNode* most = node.find("maxItems"))
        shape.max_items = count(*most, place.at("maxItems"));
    if (const JsonNode* items = node.find("items"))
        shape.element.push_back(
            this->shape(*items, {place.at("items").pointer, place.path + "[]"}));
}

void SchemaReader::string(const JsonNode& node, const Place& place, Shape& shape) {
    if (const JsonNode* pattern = node.find("pattern")) {
        const Place here = place.at("pattern");
        if (const auto problem = Pattern::problem(expect(*pattern, Kind::string, here).text))
            refuse(here, *problem);
        shape.rules.pattern = pattern->text;
        shape.rules.words = words_of_pattern(pattern->text);
        if (shape.rules.words.empty())
            shape.rules.words =
                fmt::format("what the pattern {} matches", text::visible(pattern->text));
    }
    if (const JsonNode* least = node.find("minLength"))
        shape.min_length = count(*least, place.at("minLength"));
    if (const JsonNode* most = node.find("maxLength"))
        shape.max_length = count(*most, place.at("maxLength"));
    if (const JsonNode* list = node.find("enum"))
        shape.rules.allowed = plain_list(*list, place.at("enum"));
    if (const JsonNode* only = node.find("const")) {
        if (!shape.rules.allowed.empty()) refuse(place, "'const' beside 'enum' stands");
        shape.rules.allowed = {plain(*only, place.at("const"))};
    }
    if (node.find("enum") != nullptr && shape.rules.allowed.empty())
        refuse(place.at("enum"), "no value stands");
}

void SchemaReader::conditions(const JsonNode& node, const Place& place, const Shape& shape) {
    if (node.find("if") != nullptr || node.find("then") != nullptr) condition(node, place, shape);
    const JsonNode* all = node.find("allOf");
    if (all == nullptr) return;
    const Place below = place.at("allOf");
    for (const JsonNode& each : expect(*all, Kind::array, below).items) {
        for (const JsonMember& member : expect(each, Kind::object, below).members)
            if (member.key != "if" && member.key != "then" && !describes(member.key))
                refuse(below, fmt::format("'{}' stands", text::visible(member.key)));
        condition(each, below, shape);
    }
}

// The keywords of a part of a condition, and no other.
void only(const JsonNode& node, const std::set<std::string>& keywords, const Place& place) {
    for (const JsonMember& each : expect(node, Kind::object, place).members)
        if (!keywords.contains(each.key) && !describes(each.key))
            refuse(place, fmt::format("'{}' stands", text::visible(each.key)));
}

// "if": one field that has one value. A condition is also true of a manifest without the field,
// unless the field is required, by the condition or else by the schema.
void read_if(const JsonNode& node, const Place& place, const Shape* shape, Condition& condition) {
    only(node, {"properties", "required", "type", "const", "enum"}, place);
    if (const JsonNode* fixed = node.find("const")) {
        condition.equals = plain(*fixed, place);
        return;
    }
    if (const JsonNode* list = node.find("enum")) {
        const auto values = plain_list(*list, place);
        if (values.size() != 1) refuse(place, "a choice of values stands");
        condition.equals = values.front();
        return;
    }
    const JsonNode* properties = node.find("properties");
    if (properties == nullptr || properties->members.size() != 1)
        refuse(place, "a condition on anything but one field stands");
    const JsonMember& next = properties->members.front();
    const JsonNode* required = node.find("required");
    const auto names =
        required == nullptr ? std::vector<std::string>{} : plain_list(*required, place);
    const Shape* member = shape == nullptr ? nullptr : shape->member(next.key);
    const bool sure = names == std::vector{next.key} || (member != nullptr && member->required);
    if (!sure || names.size() > 1 || next.key.find('.') != std::string::npos)
        refuse(place, "a condition on a field that may be missing stands");
    condition.when += (condition.when.empty() ? "" : ".") + next.key;
    read_if(next.value, place.member(next.key), member, condition);
}

// "then": fields that must be there.
void read_then(const JsonNode& node, const Place& place, std::vector<std::string>& required) {
    only(node, {"properties", "required", "type"}, place);
    if (const JsonNode* list = node.find("required"))
        for (const std::string& name : plain_list(*list, place)) {
            if (name.find('.') != std::string::npos) refuse(place, "a '.' in a name stands");
            required.push_back(place.member(name).path);
        }
    if (const JsonNode* properties = node.find("properties"))
        for (const JsonMember& each : expect(*properties, Kind::object, place).members) {
            if (each.key.find('.') != std::string::npos) refuse(place, "a '.' in a name stands");
            read_then(each.value, place.member(each.key), required);
        }
}

void SchemaReader::condition(const JsonNode& node, const Place& place, const Shape& shape) {
    const JsonNode* when = node.find("if");
    const JsonNode* then = node.find("then");
    if (when == nullptr || then == nullptr) refuse(place, "half a condition stands");
    if (place.path.find_first_of("[|") != std::string::npos)
        refuse(place, "a condition within a list stands");
    Condition condition{.when = place.path};
    read_if(*when, place.at("if"), &shape, condition);
    if (condition.when == place.path) refuse(place, "a condition on no field stands");
    condition.words = fmt::format("{} is '{}'", condition.when, condition.equals);
    std::vector<std::string> required;
    read_then(*then, place.at("then"), required);
    for (std::string& path : required) {
        condition.required = std::move(path);
        schema_.conditions.push_back(condition);
    }
}

void check_dialect(const JsonNode& root) {
    const std::string dialect = root.text_at("$schema");
    for (const char* known :
         {"http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-06/schema"})
        if (dialect == known || dialect == std::string(known) + "#") return;
    refuse({}, "another '$schema' than draft-06 or draft-07 stands");
}

} // namespace

Schema read_json_schema(const std::string& text, const std::string& version) {
    const JsonDocument document = JsonDocument::parse(text, "schema " + text::visible(version));
    Schema schema{.version = version, .from_sdk = true};
    expect(document.root, Kind::object, {});
    check_dialect(document.root);
    schema.root = SchemaReader(document.root, schema).shape(document.root, {});
    return schema;
}

std::vector<std::string> SdkSchemas::versions() const {
    std::vector<std::string> all;
    for (const auto& [version, text] : texts) all.push_back(version);
    std::ranges::sort(all, [](const std::string& a, const std::string& b) {
        return compare_dotted(a, b) == std::strong_ordering::less;
    });
    return all;
}

std::vector<std::string> SdkSchemas::raised_to() const {
    std::map<std::string, std::string> newest;
    for (const std::string& version : versions())
        newest[text::split(version, '.').front()] = version;
    std::vector<std::string> result;
    if (newest.contains("2"))
        for (const auto& [major, version] : newest) result.push_back(version);
    return result;
}

} // namespace acapctl::manifest
