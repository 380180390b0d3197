#include "build/recipes.hpp"

#include "build/record.hpp"

#include <fmt/format.h>

namespace acapctl::build {

namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

void append(Words& to, const Words& more) {
    to.insert(to.end(), more.begin(), more.end());
}

// `$1` is the name of the executable.
constexpr std::string_view take_executable = R"sh(
made=$(find .acapctl/build -type f -name "$1" -perm -u=x | head -n 1)
[ -n "$made" ] || { echo "no executable named '$1' came out of the build" >&2; exit 1; }
cp -f "$made" "$1")sh";

// CC of the environment script holds flags, which cmake accepts. Libraries and headers come from
// the SDK's sysroot alone, programs from the machine.
constexpr std::string_view cmake_script = R"sh(set -e
command -v cmake >/dev/null || exit 96
mkdir -p .acapctl
cat >.acapctl/toolchain.cmake <<'END'
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR "$ENV{OECORE_TARGET_ARCH}")
if(DEFINED ENV{SDKTARGETSYSROOT})
  set(CMAKE_FIND_ROOT_PATH "$ENV{SDKTARGETSYSROOT}")
else()
  string(REGEX REPLACE "-$" "" triple "$ENV{TARGET_PREFIX}")
  set(CMAKE_FIND_ROOT_PATH "/usr/${triple}")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
END
cmake -S . -B .acapctl/build -DCMAKE_TOOLCHAIN_FILE="$PWD/.acapctl/toolchain.cmake"
cmake --build .acapctl/build)sh";

// meson does not read CC when it cross-compiles: the variables become its cross file.
constexpr std::string_view meson_script = R"sh(set -e
command -v meson >/dev/null || exit 96
mkdir -p .acapctl
list() { printf '['; for word in "$@"; do printf "'%s', " "$word"; done; printf ']\n'; }
case $OECORE_TARGET_ARCH in aarch64) family=aarch64 ;; *) family=arm ;; esac
{
    echo '[binaries]'
    printf 'c = '; list $CC
    printf 'cpp = '; list $CXX
    echo "ar = '$AR'"
    echo "strip = '$STRIP'"
    echo "pkgconfig = 'pkg-config'"
    echo '[built-in options]'
    printf 'c_args = '; list $CPPFLAGS $CFLAGS
    printf 'cpp_args = '; list $CPPFLAGS $CXXFLAGS
    printf 'c_link_args = '; list $LDFLAGS
    printf 'cpp_link_args = '; list $LDFLAGS
    echo '[properties]'
    [ -z "$SDKTARGETSYSROOT" ] || echo "sys_root = '$SDKTARGETSYSROOT'"
    [ -z "$PKG_CONFIG_LIBDIR" ] || echo "pkg_config_libdir = '$PKG_CONFIG_LIBDIR'"
    echo '[host_machine]'
    echo "system = 'linux'"
    echo "cpu_family = '$family'"
    echo "cpu = '$family'"
    echo "endian = 'little'"
} >.acapctl/cross.ini
[ -f .acapctl/build/build.ninja ] ||
    meson setup --buildtype plain --cross-file .acapctl/cross.ini .acapctl/build
meson compile -C .acapctl/build)sh";

std::string slash(const fs::path& path) {
    return fs::absolute(path).lexically_normal().string();
}

std::string quoted(const fs::path& path) {
    return shell_quoted({slash(path)});
}

} // namespace

std::string compile_script(Kind kind) {
    if (kind == Kind::cmake) return std::string(cmake_script) + std::string(take_executable);
    if (kind == Kind::meson) return std::string(meson_script) + std::string(take_executable);
    return "exec make";
}

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

Step compile_in_container(const Plan& plan, const Surroundings& around,
                          const sdk::Catalog& catalog) {
    Words arguments = {plan.engine, "run", "--rm", "--name", plan.container, "--platform",
                       catalog.platform(), "--user", fmt::format("{}:{}", around.uid, around.gid),
                       "--volume", slash(plan.tree) + ":/opt/app", "--workdir", "/opt/app",
                       // The calling user has no home in the image.
                       "--env", "HOME=/tmp"};
    // Without it a rootless podman maps the caller to root and files to a foreign id.
    if (plan.engine == "podman" && around.uid != 0) arguments.emplace_back("--userns=keep-id");
    if (!plan.network.empty()) arguments.push_back("--network=" + plan.network);
    if (!around.source_date_epoch.empty()) append(arguments, {"--env", "SOURCE_DATE_EPOCH"});
    for (const std::string& proxy : around.proxies) append(arguments, {"--env", proxy});
    const std::string joint = plan.kind == Kind::make ? " && " : " || exit 1\n";
    append(arguments, {"--entrypoint", "/bin/sh", plan.image, "-c",
                       ". " + catalog.environment() + joint + compile_script(plan.kind)});
    if (plan.kind != Kind::make) append(arguments, {"sh", plan.app_name});
    return {.purpose = Step::Purpose::compile, .arguments = arguments};
}

Step compile_on_host(const Plan& plan, const sdk::Architecture& architecture) {
    Step step{.purpose = Step::Purpose::compile,
              .arguments = {"make"},
              .directory = fs::absolute(plan.tree).lexically_normal(),
              .environment = host_environment(architecture)};
    if (plan.kind != Kind::make)
        step.arguments = {"/bin/sh", "-c", compile_script(plan.kind), "sh", plan.app_name};
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
    if (!plan.target.empty()) append(image, {"--target", plan.target});
    if (!plan.network.empty()) image.push_back("--network=" + plan.network);
    image.push_back(slash(plan.tree));

    const std::string folder = fs::path(plan.result).filename().string();
    const std::string fetch = fmt::format(
        "mkdir -p {0} && {1} cp {2} - | tar -C {0} -xf - --strip-components=1 --no-same-owner "
        "--no-same-permissions --wildcards --no-wildcards-match-slash {3} {4}",
        quoted(fetch_directory(plan)), plan.engine,
        shell_quoted({plan.container + ":" + plan.result}), shell_quoted({folder + "/*.eap"}),
        shell_quoted({folder + "/*_LICENSE.txt"}));
    return {{.purpose = Step::Purpose::image, .arguments = image},
            {.purpose = Step::Purpose::create,
             // The command is never run; an image without one could not be created.
             .arguments = {plan.engine, "create", "--platform", catalog.platform(), "--name",
                           plan.container, plan.image_tag, "true"}},
            {.purpose = Step::Purpose::fetch, .arguments = {"sh", "-c", fetch}},
            {.purpose = Step::Purpose::remove,
             .arguments = {plan.engine, "rm", "--force", "--volumes", plan.container}}};
}

Step pack_step(const Plan& plan) {
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

} // namespace acapctl::build
