#include "builder/plan/machine_steps.hpp"

#include "builder/plan/compile_script.hpp"
#include "builder/plan/words.hpp"
#include "support/subprocess.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view no_ccache_here = "ccache is not installed";

// The script refuses to run with LD_LIBRARY_PATH. In a moved SDK its paths lead nowhere. Debug
// information names directories, which are to be those of the container: so the program is the
// same.
std::string enter_environment(const LocalSdk& local, const std::string& architecture) {
    constexpr const char* usual = "/opt/axis/acapsdk";
    const std::string name = shell_quoted({local.script(architecture).string()});
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

Step compile_in_local_sdk(const Plan& plan, const LocalSdk& local) {
    Step step = command_in_local_sdk(plan, local, {});
    step.arguments = {"/bin/sh", "-c",
                      enter_environment(local, plan.architecture) +
                          enter_ccache(plan, no_ccache_here) + compile_script(plan),
                      "sh", plan.app_name};
    return step;
}

Step command_in_local_sdk(const Plan& plan, const LocalSdk& local, const Words& command) {
    Step step{.purpose = Step::Purpose::compile,
              .arguments = {"/bin/sh", "-c",
                            enter_environment(local, plan.architecture) +
                                enter_ccache(plan, no_ccache_here) + "exec \"$@\"",
                            "sh"},
              .directory = fs::absolute(plan.tree).lexically_normal()};
    append(step.arguments, command);
    return step;
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

Step compile_on_host(const Plan& plan, const sdk::Architecture& architecture) {
    if (plan.system == BuildSystem::make) return command_on_host(plan, architecture, {"make"});
    return command_on_host(plan, architecture,
                           {"/bin/sh", "-c", compile_script(plan), "sh", plan.app_name});
}

Step command_on_host(const Plan& plan, const sdk::Architecture& architecture,
                     const Words& command) {
    Step step{.purpose = Step::Purpose::compile,
              .directory = fs::absolute(plan.tree).lexically_normal(),
              .environment = host_environment(architecture)};
    if (plan.ccache)
        step.arguments = {"/bin/sh", "-c", enter_ccache(plan, no_ccache_here) + "exec \"$@\"",
                          "sh"};
    append(step.arguments, command);
    return step;
}

} // namespace acapctl::builder
