#include "acapctl/error.hpp"
#include "fleet/imports/ansible_groups.hpp"
#include "fleet/imports/host_range.hpp"
#include "fleet/imports/import.hpp"
#include "support/text.hpp"

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
                groups_.add_child(section_, words_of(line).front());
            else if (kind_.empty())
                take_hosts(line);
            else
                groups_.import.remark(line_, fmt::format("a section ':{}' is not known", kind_));
        }
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
    std::size_t line_ = 0;
};

} // namespace

Import read_ansible_ini(std::string_view text) {
    return IniReader().read(text);
}

} // namespace acapctl::fleet
