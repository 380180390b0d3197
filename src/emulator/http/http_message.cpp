#include "emulator/http/http_message.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <strings.h>

namespace acapctl::emulator {

namespace {

constexpr std::size_t line_limit = 4096;

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

bool is_token(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7F &&
               std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
    });
}

bool is_value(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
        return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
    });
}

std::optional<Fields> parse_header_lines(const std::vector<std::string>& lines, std::size_t first) {
    Fields fields;
    for (std::size_t i = first; i < lines.size() && !lines[i].empty(); ++i) {
        const std::size_t colon = lines[i].find(':');
        if (colon == std::string::npos) return std::nullopt;
        const std::string name = lines[i].substr(0, colon);
        std::string value(text::trim(std::string_view(lines[i]).substr(colon + 1)));
        if (!is_token(name) || !is_value(value)) return std::nullopt;
        fields.emplace_back(name, std::move(value));
    }
    return fields;
}

// "200 OK"
std::optional<int> parse_status(std::string_view text) {
    const auto number = text::parse_unsigned(text.substr(0, 3));
    if (text.size() < 3 || (text.size() > 3 && text[3] != ' ') || !number || *number < 100 ||
        *number > 599)
        return std::nullopt;
    return static_cast<int>(*number);
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
    if (text.empty() || text.size() > 15) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (!ascii::is_hex_digit(c)) return std::nullopt;
        value = value * 16 + static_cast<std::uint64_t>(ascii::hex_digit(c));
    }
    return value;
}

} // namespace

const std::string* ResponseHead::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (same_name(key, name)) return &value;
    return nullptr;
}

std::optional<std::size_t> head_length(std::string_view bytes) {
    std::size_t line = 0;
    while (true) {
        const std::size_t end = bytes.find('\n', line);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view content = bytes.substr(line, end - line);
        if (content.empty() || content == "\r") return end + 1;
        line = end + 1;
    }
}

std::optional<ResponseHead> parse_http_head(std::string_view head) {
    const auto lines = text::lines(head);
    if (lines.empty() || !lines[0].starts_with("HTTP/1.") || lines[0].size() < 12 ||
        lines[0][8] != ' ')
        return std::nullopt;
    const auto status = parse_status(std::string_view(lines[0]).substr(9));
    auto headers = parse_header_lines(lines, 1);
    if (!status || !headers) return std::nullopt;
    return ResponseHead{.status = *status, .headers = std::move(*headers)};
}

std::optional<ResponseHead> parse_cgi_head(std::string_view head) {
    auto headers = parse_header_lines(text::lines(head), 0);
    if (!headers || headers->empty()) return std::nullopt;
    ResponseHead result{.headers = std::move(*headers)};
    if (const std::string* status = result.header("Status")) {
        const auto number = parse_status(*status);
        if (!number || *number < 200) return std::nullopt; // there is one answer, and it is final
        result.status = *number;
        std::erase_if(result.headers,
                      [](const auto& field) { return same_name(field.first, "Status"); });
    } else if (result.header("Location") != nullptr) {
        result.status = 302;
    }
    return result;
}

Fields end_to_end(const Fields& headers) {
    constexpr std::array<std::string_view, 9> hop{
        "Connection",          "Keep-Alive", "Proxy-Authenticate",
        "Proxy-Authorization", "TE",         "Trailer",
        "Transfer-Encoding",   "Upgrade",    "Proxy-Connection"};
    std::vector<std::string> dropped(hop.begin(), hop.end());
    for (const auto& [name, value] : headers)
        if (same_name(name, "Connection"))
            for (const std::string& word : text::split(value, ','))
                dropped.emplace_back(text::trim(word));
    Fields kept;
    for (const auto& field : headers)
        if (std::ranges::none_of(dropped,
                                 [&](const auto& name) { return same_name(name, field.first); }))
            kept.push_back(field);
    return kept;
}

Reply reply_of(const ResponseHead& head) {
    Reply reply{.status = head.status, .type = {}};
    for (auto& [name, value] : end_to_end(head.headers)) {
        if (same_name(name, "Content-Type"))
            reply.type = value;
        else if (!same_name(name, "Content-Length") && !same_name(name, "Server") &&
                 !same_name(name, "Date"))
            reply.headers.emplace_back(name, value);
    }
    return reply;
}

BodyDecoder::BodyDecoder(const ResponseHead& head, bool bodiless) {
    const std::string* encoding = head.header("Transfer-Encoding");
    chunked_ = encoding != nullptr;
    if (encoding != nullptr && text::lower(*encoding) != "chunked") state_ = State::broken;
    for (const auto& [name, value] : head.headers) {
        if (!same_name(name, "Content-Length") || chunked_) continue;
        const auto length = text::parse_unsigned(value);
        if (!length || (length_ && length_ != length)) state_ = State::broken;
        length_ = length;
    }
    if (state_ == State::broken) return;
    left_ = length_.value_or(0);
    if (bodiless || head.status == 204 || head.status == 304 || length_ == 0) state_ = State::done;
}

std::string BodyDecoder::take(std::string_view bytes) {
    if (state_ != State::more) return {};
    if (chunked_) return take_chunked(bytes);
    if (!length_) return std::string(bytes);
    bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
    left_ -= bytes.size();
    if (left_ == 0) state_ = State::done;
    return std::string(bytes);
}

std::string BodyDecoder::take_chunked(std::string_view bytes) {
    std::string body;
    while (!bytes.empty() && state_ == State::more) {
        if (part_ == Part::data) {
            const auto count =
                static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
            body += bytes.substr(0, count);
            bytes.remove_prefix(count);
            left_ -= count;
            if (left_ == 0) part_ = Part::data_end;
            continue;
        }
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        line_ += bytes.substr(0, end);
        if (line_.size() > line_limit) state_ = State::broken;
        if (end == bytes.size()) break;
        bytes.remove_prefix(end + 1);
        if (line_.ends_with('\r')) line_.pop_back();
        take_line();
        line_.clear();
    }
    return body;
}

void BodyDecoder::take_line() {
    if (part_ == Part::data_end) {
        part_ = Part::size;
        if (!line_.empty()) state_ = State::broken;
    } else if (part_ == Part::trailer) {
        trailer_ += line_.size();
        if (trailer_ > head_limit) state_ = State::broken;
        if (line_.empty()) state_ = State::done;
    } else {
        const auto size = parse_hex(text::trim(std::string_view(line_).substr(0, line_.find(';'))));
        if (!size) state_ = State::broken;
        left_ = size.value_or(0);
        part_ = left_ == 0 ? Part::trailer : Part::data;
    }
}

void BodyDecoder::end() {
    if (state_ != State::more) return;
    state_ = chunked_ || length_ ? State::broken : State::done;
}

std::string chunk(std::string_view bytes) {
    return bytes.empty() ? std::string() : fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

} // namespace acapctl::emulator
