#include "builder/program.hpp"

#include "acapctl/error.hpp"
#include "builder/workspace/workspace.hpp"
#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::builder;
namespace fs = std::filesystem;

namespace {

// A build tree, as a compiler left it.
struct Fixture {
    TempDir project{};
    Workspace workspace = Workspace::make(project.path());
    fs::path tree = workspace.directory("aarch64").path();
    Sources sources{{"main.c", {"1", "s"}}, {"manifest.json", {"2", "s"}}, {"LICENSE", {"3", "s"}}};
    Plan plan{.app_name = "hello",
              .project = project.path(),
              .root = project.path(),
              .manifest = "manifest.json",
              .system = BuildSystem::make,
              .tree = tree};

    Failure failure() const {
        try {
            require_program(plan, sources);
        } catch (const Error& error) {
            return error.failure();
        }
        return {};
    }
    std::string said(const std::string& message) const {
        return in_words_of_project(message, plan, sources);
    }
};

} // namespace

TEST_CASE("a program that the compiler did not write is seen, wherever the tree travelled") {
    Fixture f;
    CHECK(is_left_alone(f.plan, f.sources, program_state(f.plan))); // none was made
    write_file(f.tree / "hello", "one");
    CHECK_FALSE(is_left_alone(f.plan, f.sources, std::nullopt));
    const ProgramState before = program_state(f.plan);
    CHECK(is_left_alone(f.plan, f.sources, before));
    const auto time = fs::last_write_time(f.tree / "hello");
    fs::copy_file(f.tree / "hello", f.tree / "copy");
    fs::last_write_time(f.tree / "copy", time);
    fs::rename(f.tree / "copy", f.tree / "hello"); // another inode
    CHECK(is_left_alone(f.plan, f.sources, before));
    fs::last_write_time(f.tree / "hello", time + std::chrono::seconds(1));
    CHECK_FALSE(is_left_alone(f.plan, f.sources, before));
    f.plan.system = BuildSystem::none;
    CHECK_FALSE(is_left_alone(f.plan, f.sources, program_state(f.plan)));
    f.plan.system = BuildSystem::make;
    f.sources["hello"] = {"4", "s"}; // a script beside what is compiled
    CHECK_FALSE(is_left_alone(f.plan, f.sources, program_state(f.plan)));
}

TEST_CASE("what is packed as it is says nothing of the program") {
    Fixture f;
    f.plan.packaging.additional_files = {"data"};
    const std::string before = program_sources(f.plan, f.sources);
    for (const char* path : {"html/index.html", "data/list", "README.md", "LICENSE"})
        f.sources[path] = {"9", "s"};
    CHECK(program_sources(f.plan, f.sources) == before);
    f.sources["main.h"] = {"9", "s"};
    CHECK(program_sources(f.plan, f.sources) != before);
}

TEST_CASE("a program that is missing is told with what there is instead") {
    Fixture f;
    CHECK(f.failure().code == "program-missing");
    CHECK(f.failure().kind == ErrorKind::invalid_input);
    CHECK_THAT(f.failure().message, contains("/hello, the program that 'appName' of "));
    CHECK_THAT(f.failure().message, contains("it made no other program and no library"));
    CHECK(f.failure().message.find("build/.acapctl") == std::string::npos);
    fs::copy_file("/proc/self/exe", f.tree / "helo");
    CHECK_THAT(f.failure().message, contains("it made helo"));
    f.sources["helo"] = {"5", "s"}; // which the project has, and nobody made
    CHECK_THAT(f.failure().message, contains("it made no other program"));
    f.plan.system = BuildSystem::none;
    f.plan.reason = "no Makefile";
    CHECK_THAT(f.failure().message, contains("nothing makes it: no Makefile"));
    write_file(f.tree / "hello", "");
    CHECK(f.failure().code.empty());
}

TEST_CASE("files of the project are named where the project has them") {
    Fixture f;
    const std::string tree = f.tree.string();
    const std::string root = f.project.path().string();
    write_file(f.tree / "LICENSE", "");
    CHECK(f.said("the licence " + tree + "/LICENSE is empty") ==
          "the licence " + root + "/LICENSE is empty");
    CHECK(f.said(tree + "/missing.txt: " + tree + "/main.c") ==
          root + "/missing.txt: " + root + "/main.c");
    write_file(f.tree / "hello", "");
    CHECK(f.said(tree + "/hello is a program for x") == tree + "/hello is a program for x");
    write_file(f.tree / "manifest.json", "");
    f.plan.manifest = "manifest.json.artpec8";
    CHECK(f.said(tree + "/manifest.json:3:4: 'min' is missing") ==
          root + "/manifest.json.artpec8:3:4: 'min' is missing");
    CHECK(f.said("nothing of the tree") == "nothing of the tree");
}
