#pragma once
// What a manifest of one schema version may look like, as a tree made from the table of fields
// (src/manifest/data/manifest-fields.json). Schemas are printed from it, manifests checked by it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::manifest {

struct Rules {
    std::optional<std::string> pattern{};
    std::vector<std::string> allowed{}; // empty: every value
    std::string words{};                // the pattern for people: "digits only"
};

struct Shape {
    enum class Type { object, array, string, boolean };

    std::string name{};  // key in its object, name of a form, or empty for an element
    std::string path{};  // in the table: "acapPackageConf.configuration.httpConfig[]|cgi.type"
    std::string about{}; // one or two sentences
    Type type = Type::object;
    bool required = false;
    bool built = false;    // required, but only in a package: the build writes it
    bool doubtful = false; // no schema text that we read has it: its presence is worth a warning
    bool open = false;     // keys that are not listed are worth a warning, not an error
    Rules rules{};
    Rules advice{};                          // known second-hand: breaking it is worth a warning
    std::optional<std::size_t> min_length{}; // characters of a string
    std::optional<std::size_t> max_length{};
    std::optional<std::size_t> min_properties{}; // keys of an object
    std::optional<std::size_t> min_items{};      // of an array
    std::optional<std::size_t> max_items{};
    std::vector<Shape> members{}; // of an object
    std::vector<Shape> element{}; // of an array: one, or none for "anything"
    std::vector<Shape> forms{};   // an element must have exactly one of them

    const Shape* member(std::string_view key) const;
};

struct Condition {
    std::string when{};     // path of a field
    std::string equals{};   // its value
    std::string required{}; // path of the field that must then be there
    std::string words{};    // why
};

struct Schema {
    std::string version{};
    bool from_sdk = false; // read from an SDK: it has the last word
    Shape root{};
    std::vector<Condition> conditions{};
};

struct SchemaVersion {
    std::string version{};    // as in a manifest: "1.3", "1.7.2"
    std::string axis_os{};    // the first that understands it
    std::string sdk{};        // the first that knows it
    bool second_hand = false; // no text of this schema was read, only notes and examples
};

// Oldest first.
const std::vector<SchemaVersion>& schema_versions();
// nullptr for a version that is not in the table.
const SchemaVersion* find_schema_version(std::string_view version);

// `version` must be one of schema_versions(). Built once per process.
const Schema& schema_for(std::string_view version);

// What the table calls a pattern for people, however its classes are written: "digits only"; empty
// if it has no such pattern.
std::string words_of_pattern(const std::string& pattern);

// When a field of the table exists.
struct FieldLife {
    std::string path{};
    std::string name{};    // its last key
    std::string since{};   // schema version
    std::string removed{}; // schema version, or empty
};
const std::vector<FieldLife>& field_lives();

} // namespace acapctl::manifest
