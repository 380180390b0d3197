#include "builder/engines/local_engine.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/plan.hpp"
#include "builder/workspace/sources.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

class LocalEngine : public Engine {
  public:
    Toolchain prepare(const Plan& plan, const Observer&, std::stop_token stop) override {
        const auto& [local, architecture, step] = std::get<LocalBuild>(plan.build);
        std::string compiler;
        if (architecture) {
            compiler = architecture->toolchain + "-gcc";
            if (!find_program(compiler)) throw_missing(compiler, *architecture);
            compiler += acapctl::run({.arguments = {compiler, "--version"}}, stop).output;
        }
        return {.engine = EngineKind::local,
                .sdk = plan.sdk.version,
                .sdk_directory = local.directory.string(),
                .axis_os = plan.sdk.axis_os,
                .fingerprint = sha256("local " + stamp_of_tree(local.directory) + " " +
                                      plan.sdk.version + plan.sdk.axis_os + compiler)};
    }

    int run(const Plan&, const Step& step, const Observer& observer,
            std::stop_token stop) override {
        return run_step(step, observer.output, stop);
    }

  private:
    [[noreturn]] static void throw_missing(const std::string& program,
                                           const sdk::Architecture& architecture) {
        throw Error(
            {.kind = ErrorKind::engine_unavailable,
             .code = "compiler-missing",
             .message = fmt::format("{} is not installed, which the SDK compiles with", program),
             .hint = "apt-get install make " + text::join(architecture.debian_packages, " ")});
    }
};

} // namespace

std::unique_ptr<Engine> make_local_engine() {
    return std::make_unique<LocalEngine>();
}

} // namespace acapctl::builder
