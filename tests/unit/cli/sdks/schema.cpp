// `sdk schema`: a manifest schema for editors.
#include "refusals.hpp"

namespace acapctl::cli {

namespace {

// An SDK's files, with a schema of its own.
std::string sdk_with_schema(const Desk& desk, const std::string& text) {
    const std::string place = "sdk/acapsdk/axis-acap-manifest-tools/schema/schemas/v1/";
    desk.write(place + "application-manifest-schema-v1.7.2.json", text);
    return (desk.home() / "sdk").string();
}

} // namespace

TEST_CASE("sdk schema prints the schema itself, or a document around it") {
    Desk desk;
    const Said said = desk.acapctl({"sdk", "schema", "1.7.2"});
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    CHECK(said.out.starts_with("{\n    \"$schema\": ")); // laid out, in its own order
    const auto document = desk.acapctl({"sdk", "schema", "1.7.2", "--json"}).document();
    CHECK(document["kind"] == "acapctl.sdk-schema/v1");
    CHECK(document["version"] == "1.7.2");
    CHECK(document["sdk"].is_null());
    CHECK(document["schema"] == said.document());
}

TEST_CASE("a schema that is known at second hand is said to be") {
    Desk desk;
    CHECK(desk.acapctl({"sdk", "schema", "2.2.0"}).err ==
          "schema 2.2.0 is known only from release notes and examples; the SDK's own has the last "
          "word\n");
    CHECK(desk.acapctl({"sdk", "schema", "2.2.0", "-q"}).err.empty());
}

TEST_CASE("sdk schema prints an SDK's own schema as it is") {
    Desk desk;
    const std::string sdk = sdk_with_schema(desk, R"({"type": "object", "a": {"b": 1}})");
    const Said said = desk.acapctl({"sdk", "schema", "1.7.2", "--sdk", sdk});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK(said.document() == nlohmann::json{{"type", "object"}, {"a", {{"b", 1}}}});
    const auto document =
        desk.acapctl({"sdk", "schema", "1.7.2", "--sdk", sdk, "--json"}).document();
    CHECK_FALSE(document["sdk"].is_null());
    check_refused(desk, {{{"sdk", "schema", "1.8.0", "--sdk", sdk}, "It has 1.7.2."}});
}

TEST_CASE("sdk schema refuses what is no schema") {
    Desk desk;
    const std::string empty = desk.write("empty/note.txt", "").parent_path().string();
    check_refused(desk,
                  {
                      {{"sdk", "schema"}, "VERSION is missing"},
                      {{"sdk", "schema", "77"}, "no manifest schema '77' is known"},
                      {{"sdk", "schema", "77"}, "1.7.2, 1.7.3"},
                      {{"sdk", "schema", "1.7.2", "--sdk", empty}, "no manifest schema in", 3},
                      {{"sdk", "schema", "1.7.2", "--sdk", sdk_with_schema(desk, "{\"type\": ")},
                       "schema",
                       3},
                  });
}

} // namespace acapctl::cli
