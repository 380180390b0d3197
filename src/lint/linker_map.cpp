#include "lint/linker_map.hpp"

#include "support/text.hpp"

namespace acapctl::lint {

namespace {

constexpr std::string_view memory_map = "Linker script and memory map";
constexpr std::size_t most_entries = 500'000;

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

// "libfoo.a(json.o)" of "/build/lib/libfoo.a(json.o)".
std::string_view without_directory(std::string_view file) {
    return file.substr(file.substr(0, file.find('(')).rfind('/') + 1);
}

// "puts" of "puts@@GLIBC_2.17".
std::string_view without_version(std::string_view symbol) {
    return symbol.substr(0, symbol.find('@'));
}

bool is_library(std::string_view file) {
    const std::string_view name = without_directory(file);
    return name.ends_with(".so") || name.find(".so.") != std::string_view::npos;
}

class MapReader {
  public:
    LinkerMap read(std::string_view text) {
        // Line by line: a file of newlines must not become a string for each.
        while (!text.empty() && ++entries_ <= most_entries) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            std::string_view line = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (line.starts_with("Archive member included"))
                part_ = Part::members;
            else if (line == memory_map)
                part_ = Part::memory;
            else if (line == "Cross Reference Table")
                part_ = Part::users;
            else
                take(line);
        }
        return std::move(map_);
    }

  private:
    enum class Part { none, members, memory, users };

    void take(std::string_view line) {
        if (part_ == Part::memory && line.starts_with("LOAD ") && line.ends_with(".a"))
            map_.archives.emplace(without_directory(line.substr(5)));
        if (line.empty()) return;
        if (part_ == Part::members && !is_blank(line.front())) add_member(line);
        if (part_ == Part::users) add_user(line);
    }

    // "lib/libfoo.a(json.o)          main.o (parse)"; the next part has other first words.
    void add_member(std::string_view line) {
        const auto archive = line.find(".a(");
        if (archive == std::string_view::npos) return;
        const auto end = line.find(')', archive);
        if (end == std::string_view::npos) return;
        map_.members.emplace(without_directory(line.substr(0, end + 1)));
    }

    // "puts            lib/libc.so.6", then lines with further files alone; or "Symbol    File".
    void add_user(std::string_view line) {
        if (!is_blank(line.front())) {
            const auto end = line.find_first_of(" \t");
            symbol_ = std::string(without_version(line.substr(0, end)));
            line = end == std::string_view::npos ? std::string_view() : line.substr(end);
        }
        const std::string_view file = text::trim(line);
        if (!file.empty() && file != "File" && !is_library(file)) map_.users[symbol_].emplace(file);
    }

    LinkerMap map_{};
    Part part_ = Part::none;
    std::string symbol_{};
    std::size_t entries_ = 0;
};

} // namespace

LinkerMap parse_linker_map(std::string_view text) {
    return MapReader().read(text);
}

} // namespace acapctl::lint
