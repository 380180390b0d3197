#pragma once
// Changes to a JSON text that leave alone whatever they do not speak of: the order of keys, spaces,
// indentation and line ends are its author's.

#include "manifest/document.hpp"

#include <string>
#include <string_view>

namespace acapctl {

class JsonEditor {
  public:
    // Throws as JsonDocument::parse() does.
    JsonEditor(std::string source, std::string name);

    const JsonDocument& document() const { return document_; }
    const std::string& text() const { return text_; }

    // The value at `path` (keys with dots between them) becomes `json`. A member that is missing is
    // added as the last of its object, laid out as those before it. The object must be there.
    void set(std::string_view path, std::string_view json);
    // Takes the member away, and objects that have nothing left then. What is not there stays away.
    void remove(std::string_view path);

  private:
    void replace(std::size_t from, std::size_t to, std::string_view by);
    void add(const JsonNode& object, const std::string& key, std::string_view json);

    std::string text_;
    std::string name_;
    JsonDocument document_;
};

} // namespace acapctl
