#include "engine/local_images.hpp"

#include "acapctl/error.hpp"
#include "engine/ask_engine.hpp"
#include "engine/refusal.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::engine {

// podman says the registry that docker leaves out.
std::string_view without_default_registry(std::string_view name) {
    for (const std::string_view prefix : {"docker.io/library/", "docker.io/"})
        if (name.starts_with(prefix)) return name.substr(prefix.size());
    return name;
}

namespace {

std::string or_empty(const std::string& value) {
    return value == "<none>" ? "" : value;
}

} // namespace

const LocalImage* LocalImages::find(std::string_view name) const {
    for (const LocalImage& image : images)
        if (without_default_registry(image.name) == without_default_registry(name)) return &image;
    return nullptr;
}

std::vector<LocalImage> parse_image_list(std::string_view output) {
    std::vector<LocalImage> images;
    for (const std::string& line : text::lines(output)) {
        const auto fields = text::split(line, '\t');
        if (fields.size() == 3)
            images.push_back(
                {.name = fields[0], .digest = or_empty(fields[1]), .id = or_empty(fields[2])});
    }
    return images;
}

namespace {

// One that gives no answer counts as not there.
std::optional<std::string> list_of_images(const std::string& program, const std::stop_token& stop) {
    try {
        CommandResult result =
            ask_engine({program, "image", "ls", "--no-trunc", "--digests", "--format",
                        "{{.Repository}}:{{.Tag}}\t{{.Digest}}\t{{.ID}}"},
                       stop);
        if (result.status == 0) return std::move(result.output);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::engine_unavailable) throw;
    }
    return std::nullopt;
}

} // namespace

std::optional<LocalImages> local_images(const std::string& engine, std::stop_token stop) {
    const std::vector<std::string> programs =
        engine.empty() ? std::vector<std::string>{"docker", "podman"} : std::vector{engine};
    for (const std::string& program : programs) {
        if (!find_program(program)) continue;
        if (const auto output = list_of_images(program, stop))
            return LocalImages{.engine = program, .images = parse_image_list(*output)};
    }
    return std::nullopt;
}

std::string qualified_name(std::string_view engine, std::string_view name) {
    const std::string first(name.substr(0, name.find('/')));
    const bool has_registry =
        name.find('/') != std::string_view::npos &&
        (first.find_first_of(".:") != std::string::npos || first == "localhost");
    return (engine == "podman" && !has_registry ? "docker.io/" : "") + std::string(name);
}

void pull_image(const std::string& engine, const std::string& name, const std::string& platform,
                const std::function<void(std::string_view)>& progress, std::stop_token stop) {
    std::string last;
    const CommandResult result =
        run({.arguments = {engine, "pull", "--platform", platform, qualified_name(engine, name)},
             .on_line =
                 [&](std::string_view line) {
                     if (!text::trim(line).empty()) last = line;
                     progress(line);
                 }},
            stop);
    if (result.status == 0) return;
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "pull-failed",
                 .message = fmt::format("{} could not pull {}: {}", engine, text::visible(name),
                                        last.empty() ? fmt::format("exit status {}", result.status)
                                                     : text::visible(last)),
                 .hint = hint_for(last, engine, name, remedy(Refusal::no_connection, engine, name)),
                 .retryable = true});
}

} // namespace acapctl::engine
