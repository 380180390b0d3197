#include "emulator/http/http.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <strings.h>

namespace acapctl::emulator {

namespace {

constexpr std::size_t fields_limit = 10'000; // far more than any request has

std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && ascii::hex_digit(text[i + 1]) >= 0 &&
            ascii::hex_digit(text[i + 2]) >= 0) {
            result += static_cast<char>(ascii::hex_digit(text[i + 1]) * 16 +
                                        ascii::hex_digit(text[i + 2]));
            i += 2;
        } else {
            result += text[i] == '+' ? ' ' : text[i];
        }
    }
    return result;
}

const char* reason(int status) {
    switch (status) {
    case 301:
        return "Moved Permanently";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 413:
        return "Request Entity Too Large";
    case 501:
        return "Not Implemented";
    case 502:
        return "Proxy Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Internal Server Error";
    }
}

} // namespace

bool IgnoringCase::operator()(const std::string& a, const std::string& b) const {
    return ::strcasecmp(a.c_str(), b.c_str()) < 0;
}

Fields parse_fields(std::string_view text) {
    Fields fields;
    while (!text.empty() && fields.size() < fields_limit) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const bool valued = equals != std::string_view::npos;
        fields.emplace_back(decoded(pair.substr(0, equals)),
                            valued ? decoded(pair.substr(equals + 1)) : std::string());
    }
    return fields;
}

const std::string* Request::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? nullptr : &found->second;
}

const std::string* Request::field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &Fields::value_type::first);
    return found == fields.end() ? nullptr : &found->second;
}

Reply with_headers(Reply reply, const Fields& device) {
    Fields all(device.begin(), device.begin() + std::min<std::ptrdiff_t>(1, std::ssize(device)));
    all.insert(all.end(), reply.headers.begin(), reply.headers.end());
    if (!device.empty()) all.insert(all.end(), device.begin() + 1, device.end());
    if (!reply.type.empty()) all.emplace_back("Content-Type", reply.type);
    reply.headers = std::move(all);
    return reply;
}

Reply without_source(Reply reply, std::size_t limit) {
    while (reply.source && reply.body.size() < limit) {
        const auto piece = reply.source();
        if (!piece || piece->empty()) break;
        reply.body += *piece;
    }
    reply.body.resize(std::min(reply.body.size(), limit));
    reply.source = {};
    reply.length.reset();
    return reply;
}

Reply error_page(int status, std::string_view detail) {
    return {.status = status,
            .type = "text/html; charset=iso-8859-1",
            .body = fmt::format("<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n"
                                "<html><head>\n<title>{0} {1}</title>\n</head><body>\n"
                                "<h1>{1}</h1>\n<p>{2}</p>\n</body></html>\n",
                                status, reason(status), detail)};
}

std::string value_of(const Request& request, std::string_view name) {
    const std::string* value = request.field(name);
    return value == nullptr ? std::string() : *value;
}

Reply ok() {
    return {.body = "OK\n"};
}

Reply error_code(int code) {
    return {.body = fmt::format("Error: {}\n", code)};
}

} // namespace acapctl::emulator
