#include "device/http/transport.hpp"

#include <fmt/format.h>

namespace acapctl::device {

namespace {

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string result;
    for (const char c : text) {
        if (unreserved.find(c) != std::string_view::npos)
            result += c;
        else
            result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return result;
}

} // namespace

std::string Request::path_and_query() const {
    std::string result = path;
    for (const auto& [name, value] : query)
        result += fmt::format("{}{}={}", result.size() == path.size() ? '?' : '&',
                              percent_encoded(name), percent_encoded(value));
    return result;
}

std::vector<std::string> Reply::header(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : headers)
        if (key == name) values.push_back(value);
    return values;
}

} // namespace acapctl::device
