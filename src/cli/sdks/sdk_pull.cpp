// `acapctl sdk pull VERSION`: fetches the images of an SDK, so that builds need no network.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "engine/container.hpp"
#include "engine/local_images.hpp"
#include "sdk/catalog.hpp"
#include "sdk/image_digest.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

struct PullOptions {
    std::string version;
    std::string architecture;
    std::string engine;
};

struct Pulled {
    std::string architecture;
    engine::LocalImage image;
    std::string expected{}; // digest by the catalog, where it is another
};

std::string engine_that_answers(const PullOptions& options, const std::stop_token& stop) {
    if (const auto local = engine::local_images(options.engine, stop)) return local->engine;
    std::string message = "neither docker nor podman answers";
    if (!options.engine.empty())
        message = fmt::format(
            "{} does not answer ({})", options.engine,
            engine::engine_complaint(options.engine, stop).value_or("it cannot list its images"));
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "engine-unavailable",
                 .message = std::move(message),
                 .hint = "start docker, or install podman"});
}

std::vector<std::string> architectures(const PullOptions& options, const sdk::Catalog& catalog,
                                       const sdk::Image& image) {
    if (options.architecture.empty()) return image.architectures;
    return {catalog.architecture(options.architecture).name};
}

std::vector<Pulled> run_pull(const PullOptions& options, Context& context) {
    const sdk::Catalog& catalog = context.edges.catalog();
    const sdk::Image& image = catalog.image(options.version);
    const auto wanted = architectures(options, catalog, image);
    const std::string engine = engine_that_answers(options, context.stop);
    for (const std::string& architecture : wanted) {
        const std::string name = catalog.image_name(image, architecture);
        context.terminal.note("pulling " + name);
        engine::pull_image(
            engine, name, catalog.platform(),
            [&](std::string_view line) { context.terminal.status(line); }, context.stop);
        context.terminal.clear_status();
    }
    const auto local = engine::local_images(engine, context.stop);
    std::vector<Pulled> pulled;
    for (const std::string& architecture : wanted) {
        const std::string name = catalog.image_name(image, architecture);
        const engine::LocalImage* found = local ? local->find(name) : nullptr;
        if (found == nullptr)
            throw Error({.kind = ErrorKind::engine_unavailable,
                         .code = "image-missing",
                         .message = fmt::format("{} pulled {}, but does not list it", engine,
                                                text::visible(name)),
                         .hint = fmt::format("see '{} image ls'", engine)});
        const auto other = sdk::other_than_released(
            name, {.registry_names = {name + "@" + found->digest}}, catalog);
        pulled.push_back({architecture,
                          {.name = name, .digest = found->digest, .id = found->id},
                          other ? other->released : ""});
    }
    return pulled;
}

void print_pull(const std::vector<Pulled>& pulled, Terminal& terminal) {
    json images = json::array();
    for (const Pulled& one : pulled) {
        if (!terminal.json()) terminal.print(one.image.name);
        if (!one.expected.empty() && !one.image.digest.empty())
            terminal.warn(fmt::format("{} is {} here, the catalog knows it as {}", one.image.name,
                                      one.image.digest, one.expected));
        images.push_back({{"architecture", one.architecture},
                          {"name", one.image.name},
                          {"digest", or_null(one.image.digest)},
                          {"id", or_null(one.image.id)}});
    }
    if (terminal.json())
        terminal.print_document({{"kind", "acapctl.sdk-pull/v1"}, {"images", std::move(images)}});
}

} // namespace

void add_sdk_pull(Verbs& verbs, const Command& group) {
    auto options = Verbs::options<PullOptions>();
    Command verb = verbs.add(
        "pull", "Fetch the images of an SDK",
        [options](Context& context) {
            print_pull(run_pull(*options, context), context.terminal);
            return ExitCode::done;
        },
        group);
    verb.add_option("VERSION", options->version, "As `sdk list` shows it: 12.11.0, 1.15")
        .type_name("SDK")
        .required();
    verb.add_option("--arch", options->architecture, "aarch64 or armv7hf; default: both")
        .type_name("ARCH");
    verb.add_option("--engine", options->engine, "docker or podman")
        .type_name("ENGINE")
        .one_of({"docker", "podman"});
    verb.footer("Example: acapctl sdk pull 12.11.0 --arch aarch64");
}

} // namespace acapctl::cli
