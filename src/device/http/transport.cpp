#include "device/http/transport.hpp"

#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::device {

std::string Request::path_and_query() const {
    std::string result = path;
    for (const auto& [name, value] : query)
        result += fmt::format("{}{}={}", result.size() == path.size() ? '?' : '&',
                              text::percent_encoded(name), text::percent_encoded(value));
    return result;
}

std::vector<std::string> Reply::header(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : headers)
        if (key == name) values.push_back(value);
    return values;
}

} // namespace acapctl::device
