#include "device/http/challenge.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

// Reads one header value from left to right.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    void skip(std::string_view characters) {
        while (!text_.empty() && characters.find(text_.front()) != std::string_view::npos)
            text_.remove_prefix(1);
    }
    std::string token() {
        const auto end = std::min(text_.find_first_of(" \t,=\""), text_.size());
        std::string result = text::lower(text_.substr(0, end));
        text_.remove_prefix(end);
        return result;
    }
    bool take(char c) {
        if (!text_.starts_with(c)) return false;
        text_.remove_prefix(1);
        return true;
    }
    std::string value() {
        if (!take('"')) {
            const auto end = std::min(text_.find_first_of(" \t,"), text_.size());
            std::string result(text_.substr(0, end));
            text_.remove_prefix(end);
            return result;
        }
        std::string result;
        while (!text_.empty() && text_.front() != '"') {
            if (text_.front() == '\\' && text_.size() > 1) text_.remove_prefix(1);
            result += text_.front();
            text_.remove_prefix(1);
        }
        take('"');
        return result;
    }
    bool at_end() const { return text_.empty(); }

  private:
    std::string_view text_;
};

void parse_header(std::string_view header, std::vector<Challenge>& challenges) {
    Scanner scanner(header.substr(0, 8192));
    const std::size_t first = challenges.size();
    while (scanner.skip(" \t,"), !scanner.at_end()) {
        const std::string word = scanner.token();
        if (word.empty()) return;
        scanner.skip(" \t");
        if (!scanner.take('=')) {
            challenges.push_back({.scheme = word});
            continue;
        }
        scanner.skip(" \t");
        const std::string value = scanner.value();
        if (challenges.size() == first) return; // a parameter without a scheme
        challenges.back().parameters.emplace(word, value);
    }
}

std::string parameter(const Challenge& challenge, const char* name) {
    const auto found = challenge.parameters.find(name);
    return found == challenge.parameters.end() ? "" : text::lower(found->second);
}

// What libcurl can answer: MD5 (also unnamed) and SHA-256, with their session forms.
bool can_answer(const Challenge& challenge) {
    const std::string algorithm = parameter(challenge, "algorithm");
    const bool known = algorithm.empty() || algorithm == "md5" || algorithm == "md5-sess" ||
                       algorithm == "sha-256" || algorithm == "sha-256-sess";
    const std::string qop = parameter(challenge, "qop");
    const auto words = text::split(qop, ',');
    return known && (qop.empty() || std::ranges::any_of(words, [](const std::string& word) {
                         return text::trim(word) == "auth";
                     }));
}

[[noreturn]] void refuse(std::string message, std::string hint, const char* code,
                         std::vector<Advice> advice = {}) {
    throw Error({.kind = ErrorKind::authentication,
                 .code = code,
                 .message = std::move(message),
                 .hint = std::move(hint),
                 .advice = std::move(advice)});
}

std::string offered(const std::vector<Challenge>& challenges) {
    std::vector<std::string> names;
    for (const Challenge& challenge : challenges) {
        const std::string algorithm = parameter(challenge, "algorithm");
        names.push_back(algorithm.empty() ? challenge.scheme
                                          : fmt::format("{} ({})", challenge.scheme, algorithm));
    }
    return text::visible(text::join(names, ", "));
}

} // namespace

std::vector<Challenge> parse_challenges(const std::vector<std::string>& headers) {
    std::vector<Challenge> challenges;
    for (const std::string& header : headers) parse_header(header, challenges);
    return challenges;
}

bool offers(const std::vector<Challenge>& challenges, Scheme scheme) {
    return std::ranges::any_of(challenges, [&](const Challenge& challenge) {
        return scheme == Scheme::basic ? challenge.scheme == "basic"
                                       : challenge.scheme == "digest" && can_answer(challenge);
    });
}

bool says_stale(const std::vector<Challenge>& challenges) {
    return std::ranges::any_of(challenges, [](const Challenge& challenge) {
        return challenge.scheme == "digest" && parameter(challenge, "stale") == "true";
    });
}

Scheme choose_scheme(const std::vector<Challenge>& challenges, bool tls, bool basic_over_http) {
    if (challenges.empty())
        refuse(
            "the device wants a login but offers no way to log in",
            "a device without an account answers like this: create the first one in its web page",
            "no-challenge");
    if (offers(challenges, Scheme::digest)) return Scheme::digest;
    const bool basic = offers(challenges, Scheme::basic);
    if (basic && (tls || basic_over_http)) return Scheme::basic;
    if (basic)
        refuse("the device offers only Basic authentication over plain HTTP, which would send the "
               "password readable to everyone on the way",
               "use https://", "basic-over-http", {{Advice::send_password_openly}});
    refuse(fmt::format("no way to log in that acapctl knows; the device offers {}",
                       offered(challenges)),
           "set its authentication policy to Digest, Basic or Recommended", "unknown-scheme");
}

} // namespace acapctl::device
