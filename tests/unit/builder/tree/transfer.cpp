#include "builder/tree/transfer.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/compile_script.hpp"
#include "builder/plan/container_steps.hpp"
#include "builder/workspace/workspace.hpp"
#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::builder;

namespace {

// Runs nothing: says what a step was, by its first word, and ends as it is told to.
class Script : public Engine {
  public:
    std::map<std::string, int> statuses{}; // by the first word; 0 where there is none
    std::vector<std::string> ran{};

    Toolchain prepare(const Plan&, const Observer&, std::stop_token) override { return {}; }
    int run(const Plan&, const Step& step, const Observer& observer, std::stop_token) override {
        ran.push_back(step.arguments.front());
        if (statuses.contains(ran.back())) observer.output("because");
        return statuses.contains(ran.back()) ? statuses.at(ran.back()) : 0;
    }
};

Step named(Step::Purpose purpose, const std::string& word) {
    return {.purpose = purpose, .arguments = {word}};
}

// A build tree, and a plan that compiles in it. Whether the tree is seen is asked of "docker".
struct Fixture {
    TempDir project{};
    Workspace workspace = Workspace::make(project.path());
    Plan plan{.project = project.path(), .key = "aarch64"};
    Script engine{};
    std::vector<std::string> notes{};

    explicit Fixture(Transfer transfer) {
        plan.tree = workspace.directory("aarch64").path();
        ContainerBuild build{.container = {.name = "c"}, .image = "sdk:1", .transfer = transfer};
        build.steps = {.mounted = named(Step::Purpose::compile, "mounted"),
                       .copied = {.create = named(Step::Purpose::create, "create"),
                                  .send = named(Step::Purpose::send, "send"),
                                  .compile = named(Step::Purpose::compile, "start"),
                                  .fetch = named(Step::Purpose::fetch, "fetch"),
                                  .remove = named(Step::Purpose::remove, "remove")}};
        plan.build = std::move(build);
    }

    int run() {
        const Observer observer{.note = [&](const Notice& notice) { notes.push_back(notice.text); },
                                .output = [](std::string_view) {},
                                .warn = [](const Notice&) {}};
        return run_on_tree(engine, plan, observer, {});
    }
    std::string failure() {
        try {
            run();
        } catch (const Error& error) {
            return error.failure().code + ": " + error.failure().message;
        }
        return "none";
    }
};

using Words = std::vector<std::string>;

const Words copied = {"create", "send", "start", "fetch", "remove"};

} // namespace

TEST_CASE("a tree that is seen is compiled where it is") {
    Fixture f(Transfer::automatic);
    f.engine.statuses = {{"mounted", 2}};
    CHECK(f.run() == 2);
    CHECK(f.engine.ran == Words{"mounted"});
    CHECK_FALSE(std::get<ContainerBuild>(f.plan.build).copies());
}

TEST_CASE("where the engine does not see the tree it is copied, and the plan says so") {
    Fixture f(Transfer::automatic);
    f.engine.statuses = {{"mounted", tree_missing}, {"docker", 1}, {"start", 2}};
    CHECK(f.run() == 2);
    Words expected = {"mounted", "docker"};
    expected.insert(expected.end(), copied.begin(), copied.end());
    CHECK(f.engine.ran == expected);
    CHECK(f.notes == Words{"docker does not see the files of this machine: they are copied"});
    CHECK(std::get<ContainerBuild>(f.plan.build).copies());
}

TEST_CASE("a compiler that ends like a tree that is not there is not believed") {
    Fixture f(Transfer::automatic);
    f.engine.statuses = {{"mounted", tree_missing}};
    CHECK(f.run() == tree_missing);
    CHECK(f.engine.ran == Words{"mounted", "docker"});
    CHECK(std::filesystem::is_empty(f.plan.tree)); // the mark is gone
}

TEST_CASE("where the container may not write to the tree it is copied too") {
    Fixture f(Transfer::automatic);
    f.engine.statuses = {{"mounted", tree_not_writable}};
    CHECK(f.run() == 0);
    Words expected = {"mounted"};
    expected.insert(expected.end(), copied.begin(), copied.end());
    CHECK(f.engine.ran == expected);
    CHECK(f.notes == Words{"docker may not write to the files of this machine: they are copied"});
    f.engine.statuses = {{"start", tree_not_writable}};
    CHECK(f.failure().starts_with("tree-not-writable: a container of docker"));
}

TEST_CASE("on a terminal, where no line is read, whether it may write is asked once more") {
    Fixture f(Transfer::automatic);
    Step& mounted = std::get<ContainerBuild>(f.plan.build).steps.mounted;
    mounted = {.arguments = {"docker", "run", "--interactive", "--tty", "sdk:1", "-c", "bash"},
               .attached = true};
    f.engine.statuses = {{"docker", tree_seems_not_writable}};
    CHECK(f.run() == 0);
    Words expected = {"docker", "docker"};
    expected.insert(expected.end(), copied.begin(), copied.end());
    CHECK(f.engine.ran == expected);
    const Step asked = try_to_write(std::get<ContainerBuild>(f.plan.build));
    CHECK(asked.arguments == Words{"docker", "run", "sdk:1", "-c", "[ -w . ]"});
    CHECK_FALSE(asked.attached);
    Fixture compiling(Transfer::automatic); // its lines are read, and said nothing of it
    compiling.engine.statuses = {{"mounted", tree_seems_not_writable}};
    CHECK(compiling.run() == tree_seems_not_writable);
    CHECK(compiling.engine.ran == Words{"mounted"});
}

TEST_CASE("a tree that is to be mounted is never copied") {
    Fixture f(Transfer::mount);
    f.engine.statuses = {{"mounted", tree_missing}, {"docker", 1}};
    CHECK(f.failure().starts_with("tree-not-seen: docker does not see /"));
    f.engine.statuses = {{"mounted", tree_not_writable}};
    CHECK(f.failure().starts_with("tree-not-writable: docker may not write to /"));
}

TEST_CASE("a tree that is to be copied comes back when the compiler fails too") {
    Fixture f(Transfer::copy);
    f.engine.statuses = {{"start", 2}};
    CHECK(f.run() == 2);
    CHECK(f.engine.ran == copied);
}

TEST_CASE("what fails on the way to the container and back is told with the engine's words") {
    const auto failing = [](const std::string& step, int status) {
        Fixture f(Transfer::copy);
        f.engine.statuses = {{step, status}};
        return f.failure();
    };
    CHECK(failing("create", 1) ==
          "transfer-failed: docker could not make a container of sdk:1: because");
    CHECK(failing("send", 1) ==
          "transfer-failed: docker could not copy the sources to its container: because");
    CHECK(failing("fetch", 1) ==
          "transfer-failed: docker could not copy the build tree back: because");
    CHECK(failing("fetch", tree_replaced).starts_with("tree-replaced: "));
}

TEST_CASE("without a container the one step is run") {
    Fixture f(Transfer::automatic);
    f.engine.statuses = {{"gcc", tree_missing}};
    f.plan.build = HostBuild{.compile = named(Step::Purpose::compile, "gcc")};
    CHECK(f.run() == tree_missing);
    f.plan.build = LocalBuild{.compile = named(Step::Purpose::compile, "sdk")};
    CHECK(f.run() == 0);
    CHECK(f.engine.ran == Words{"gcc", "sdk"});
}
