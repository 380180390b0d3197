#include "manifest/edit.hpp"

#include "acapctl/error.hpp"

#include <utility>

#include <fmt/format.h>

namespace acapctl {

namespace {

// "a.b.c" is "a.b" and "c".
std::pair<std::string_view, std::string_view> split_last(std::string_view path) {
    const auto dot = path.rfind('.');
    if (dot == std::string_view::npos) return {"", path};
    return {path.substr(0, dot), path.substr(dot + 1)};
}

const JsonNode* node_at(const JsonDocument& document, std::string_view path) {
    return path.empty() ? &document.root : document.root.find_path(path);
}

// Members are kept in the order of their first occurrence, while offsets are those of the last: of
// a key that stands twice it cannot be said which one an edit means.
void refuse_repeated_keys(const JsonDocument& document, const JsonNode& object) {
    for (std::size_t i = 1; i < object.members.size(); ++i)
        if (object.members[i].key_offset < object.members[i - 1].key_offset)
            throw Error({.kind = ErrorKind::invalid_input,
                         .code = "invalid-json",
                         .message = fmt::format("{}: this key stands twice in its object",
                                                document.where(object.members[i - 1].key_offset)),
                         .hint = "take one of the two away"});
}

} // namespace

JsonEditor::JsonEditor(std::string source, std::string name)
    : text_(std::move(source)), name_(std::move(name)),
      document_(JsonDocument::parse(text_, name_)) {}

void JsonEditor::replace(std::size_t from, std::size_t to, std::string_view by) {
    std::string edited = text_;
    edited.replace(from, to - from, by);
    document_ = JsonDocument::parse(edited, name_);
    text_ = std::move(edited);
}

void JsonEditor::set(std::string_view path, std::string_view json) {
    if (const JsonNode* present = node_at(document_, path))
        return replace(present->offset, present->end, json);
    const auto [parent, key] = split_last(path);
    if (const JsonNode* object = node_at(document_, parent)) add(*object, std::string(key), json);
}

void JsonEditor::add(const JsonNode& object, const std::string& key, std::string_view json) {
    refuse_repeated_keys(document_, object);
    if (object.members.empty())
        return replace(object.offset, object.end, fmt::format("{{\"{}\": {}}}", key, json));
    // What stands between the brace and the first key is what stands before each of them.
    const std::size_t first = object.members.front().key_offset;
    const std::string before = text_.substr(object.offset + 1, first - object.offset - 1);
    const std::size_t end = object.members.back().value.end;
    const std::string gap = before.empty() && object.members.size() > 1 ? " " : before;
    replace(end, end, fmt::format(",{}\"{}\": {}", gap.empty() ? " " : gap, key, json));
}

void JsonEditor::remove(std::string_view path) {
    const auto [parent, key] = split_last(path);
    const JsonNode* object = node_at(document_, parent);
    if (object == nullptr || object->find(key) == nullptr) return;
    if (object->members.size() == 1 && !parent.empty()) return remove(parent);
    refuse_repeated_keys(document_, *object);
    const auto& members = object->members;
    std::size_t i = 0;
    while (members[i].key != key) ++i;
    if (i > 0) return replace(members[i - 1].value.end, members[i].value.end, "");
    const std::size_t next = members.size() > 1 ? members[1].key_offset : members[0].value.end;
    replace(members[0].key_offset, next, "");
}

} // namespace acapctl
