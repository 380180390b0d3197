// Reading a Dockerfile the way the builders do: escape directive, continuation lines, comments in
// between, here-documents.
#include "builder/plan/dockerfile.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstdint>
#include <set>

namespace acapctl::builder {

namespace {

// Lines that double each other's value would need gigabytes.
constexpr std::size_t largest_arguments = 1U << 20U;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

bool is_name(char c) {
    return ascii::is_letter_or_digit(c) || c == '_';
}

std::string_view without_margin(std::string_view line) {
    while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    return line;
}

std::string upper(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), ascii::to_capital);
    return result;
}

// "# key=value" before anything else; only `escape` matters here.
bool read_directive(std::string_view line, Dockerfile& file) {
    line = without_margin(line);
    if (!line.starts_with('#')) return false;
    line = without_margin(line.substr(1));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string key = text::lower(without_margin(line.substr(0, equals)));
    const std::string_view value = without_margin(line.substr(equals + 1));
    if (key == "escape" && (value == "`" || value == "\\")) file.escape = value.front();
    return key == "escape" || key == "syntax" || key == "check";
}

// The delimiters of the here-documents an instruction opens, in order.
std::vector<std::pair<std::string, bool>> heredocs(std::string_view text) {
    std::vector<std::pair<std::string, bool>> found;
    for (std::size_t at = 0; (at = text.find("<<", at)) != std::string_view::npos;) {
        at += 2;
        if (at < text.size() && text[at] == '<') { // a here-string
            while (at < text.size() && text[at] == '<') ++at;
            continue;
        }
        const bool tabs = at < text.size() && text[at] == '-';
        if (tabs) ++at;
        const char quote = at < text.size() && (text[at] == '"' || text[at] == '\'') ? text[at] : 0;
        if (quote != 0) ++at;
        std::string word;
        while (at < text.size() && is_name(text[at])) word += text[at++];
        if (!word.empty() && !ascii::is_digit(word[0])) found.emplace_back(word, tabs);
    }
    return found;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : lines_(text::lines(text)) {}

    Dockerfile read() {
        while (at_ < lines_.size() && read_directive(lines_[at_], file_)) ++at_;
        while (at_ < lines_.size()) instruction();
        return std::move(file_);
    }

  private:
    // Whether the line goes on in the next one; removes the escape character if so.
    bool continues(std::string_view& line) const {
        while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
        if (line.empty() || line.back() != file_.escape) return false;
        line.remove_suffix(1);
        return true;
    }

    static bool is_comment(std::string_view line) { return without_margin(line).starts_with('#'); }

    void instruction() {
        std::string_view line = lines_[at_];
        const std::size_t start = ++at_;
        if (is_comment(line) || without_margin(line).empty()) return;
        bool more = continues(line);
        std::string text(line);
        while (more && at_ < lines_.size()) {
            line = lines_[at_++];
            if (is_comment(line) || without_margin(line).empty()) continue;
            more = continues(line);
            text += line;
        }
        const std::string_view all = without_margin(text);
        const std::size_t end = std::min(all.find_first_of(" \t"), all.size());
        Dockerfile::Instruction result{.keyword = upper(all.substr(0, end)),
                                       .arguments = std::string(without_margin(all.substr(end))),
                                       .line = start};
        if (result.keyword == "RUN" || result.keyword == "COPY" || result.keyword == "ADD")
            for (const auto& [word, tabs] : heredocs(result.arguments)) {
                result.heredoc = true;
                skip_to(word, tabs);
            }
        declare(result);
        file_.instructions.push_back(std::move(result));
    }

    void skip_to(const std::string& word, bool tabs) {
        while (at_ < lines_.size()) {
            std::string_view line = lines_[at_++];
            while (tabs && line.starts_with('\t')) line.remove_prefix(1);
            if (line == word) return;
        }
    }

    // Words as the builder splits them; quotes and escapes are removed.
    std::vector<std::string> words(std::string_view text) const {
        std::vector<std::string> result;
        std::string word;
        bool any = false;
        char quote = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (quote == 0 && is_space(c)) {
                if (any) result.push_back(std::move(word));
                word.clear();
                any = false;
                continue;
            }
            any = true;
            if (c == file_.escape && quote != '\'' && i + 1 < text.size())
                word += text[++i];
            else if (quote == 0 && (c == '"' || c == '\''))
                quote = c;
            else if (c == quote && quote != 0)
                quote = 0;
            else
                word += c;
        }
        if (any) result.push_back(std::move(word));
        return result;
    }

    void declare(const Dockerfile::Instruction& instruction) {
        if (instruction.keyword == "ARG")
            for (const std::string& word : words(instruction.arguments)) {
                const auto equals = word.find('=');
                Dockerfile::Argument argument{.name = word.substr(0, equals),
                                              .global = file_.stages.empty()};
                if (equals != std::string::npos) argument.value = word.substr(equals + 1);
                if (!argument.name.empty()) file_.arguments.push_back(std::move(argument));
            }
        if (instruction.keyword != "FROM") return;
        std::vector<std::string> parts = words(instruction.arguments);
        std::erase_if(parts, [](const std::string& word) { return word.starts_with("--"); });
        Dockerfile::Stage stage;
        if (!parts.empty()) stage.base = parts[0];
        if (parts.size() >= 3 && text::lower(parts[1]) == "as") stage.name = text::lower(parts[2]);
        file_.stages.push_back(std::move(stage));
    }

    std::vector<std::string> lines_;
    std::size_t at_ = 0;
    Dockerfile file_;
};

class Expander {
  public:
    Expander(const Arguments& values, char escape) : values_(values), escape_(escape) {}

    bool expand(std::string_view text, std::string& result, int depth) const {
        if (depth > 16) return false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (result.size() > limit) return false;
            if (text[i] == escape_ && i + 1 < text.size())
                result += text[++i];
            else if (text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{') {
                const std::size_t end = closing(text, i + 2);
                if (end == std::string_view::npos) return false;
                if (!braced(text.substr(i + 2, end - i - 2), result, depth)) return false;
                i = end;
            } else if (text[i] == '$' && i + 1 < text.size() && is_name(text[i + 1])) {
                const std::size_t start = ++i;
                while (i + 1 < text.size() && is_name(text[i + 1])) ++i;
                result += value(text.substr(start, i - start + 1)).value_or("");
            } else
                result += text[i];
        }
        return result.size() <= limit;
    }

  private:
    static constexpr std::size_t limit = 4096;

    static std::size_t closing(std::string_view text, std::size_t at) {
        for (int open = 1; at < text.size(); ++at) {
            if (text[at] == '{') ++open;
            if (text[at] == '}' && --open == 0) return at;
        }
        return std::string_view::npos;
    }

    std::optional<std::string> value(std::string_view name) const {
        const auto found = values_.find(std::string(name));
        return found == values_.end() ? std::nullopt : std::optional(found->second);
    }

    bool braced(std::string_view text, std::string& result, int depth) const {
        std::size_t end = 0;
        while (end < text.size() && is_name(text[end])) ++end;
        const std::optional<std::string> found = value(text.substr(0, end));
        if (end == text.size()) {
            result += found.value_or("");
            return end > 0;
        }
        const bool colon = text[end] == ':';
        if (colon) ++end;
        if (end >= text.size() || (text[end] != '-' && text[end] != '+')) return false;
        const bool present = found && !(colon && found->empty());
        if (text[end] == '-' && present)
            result += *found;
        else if ((text[end] == '-') != present)
            return expand(text.substr(end + 1), result, depth + 1);
        return true;
    }

    const Arguments& values_;
    char escape_;
};

} // namespace

std::optional<std::size_t> Dockerfile::find_stage(std::string_view named, std::size_t among) const {
    const std::string name = text::lower(named);
    for (std::size_t i = name.empty() ? 0 : std::min(among, stages.size()); i-- > 0;)
        if (stages[i].name == name || std::to_string(i) == name) return i;
    return std::nullopt;
}

bool Dockerfile::declares(std::string_view name) const {
    return std::ranges::any_of(arguments, [&](const Argument& each) { return each.name == name; });
}

std::vector<std::string> Dockerfile::argument_names() const {
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    for (const Argument& argument : arguments)
        if (seen.insert(argument.name).second) names.push_back(argument.name);
    return names;
}

Dockerfile parse_dockerfile(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3); // builders skip a byte order mark
    return Reader(text).read();
}

std::optional<std::string> expand(std::string_view text, const Arguments& values, char escape) {
    std::string result;
    if (!Expander(values, escape).expand(text, result, 0)) return std::nullopt;
    return result;
}

Arguments global_arguments(const Dockerfile& file, const Arguments& given) {
    Arguments values;
    std::size_t total = 0;
    for (const Dockerfile::Argument& argument : file.arguments) {
        if (!argument.global) continue;
        if (const auto found = given.find(argument.name); found != given.end())
            values[argument.name] = found->second;
        else if (argument.value)
            if (auto value = expand(*argument.value, values, file.escape);
                value && (total += value->size()) <= largest_arguments)
                values[argument.name] = *value;
    }
    return values;
}

std::optional<std::string> base_image(const Dockerfile& file, const Arguments& given,
                                      const std::string& target) {
    if (file.stages.empty()) return std::nullopt;
    const auto named = target.empty() ? file.stages.size() - 1 : file.find_stage(target);
    if (!named) return std::nullopt;
    std::size_t stage = *named;
    const Arguments values = global_arguments(file, given);
    for (;;) { // a stage can only build on an earlier one, so this ends
        const auto base = expand(file.stages[stage].base, values, file.escape);
        if (!base || base->empty()) return std::nullopt;
        const std::string name = text::lower(*base);
        do { // backwards, so that all stages together are looked at once
            if (stage-- == 0) return base;
        } while (file.stages[stage].name != name);
    }
}

namespace {

// Without what a shell or a JSON list puts around them.
std::vector<std::string> words_of(std::string_view text) {
    constexpr std::string_view between = " \t\"',[];&|()<>";
    std::vector<std::string> words;
    for (auto at = text.find_first_not_of(between); at != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(between, at), text.size());
        words.emplace_back(text.substr(at, end - at));
        at = text.find_first_not_of(between, end);
    }
    return words;
}

// What -m and --manifest of acap-build name is only read.
bool names_manifest(std::string_view command) {
    std::string before;
    for (const std::string& word : words_of(command)) {
        const bool is_option = before == "-m" || before == "--manifest";
        if (!is_option && !word.starts_with("--manifest=") && word != "--manifest" &&
            word.find("manifest") != std::string::npos)
            return true;
        before = word;
    }
    return false;
}

// COPY other.json /opt/app/manifest.json
bool renames_to_manifest(std::string_view arguments) {
    const auto words = words_of(arguments);
    if (words.size() < 2 || !words.back().ends_with("manifest.json")) return false;
    const std::string& source = words[words.size() - 2];
    return source != "manifest.json" && !source.ends_with("/manifest.json");
}

} // namespace

bool may_write_manifest(const Dockerfile& file) {
    return std::ranges::any_of(file.instructions, [](const Dockerfile::Instruction& each) {
        if (each.keyword == "RUN") return each.heredoc || names_manifest(each.arguments);
        return (each.keyword == "COPY" || each.keyword == "ADD") &&
               renames_to_manifest(each.arguments);
    });
}

std::string variant_argument(const Dockerfile& file) {
    std::set<std::string_view> declared;
    for (const Dockerfile::Argument& argument : file.arguments) declared.insert(argument.name);
    for (const Dockerfile::Instruction& instruction : file.instructions)
        for (const std::string_view start : {"manifest.json.${", "manifest.json.$"}) {
            auto at = instruction.arguments.find(start);
            if (at == std::string::npos) continue;
            std::string name;
            for (at += start.size(); at < instruction.arguments.size(); ++at) {
                if (!is_name(instruction.arguments[at])) break;
                name += instruction.arguments[at];
            }
            if (declared.contains(name)) return name;
        }
    return {};
}

} // namespace acapctl::builder
