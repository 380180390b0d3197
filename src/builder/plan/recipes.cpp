#include "builder/plan/recipes.hpp"

#include "builder/workspace/workspace.hpp"
#include "support/digest.hpp"
#include "support/subprocess.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

void append(Words& to, const Words& more) {
    to.insert(to.end(), more.begin(), more.end());
}

// In front of CC and CXX, where there is a ccache and a place it may write to.
std::string enter_ccache(const Plan& plan) {
    if (!plan.ccache) return {};
    return fmt::format("if ! command -v ccache >/dev/null; then "
                       "echo \"{}: compiling without it\" >&2; "
                       "elif [ -z \"$CCACHE_DIR\" ] || mkdir -p \"$CCACHE_DIR\"; then "
                       "CC=\"ccache $CC\" CXX=\"ccache $CXX\"; "
                       "fi; ",
                       plan.image.empty() ? "ccache is not installed"
                                          : "the SDK image has no ccache, but one of your own can "
                                            "(ACAPCTL_SDK_REPOSITORY)");
}

std::string slash(const fs::path& path) {
    return fs::absolute(path).lexically_normal().string();
}

std::string quoted(const fs::path& path) {
    return shell_quoted({slash(path)});
}

} // namespace

std::map<std::string, std::string> host_environment(const sdk::Architecture& architecture) {
    const std::string prefix = architecture.toolchain + "-";
    const std::string flags = " " + architecture.compiler_flags;
    return {
        {"ARCH", architecture.target_arch == "aarch64" ? "arm64" : "arm"},
        {"CROSS_COMPILE", prefix},
        {"TARGET_PREFIX", prefix},
        {"OECORE_TARGET_ARCH", architecture.target_arch},
        {"CC", prefix + "gcc" + flags},
        {"CXX", prefix + "g++" + flags},
        {"CPP", prefix + "gcc -E" + flags},
        {"AS", prefix + "as"},
        {"LD", prefix + "ld"},
        {"AR", prefix + "ar"},
        {"NM", prefix + "nm"},
        {"RANLIB", prefix + "ranlib"},
        {"STRIP", prefix + "strip"},
        {"OBJCOPY", prefix + "objcopy"},
        {"OBJDUMP", prefix + "objdump"},
        {"CFLAGS", "-O2 -pipe"},
        {"CXXFLAGS", "-O2 -pipe"},
        {"LDFLAGS", "-Wl,-O1 -Wl,--hash-style=gnu -Wl,--as-needed"},
        {"CONFIGURE_FLAGS", "--target=" + architecture.toolchain +
                                " --host=" + architecture.toolchain + " --build=x86_64-linux"},
        // The host's own .pc files describe libraries for another CPU.
        {"PKG_CONFIG_LIBDIR", "/usr/lib/" + architecture.toolchain + "/pkgconfig"},
        {"PKG_CONFIG_PATH", ""},
    };
}

Step mirror_step(const Plan& plan) {
    const fs::path source = plan.kind == Kind::dockerfile ? plan.project : plan.root;
    std::string script = fmt::format("mkdir -p {1} && tar -C {0} {2}--exclude='*.eap' "
                                     "--exclude=.acapctl -cf - . | tar -C {1} -xf -",
                                     quoted(source), quoted(plan.tree),
                                     plan.kind == Kind::dockerfile ? "" : "--exclude-vcs ");
    if (plan.kind != Kind::dockerfile && plan.manifest != "manifest.json")
        script += fmt::format(" && cp {} {}", quoted(plan.tree / plan.manifest),
                              quoted(plan.tree / "manifest.json"));
    return {.purpose = Step::Purpose::mirror, .arguments = {"sh", "-c", script}};
}

namespace {

// A value of --mount is a line of CSV.
std::string mount_of(const fs::path& tree) {
    std::string source = "source=" + slash(tree);
    if (source.find_first_of(",\"\r\n") != std::string::npos) {
        std::string quoted;
        for (const char c : source) quoted += c == '"' ? "\"\"" : std::string(1, c);
        source = "\"" + quoted + "\"";
    }
    return "type=bind," + source + ",target=/opt/app";
}

// Who writes to a cache decides what others compile: so each project has its own, by its real path.
std::string ccache_volume(const Plan& plan) {
    std::error_code unknown;
    const fs::path real = fs::weakly_canonical(fs::absolute(plan.project), unknown);
    return "acapctl-ccache-" + sha256(real.string()).substr(0, 16);
}

// What a container is, apart from how the tree gets into it.
Words container_options(const Plan& plan, const Surroundings& around, const sdk::Catalog& catalog) {
    Words options = {"--name", plan.container, "--platform", catalog.platform(), "--user",
                     fmt::format("{}:{}", around.uid, around.gid), "--workdir", "/opt/app",
                     // The calling user has no home in the image.
                     "--env", "HOME=/tmp"};
    // Without it a rootless podman maps the caller to root and files to a foreign id.
    // One that is reached over the network has its own ids, and may not be rootless.
    if (plan.engine == "podman" && around.uid != 0 && !around.remote)
        options.emplace_back("--userns=keep-id");
    if (!plan.network.empty()) options.push_back("--network=" + plan.network);
    if (!around.source_date_epoch.empty()) append(options, {"--env", "SOURCE_DATE_EPOCH"});
    for (const std::string& proxy : around.proxies) append(options, {"--env", proxy});
    if (plan.ccache)
        // A volume that is new takes over who may write to the directory it hides: here everyone.
        append(options, {"--mount",
                         fmt::format("type=volume,source={},target=/var/tmp", ccache_volume(plan)),
                         "--env", fmt::format("CCACHE_DIR=/var/tmp/ccache-{}", around.uid), "--env",
                         "CCACHE_CONFIGPATH=/dev/null", "--env", "CCACHE_COMPILERCHECK=content"});
    append(options, {"--entrypoint", "/bin/sh", plan.image});
    return options;
}

// A pipe's status is that of its last command, so the engine comes last going out, tar coming back.
// posix: with fractions of a second, or make takes a source for as old as what it made of it
// before.
Step send_step(const Plan& plan, const Surroundings& around) {
    return {
        .purpose = Step::Purpose::send,
        .arguments = {"sh", "-c",
                      fmt::format("tar -C {} --format=posix --owner={} --group={} --numeric-owner "
                                  "--transform='s,^\\.,app,S' -cf - . | {} cp - {}:/opt",
                                  quoted(plan.tree), around.uid, around.gid, plan.engine,
                                  plan.container)}};
}

// Whole or not at all: what an interrupted copy brings must not be taken for what the compiler
// left. The status of a pipe is tar's, which takes an archive that ends between two files for
// whole. What ran in the container may have put a link or a file in the place of the tree.
Step fetch_tree_step(const Plan& plan) {
    const fs::path incoming = plan.tree.string() + ".incoming";
    const std::string script = fmt::format(
        "rm -rf {0} && mkdir {0} && {{ {2} cp {3}:/opt/app - && : >{0}/whole; }} | "
        "tar -C {0} -xpf - --no-same-owner && [ -e {0}/whole ] && "
        "{{ [ -d {0}/app ] && [ ! -L {0}/app ] || {{ rm -rf {0}; exit {4}; }}; }} && "
        "rm -rf {1} && mv {0}/app {1} && rm -rf {0} || {{ rm -rf {0}; exit 1; }}",
        quoted(incoming), quoted(plan.tree), plan.engine, plan.container, tree_replaced);
    return {.purpose = Step::Purpose::fetch, .arguments = {"sh", "-c", script}};
}

Step remove_step(const Plan& plan) {
    return {.purpose = Step::Purpose::remove,
            .arguments = {plan.engine, "rm", "--force", "--volumes", plan.container}};
}

// `command` are the arguments of /bin/sh in the container.
std::vector<Step> in_container(const Plan& plan, const Surroundings& around,
                               const sdk::Catalog& catalog, const Words& command,
                               const Words& terminal = {}) {
    Words create = {plan.engine, plan.copies ? "create" : "run"};
    append(create, terminal);
    if (!plan.copies) append(create, {"--rm", "--mount", mount_of(plan.tree)});
    append(create, container_options(plan, around, catalog));
    append(create, command);
    const bool attached = !terminal.empty();
    if (!plan.copies)
        return {{.purpose = Step::Purpose::compile, .arguments = create, .attached = attached}};
    Words start = {plan.engine, "start", "--attach"};
    if (attached) start.emplace_back("--interactive");
    start.push_back(plan.container);
    return {{.purpose = Step::Purpose::create, .arguments = create},
            send_step(plan, around),
            {.purpose = Step::Purpose::compile, .arguments = start, .attached = attached},
            fetch_tree_step(plan),
            remove_step(plan)};
}

// Puts the shell into the environment of the image's SDK.
std::string enter_environment(const sdk::Catalog& catalog) {
    return fmt::format("[ -e manifest.json ] || exit {1}; [ -r {0} ] || exit {2}; "
                       ". {0} || exit {2}; ",
                       catalog.environment(), tree_missing, environment_missing);
}

// The script refuses to run with LD_LIBRARY_PATH. In a moved SDK its paths lead nowhere. Debug
// information names directories, which are to be those of the container: so the program is the
// same.
std::string enter_environment(const LocalSdk& local, const std::string& architecture) {
    constexpr const char* usual = "/opt/axis/acapsdk";
    // Any will do for a package of scripts.
    const auto script =
        architecture == "all" ? local.scripts.begin() : local.scripts.find(architecture);
    const std::string name = shell_quoted({script->second.string()});
    const std::string directory = local.directory.string();
    std::string map = "-ffile-prefix-map=$PWD=/opt/app";
    std::string enter = ". " + name;
    if (local.is_moved()) {
        map += fmt::format(" -ffile-prefix-map={}={}", directory, usual);
        enter = fmt::format("eval \"$(sed {} {})\"",
                            shell_quoted({fmt::format("s|{}|{}|g", usual, directory)}), name);
    }
    return fmt::format("unset LD_LIBRARY_PATH; [ -r {0} ] || exit {1}; {2} || exit {1}; "
                       "CC=\"$CC {3}\" CXX=\"$CXX {3}\"; ",
                       name, environment_missing, enter, map);
}

} // namespace

std::vector<Step> compile_in_container(const Plan& plan, const Surroundings& around,
                                       const sdk::Catalog& catalog) {
    Words command = {
        "-c", enter_environment(catalog) +
                  fmt::format("command -v acap-build >/dev/null || exit {}; ", acap_build_missing) +
                  enter_ccache(plan) + compile_script(plan)};
    if (plan.kind != Kind::make) append(command, {"sh", plan.app_name});
    return in_container(plan, around, catalog, command);
}

std::vector<Step> command_in_container(const Plan& plan, const Surroundings& around,
                                       const sdk::Catalog& catalog, const Words& command,
                                       bool interactive) {
    Words words = {"-c", enter_environment(catalog) + enter_ccache(plan) + "exec \"$@\"", "sh"};
    append(words, command);
    return in_container(plan, around, catalog, words,
                        interactive ? Words{"--interactive", "--tty"} : Words{"--interactive"});
}

Step look_in_container(const Plan& plan, const sdk::Catalog& catalog, const std::string& mark) {
    return {.purpose = Step::Purpose::compile,
            .arguments = {plan.engine, "run", "--rm", "--mount", mount_of(plan.tree), "--name",
                          plan.container, "--platform", catalog.platform(), "--network=none",
                          "--workdir", "/opt/app", "--entrypoint", "/bin/sh", plan.image, "-c",
                          "[ -e \"$1\" ]", "sh", mark}};
}

Step compile_in_local_sdk(const Plan& plan, const LocalSdk& local) {
    Step step = command_in_local_sdk(plan, local, {});
    step.arguments = {"/bin/sh", "-c",
                      enter_environment(local, plan.architecture) + enter_ccache(plan) +
                          compile_script(plan),
                      "sh", plan.app_name};
    return step;
}

Step command_in_local_sdk(const Plan& plan, const LocalSdk& local, const Words& command) {
    Step step{.purpose = Step::Purpose::compile,
              .arguments = {"/bin/sh", "-c",
                            enter_environment(local, plan.architecture) + enter_ccache(plan) +
                                "exec \"$@\"",
                            "sh"},
              .directory = fs::absolute(plan.tree).lexically_normal()};
    append(step.arguments, command);
    return step;
}

Step compile_on_host(const Plan& plan, const sdk::Architecture& architecture) {
    if (plan.kind == Kind::make) return command_on_host(plan, architecture, {"make"});
    return command_on_host(plan, architecture,
                           {"/bin/sh", "-c", compile_script(plan), "sh", plan.app_name});
}

Step command_on_host(const Plan& plan, const sdk::Architecture& architecture,
                     const Words& command) {
    Step step{.purpose = Step::Purpose::compile,
              .directory = fs::absolute(plan.tree).lexically_normal(),
              .environment = host_environment(architecture)};
    if (plan.ccache) step.arguments = {"/bin/sh", "-c", enter_ccache(plan) + "exec \"$@\"", "sh"};
    append(step.arguments, command);
    return step;
}

fs::path fetch_directory(const Plan& plan) {
    return own_directory(plan.project) / (plan.key + ".fetched");
}

std::vector<Step> dockerfile_steps(const Plan& plan, const sdk::Catalog& catalog) {
    Words image = {plan.engine,        "build",      "--platform",
                   catalog.platform(), "--force-rm", "--tag",
                   plan.image_tag,     "--file",     slash(plan.tree / plan.dockerfile)};
    for (const auto& [name, value] : plan.arguments)
        append(image, {"--build-arg", name + "=" + value});
    for (const std::string& name : plan.inherited_arguments) append(image, {"--build-arg", name});
    if (plan.no_cache) image.emplace_back("--no-cache");
    if (plan.other_builder) image.emplace_back("--load"); // the classic builder knows no --load
    if (!plan.target.empty()) append(image, {"--target", plan.target});
    if (!plan.network.empty()) image.push_back("--network=" + plan.network);
    image.push_back(slash(plan.tree));

    const std::string folder = fs::path(plan.result).filename().string();
    const std::string fetch = fmt::format(
        "mkdir -p {0} && {1} cp {2} - | tar -C {0} -xf - --strip-components=1 --no-same-owner "
        "--no-same-permissions --wildcards --no-wildcards-match-slash -- {3} {4}",
        quoted(fetch_directory(plan)), plan.engine,
        shell_quoted({plan.container + ":" + plan.result}), shell_quoted({folder + "/*.eap"}),
        shell_quoted({folder + "/*_LICENSE.txt"}));
    return {{.purpose = Step::Purpose::image,
             .arguments = image,
             // Another way the user may have chosen needs a terminal, or cannot be read.
             .environment = {{"BUILDKIT_PROGRESS", "plain"}}},
            {.purpose = Step::Purpose::create,
             // The command is never run; an image without one could not be created.
             .arguments = {plan.engine, "create", "--platform", catalog.platform(), "--name",
                           plan.container, plan.image_tag, "true"}},
            {.purpose = Step::Purpose::fetch, .arguments = {"sh", "-c", fetch}},
            remove_step(plan)};
}

Step pack_step(const Plan& plan) {
    if (plan.packer == Packer::sdk)
        return {.purpose = Step::Purpose::pack,
                .arguments = {"sh", "-c",
                              fmt::format("mkdir -p {0} && cp {1}/.acapctl/packed/* {0}",
                                          quoted(plan.output), quoted(plan.tree))}};
    Words arguments = {"acapctl", "pack", slash(plan.tree), "--output", slash(plan.output)};
    if (plan.architecture != "all") append(arguments, {"--arch", plan.architecture});
    for (const std::string& file : plan.additional_files) append(arguments, {"-a", file});
    if (plan.compression == Compression::gzip) append(arguments, {"--compression", "gzip"});
    if (!plan.validate) arguments.emplace_back("--disable-manifest-validation");
    if (!plan.mend) arguments.emplace_back("--no-mend");
    Step step{.purpose = Step::Purpose::pack, .arguments = arguments};
    if (!plan.axis_os.empty()) step.environment = {{"AXIS_OS_VERSION", plan.axis_os}};
    return step;
}

} // namespace acapctl::builder
