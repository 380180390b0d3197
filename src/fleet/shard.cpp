#include "fleet/shard.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <optional>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

constexpr std::size_t most_shards = 100'000;

std::optional<std::size_t> number(std::string_view text) {
    const auto value = text::parse_unsigned(text);
    return value && *value <= most_shards ? std::optional<std::size_t>(*value) : std::nullopt;
}

std::size_t variable(const char* name, const std::string& option,
                     const device::Lookup& environment) {
    const auto text = environment(name);
    if (!text)
        throw_usage(fmt::format("{} auto: {} is not set", option, name),
                    "it takes SLURM_ARRAY_TASK_ID, _MIN and _COUNT, or JOB_COMPLETION_INDEX and "
                    "ACAPCTL_SHARD_COUNT");
    const auto value = number(*text);
    if (!value)
        throw_usage(fmt::format("{} auto: {} is '{}', which is no number", option, name,
                                text::visible(*text)));
    return *value;
}

Shard checked(std::size_t index, std::size_t count, const std::string& where) {
    if (count == 0 || index == 0 || index > count)
        throw_usage(fmt::format("{}: there is no shard {} of {}", where, index, count),
                    "write 1/8 to 8/8 for eight shards");
    return {.index = index, .count = count};
}

Shard from(const std::string& option, const device::Lookup& environment) {
    if (environment("SLURM_ARRAY_TASK_ID")) {
        const std::size_t first = variable("SLURM_ARRAY_TASK_MIN", option, environment);
        const std::size_t id = variable("SLURM_ARRAY_TASK_ID", option, environment);
        return checked(id < first ? 0 : id - first + 1,
                       variable("SLURM_ARRAY_TASK_COUNT", option, environment), option + " auto");
    }
    return checked(variable("JOB_COMPLETION_INDEX", option, environment) + 1,
                   variable("ACAPCTL_SHARD_COUNT", option, environment), option + " auto");
}

} // namespace

Shard Shard::parse(std::string_view text, const std::string& option,
                   const device::Lookup& environment) {
    if (text == "auto") return from(option, environment);
    const std::size_t slash = text.find('/');
    const auto index = number(text.substr(0, slash));
    const auto count =
        slash == std::string_view::npos ? std::nullopt : number(text.substr(slash + 1));
    if (!index || !count)
        throw_usage(fmt::format("{} '{}' is neither I/N nor auto", option, text::visible(text)),
                    "write 1/8 to 8/8 for eight shards");
    return checked(*index, *count, option);
}

std::vector<std::size_t> Shard::of(std::size_t total) const {
    std::vector<std::size_t> places;
    for (std::size_t i = index - 1; i < total; i += count) places.push_back(i);
    return places;
}

} // namespace acapctl::fleet
