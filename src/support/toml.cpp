#include "support/toml.hpp"

#include "acapctl/error.hpp"
#include "support/bounds.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace acapctl {

namespace {

// Looks at brackets, dots and commas outside of strings and comments. Of a text that is no TOML it
// sees the part before the first mistake as the parser does, and that is all the parser reads.
class DepthScan {
  public:
    explicit DepthScan(std::string_view text) : text_(text) {}

    // Where it becomes too deep.
    std::optional<std::size_t> too_deep() {
        while (at_ < text_.size()) {
            const std::size_t here = at_;
            step();
            if (depths_.back() + dots_ > deepest_nesting) return here;
        }
        return std::nullopt;
    }

  private:
    void step() {
        const char c = text_[at_];
        if (c == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
            return;
        }
        if (c == '"' || c == '\'') {
            line_begins_ = false;
            return skip_string(c);
        }
        ++at_;
        if (c == '.') ++dots_;
        if (c == ',') dots_ = 0;
        if (c == '[' || c == '{') open();
        if (c == ']' || c == '}') close();
        if (c == '\n' && depths_.size() == 1) {
            dots_ = 0;
            line_begins_ = true;
        } else if (c != ' ' && c != '\t') {
            line_begins_ = false;
        }
    }

    void open() {
        if (line_begins_ && depths_.size() == 1) { // the header of a table
            depths_.front() = 0;
            in_header_ = true;
        }
        depths_.push_back(depths_.back() + dots_ + 1);
        dots_ = 0;
    }

    void close() {
        if (in_header_) depths_.front() = depths_.back() + dots_; // the keys below lie in it
        in_header_ = false;
        if (depths_.size() > 1) depths_.pop_back();
        dots_ = 0;
    }

    void skip_string(char quote) {
        const bool long_one = text_.substr(at_, 3) == std::string(3, quote);
        const std::string end(long_one ? 3 : 1, quote);
        at_ += end.size();
        while (at_ < text_.size() && text_.substr(at_, end.size()) != end) {
            if (!long_one && text_[at_] == '\n') return; // not closed: the parser stops here
            at_ += text_[at_] == '\\' && quote == '"' ? 2 : 1;
        }
        at_ = std::min(at_ + end.size(), text_.size());
        for (int i = 0; long_one && i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<int> depths_{0}; // of each open bracket; in front that of the table
    int dots_ = 0;               // of the key that is read
    bool line_begins_ = true;
    bool in_header_ = false;
};

[[noreturn]] void refuse(std::string_view file, std::size_t line, std::size_t column,
                         std::string_view what) {
    throw_invalid(fmt::format("{}:{}:{}: {}", text::visible(file), line, column, what));
}

} // namespace

toml::table parse_toml(std::string_view text, std::string_view file) {
    if (const auto deep = DepthScan(text).too_deep()) {
        const std::string_view before = text.substr(0, *deep);
        const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n'));
        refuse(file, line + 1, *deep - (before.rfind('\n') + 1) + 1, // npos + 1 is the start
               fmt::format("nested deeper than {} levels", deepest_nesting));
    }
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& problem) {
        const auto& where = problem.source().begin;
        refuse(file, where.line, where.column, text::visible(problem.description()));
    }
}

} // namespace acapctl
