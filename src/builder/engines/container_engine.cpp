// An SDK image driven through the docker or podman command, which already knows contexts,
// credentials and remote engines.
#include "builder/engines/engine.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/plan.hpp"
#include "builder/plan/recipes.hpp"
#include "engine/ask_engine.hpp"
#include "engine/container.hpp"
#include "engine/local_images.hpp"
#include "sdk/image_digest.hpp"
#include "support/digest.hpp"
#include "support/interrupt.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

std::string by_hand(const std::string& program, const std::string& name) {
    return fmt::format("the container {0} may be left: '{1} rm --force {0}' removes it", name,
                       program);
}

// Removes the container whatever happens: --rm does not when the client is killed.
class ContainerGuard {
  public:
    ContainerGuard(std::string program, std::string name, const Observer& observer)
        : program_(std::move(program)), name_(std::move(name)), observer_(observer),
          unless_removed_(by_hand(program_, name_)) {}
    ~ContainerGuard() {
        if (!armed_) return;
        try {
            const auto removal =
                engine::ask_engine({program_, "rm", "--force", "--volumes", name_}, {});
            // One that is not there cannot be removed either, which is what is wanted.
            if (removal.status != 0 && !engine::engine_answers(program_, {}))
                observer_.warn(unless_removed_.text());
        } catch (const Error&) { // it does not answer
            observer_.warn(unless_removed_.text());
        } catch (...) { // nothing more can be done while another error is on its way
        }
    }
    ContainerGuard(const ContainerGuard&) = delete;
    ContainerGuard& operator=(const ContainerGuard&) = delete;
    void release() { armed_ = false; }

  private:
    std::string program_;
    std::string name_;
    const Observer& observer_;
    LastWords unless_removed_;
    bool armed_ = true;
};

// Whether the engine says that it cannot mount the tree, because there is no such directory where
// it runs: docker's words, and podman's.
bool says_unseen(std::string_view line, const Plan& plan) {
    if (plan.copies || plan.tree.empty()) return false;
    return line.find("bind source path does not exist") != std::string_view::npos ||
           (line.starts_with("Error: statfs ") &&
            line.find("no such file or directory") != std::string_view::npos);
}

class ContainerEngine : public Engine {
  public:
    explicit ContainerEngine(std::string program) : program_(std::move(program)) {}

    Toolchain prepare(const Plan& plan, const Observer& observer, std::stop_token stop) override {
        const bool own = plan.kind == Kind::dockerfile;
        const std::string name = own ? plan.image_tag : plan.image;
        auto facts = engine::inspect_image(program_, name, stop);
        if (!facts && !own) {
            if (!pull(name, observer, stop)) {
                throw_if_lost(stop);
                throw_no_image(name, program_ + " could not pull it");
            }
            facts = engine::inspect_image(program_, name, stop);
            if (!facts) throw_no_image(name, "it is not there after the pull");
        }
        Toolchain toolchain{.engine = program_,
                            .sdk = plan.sdk,
                            .image = name,
                            .image_id = facts ? facts->id : "",
                            .axis_os = facts ? facts->axis_os : "",
                            .fingerprint = sha256(facts ? facts->id : "")};
        if (toolchain.axis_os.empty()) toolchain.axis_os = plan.axis_os;
        if (!own)
            toolchain.registry_digests[name] = digest_of(name, *facts, plan, observer);
        else if (plan.images_used)
            toolchain.registry_digests = digests_of_bases(plan, observer, stop);
        return toolchain;
    }

    void fetch_images(const Plan& plan, const Observer& observer,
                      const std::stop_token& stop) override {
        if (program_ != "docker" || !plan.images_used)
            return; // podman's builder keeps what it pulls
        for (const std::string& name : *plan.images_used)
            if (!engine::inspect_image(program_, name, stop)) pull(name, observer, stop);
        digests_of_bases(plan, observer, stop);
    }

    int run(const Plan& plan, const Step& step, const Observer& observer,
            std::stop_token stop) override {
        std::optional<ContainerGuard> guard;
        if (step.purpose != Step::Purpose::image) // the builder's containers are its own affair
            guard.emplace(program_, plan.container, observer);
        bool unseen = false;
        const auto take = [&](std::string_view line) {
            unseen = unseen || says_unseen(line, plan);
            if (!unseen) observer.output(line);
        };
        const int status = run_step(step, take, stop);
        // 125: the engine itself failed; 126 and 127: the image has no usable shell.
        const bool compiles = step.purpose == Step::Purpose::compile;
        if (status == 0 || (compiles && (status < 125 || status > 127))) {
            // The tree of a compiler that failed is yet to be copied from there.
            if (guard) guard->release();
            return status;
        }
        if (unseen) return tree_missing;
        throw_if_lost(stop);
        if (compiles)
            throw Error(
                {.kind = ErrorKind::engine_unavailable,
                 .code = "container-failed",
                 .message = fmt::format("{} could not run a container of {}", program_, plan.image),
                 .hint = "see its message above"});
        return status;
    }

  private:
    // Of those that are here by now.
    RegistryDigests digests_of_bases(const Plan& plan, const Observer& observer,
                                     const std::stop_token& stop) const {
        RegistryDigests digests;
        for (const std::string& name : *plan.images_used)
            if (const auto facts = engine::inspect_image(program_, name, stop))
                digests[name] = digest_of(name, *facts, plan, observer);
        return digests;
    }

    // Throws if it is not what Axis released under that name, unless the user takes any image.
    std::string digest_of(const std::string& name, const engine::ImageFacts& facts,
                          const Plan& plan, const Observer& observer) const {
        const auto other = sdk::other_than_released(name, facts, sdk::Catalog::with_users());
        if (!other) return sdk::registry_digest(name, facts);
        const std::string what =
            fmt::format("{} is not the image that was released: it is {}, the catalog knows {}",
                        text::visible(name), text::visible(other->digest), other->released);
        if (!plan.any_image)
            throw Error({.kind = ErrorKind::engine_unavailable,
                         .code = "image-digest-differs",
                         .message = what,
                         .hint = fmt::format("'{}' and a build fetch the released one",
                                             shell_shown({program_, "image", "rm", name})),
                         .advice = {{Advice::take_any_image}}});
        observer.warn(what);
        return sdk::registry_digest(name, facts);
    }

    bool pull(const std::string& name, const Observer& observer, const std::stop_token& stop) {
        observer.note(fmt::format("pulling {}", text::visible(name)));
        const CommandResult result = acapctl::run(
            {.arguments = {program_, "pull", "--platform", sdk::Catalog::with_users().platform(),
                           engine::qualified_name(program_, name)},
             .on_line = observer.output},
            stop);
        return result.status == 0;
    }

    void throw_if_lost(const std::stop_token& stop) const {
        const auto complaint = engine::engine_complaint(program_, stop);
        if (!complaint) return;
        throw Error(
            {.kind = ErrorKind::engine_unavailable,
             .code = "engine-lost",
             .message = fmt::format("{} went away while it built ({})", program_, *complaint),
             .hint = "build again when it answers",
             .retryable = true});
    }

    [[noreturn]] void throw_no_image(const std::string& name, const std::string& why) {
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .code = "image-missing",
                     .message = fmt::format("the SDK image {} is not available: {}", name, why),
                     .hint = "check the network",
                     .advice = {{Advice::choose_sdk}, {Advice::build_on_this_machine}}});
    }

    std::string program_;
};

} // namespace

std::unique_ptr<Engine> make_container_engine(std::string program) {
    return std::make_unique<ContainerEngine>(std::move(program));
}

} // namespace acapctl::builder
