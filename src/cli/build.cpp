// `acapctl build`: compile in the SDK and pack.
#include "build/build.hpp"

#include "cli/build_options.hpp"
#include "cli/verbs.hpp"
#include "support/environment.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

std::vector<std::string> architectures(const BuildOptions& options) {
    const sdk::Catalog& catalog = sdk::Catalog::built_in();
    if (options.all) {
        std::vector<std::string> names;
        for (const sdk::Architecture& architecture : catalog.architectures())
            names.push_back(architecture.name);
        return names;
    }
    if (!options.chip.empty()) return {catalog.chip(options.chip).architecture};
    if (!options.architecture.empty()) return {catalog.architecture(options.architecture).name};
    return {};
}

void print(const std::vector<build::Built>& packages, Terminal& terminal) {
    nlohmann::json list = nlohmann::json::array();
    for (const build::Built& built : packages) {
        if (!terminal.json()) terminal.print(built.package.path.string());
        list.push_back(package_json(built.package, built.chip, built.toolchain.sdk));
    }
    if (terminal.json())
        terminal.print_document({{"kind", "acapctl.build/v1"}, {"packages", list}});
}

} // namespace

void add_engine_options(CLI::App& verb, BuildOptions& options) {
    verb.add_option("--sdk", options.sdk, "SDK version; default: the newest stable release")
        ->type_name("V")
        ->envname("ACAPCTL_SDK_VERSION");
    verb.add_option("--engine", options.engine,
                    "auto (docker, then podman), docker, podman, or host: this machine's own "
                    "cross compilers, for projects that need only libc")
        ->type_name("ENGINE")
        ->check(CLI::IsMember({"auto", "docker", "podman", "host"}).description(""));
    verb.add_option("--network", options.network,
                    "Network of the build container, as the engine calls it; none: no network")
        ->type_name("NET");
    add_repeatable(verb, "-a,--additional-file", options.additional_files,
                   "Pack this file too; repeatable")
        ->type_name("FILE");
    verb.add_flag("--disable-manifest-validation", options.no_validation,
                  "Pack the manifest as it is, but for its architecture");
}

build::Request build_request(const BuildOptions& options) {
    static const std::map<std::string, build::EngineChoice> engines{
        {"auto", build::EngineChoice::automatic},
        {"docker", build::EngineChoice::docker},
        {"podman", build::EngineChoice::podman},
        {"host", build::EngineChoice::host}};
    return {.directory = options.directory,
            .architectures = architectures(options),
            .chip = options.chip.empty() ? "" : sdk::Catalog::built_in().chip(options.chip).name,
            .engine = {.choice = engines.at(options.engine),
                       .sdk_version = options.sdk,
                       .network = options.network},
            .output = options.output,
            .compression = options.compression == "gzip" ? Compression::gzip : Compression::fast,
            .additional_files = options.additional_files,
            .validate = !options.no_validation};
}

build::Observer build_observer(Terminal& terminal) {
    return {.note = [&](std::string_view text) { terminal.note(text); },
            .output = [&](std::string_view line) { terminal.stream(line); },
            .warn = [&](std::string_view text) { terminal.warn(text); }};
}

nlohmann::json package_json(const PackedPackage& package, const std::string& chip,
                            const std::string& sdk) {
    return {{"path", package.path.string()}, {"architecture", package.architecture},
            {"chip", or_null(chip)},         {"sdk", or_null(sdk)},
            {"sha256", package.sha256},      {"size", package.size}};
}

void add_build(Verbs& verbs) {
    auto options = Verbs::options<BuildOptions>();
    CLI::App& verb =
        verbs.add("build", "Compile a project in the SDK and pack it", [options](Context& context) {
            print(build::build(build_request(*options), build_observer(context.terminal),
                               context.stop),
                  context.terminal);
            return ExitCode::done;
        });
    verb.add_option("DIR", options->directory, "The project; default: the current directory");
    CLI::Option* architecture =
        verb.add_option("--arch", options->architecture, "aarch64 or armv7hf")->type_name("A");
    CLI::Option* chip =
        verb.add_option("--chip", options->chip, "Build for this chip's architecture, e.g. artpec8")
            ->type_name("C");
    CLI::Option* all = verb.add_flag("--all", options->all, "Build for every architecture");
    architecture->excludes(chip)->excludes(all);
    chip->excludes(all);
    add_engine_options(verb, *options);
    verb.add_option("-o,--output", options->output, "Where packages go; default: DIR/build")
        ->type_name("DIR");
    verb.add_option("--compression", options->compression,
                    "default, or gzip: the bytes the SDK's own tool would make")
        ->type_name("HOW")
        ->check(CLI::IsMember({"default", "gzip"}).description(""));
    verb.footer("Examples:\n"
                "  acapctl build --arch aarch64\n"
                "  acapctl build app --all --sdk 12.0.0\n"
                "  acapctl build --arch armv7hf --engine host");
}

} // namespace acapctl::cli
