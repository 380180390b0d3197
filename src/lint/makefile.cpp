#include "lint/makefile.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/inside.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>

namespace acapctl::lint {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largest_makefile = 1U << 20U;
constexpr std::size_t most_words = 10'000; // of all values together
constexpr int deepest_variable = 8;        // that names another
constexpr std::size_t most_found = 500;

// Lines that end in a backslash go on; what is behind a '#' is a comment.
std::vector<std::string> logical_lines(std::string_view text) {
    std::vector<std::string> lines;
    bool goes_on = false;
    for (const std::string& line : text::lines(text)) {
        std::string part = line.substr(0, line.find('#'));
        const bool more = part.ends_with('\\');
        if (more) part.pop_back();
        if (goes_on && !lines.empty())
            lines.back() += " " + part;
        else
            lines.push_back(std::move(part));
        goes_on = more;
    }
    return lines;
}

// What separates words of make and of shells. "$(PKGS)" is left as "$PKGS".
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (const char c : text) {
        if (c == '$') end();
        if (c == '(' || c == '{') {
            if (word != "$") end();
        } else if (c == ' ' || c == '\t' || c == ')' || c == '}' || c == '`' || c == '\'' ||
                   c == '"' || c == ',' || c == ';') {
            end();
        } else {
            word += c;
        }
    }
    end();
    return words;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : lines_(logical_lines(text)) {
        for (const std::string& line : lines_) read_assignment(line);
    }

    Makefile read() {
        for (const std::string& line : lines_) {
            const std::vector<std::string> words = words_of(line);
            const auto tool = std::ranges::find_if(words, [](const std::string& word) {
                return word.ends_with("pkg-config") || word == "$PKG_CONFIG";
            });
            if (tool != words.end()) add_packages({tool + 1, words.end()}, 0);
            for (const std::string& word : words) add_library(word);
        }
        return std::move(found_);
    }

  private:
    void read_assignment(const std::string& line) {
        const auto equals = line.find('=');
        if (equals == std::string::npos || line.starts_with('\t')) return;
        std::string name(text::trim(line.substr(0, equals)));
        while (!name.empty() && (name.back() == ':' || name.back() == '+' || name.back() == '?'))
            name.pop_back();
        name = text::trim(name);
        if (name.empty() || !ascii::is_made_of(name, "_-.")) return;
        std::vector<std::string>& value = variables_[name];
        for (std::string& word : words_of(line.substr(equals + 1)))
            if (++words_ <= most_words) value.push_back(std::move(word));
    }

    void add_packages(const std::vector<std::string>& words, int depth) {
        for (const std::string& word : words) {
            if (++words_ > most_words || word.starts_with('-')) continue;
            if (!word.starts_with('$')) {
                if (found_.packages.size() < most_found) text::add_once(found_.packages, word);
                continue;
            }
            const auto value = variables_.find(word.substr(1));
            if (value != variables_.end() && depth < deepest_variable)
                add_packages(value->second, depth + 1);
        }
    }

    void add_library(std::string_view word) {
        if (word.starts_with("-l") && word.size() > 2 && word.size() < 200 &&
            found_.libraries.size() < most_found)
            text::add_once(found_.libraries, "lib" + std::string(word.substr(2)) + ".so");
    }

    std::vector<std::string> lines_;
    std::map<std::string, std::vector<std::string>, std::less<>> variables_;
    std::size_t words_ = 0;
    Makefile found_;
};

} // namespace

Makefile parse_makefile(std::string_view text) {
    return Reader(text).read();
}

Makefile read_makefile(const fs::path& directory) {
    for (const fs::path& place : {directory, directory / "app"})
        for (const char* name : {"Makefile", "makefile", "GNUmakefile"}) {
            std::error_code error;
            if (!fs::is_regular_file(place / name, error)) continue;
            try {
                Makefile found = parse_makefile(Inside(place).read(name, largest_makefile));
                found.name = name;
                return found;
            } catch (const Error&) { // as if there were none: nothing is known then either
                return {};
            }
        }
    return {};
}

} // namespace acapctl::lint
