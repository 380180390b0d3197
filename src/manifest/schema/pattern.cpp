#include "manifest/schema/pattern.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <fmt/format.h>

namespace acapctl::manifest {

namespace {

constexpr auto npos = std::string_view::npos;

// PCRE2 10.43 counts marks and connectors as \w when PCRE2_UCP is set, Python counts letters,
// numbers and '_': say which, so that every version of the library agrees.
std::string with_python_word_class(std::string_view source) {
    std::string result;
    bool in_class = false;
    for (std::size_t i = 0; i < source.size(); ++i) {
        const char c = source[i];
        if (c == '\\' && i + 1 < source.size()) {
            ++i;
            if (source[i] == 'w')
                result += in_class ? "\\p{L}\\p{N}_" : "[\\p{L}\\p{N}_]";
            else
                result.append({c, source[i]});
            continue;
        }
        if (c == '[' && !in_class)
            in_class = true;
        else if (c == ']' && in_class)
            in_class = false;
        result += c;
    }
    return result;
}

// A lone surrogate is no character to PCRE2. U+FFFD takes its place: both are neither letter nor
// number, and no pattern of a manifest names either.
std::string without_surrogates(std::string_view text) {
    std::string result(text);
    for (std::size_t i = 0; i + 2 < result.size(); ++i)
        if (result[i] == '\xed' && static_cast<unsigned char>(result[i + 1]) >= 0xa0)
            result.replace(i, 3, "\xef\xbf\xbd");
    return result;
}

// The first part of a pattern that Python's re may read otherwise than PCRE2 does here.
std::string unlike_python(std::string_view source) {
    bool in_class = false;
    for (std::size_t i = 0; i < source.size(); ++i) {
        const std::string_view rest = source.substr(i);
        if (static_cast<unsigned char>(source[i]) < 0x20) return "a control character";
        if (source[i] == '\\') {
            const char next = rest.size() > 1 ? rest[1] : '\0';
            const bool letter = ascii::is_letter_or_digit(next);
            if (next == '\0' || (letter && std::string_view("wdnrtfxu").find(next) == npos))
                return std::string(rest.substr(0, 2));
            ++i;
        } else if (in_class) {
            // "[:alpha:]" in a class, and set operations that Python warns of.
            for (const char* part : {"[:", "[.", "[=", "--", "&&", "||", "~~"})
                if (rest.starts_with(part)) return part;
            in_class = source[i] != ']';
        } else if (source[i] == '[') {
            for (const char* part : {"[]", "[^]"})
                if (rest.starts_with(part)) return part;
            in_class = true;
        } else if (rest.starts_with("(?")) {
            const auto known = {"(?:", "(?=", "(?!", "(?<=", "(?<!"};
            if (std::ranges::none_of(known, [&](auto part) { return rest.starts_with(part); }))
                return std::string(rest.substr(0, 3));
        } else {
            for (const char* part : {"(*", "++", "*+", "?+", "}+", "{,"})
                if (rest.starts_with(part)) return part;
        }
    }
    return {};
}

// The character, escape or range of a class that begins at `at`, which moves behind it.
std::string class_item(std::string_view source, std::size_t& at) {
    const auto one = [&]() -> std::string {
        if (source[at] != '\\' || at + 1 == source.size()) return {source[at++]};
        at += 2;
        const char escaped = source[at - 1];
        return ascii::is_letter_or_digit(escaped) || escaped == '\\' ? std::string{'\\', escaped}
                                                                     : std::string{escaped};
    };
    std::string item = one();
    const bool range = at + 1 < source.size() && source[at] == '-' && source[at + 1] != ']';
    if (!range || item == "\\w" || item == "\\d") return item;
    ++at;
    return item + " to " + one();
}

pcre2_code* compile(const std::string& source) {
    const std::string translated = with_python_word_class(source);
    const std::unique_ptr<pcre2_compile_context, decltype(&pcre2_compile_context_free)> context(
        pcre2_compile_context_create(nullptr), pcre2_compile_context_free);
    // Python: '.' matches everything but \n, and '$' only knows \n.
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* code =
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                      PCRE2_UTF | PCRE2_UCP | PCRE2_ALT_BSUX, &error, &offset, context.get());
    if (code == nullptr)
        throw Error({.message = fmt::format("the pattern '{}' cannot be compiled (PCRE2 error {} "
                                            "at byte {})",
                                            source, error, offset)});
    return code;
}

} // namespace

Pattern::Pattern(std::string source)
    : source_(std::move(source)),
      code_(compile(source_), [](void* code) { pcre2_code_free(static_cast<pcre2_code*>(code)); }) {
}

std::optional<std::string> Pattern::problem(const std::string& source) {
    if (const std::string part = unlike_python(source); !part.empty())
        return fmt::format("a pattern with '{}', which is not understood as in Python,", part);
    try {
        Pattern compiled(source);
    } catch (const Error&) {
        return "a pattern that cannot be compiled";
    }
    return std::nullopt;
}

std::string Pattern::canonical(std::string_view source) {
    std::string result;
    std::size_t at = 0;
    while (at < source.size()) {
        if (source[at] == '[') {
            const bool negated = source.substr(at + 1).starts_with('^');
            at += negated ? 2 : 1;
            std::set<std::string> items;
            while (at < source.size() && source[at] != ']') items.insert(class_item(source, at));
            result += negated ? "[^" : "[";
            for (const std::string& item : items) result += item + " ";
        } else if (source.substr(at).starts_with("(?:")) {
            result += '(';
            at += 3;
        } else {
            if (source[at] == '\\') result += source[at++];
            if (at < source.size()) result += source[at++];
        }
    }
    return result;
}

bool Pattern::found_in(std::string_view text) const {
    const std::string subject = without_surrogates(text);
    const auto* code = static_cast<const pcre2_code*>(code_.get());
    const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
        pcre2_match_data_create(1, nullptr), pcre2_match_data_free);
    return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), 0, 0,
                       match.get(), nullptr) >= 0;
}

const Pattern& Pattern::cached(const std::string& source) {
    static std::mutex mutex;
    static std::map<std::string, Pattern> patterns;
    const std::lock_guard lock(mutex);
    return patterns.try_emplace(source, source).first->second;
}

} // namespace acapctl::manifest
