// `acapctl build`: compile in the SDK and pack.
#include "builder/build.hpp"
#include "builder/plan/plan.hpp"
#include "builder/record/sbom.hpp"

#include "cli/app/advice.hpp"
#include "cli/app/verbs.hpp"
#include "cli/projects/build_output.hpp"
#include "cli/shared/build_options.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/signed_copy.hpp"
#include "sdk/interface_table.hpp"
#include "sdk/package_needs.hpp"
#include "support/error_json.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

std::vector<std::string> architectures(const BuildOptions& options, const sdk::Catalog& catalog) {
    if (!options.architecture.empty()) return {catalog.architecture(options.architecture).name};
    return {};
}

// Settled ones: each is NAME=VALUE.
std::map<std::string, std::string> build_arguments(const BuildOptions& options) {
    std::map<std::string, std::string> arguments;
    for (const std::string& argument : options.arguments) {
        const auto equals = argument.find('=');
        arguments[argument.substr(0, equals)] = argument.substr(equals + 1);
    }
    return arguments;
}

std::optional<bool> use_dockerfile(const BuildOptions& options) {
    if (options.dockerfile) return true;
    if (options.no_dockerfile) return false;
    return std::nullopt;
}

nlohmann::json json_of(const builder::Plan& plan) {
    nlohmann::json document = builder::plan_json(plan);
    document["warnings"] = nlohmann::json::array();
    for (const Notice& warning : plan.warnings) document["warnings"].push_back(advised(warning));
    return document;
}

// The commands of the build, as one would paste them.
void print_plans(const std::vector<builder::Plan>& plans, Terminal& terminal) {
    if (terminal.json()) {
        nlohmann::json list = nlohmann::json::array();
        for (const builder::Plan& plan : plans) list.push_back(json_of(plan));
        return terminal.print_document({{"kind", "acapctl.build-plan/v1"}, {"plans", list}});
    }
    for (const builder::Plan& plan : plans) {
        std::string title = fmt::format("# {} for {}", plan.app_name, plan.architecture);
        if (!plan.variant.empty()) title += ", variant " + plan.variant;
        title += fmt::format(": {} ({})", builder::kind_name(plan), plan.reason);
        if (!plan.sdk.version.empty()) title += ", SDK " + plan.sdk.version;
        terminal.print(title);
        if (!plan.sdk.why.empty()) terminal.print("# " + plan.sdk.why);
        for (const Notice& note : plan.notes) terminal.print("# " + advised(note));
        for (const Notice& warning : plan.warnings)
            terminal.print("# warning: " + advised(warning));
        for (const builder::Step& step : plan.steps()) terminal.print(builder::shell_line(step));
    }
}

nlohmann::json failure_json(const builder::Failed& failed) {
    return {{"application", failed.application},
            {"architecture", failed.architecture},
            {"variant", or_null(failed.variant)},
            {"error", error_object(advised(failed.failure))}};
}

// The signed copy beside the package; null: there is none that is this package.
nlohmann::json signed_json(const std::filesystem::path& package, Context& context) {
    const auto copy = signed_beside(package, context);
    if (!copy) return nullptr;
    return {{"path", copy->file.string()}, {"sha256", copy->proof.signed_sha256}};
}

// What succeeded is told beside what failed.
void print_packages(const builder::Report& report, Context& context) {
    Terminal& terminal = context.terminal;
    nlohmann::json list = nlohmann::json::array();
    for (const builder::Built& built : report.packages) {
        if (!terminal.json()) terminal.print(built.package.path.string());
        list.push_back(package_json(built.package, built.chip, built.toolchain.sdk));
        list.back()["sdkWhy"] = or_null(built.toolchain.sdk_why);
        list.back()["application"] = built.application;
        list.back()["variant"] = or_null(built.variant);
        list.back()["upToDate"] = built.up_to_date;
        list.back()["warnings"] = built.warnings;
        list.back()["record"] = built.record.string();
        list.back()["signed"] = signed_json(built.package.path, context);
    }
    if (report.failures.empty()) {
        if (terminal.json())
            terminal.print_document({{"kind", "acapctl.build/v1"}, {"packages", list}});
        return;
    }
    const Failure summary = builder::summary(report);
    if (!terminal.json()) {
        for (const builder::Failed& failed : report.failures)
            terminal.error(advised(failed.failure));
        terminal.note(fmt::format("{} of {} builds failed", report.failures.size(), report.plans));
        return;
    }
    nlohmann::json document = error_document(advised(summary));
    document["packages"] = list;
    document["failures"] = nlohmann::json::array();
    for (const builder::Failed& failed : report.failures)
        document["failures"].push_back(failure_json(failed));
    terminal.print_document(document);
}

// Of all packages or not at all: what lists half of a release looks like the whole of it.
void write_sbom(const std::string& file, const builder::Report& report, Terminal& terminal) {
    if (!report.failures.empty()) {
        terminal.warn(
            fmt::format("{} is not written: it would lack what failed", text::visible(file)));
        return;
    }
    using nlohmann::json;
    write_file(file,
               builder::sbom(report.packages).dump(2, ' ', false, json::error_handler_t::replace) +
                   "\n");
}

// What a probe has found on the device decides whether what was built for it runs there.
void tell_what_it_lacks(const builder::Report& report, const BuildOptions& options,
                        Context& context) {
    const sdk::Knowledge known = context.edges.knowledge();
    const sdk::DeviceFacts device = facts_of(options.asked, known.catalog);
    for (const builder::Built& built : report.packages) {
        const PackageScan scan =
            scan_package(built.package.path, sdk::InterfaceTable::built_in().words(), context.stop);
        const auto found = sdk::compatibility(sdk::compatibility_input(scan), known);
        for (const sdk::Requirement& need : found.requirements) {
            const bool measurable = need.kind == sdk::RequirementKind::symbol ||
                                    need.kind == sdk::RequirementKind::dlpu ||
                                    need.kind == sdk::RequirementKind::larod_device;
            const sdk::Judgement judged = judge(need, device);
            if (measurable && judged.verdict == sdk::Verdict::no)
                context.terminal.warn(
                    fmt::format("{} will not run on {}: it {}",
                                text::visible(built.package.path.filename().string()),
                                text::visible(options.device), judged.reason));
        }
    }
}

builder::Report run_build(const BuildOptions& options, Context& context) {
    const sdk::Catalog& catalog = context.edges.catalog();
    builder::Report report =
        BuildOutput(context.terminal).of([&](const builder::Observer& observer) {
            return builder::build(build_request(options, catalog), catalog, observer, context.stop);
        });
    if (!options.sbom.empty()) write_sbom(options.sbom, report, context.terminal);
    if (options.asked.measured) tell_what_it_lacks(report, options, context);
    return report;
}

ExitCode print_build(const builder::Report& report, Context& context) {
    print_packages(report, context);
    return report.failures.empty() ? ExitCode::done : exit_code(builder::summary(report).kind);
}

void add_output_options(const Command& verb, BuildOptions& options) {
    const OptionGroup group(verb, "Package");
    verb.add_option("-o,--output", options.output, "Where packages go; default: DIR/build")
        .type_name("DIR");
    verb.add_option("--compression", options.compression,
                    "default, or gzip: the bytes the SDK's own tool would make")
        .type_name("HOW")
        .one_of({"default", "gzip"});
}

} // namespace

void add_engine_options(const Command& verb, BuildOptions& options) {
    verb.add_option("--variant", options.variant,
                    "Build with manifest.json.VARIANT instead of manifest.json")
        .type_name("VARIANT");
    const OptionGroup group(verb, "SDK and engine");
    verb.add_option("--sdk", options.sdk, "SDK version; default: the newest stable release")
        .type_name("SDK")
        .environment("ACAPCTL_SDK_VERSION");
    verb.add_option("--axis-os", options.axis_os,
                    "Take the newest SDK whose applications still run on this AXIS OS")
        .type_name("AXIS-OS");
    verb.add_option("--engine", options.engine,
                    "auto (docker, then podman), docker, podman, or host: this machine's own "
                    "cross compilers, for projects that need only libc")
        .type_name("ENGINE")
        .one_of({"auto", "docker", "podman", "host"});
    verb.add_option("--network", options.network,
                    "Network of the build container, as the engine calls it; none: no network")
        .type_name("NET");
    verb.add_option("--transfer", options.transfer,
                    "How the build tree gets into the container: mount, copy (there and back), or "
                    "auto: mount unless the engine is remote")
        .type_name("HOW")
        .one_of({"auto", "mount", "copy"});
    verb.add_option("--sdk-dir", options.sdk_directory,
                    "Use no engine but the SDK in this directory, /opt/axis/acapsdk of its image")
        .type_name("DIR")
        .environment("ACAPCTL_SDK_DIR");
    verb.add_flag("--any-image", options.any_image,
                  "Build even with an SDK image that is not the one released under its name");
    verb.add_flag("--ccache", options.ccache,
                  "Compile through ccache, if the SDK image has it; its cache is a volume of the "
                  "engine")
        .environment("ACAPCTL_CCACHE");
}

void add_dockerfile_options(const Command& verb, BuildOptions& options) {
    const OptionGroup group(verb, "Dockerfile");
    Option use = verb.add_flag("--dockerfile", options.dockerfile,
                               "Build the project's own Dockerfile, even if it only runs "
                               "acap-build");
    verb.add_flag("--no-dockerfile", options.no_dockerfile,
                  "Run make in the SDK image, whatever the Dockerfile does")
        .excludes(use);
    verb.add_option("--stage", options.target, "The stage of the Dockerfile to build")
        .type_name("STAGE");
    verb.add_repeatable("--build-arg", options.arguments,
                        "An argument of the Dockerfile, as NAME=VALUE; repeatable")
        .type_name("ARG");
}

void add_package_options(const Command& verb, BuildOptions& options) {
    const OptionGroup group(verb, "Package");
    verb.add_repeatable("-a,--additional-file", options.additional_files,
                        "Pack this file too; repeatable")
        .type_name("FILE");
    verb.add_flag("--disable-manifest-validation", options.no_validation,
                  "Pack the manifest as it is, but for its architecture");
    verb.add_flag("--no-mend", options.no_mend,
                  "Keep CRLF line ends in scripts and modes like 0777 as they are");
    const Option packer =
        verb.add_option("--packer", options.packer,
                        "Who writes the package: acapctl, or sdk: the SDK's own acap-build")
            .type_name("WHO")
            .one_of({"acapctl", "sdk"});
    verb.add_flag("--verify-packer", options.verify_packer,
                  "Pack with both, and fail if the packages differ")
        .excludes(packer);
}

std::array<Option, 3> add_target_options(const Command& verb, BuildOptions& options) {
    Option architecture =
        verb.add_option("--arch", options.architecture, "aarch64 or armv7hf").type_name("ARCH");
    Option chip =
        verb.add_option("--chip", options.chip, "Build for this chip's architecture, e.g. artpec8")
            .type_name("CHIP");
    Option device =
        verb.add_option("--for", options.device,
                        "Build for this device: what it says it is, and what a probe has found")
            .type_name("DEVICE");
    architecture.excludes(chip).excludes(device);
    chip.excludes(device);
    return {architecture, chip, device};
}

builder::Request build_request(const BuildOptions& options, const sdk::Catalog& catalog) {
    static const std::map<std::string, builder::Transfer> transfers{
        {"auto", builder::Transfer::automatic},
        {"mount", builder::Transfer::mount},
        {"copy", builder::Transfer::copy}};
    return {.directory = options.directory,
            .apps = options.apps,
            .architectures = architectures(options, catalog),
            .chip = options.chip.empty() ? "" : catalog.chip(options.chip).name,
            .variant = options.variant,
            .all = options.all,
            .engine = {.kind = builder::engine_named(options.engine),
                       .sdk_version = options.sdk,
                       .axis_os = options.axis_os,
                       .device_axis_os = options.device_axis_os,
                       .network = options.network,
                       .transfer = transfers.at(options.transfer),
                       .any_image = options.any_image,
                       .sdk_directory = options.sdk_directory},
            .use_dockerfile = use_dockerfile(options),
            .target = options.target,
            .arguments = build_arguments(options),
            .output = options.output,
            .compression = options.compression == "gzip" ? Compression::gzip : Compression::fast,
            .packer = options.verify_packer     ? builder::Packer::both
                      : options.packer == "sdk" ? builder::Packer::sdk
                                                : builder::Packer::own,
            .additional_files = options.additional_files,
            .validate = !options.no_validation,
            .mend = options.no_mend ? std::optional(false) : std::nullopt,
            .ccache = options.ccache,
            .compile_only = options.compile_only,
            .rebuild = options.rebuild,
            .jobs = options.jobs};
}

builder::Observer build_observer(Terminal& terminal) {
    return {.note = [&](const Notice& notice) { terminal.note(advised(notice)); },
            .output = [&](std::string_view line) { terminal.stream(line); },
            .warn = [&](const Notice& notice) { terminal.warn(advised(notice)); }};
}

nlohmann::json package_json(const PackedPackage& package, const std::string& chip,
                            const std::string& sdk) {
    return {{"path", package.path.string()}, {"architecture", package.architecture},
            {"chip", or_null(chip)},         {"sdk", or_null(sdk)},
            {"sha256", package.sha256},      {"size", package.size}};
}

void add_build(Verbs& verbs) {
    auto options = Verbs::options<BuildOptions>();
    Command verb =
        verbs.add("build", "Compile a project in the SDK and pack it", [options](Context& context) {
            settle_target(*options, context);
            if (options->dry_run) {
                const sdk::Catalog& catalog = context.edges.catalog();
                print_plans(builder::plan(build_request(*options, catalog), catalog),
                            context.terminal);
                return ExitCode::done;
            }
            return print_build(run_build(*options, context), context);
        });
    verb.add_option("DIR", options->directory, "The project; default: the current directory");
    Option all =
        verb.add_flag("--all", options->all, "Build for every architecture, and every variant");
    verb.add_repeatable("--app", options->apps,
                        "Of the applications below DIR, only this one; repeatable")
        .type_name("APP");
    for (const Option& each : add_target_options(verb, *options)) all.excludes(each);
    add_engine_options(verb, *options);
    add_dockerfile_options(verb, *options);
    add_package_options(verb, *options);
    add_output_options(verb, *options);
    verb.add_flag("--rebuild,--force", options->rebuild,
                  "Build from scratch, even what is up to date");
    verb.add_option("-j,--jobs", options->jobs,
                    "Packages built at a time; default: the number of processors")
        .type_name("N")
        .between(1, 1024);
    verb.add_option("--sbom", options->sbom, "Write a bill of materials (CycloneDX 1.5 JSON)")
        .type_name("FILE");
    verb.add_flag("--dry-run", options->dry_run, "Print the commands of the build, run none");
    verb.footer("Examples:\n"
                "  acapctl build --arch aarch64\n"
                "  acapctl build app --all --sdk 12.0.0\n"
                "  acapctl build --arch armv7hf --engine host\n"
                "  acapctl build --verify-packer\n"
                "  acapctl build --chip artpec8 --build-arg GDB_VERSION=13.2 --dry-run");
}

} // namespace acapctl::cli
