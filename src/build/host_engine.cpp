// The machine's own cross compilers, for projects that need only libc: the embedded choice where
// no engine and no SDK image exist. The variables are those of the SDK's environment script.
#include "build/engine.hpp"

#include "acapctl/error.hpp"
#include "support/digest.hpp"
#include "support/text.hpp"

#include <map>

#include <fmt/format.h>

namespace acapctl::build {

namespace {

using Variables = std::map<std::string, std::string>;

Variables variables(const sdk::Architecture& architecture) {
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

class HostEngine : public Engine {
  public:
    Toolchain prepare(const sdk::Architecture& architecture, const Observer& observer,
                      std::stop_token stop) override {
        const std::string compiler = architecture.toolchain + "-gcc";
        if (!find_program(compiler) || !find_program("make"))
            throw Error(
                {.exit = ExitCode::engine_unavailable,
                 .code = "compiler-missing",
                 .message =
                     fmt::format("{} is not installed", find_program(compiler) ? "make" : compiler),
                 .hint = "apt-get install make " + text::join(architecture.debian_packages, " ")});
        observer.warn("building without the SDK: only libc is there, and the C library is this "
                      "machine's, which may be newer than the device's");
        const CommandResult version = run({.arguments = {compiler, "--version"}}, stop);
        return {.engine = "host", .sdk = "host", .fingerprint = sha256("host " + version.output)};
    }

    int make(const std::filesystem::path& tree, const sdk::Architecture& architecture,
             const Toolchain&, const Observer& observer, std::stop_token stop) override {
        return run({.arguments = {"make"},
                    .directory = tree,
                    .environment = variables(architecture),
                    .on_line = observer.output},
                   stop)
            .status;
    }
};

} // namespace

std::unique_ptr<Engine> make_host_engine() {
    return std::make_unique<HostEngine>();
}

} // namespace acapctl::build
