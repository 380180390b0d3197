// One script for each build system.
#include "builder/plan/compile_script.hpp"

#include "support/subprocess.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

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

} // namespace

std::string compile_script(const Plan& plan) {
    std::string script = "make";
    if (plan.system == BuildSystem::none) script = ":";
    if (plan.system == BuildSystem::cmake)
        script = std::string(cmake_script) + std::string(take_executable);
    if (plan.system == BuildSystem::meson)
        script = std::string(meson_script) + std::string(take_executable);
    if (plan.packaging.packer == Packer::own)
        return plan.system == BuildSystem::make ? "exec make" : script;
    std::vector<std::string> pack = {"acap-build", ".", "--build", "no-build"};
    for (const std::string& file : plan.packaging.additional_files)
        pack.insert(pack.end(), {"-a", file});
    if (!plan.packaging.validate) pack.emplace_back("--disable-manifest-validation");
    return script + fmt::format(" || exit $?; rm -rf .acapctl/packed; "
                                "away=$(mktemp -d) && trap 'rm -rf \"$away\"' EXIT && "
                                "cp -a . \"$away\" || exit {0}; "
                                "(cd \"$away\" && {1} >&2) || exit {0}; "
                                "mkdir -p .acapctl/packed && "
                                "cp \"$away\"/*.eap \"$away\"/*_LICENSE.txt .acapctl/packed",
                                acap_build_failed, shell_quoted(pack));
}

std::string enter_ccache(const Plan& plan, std::string_view lack) {
    if (!plan.ccache) return {};
    return fmt::format("if ! command -v ccache >/dev/null; then "
                       "echo \"{}: compiling without it\" >&2; "
                       "elif [ -z \"$CCACHE_DIR\" ] || mkdir -p \"$CCACHE_DIR\"; then "
                       "CC=\"ccache $CC\" CXX=\"ccache $CXX\"; "
                       "fi; ",
                       lack);
}

} // namespace acapctl::builder
