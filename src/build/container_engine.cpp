// An SDK image driven through the docker or podman command, which already knows contexts,
// credentials and remote engines.
#include "build/engine.hpp"

#include "acapctl/error.hpp"
#include "sdk/container.hpp"
#include "support/digest.hpp"
#include "support/environment.hpp"
#include "support/text.hpp"

#include <random>

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::build {

namespace {

std::string container_name() {
    std::random_device random;
    return fmt::format("acapctl-{}-{:08x}", ::getpid(), random());
}

// Removes the container whatever happens: --rm does not when the client is killed.
class ContainerGuard {
  public:
    ContainerGuard(std::string program, std::string name)
        : program_(std::move(program)), name_(std::move(name)) {}
    ~ContainerGuard() {
        if (!armed_) return;
        try {
            run({.arguments = {program_, "rm", "--force", name_}});
        } catch (...) { // nothing more can be done while another error is on its way
        }
    }
    ContainerGuard(const ContainerGuard&) = delete;
    ContainerGuard& operator=(const ContainerGuard&) = delete;
    void release() { armed_ = false; }

  private:
    std::string program_;
    std::string name_;
    bool armed_ = true;
};

class ContainerEngine : public Engine {
  public:
    ContainerEngine(std::string program, const EngineOptions& options)
        : program_(std::move(program)), network_(options.network) {
        const sdk::Catalog& catalog = sdk::Catalog::built_in();
        image_ = options.sdk_version.empty() ? catalog.newest_stable()
                                             : catalog.image(options.sdk_version);
    }

    Toolchain prepare(const sdk::Architecture& architecture, const Observer& observer,
                      std::stop_token stop) override {
        const std::string name = sdk::Catalog::built_in().image_name(image_, architecture.name);
        auto facts = sdk::inspect_image(program_, name, stop);
        if (!facts) {
            pull(name, observer, stop);
            facts = sdk::inspect_image(program_, name, stop);
        }
        if (!facts) throw_no_image(name, "it is not there after the pull");
        return {.engine = program_,
                .sdk = image_.version,
                .image = name,
                .image_id = facts->id,
                .axis_os = facts->axis_os.empty() ? image_.axis_os : facts->axis_os,
                .fingerprint = sha256(facts->id)};
    }

    int make(const std::filesystem::path& tree, const sdk::Architecture&,
             const Toolchain& toolchain, const Observer& observer, std::stop_token stop) override {
        const std::string name = container_name();
        ContainerGuard guard(program_, name);
        const CommandResult result = run(
            {.arguments = run_arguments(name, tree, toolchain), .on_line = observer.output}, stop);
        guard.release();
        // 125: the engine itself failed; 126 and 127: the image has no usable shell.
        if (result.status >= 125 && result.status <= 127)
            throw Error({.exit = ExitCode::engine_unavailable,
                         .code = "container-failed",
                         .message = fmt::format("{} could not run a container of {}", program_,
                                                toolchain.image),
                         .hint = "see its message above"});
        return result.status;
    }

  private:
    void pull(const std::string& name, const Observer& observer, const std::stop_token& stop) {
        observer.note(fmt::format("pulling {}", name));
        const CommandResult result = run({.arguments = {program_, "pull", "--platform",
                                                        sdk::Catalog::built_in().platform(), name},
                                          .on_line = observer.output},
                                         stop);
        if (result.status != 0) throw_no_image(name, program_ + " could not pull it");
    }

    [[noreturn]] void throw_no_image(const std::string& name, const std::string& why) {
        throw Error({.exit = ExitCode::engine_unavailable,
                     .code = "image-missing",
                     .message = fmt::format("the SDK image {} is not available: {}", name, why),
                     .hint = "check the network, choose another with --sdk, or use this machine's "
                             "own cross compilers with --engine host"});
    }

    std::vector<std::string> run_arguments(const std::string& name,
                                           const std::filesystem::path& tree,
                                           const Toolchain& toolchain) const {
        const sdk::Catalog& catalog = sdk::Catalog::built_in();
        std::vector<std::string> arguments = {
            program_, "run", "--rm", "--name", name, "--platform", catalog.platform(), "--user",
            fmt::format("{}:{}", ::getuid(), ::getgid()), "--volume",
            std::filesystem::absolute(tree).string() + ":/opt/app", "--workdir", "/opt/app",
            // The calling user has no home in the image.
            "--env", "HOME=/tmp"};
        // Without it a rootless podman maps the caller to root and files to a foreign id.
        if (program_ == "podman" && ::getuid() != 0) arguments.emplace_back("--userns=keep-id");
        if (!network_.empty()) arguments.push_back("--network=" + network_);
        if (environment("SOURCE_DATE_EPOCH"))
            arguments.insert(arguments.end(), {"--env", "SOURCE_DATE_EPOCH"});
        arguments.insert(arguments.end(),
                         {"--entrypoint", "/bin/sh", toolchain.image, "-c",
                          fmt::format(". {} && exec make", catalog.environment())});
        return arguments;
    }

    std::string program_;
    std::string network_;
    sdk::Image image_;
};

} // namespace

std::unique_ptr<Engine> make_container_engine(std::string program, const EngineOptions& options) {
    return std::make_unique<ContainerEngine>(std::move(program), options);
}

} // namespace acapctl::build
