#include "builder/engines/host_engine.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/plan.hpp"
#include "support/digest.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

[[noreturn]] void throw_missing(const std::string& program, const sdk::Architecture& architecture) {
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "compiler-missing",
                 .message = fmt::format("{} is not installed", program),
                 .hint = "apt-get install make " + text::join(architecture.debian_packages, " ")});
}

class HostEngine : public Engine {
  public:
    Toolchain prepare(const Plan& plan, const Observer& observer, std::stop_token stop) override {
        const sdk::Architecture& architecture = std::get<HostBuild>(plan.build).architecture;
        const std::string compiler = architecture.toolchain + "-gcc";
        if (!find_program(compiler)) throw_missing(compiler, architecture);
        if (plan.system == BuildSystem::make && !find_program("make"))
            throw_missing("make", architecture);
        observer.warn("building without the SDK: only libc is there, and the C library is this "
                      "machine's, which may be newer than the device's");
        const CommandResult version = acapctl::run({.arguments = {compiler, "--version"}}, stop);
        return {.engine = EngineKind::host,
                .sdk = "host",
                .fingerprint = sha256("host " + version.output)};
    }

    int run(const Plan&, const Step& step, const Observer& observer,
            std::stop_token stop) override {
        return run_step(step, observer.output, stop);
    }
};

} // namespace

std::unique_ptr<Engine> make_host_engine() {
    return std::make_unique<HostEngine>();
}

} // namespace acapctl::builder
