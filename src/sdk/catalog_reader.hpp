#pragma once
// Puts the rows of a catalog file into a Catalog. Every mistake is named with its file and line.

#include "manifest/document.hpp"
#include "sdk/catalog.hpp"

#include <functional>
#include <map>

namespace acapctl::sdk {

class CatalogReader {
  public:
    CatalogReader(Catalog& catalog, std::string json, const std::string& name);

    void read();

  private:
    // Sets one field of a row; false: no such field.
    using Field = std::function<bool(const JsonMember& member)>;

    [[noreturn]] void fail(std::size_t offset, const std::string& what) const;
    // Hands each member of `node` to `field`; an unknown one is an error.
    void fields(const JsonNode& node, const Field& field) const;
    const std::vector<JsonNode>& rows(const JsonMember& list) const;
    // A text without control characters, which messages will quote.
    std::string plain(const JsonNode& node) const;
    std::string text(const JsonMember& member) const;
    // Letters, digits, '.', '_', '-' and what is in `also`: no option and no way out of a
    // directory.
    std::string word(const JsonNode& node, std::string_view also = {}) const;
    std::vector<std::string> texts(const JsonMember& member) const;
    std::map<std::string, std::string> by_architecture(const JsonMember& member) const;
    bool flag(const JsonMember& member) const;
    AxisOs version(const JsonMember& member) const;
    std::string known_architecture(const JsonNode& name) const;
    void need(const JsonNode& row, bool present, const char* field) const;
    // The row that `key` names, an old one or a new one at the end.
    template <typename T>
    T& row_of(std::vector<T>& all, std::string T::*key, const JsonNode& row,
              const char* key_name) const;

    void architecture(const JsonNode& row);
    void chip(const JsonNode& row);
    void image(const JsonNode& row);
    void track(const JsonNode& row);
    void beyond(const JsonNode& node, Track::Beyond& into) const;
    void api(const JsonNode& row);
    void unsupported_library(const JsonNode& row);
    ApiTable api_table(const JsonNode& row) const;
    void absent_on(const JsonNode& node, Api& into) const;
    Caution caution(const JsonNode& row) const;
    void policies(const JsonNode& node);
    void policy(const JsonNode& node, Policy& into) const;
    bool list(const JsonMember& member); // false: no list of a catalog

    Catalog& catalog_;
    JsonDocument document_;
};

} // namespace acapctl::sdk
