#include "builder/engines/early_answers.hpp"

#include "catch.hpp"
#include "support/files.hpp"

#include <thread>

using namespace acapctl;
using namespace acapctl::builder;

namespace {

using std::chrono::milliseconds;

constexpr milliseconds long_enough{10'000};

// An engine that has one image, and counts how often it is asked.
struct AskedEngine {
    TempDir directory{};
    std::string program = (directory.path() / "engine").string();

    AskedEngine() {
        write_file(program,
                   "#!/bin/sh\necho \"$3\" >>" + (directory.path() / "asked").string() +
                       "\n[ \"$3\" = here:1 ] && echo '[{\"Id\": \"sha256:1\"}]'\n",
                   0755);
    }
    std::string asked() const { return read_file(directory.path() / "asked"); }
};

} // namespace

TEST_CASE("an image is asked for once, and its answer is there for who wants it") {
    const AskedEngine engine;
    EarlyAnswers early;
    for (int i = 0; i < 3; ++i) early.ask(engine.program, "here:1", {});
    early.ask(engine.program, "gone:1", {});
    for (int i = 0; i < 2; ++i) {
        const auto facts = early.answer(engine.program, "here:1", long_enough);
        REQUIRE(facts);
        CHECK(facts->id == "sha256:1");
    }
    CHECK_FALSE(early.answer(engine.program, "gone:1", long_enough));
    CHECK_FALSE(early.answer(engine.program, "never asked:1", long_enough));
    CHECK_FALSE(early.answer("another engine", "here:1", long_enough));
    CHECK(engine.asked().size() == std::string("here:1\ngone:1\n").size());
}

TEST_CASE("an answer that is not there in time, or too old, is none") {
    AskedEngine engine;
    write_file(engine.program, "#!/bin/sh\nsleep 0.3; echo '[{\"Id\": \"sha256:1\"}]'\n", 0755);
    EarlyAnswers early;
    early.ask(engine.program, "here:1", {});
    CHECK_FALSE(early.answer(engine.program, "here:1", milliseconds(1)));
    CHECK(early.answer(engine.program, "here:1", long_enough));
    std::this_thread::sleep_for(milliseconds(1100)); // by now the tag may be another image
    CHECK_FALSE(early.answer(engine.program, "here:1", long_enough));
}

TEST_CASE("an engine that cannot be asked gives no early answer, and no error") {
    EarlyAnswers early;
    early.ask("/no/such/engine", "here:1", {});
    CHECK_FALSE(early.answer("/no/such/engine", "here:1", long_enough));
}
