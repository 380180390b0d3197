// `shell`: a command in the build tree, with this machine's own compilers.
#include "refusals.hpp"

#include "projects/hello_desk.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace acapctl::cli {

namespace {

struct ShellDesk : HelloDesk {
    Said shell(std::vector<std::string> command) {
        command.insert(command.begin(),
                       {"shell", project, "--engine", "host", "--arch", "aarch64", "--"});
        return acapctl(command);
    }
};

// Standard input that is no terminal, wherever the tests run.
class NoTerminal {
  public:
    NoTerminal() : before_(::dup(STDIN_FILENO)) {
        const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::dup2(nothing, STDIN_FILENO);
        ::close(nothing);
    }
    ~NoTerminal() {
        ::dup2(before_, STDIN_FILENO);
        ::close(before_);
    }
    NoTerminal(const NoTerminal&) = delete;
    NoTerminal& operator=(const NoTerminal&) = delete;

  private:
    int before_;
};

} // namespace

TEST_CASE("shell ends with the status of its command") {
    ShellDesk desk;
    CHECK(desk.shell({"true"}).exit == 0);
    CHECK(desk.shell({"false"}).exit == 1);
    CHECK(desk.shell({"sh", "-c", "exit 7"}).exit == 7);
    CHECK(desk.shell({"no-such-program"}).exit == 127);
}

TEST_CASE("shell runs where the compiler runs, with its variables") {
    ShellDesk desk;
    const Said said = desk.shell({"test", "-f", "hello.c"});
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("warning: building without the SDK"));
    CHECK(desk.shell({"sh", "-c", "test \"${CC%% *}\" = aarch64-linux-gnu-gcc"}).exit == 0);
    CHECK(desk.shell({"sh", "-c", "test \"$(basename \"$PWD\")\" = aarch64"}).exit == 0);
    CHECK(desk.shell({"make", "-s"}).exit == 0);
    CHECK_FALSE(std::filesystem::exists(desk.project + "/hello")); // not in the sources
}

TEST_CASE("a first word that is no directory is the command's") {
    ShellDesk desk;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(desk.project);
    const Said said = desk.acapctl(
        {"shell", "--engine", "host", "--arch", "aarch64", "--", "test", "-f", "hello.c"});
    std::filesystem::current_path(before);
    CHECK(said.exit == 0);
}

TEST_CASE("shell refuses what it cannot do") {
    HelloDesk desk;
    const NoTerminal no_terminal;
    REQUIRE(desk.acapctl({"new", (desk.home() / "two/one").string()}).exit == 0);
    REQUIRE(desk.acapctl({"new", (desk.home() / "two/other").string()}).exit == 0);
    const std::string& project = desk.project;
    const std::string two = (desk.home() / "two").string();
    check_refused(desk, {
                            {{"shell", project, "--engine", "lxc"}, "lxc"},
                            {{"shell", project, "--arch", "aarch64", "--chip", "artpec8"},
                             "exclude each other"},
                        });
    const Said json = desk.acapctl({"shell", project, "--json", "--", "true"});
    CHECK(json.exit == 2);
    CHECK(json.document()["error"]["hint"] == "leave out --json");
    struct Case {
        std::vector<std::string> words;
        std::string message;
    };
    for (const Case& one : std::vector<Case>{
             {{"shell", project}, "a shell needs a terminal"},
             {{"shell", project, "--chip", "xx", "--", "true"}, "unknown chip 'xx'"},
             {{"shell", project, "--engine", "host", "--arch", "mips", "--", "true"}, "'mips'"},
             {{"shell", two, "--", "true"}, "2 applications are below " + two}}) {
        const Said said = desk.acapctl(one.words);
        CHECK(said.exit == 2);
        CHECK_THAT(said.err, contains(one.message));
    }
}

} // namespace acapctl::cli
