#include "acapctl/error.hpp"
#include "fleet/imports/ansible_groups.hpp"
#include "fleet/imports/host_range.hpp"
#include "fleet/imports/import.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

// Words of a line as Ansible's reader takes them: blanks between, quotes around, '#' ends it.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    char quote = 0;
    bool any = false;
    for (const char c : line) {
        if (quote != 0) {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '"' || c == '\'') {
            quote = c;
            any = true;
        } else if (c == '#' && word.empty() && !any) {
            break;
        } else if (c == ' ' || c == '\t') {
            if (any || !word.empty()) words.push_back(std::move(word));
            word.clear();
            any = false;
        } else {
            word += c;
        }
    }
    if (any || !word.empty()) words.push_back(std::move(word));
    return words;
}

class IniReader {
  public:
    Import read(std::string_view text) {
        for (const std::string& whole : text::lines(text)) {
            ++line_;
            const std::string_view line = text::trim(whole);
            if (line.empty() || line.starts_with('#') || line.starts_with(';')) continue;
            if (line.starts_with('['))
                begin_section(line);
            else if (kind_ == "vars")
                take_variable(line);
            else if (kind_ == "children")
                take_child(line);
            else if (kind_.empty())
                take_hosts(line);
            else
                groups_.import.remark(line_, fmt::format("a section ':{}' is not known", kind_));
        }
        for (const auto& [child, line] : children_)
            if (!defined_.contains(child))
                groups_.import.remark(line, fmt::format("the group '{}' is not defined", child));
        return groups_.finish();
    }

  private:
    void begin_section(std::string_view line) {
        const auto end = line.find(']');
        const std::string_view inside = line.substr(1, end == line.npos ? end : end - 1);
        const auto colon = inside.find(':');
        section_ = inside.substr(0, colon);
        kind_ = colon == inside.npos ? "" : inside.substr(colon + 1);
        if (end == line.npos) groups_.import.remark(line_, "the bracket is not closed");
        if (kind_ != "vars") defined_.insert(section_);
    }

    void take_child(std::string_view line) {
        const std::vector<std::string> words = words_of(line);
        if (words.empty()) return;
        groups_.add_child(section_, words.front());
        children_.emplace_back(words.front(), line_);
    }

    void take_variable(std::string_view line) {
        const auto equals = line.find('=');
        if (equals == line.npos) return groups_.import.remark(line_, "there is no '='");
        const auto value = words_of(line.substr(equals + 1));
        groups_.set(section_, {std::string(text::trim(line.substr(0, equals))),
                               text::join(value, " "), line_});
    }

    void take_hosts(std::string_view line) {
        const std::vector<std::string> words = words_of(line);
        if (words.empty()) return;
        std::vector<std::string> hosts;
        try {
            hosts = hosts_of_range(words.front());
        } catch (const Error& error) {
            return groups_.import.lose(line_, error.what());
        }
        for (const std::string& host : hosts) {
            groups_.add_host(section_, host, line_);
            for (std::size_t i = 1; i < words.size(); ++i) {
                const auto equals = words[i].find('=');
                if (equals == std::string::npos)
                    groups_.import.remark(line_, "a word behind the host has no '='");
                else
                    groups_.set_of_host(
                        host, {words[i].substr(0, equals), words[i].substr(equals + 1), line_});
            }
        }
    }

    AnsibleGroups groups_{};
    std::string section_ = "ungrouped";
    std::string kind_{}; // "", "vars", "children"
    std::set<std::string> defined_{"all", "ungrouped"};
    std::vector<std::pair<std::string, std::size_t>> children_{}; // with their lines
    std::size_t line_ = 0;
};

// A bare word alone is a host only in a section: else it may be any text.
bool is_host_line(std::string_view line, bool in_section) {
    const std::vector<std::string> words = words_of(line);
    if (words.empty() || words[0].find_first_of(",=<>()") != std::string::npos) return false;
    return std::all_of(
               words.begin() + 1, words.end(),
               [](const std::string& word) { return word.find('=') != std::string::npos; }) &&
           (in_section || words.size() > 1 || words[0].find_first_of(".:") != std::string::npos);
}

} // namespace

bool is_ansible_ini(std::string_view text) {
    std::size_t good = 0;
    std::size_t bad = 0;
    bool in_section = false;
    bool has_variables = false;
    for (const std::string& whole : text::lines(text)) {
        const std::string_view line = text::trim(whole);
        if (line.empty() || line.starts_with('#') || line.starts_with(';')) continue;
        const bool is_section =
            line.starts_with('[') && line.find(']') != line.npos && line.find('(') == line.npos;
        if (is_section) has_variables = line.find(":vars]") != line.npos;
        in_section = in_section || is_section;
        const bool is_variable = has_variables && line.find('=') != line.npos;
        ++(is_section || is_variable || is_host_line(line, in_section) ? good : bad);
    }
    return bad <= good; // some lines may be wrong
}

Import read_ansible_ini(std::string_view text) {
    return IniReader().read(text);
}

} // namespace acapctl::fleet
