// `acapctl pack`: a package from a project that is already compiled.
#include "acapctl/package.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/build_options.hpp"
#include "cli/shared/edges.hpp"
#include "manifest/schema/validate.hpp"
#include "package/project_manifest.hpp"
#include "sdk/manifest_schemas.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct PackOptions {
    std::string directory = ".";
    std::string architecture;
    std::string manifest = "manifest.json";
    std::vector<std::string> additional_files;
    std::string output;
    std::string compression = "default";
    std::string sdk;
    bool no_validation = false;
    bool no_mend = false;
};

// As the SDK's own tool: it refuses a manifest that its schema does not allow, and brings the
// others up to date.
void prepare_manifest(const PackOptions& options, PackRequest& request, const Context& context) {
    if (options.no_validation) return;
    manifest::SdkSchemas schemas;
    if (!options.sdk.empty())
        schemas = sdk::schemas_of(options.sdk, context.edges.catalog(), context.stop);
    const auto document = load_manifest(Inside(request.project), request.manifest);
    for (const std::string& warning : manifest::require_valid(document, schemas))
        context.terminal.warn(warning);
    // Set in the environment of the SDK's containers.
    request.axis_os_version = context.edges.environment("AXIS_OS_VERSION").value_or("");
    request.newest_schemas = schemas.raised_to();
}

PackedPackage run_pack(const PackOptions& options, const Context& context) {
    PackRequest request{.project = options.directory,
                        .architecture = options.architecture,
                        .manifest = options.manifest,
                        .additional_files = options.additional_files,
                        .output = options.output,
                        .mend = !options.no_mend,
                        .stop = context.stop};
    if (options.compression == "gzip") request.compression = Compression::gzip;
    prepare_manifest(options, request, context);
    return pack(request);
}

ExitCode print_pack(const PackedPackage& package, Terminal& terminal) {
    for (const std::string& warning : package.warnings) terminal.warn(warning);
    if (terminal.json())
        terminal.print_document(
            {{"kind", "acapctl.pack/v1"}, {"packages", {package_json(package, "", "")}}});
    else
        terminal.print(package.path.string());
    return ExitCode::done;
}

} // namespace

void add_pack(Verbs& verbs) {
    auto options = Verbs::options<PackOptions>();
    Command verb = verbs.add("pack", "Pack a compiled project into an .eap", [options](Context& c) {
        return print_pack(run_pack(*options, c), c.terminal);
    });
    verb.add_option("DIR", options->directory, "The project directory").show_default();
    verb.add_option("--arch", options->architecture,
                    "aarch64, armv7hf or all; without it the manifest's or the executable's own")
        .type_name("ARCH");
    verb.add_option("-m,--manifest", options->manifest, "The manifest, relative to DIR")
        .type_name("FILE")
        .show_default();
    verb.add_repeatable("-a,--additional-file", options->additional_files,
                        "A file or directory to pack too, relative to DIR; repeatable")
        .type_name("PATH");
    verb.add_option("-o,--output", options->output,
                    "Where to write the package; default: DIR/build")
        .type_name("DIR");
    verb.add_option("--compression", options->compression,
                    "default, or gzip: the very bytes of the official packer, slower")
        .type_name("HOW")
        .one_of({"default", "gzip"})
        .show_default();
    verb.add_option("--sdk", options->sdk,
                    "Apply the manifest schemas of this SDK: a version or image that is here, or a "
                    "directory with its files")
        .type_name("SDK");
    verb.add_flag("--disable-manifest-validation", options->no_validation,
                  "Pack the manifest as it is, but for its architecture");
    verb.add_flag("--no-mend", options->no_mend,
                  "Keep CRLF line ends in scripts and modes like 0777 as they are");
    verb.footer("Packs the executable, LICENSE, html/, lib/, declarations/, the scripts of the "
                "manifest and the files "
                "named with -a. SOURCE_DATE_EPOCH sets the time of all "
                "files, AXIS_OS_VERSION the lowest AXIS OS "
                "of a schema 2 manifest.\n\n"
                "Example: acapctl pack --arch aarch64 -a settings.json");
}

} // namespace acapctl::cli
