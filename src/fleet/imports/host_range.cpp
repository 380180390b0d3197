#include "fleet/imports/host_range.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

constexpr std::size_t most_of_range = 10'000;
constexpr std::size_t longest = 1000; // characters with which anything but a name is meant

struct HostRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t step = 1;
    std::size_t width = 0; // of numbers with zeros in front
    bool letters = false;

    std::string text(std::uint64_t value) const {
        if (letters) return std::string(1, static_cast<char>(value));
        return fmt::format("{:0{}}", value, width);
    }
};

bool parse_host_range(std::string_view inside, HostRange& range) {
    const std::vector<std::string> parts = text::split(inside, ':');
    if (parts.size() < 2 || parts.size() > 3) return false;
    for (const std::string& part : parts)
        if (part.size() > 9) return false;
    const auto step = text::parse_unsigned(parts.size() == 3 ? parts[2] : "1");
    range.step = step.value_or(0);
    range.letters = parts[0].size() == 1 && parts[1].size() == 1 && ascii::is_letter(parts[0][0]) &&
                    ascii::is_letter(parts[1][0]);
    if (range.letters) {
        range.first = static_cast<unsigned char>(parts[0][0]);
        range.last = static_cast<unsigned char>(parts[1][0]);
    } else {
        const auto first = text::parse_unsigned(parts[0].empty() ? "0" : parts[0]);
        const auto last = text::parse_unsigned(parts[1]);
        if (!first || !last) return false;
        range.first = *first;
        range.last = *last;
        range.width = parts[0].starts_with('0') ? parts[0].size() : 0;
    }
    return range.step > 0 && range.first <= range.last;
}

} // namespace

std::vector<std::string> hosts_of_range(std::string_view text) {
    const auto open = text.find('[');
    const auto close = text.find(']', open == text.npos ? 0 : open);
    HostRange range;
    if (text.size() > longest || open == text.npos || close == text.npos ||
        !parse_host_range(text.substr(open + 1, close - open - 1), range))
        return {std::string(text)};
    std::vector<std::string> hosts;
    const std::vector<std::string> rests = hosts_of_range(text.substr(close + 1));
    for (std::uint64_t value = range.first; value <= range.last; value += range.step)
        for (const std::string& rest : rests) {
            if (hosts.size() >= most_of_range)
                throw_invalid(fmt::format("'{}' stands for more than {} hosts", text::visible(text),
                                          most_of_range));
            hosts.push_back(std::string(text.substr(0, open)) + range.text(value) + rest);
        }
    return hosts;
}

} // namespace acapctl::fleet
