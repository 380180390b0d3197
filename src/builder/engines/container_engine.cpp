#include "builder/engines/container_engine.hpp"

#include "acapctl/error.hpp"
#include "builder/engines/early_answers.hpp"
#include "builder/plan/compile_script.hpp"
#include "builder/plan/container_steps.hpp"
#include "builder/plan/plan.hpp"
#include "engine/ask_engine.hpp"
#include "engine/container.hpp"
#include "engine/local_images.hpp"
#include "engine/refusal.hpp"
#include "sdk/image_digest.hpp"
#include "support/digest.hpp"
#include "support/interrupt.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <stdexcept>

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
    const ContainerBuild* build = plan.in_container();
    if (build == nullptr || build->copies()) return false;
    return line.find("bind source path does not exist") != std::string_view::npos ||
           engine::refusal_in(line) == engine::Refusal::not_shared ||
           (line.starts_with("Error: statfs ") &&
            line.find("no such file or directory") != std::string_view::npos);
}

// What the plan says of the container. One without is a fault of the planner.
const Container& container_of(const Plan& plan) {
    const Container* container = plan.container();
    if (container == nullptr) throw std::logic_error("the plan has no container");
    return *container;
}

class ContainerEngine : public Engine {
  public:
    ContainerEngine(EngineKind kind, const sdk::Catalog& catalog, const EarlyAnswers* early)
        : kind_(kind), program_(engine_name(kind)), catalog_(catalog), early_(early) {}

    Toolchain prepare(const Plan& plan, const Observer& observer, std::stop_token stop) override {
        const Container& container = container_of(plan);
        const DockerfileBuild* own = plan.dockerfile();
        const std::string name =
            own != nullptr ? own->image_tag : std::get<ContainerBuild>(plan.build).image;
        auto facts = image_facts(name, own == nullptr, stop);
        if (!facts && own == nullptr) {
            std::string said;
            if (!pull(name, container, observer, stop, said)) {
                throw_if_lost(stop);
                throw_no_image(name, program_ + " could not pull it", said);
            }
            facts = engine::inspect_image(program_, name, stop);
            if (!facts) throw_no_image(name, "it is not there after the pull", "");
        }
        Toolchain toolchain{.engine = kind_,
                            .sdk = plan.sdk.version,
                            .image = name,
                            .image_id = facts ? facts->id : "",
                            .axis_os = facts ? facts->axis_os : "",
                            .fingerprint = sha256(facts ? facts->id : "")};
        if (toolchain.axis_os.empty()) toolchain.axis_os = plan.sdk.axis_os;
        if (own == nullptr)
            toolchain.registry_digests[name] = digest_of(name, *facts, container, observer);
        else
            toolchain.registry_digests = digests_of_bases(*own, observer, stop);
        return toolchain;
    }

    void fetch_images(const DockerfileBuild& build, const Observer& observer,
                      const std::stop_token& stop) override {
        if (kind_ != EngineKind::docker || !build.images_used)
            return; // podman's builder keeps what it pulls
        for (const std::string& name : *build.images_used)
            if (std::string said; !engine::inspect_image(program_, name, stop))
                pull(name, build.container, observer, stop, said);
        digests_of_bases(build, observer, stop);
    }

    int run(const Plan& plan, const Step& step, const Observer& observer,
            std::stop_token stop) override {
        std::optional<ContainerGuard> guard;
        if (step.purpose != Step::Purpose::image) // the builder's containers are its own affair
            guard.emplace(program_, container_of(plan).name, observer);
        bool unseen = false;
        bool foreign = false; // what is in the image is for another CPU
        bool unwritable = false;
        const std::string says_unwritable = unwritable_line(container_of(plan));
        std::string said;
        const auto take = [&](std::string_view line) {
            unseen = unseen || says_unseen(line, plan);
            foreign = foreign || engine::cannot_run_shell(line);
            if (line == says_unwritable) unwritable = true;
            if (said.size() < 4096) said.append(line).append("\n");
            if (!unseen && !unwritable) observer.output(line);
        };
        const int status = run_step(step, take, stop);
        // 125: the engine itself failed; 126 and 127: the image has no usable shell.
        const bool compiles = step.purpose == Step::Purpose::compile;
        if (status != 0 && foreign) throw_foreign(plan);
        if (status != 0 && unwritable) return tree_not_writable;
        if (status == 0 || (compiles && (status < 125 || status > 127))) {
            // The tree of a compiler that failed is yet to be copied from there.
            if (guard) guard->release();
            return status;
        }
        if (unseen) return tree_missing;
        throw_if_lost(stop);
        if (compiles)
            throw Error({.kind = ErrorKind::engine_unavailable,
                         .code = "container-failed",
                         .message = fmt::format("{} could not run a container of {}", program_,
                                                std::get<ContainerBuild>(plan.build).image),
                         .hint = status == 125
                                     ? engine::hint_for(said, program_,
                                                        std::get<ContainerBuild>(plan.build).image,
                                                        "see its message above")
                                     : "see its message above"});
        return status;
    }

  private:
    // Of those that are here by now; empty where it cannot be told which they are.
    RegistryDigests digests_of_bases(const DockerfileBuild& build, const Observer& observer,
                                     const std::stop_token& stop) const {
        RegistryDigests digests;
        if (!build.images_used) return digests;
        for (const std::string& name : *build.images_used)
            if (const auto facts = engine::inspect_image(program_, name, stop))
                digests[name] = digest_of(name, *facts, build.container, observer);
        return digests;
    }

    std::optional<engine::ImageFacts> image_facts(const std::string& name, bool early,
                                                  const std::stop_token& stop) const {
        if (early && early_ != nullptr)
            if (auto known = early_->answer(program_, name, engine::engine_patience()))
                return known;
        return engine::inspect_image(program_, name, stop);
    }

    // Throws if it is not what Axis released under that name, unless the user takes any image.
    std::string digest_of(const std::string& name, const engine::ImageFacts& facts,
                          const Container& container, const Observer& observer) const {
        const auto other = sdk::other_than_released(name, facts, catalog_);
        if (!other) return sdk::registry_digest(name, facts);
        const std::string what =
            fmt::format("{} is not the image that was released: it is {}, the catalog knows {}",
                        text::visible(name), text::visible(other->digest), other->released);
        if (!container.any_image)
            throw Error({.kind = ErrorKind::engine_unavailable,
                         .code = "image-digest-differs",
                         .message = what,
                         .hint = fmt::format("'{}' and a build fetch the released one",
                                             shell_shown({program_, "image", "rm", name})),
                         .advice = {{Advice::take_any_image}}});
        observer.warn(what);
        return sdk::registry_digest(name, facts);
    }

    // `said` is the end of what it says.
    bool pull(const std::string& name, const Container& container, const Observer& observer,
              const std::stop_token& stop, std::string& said) {
        observer.note(fmt::format("pulling {}", text::visible(name)));
        const CommandResult result =
            acapctl::run({.arguments = {program_, "pull", "--platform", container.platform,
                                        engine::qualified_name(program_, name)},
                          .on_line =
                              [&](std::string_view line) {
                                  if (said.size() > 4096) said.clear();
                                  said.append(line).append("\n");
                                  observer.output(line);
                              }},
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

    // No fault of the project's: not one command of it has run.
    [[noreturn]] void throw_foreign(const Plan& plan) const {
        const DockerfileBuild* own = plan.dockerfile();
        const std::string& image =
            own != nullptr ? own->sdk_image : std::get<ContainerBuild>(plan.build).image;
        throw Error(
            {.kind = ErrorKind::engine_unavailable,
             .code = "image-not-runnable",
             .message = fmt::format("{} cannot run {} ({}): its programs are for a CPU "
                                    "that this machine neither is nor emulates",
                                    program_, own != nullptr ? "an image of the Dockerfile" : image,
                                    container_of(plan).platform),
             .hint = engine::remedy(engine::Refusal::cannot_execute, program_, image)});
    }

    [[noreturn]] void throw_no_image(const std::string& name, const std::string& why,
                                     const std::string& said) {
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .code = "image-missing",
                     .message = fmt::format("the SDK image {} is not available: {}", name, why),
                     .hint = engine::hint_for(said, program_, name, "check the network"),
                     .advice = {{Advice::choose_sdk}, {Advice::build_on_this_machine}}});
    }

    EngineKind kind_;
    std::string program_;
    const sdk::Catalog& catalog_;
    const EarlyAnswers* early_;
};

} // namespace

std::unique_ptr<Engine> make_container_engine(EngineKind kind, const sdk::Catalog& catalog,
                                              const EarlyAnswers* early) {
    return std::make_unique<ContainerEngine>(kind, catalog, early);
}

} // namespace acapctl::builder
