#include "manifest/schema/json_schema.hpp"

#include "support/text.hpp"

namespace acapctl::manifest {

namespace {

using Json = nlohmann::ordered_json;

const char* type_name(Shape::Type type) {
    switch (type) {
    case Shape::Type::object:
        return "object";
    case Shape::Type::array:
        return "array";
    case Shape::Type::string:
        return "string";
    case Shape::Type::boolean:
        return "boolean";
    }
    return "";
}

Json schema_of(const Shape& shape);

void add_object(const Shape& shape, Json& schema) {
    if (!shape.forms.empty()) {
        for (const Shape& form : shape.forms) schema["oneOf"].push_back(schema_of(form));
        return;
    }
    schema["additionalProperties"] = shape.open;
    if (shape.min_properties) schema["minProperties"] = *shape.min_properties;
    for (const Shape& member : shape.members) {
        if (member.required) schema["required"].push_back(member.name);
        schema["properties"][member.name] = schema_of(member);
    }
}

void add_string(const Shape& shape, Json& schema) {
    if (shape.rules.pattern) schema["pattern"] = *shape.rules.pattern;
    if (shape.min_length) schema["minLength"] = *shape.min_length;
    if (shape.max_length) schema["maxLength"] = *shape.max_length;
    if (!shape.rules.allowed.empty()) schema["enum"] = shape.rules.allowed;
}

Json schema_of(const Shape& shape) {
    Json schema{{"type", type_name(shape.type)}};
    if (!shape.about.empty()) schema["description"] = shape.about;
    switch (shape.type) {
    case Shape::Type::object:
        add_object(shape, schema);
        break;
    case Shape::Type::array:
        if (shape.min_items) schema["minItems"] = *shape.min_items;
        if (shape.max_items) schema["maxItems"] = *shape.max_items;
        if (!shape.element.empty()) schema["items"] = schema_of(shape.element.front());
        break;
    case Shape::Type::string:
        add_string(shape, schema);
        break;
    case Shape::Type::boolean:
        break;
    }
    return schema;
}

// {"properties": {a: {"properties": {b: leaf, ...}, "required": [b]}}, "required": [a]}
Json nested(const std::string& path, const Json& leaf, bool require_all) {
    const std::vector<std::string> keys = text::split(path, '.');
    Json schema = leaf;
    for (std::size_t i = keys.size(); i-- > 0;) {
        Json outer;
        if (require_all || i + 1 == keys.size()) outer["required"] = Json::array({keys[i]});
        if (!schema.empty()) outer["properties"][keys[i]] = std::move(schema);
        schema = std::move(outer);
    }
    return schema;
}

} // namespace

Json json_schema(const Schema& schema) {
    Json document{{"$schema", "http://json-schema.org/draft-07/schema#"},
                  {"$id", "urn:acapctl:manifest-schema:" + schema.version},
                  {"title", "ACAP application manifest, schema " + schema.version}};
    document.update(schema_of(schema.root));
    for (const Condition& condition : schema.conditions)
        document["allOf"].push_back(
            {{"if", nested(condition.when, Json{{"const", condition.equals}}, true)},
             {"then", nested(condition.required, Json::object(), false)}});
    return document;
}

} // namespace acapctl::manifest
