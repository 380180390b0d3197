#include "manifest/schema/sdk_schemas.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "manifest/schema/json_schema.hpp"
#include "manifest/schema/pattern.hpp"
#include "manifest/schema/validate.hpp"
#include "support/files.hpp"

#include <filesystem>
#include <iostream>

#include <fmt/format.h>

using namespace acapctl;
using namespace acapctl::manifest;

namespace {

// A schema whose one field, `a`, is as given.
std::string schema_with(const std::string& field, const std::string& more = "") {
    return R"({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
               "additionalProperties": false, "properties": {"a": )" +
           field + "}" + more + "}";
}

std::string refusal(const std::string& text) {
    try {
        read_json_schema(text, "1.7.2");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        return error.failure().message;
    }
    return {};
}

bool accepts(const std::string& schema, const std::string& manifest) {
    const SdkSchemas sdk{.sdk = "SDK", .texts = {{"1.7.2", schema}}};
    const auto result =
        validate(JsonDocument::parse(manifest, "m"), Stage::source, std::string("1.7.2"), sdk);
    CHECK(result.of_sdk);
    return result.accepted();
}

JsonDocument manifest_of(const std::string& version, const std::string& app_name = "hello") {
    return JsonDocument::parse(R"({"schemaVersion": ")" + version +
                                   R"(", "acapPackageConf": {"setup": {"appName": ")" + app_name +
                                   R"(", "runMode": "never", "vendor": "V", "version": "1.0.0"}}})",
                               "manifest.json");
}

} // namespace

TEST_CASE("a schema that is written and read back is the same schema") {
    for (const SchemaVersion& known : schema_versions()) {
        INFO(known.version);
        const auto written = json_schema(schema_for(known.version));
        const Schema read = read_json_schema(written.dump(), known.version);
        CHECK(json_schema(read) == written);
    }
}

TEST_CASE("what a schema says is what it decides") {
    const struct {
        const char *field, *value;
        bool accepted;
    } cases[] = {
        {R"({"type": "string", "minLength": 2})", R"("å")", false},
        {R"({"type": "string", "minLength": 2})", R"("åå")", true},
        {R"({"type": "array", "minItems": 1, "maxItems": 2})", "[]", false},
        {R"({"type": "array", "minItems": 1, "maxItems": 2})", "[null, 1]", true},
        {R"({"type": "array", "minItems": 1, "maxItems": 2})", "[1, 2, 3]", false},
        {R"({"const": "x"})", R"("x")", true},
        {R"({"const": "x"})", R"("y")", false},
        {R"({"const": "x"})", "1", false},
        {R"({"enum": ["x", "y"]})", R"("y")", true},
        {R"({"type": "object"})", R"({"whatever": 1})", true},
        {R"({"type": "object", "additionalProperties": false})", R"({"whatever": 1})", false},
        {R"({"type": "string", "format": "uri"})", R"("not one")", true},
        {R"({"type": "string", "pattern": "^[^\\n]+$"})", R"("")", false},
    };
    for (const auto& [field, value, accepted] : cases) {
        INFO(field << " " << value);
        CHECK(accepts(schema_with(field), std::string(R"({"a": )") + value + "}") == accepted);
    }
}

TEST_CASE("a definition stands where it is referred to") {
    const std::string schema =
        schema_with(R"({"$ref": "#/definitions/name"})",
                    R"(, "definitions": {"name": {"type": "string", "maxLength": 2}})");
    CHECK(accepts(schema, R"({"a": "ab"})"));
    CHECK_FALSE(accepts(schema, R"({"a": "abc"})"));
    CHECK_THAT(refusal(schema_with(R"({"$ref": "#/definitions/gone"})")), contains("'$ref'"));
    CHECK_THAT(refusal(schema_with(R"({"$ref": "https://axis.com/a"})")), contains("'$ref'"));
    CHECK_THAT(
        refusal(schema_with(
            R"({"$ref": "#/definitions/a"})",
            R"(, "definitions": {"a": {"type": "array", "items": {"$ref": "#/definitions/a"}}})")),
        contains("contains itself"));
    std::string doubling = R"(, "definitions": {"d20": {"type": "string"})";
    for (int i = 0; i < 20; ++i)
        doubling += fmt::format(R"(, "d{0}": {{"type": "object", "properties": {{
                                "a": {{"$ref": "#/definitions/d{1}"}},
                                "b": {{"$ref": "#/definitions/d{1}"}}}}}})",
                                i, i + 1);
    CHECK_THAT(refusal(schema_with(R"({"$ref": "#/definitions/d0"})", doubling + "}")),
               contains("more than can be read"));
}

TEST_CASE("a condition holds at any level") {
    const std::string schema = R"({"$schema": "http://json-schema.org/draft-07/schema",
        "type": "object", "properties": {"c": {"type": "object", "properties": {
            "kind": {"type": "string"}, "id": {"type": "string"}}, "required": ["kind"],
            "if": {"properties": {"kind": {"const": "axis"}}}, "then": {"required": ["id"]}}}})";
    CHECK(accepts(schema, R"({"c": {"kind": "none"}})"));
    CHECK(accepts(schema, R"({"c": {"kind": "axis", "id": "1"}})"));
    CHECK_FALSE(accepts(schema, R"({"c": {"kind": "axis"}})"));
    // Also true of a manifest without the field, which a Schema cannot say.
    std::string loose = schema;
    loose.replace(loose.find(R"("required": ["kind"])"), 20, R"("minProperties": 1)");
    CHECK_THAT(refusal(loose), contains("may be missing"));
}

TEST_CASE("nothing that could change a decision is passed over") {
    const struct {
        const char *field, *named;
    } cases[] = {
        {R"({"type": "array", "uniqueItems": true})", "'uniqueItems' stands at /properties/a"},
        {R"({"type": "integer"})", "'type'"},
        {R"({"type": ["string", "null"]})", "'type'"},
        {R"({})", "no 'type'"},
        {"true", "true or false stands"},
        {R"({"type": "string", "not": {"const": "x"}})", "'not'"},
        {R"({"type": "string", "anyOf": []})", "'anyOf'"},
        {R"({"type": "string", "enum": []})", "no value"},
        {R"({"type": "string", "enum": ["a", 1]})", "a number stands"},
        {R"({"type": "string", "enum": ["a"], "const": "a"})", "'const'"},
        {R"({"type": "string", "maxLength": 2.5})", "a number stands"},
        {R"({"type": "string", "maxLength": -1})", "no count"},
        {R"({"type": "string", "properties": {}})", "'properties'"},
        {R"({"type": "object", "required": ["b"]})", "not described"},
        {R"({"type": "object", "additionalProperties": {"type": "string"}})", "an object stands"},
        {R"({"type": "object", "patternProperties": {}})", "'patternProperties'"},
        {R"({"type": "object", "oneOf": [{"type": "string"}]})", "no object"},
        {R"({"type": "object", "oneOf": [{"type": "object"}], "required": []})", "beside 'oneOf'"},
        {R"({"type": "object", "allOf": [{"required": ["a"]}]})", "'required'"},
        {R"({"type": "object", "if": {}})", "half a condition"},
        {R"({"type": "object", "if": {}, "then": {}, "else": {}})", "'else'"},
        {R"({"type": "object", "properties": {"\u001b[31m": {"type": "string"}}})", "control"},
        {R"({"type": "string", "pattern": "("})", "cannot be compiled"},
        {R"({"type": "string", "pattern": "^\\s+$"})", "'\\s'"},
        {R"({"type": "string", "pattern": "\\Z"})", "'\\Z'"},
        {R"({"type": "string", "pattern": "[[:alpha:]]"})", "'[:'"},
        {R"({"type": "string", "pattern": "(?i)a"})", "'(?i'"},
        {R"({"type": "string", "pattern": "a++"})", "'++'"},
        {R"({"type": "string", "pattern": "(*UCP)a"})", "'(*'"},
    };
    for (const auto& [field, named] : cases) {
        INFO(field);
        CHECK_THAT(refusal(schema_with(field)), contains(named));
    }
    CHECK_THAT(refusal(R"({"type": "object"})"), contains("'$schema'"));
    CHECK_THAT(refusal("[]"), contains("an array stands at its top level"));
    CHECK_FALSE(refusal("{").empty());
}

TEST_CASE("a pattern is told in words however its classes are written") {
    CHECK(Pattern::canonical(R"(^[\w /\-\(\),\.!\?&']+$)") ==
          Pattern::canonical("^[\\w /(),.!?&'-]+$"));
    CHECK(Pattern::canonical("(?:a|b)") == Pattern::canonical("(a|b)"));
    for (const auto& [left, right] : {std::pair{"[a-c]", "[ac-]"},
                                      {"[^a]", "[a]"},
                                      {"[.-:]", "[.:-]"},
                                      {"\\.", "."},
                                      {"(?!a)", "(a)"},
                                      {"[\\w]", "[w]"},
                                      {"[\\n]", "[n]"}})
        CHECK(Pattern::canonical(left) != Pattern::canonical(right));
    CHECK_FALSE(words_of_pattern("^[0-9]+$").empty());
    CHECK(words_of_pattern("^[0-8]+$").empty());
    for (const char* odd : {"[", "[a", "[a\\", "\\", "[a-", "(?:", ""}) Pattern::canonical(odd);
}

TEST_CASE("what the build writes is not asked of the source") {
    const std::string text = R"({"$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object", "properties": {"acapPackageConf": {"type": "object", "properties": {
        "setup": {"type": "object", "required": ["architecture"], "properties": {
        "architecture": {"type": "string"}}}}}}})";
    const SdkSchemas sdk{.sdk = "SDK", .texts = {{"2.0.0", text}}};
    const auto document =
        JsonDocument::parse(R"({"schemaVersion": "2.0.0", "acapPackageConf": {"setup": {}}})", "m");
    CHECK(validate(document, Stage::source, {}, sdk).accepted());
    CHECK_FALSE(validate(document, Stage::package, {}, sdk).accepted());
}

TEST_CASE("the schemas of an SDK win, and it says so where they do not") {
    const SdkSchemas sdk{
        .sdk = "SDK 12",
        .texts = {{"1.7.2", schema_with(R"({"type": "string"})")},
                  {"1.8.0", schema_with(R"({"type": "array", "uniqueItems": true})")}}};
    CHECK_FALSE(validate(manifest_of("1.7.2"), Stage::source, {}, sdk).accepted());

    auto result = validate(manifest_of("1.8.0"), Stage::source, {}, sdk);
    CHECK(result.accepted());
    CHECK_FALSE(result.of_sdk);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].severity == Severity::warning);
    CHECK_THAT(result.findings[0].message, contains("'uniqueItems'") && contains("SDK 12"));

    for (const char* version : {"1.6.0", "1.99.0"}) {
        INFO(version);
        result = validate(manifest_of(version), Stage::source, {}, sdk);
        CHECK_FALSE(result.accepted());
        REQUIRE(result.findings.size() == 1);
        CHECK_THAT(result.findings[0].message, contains("no manifest schema"));
        CHECK(result.findings[0].hint == "It has 1.7.2, 1.8.0.");
    }
    SdkSchemas of_earlier_build = sdk;
    of_earlier_build.complete = false;
    CHECK(validate(manifest_of("1.6.0"), Stage::source, {}, of_earlier_build).accepted());
}

TEST_CASE("a build is told every error at once") {
    CHECK(require_valid(manifest_of("1.7.2")).empty());
    try {
        require_valid(
            JsonDocument::parse(R"({"schemaVersion": "1.7.2", "acapPackageConf": {"setup": {
                "appName": "my-app", "runMode": "always", "vendor": "V", "version": "1.0.0"}}})",
                                "manifest.json"));
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.failure().code == "invalid-manifest");
        CHECK_THAT(error.what(),
                   contains("manifest.json:2:28: $.acapPackageConf.setup.appName: ") &&
                       contains("$.acapPackageConf.setup.runMode: 'always'"));
    }
}

TEST_CASE("schemaVersion is raised to the newest of each major, by SDKs that have schema 2") {
    const auto raised = [](std::map<std::string, std::string> texts) {
        return SdkSchemas{.sdk = "SDK", .texts = std::move(texts)}.raised_to();
    };
    using List = std::vector<std::string>;
    CHECK(raised({{"1.3", ""}, {"1.9.0", ""}, {"1.10.0", ""}, {"2.0.0", ""}}) ==
          List{"1.10.0", "2.0.0"});
    CHECK(raised({{"1.3", ""}, {"1.9.0", ""}}).empty());
    CHECK(raised({}).empty());
}

TEST_CASE("Axis' own schema of 1.7.2 is understood", "[corpus]") {
    const std::filesystem::path file =
        std::filesystem::path(SHARED_CORPUS) / "schemas/application-manifest-schema-v1.7.2.json";
    if (!std::filesystem::exists(file)) {
        std::cout << "skipped: " << file.string() << " is not there\n";
        return;
    }
    const Schema read = read_json_schema(read_file(file), "1.7.2");
    std::vector<const Shape*> shapes{&read.root};
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const Shape& shape = *shapes[i]; // every pattern is told in words, as in the built-in table
        INFO(shape.path << ": " << shape.rules.words);
        if (shape.rules.pattern) CHECK_FALSE(shape.rules.words.starts_with("what the pattern"));
        for (const auto* children : {&shape.members, &shape.element, &shape.forms})
            for (const Shape& child : *children) shapes.push_back(&child);
    }
    CHECK(shapes.size() > 50);
    const Shape* setup = read.root.member("acapPackageConf")->member("setup");
    REQUIRE(setup != nullptr);
    CHECK(setup->member("vendor")->required);
    CHECK_FALSE(setup->open);
}
