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
        const sdk::Catalog& catalog = sdk::Catalog::with_users();
        std::string compiler;
        if (plan.kind != Kind::none) {
            const sdk::Architecture& architecture = catalog.architecture(plan.architecture);
            compiler = architecture.toolchain + "-gcc";
            if (!find_program(compiler)) throw_missing(compiler, architecture);
            compiler += acapctl::run({.arguments = {compiler, "--version"}}, stop).output;
        }
        return {.engine = EngineKind::local,
                .sdk = plan.sdk,
                .sdk_directory = plan.sdk_directory.string(),
                .axis_os = plan.axis_os,
                .fingerprint = sha256("local " + stamp_of_tree(plan.sdk_directory) + " " +
                                      plan.sdk + plan.axis_os + compiler)};
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
