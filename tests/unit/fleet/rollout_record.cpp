#include "fleet/rollout_record.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

#include <fstream>

using namespace acapctl;
using fleet::RolloutRecord;
using State = RolloutRecord::State;
using nlohmann::json;

namespace {

struct Place {
    TempDir dir{};
    std::filesystem::path file = dir.path() / "state" / "rollout.jsonl";

    void append(const std::string& text) const { std::ofstream(file, std::ios::app) << text; }
};

} // namespace

TEST_CASE("a record knows of each device what became of it") {
    const Place place;
    {
        auto record = RolloutRecord::create(place.file, {{"x", 1}}, {"a", "b", "c", "d"});
        record.begin("a", {{"sha256", "1"}});
        record.end("a", true, {{"version", "2"}});
        record.begin("b", {{"sha256", "1"}});
        record.end("c", false, {{"error", "why"}});
    }
    const auto record = RolloutRecord::open(place.file);
    CHECK(record.plan()["x"] == 1);
    CHECK(record.devices() == std::vector<std::string>{"a", "b", "c", "d"});
    CHECK(record.of("a").state == State::done);
    CHECK(record.of("a").result["version"] == "2");
    CHECK(record.of("b").state == State::in_flight);
    CHECK(record.of("b").intent["sha256"] == "1");
    CHECK(record.of("c").state == State::failed);
    CHECK(record.of("d").state == State::untouched);
}

TEST_CASE("a failed device keeps what was intended, for it may have the package all the same") {
    const Place place;
    auto record = RolloutRecord::create(place.file, {}, {"a"});
    record.begin("a", {{"sha256", "1"}});
    record.end("a", false, {{"error", "the answer got lost"}});
    CHECK(record.of("a").state == State::failed);
    CHECK(record.of("a").intent["sha256"] == "1");
}

TEST_CASE("what a rollout gave a device counts as given until it is put back") {
    const Place place;
    const json rollback{{"rollback", true}};
    {
        auto record = RolloutRecord::create(place.file, {}, {"a", "b", "c", "d"});
        record.end("a", true, {{"outcome", "upgraded"}});
        record.begin("a", rollback); // killed here
        record.end("b", true, {{"outcome", "upgraded"}});
        record.begin("b", rollback);
        record.end("b", false, {{"outcome", "failed"}});
        record.begin("b", {{"sha256", "1"}});
        record.end("b", true, {{"outcome", "unchanged"}}); // resumed
        record.end("c", true, {{"outcome", "upgraded"}});
        record.begin("c", rollback);
        record.end("c", false, {{"outcome", "rolled-back"}});
        record.end("d", true, {{"outcome", "unchanged"}});
        CHECK(record.of("a").taken);
    }
    const auto record = RolloutRecord::open(place.file);
    CHECK(record.of("a").taken);
    CHECK(record.of("a").state == State::in_flight);
    CHECK(record.of("b").taken);
    CHECK_FALSE(record.of("c").taken);
    CHECK_FALSE(record.of("d").taken);
}

TEST_CASE("an event that was not written whole is taken out, and the next one is readable") {
    const Place place;
    RolloutRecord::create(place.file, {}, {"a", "b"}).end("a", true, {});
    place.append(R"({"event":"begin","device":"b","inte)");
    RolloutRecord::open(place.file).end("b", true, {});
    const auto record = RolloutRecord::open(place.file);
    CHECK(record.of("a").state == State::done);
    CHECK(record.of("b").state == State::done);
}

TEST_CASE("one process at a time works with a record, and none writes over another") {
    const Place place;
    const auto record = RolloutRecord::create(place.file, {}, {"a"});
    CHECK_THROWS_AS(RolloutRecord::open(place.file), Error);
    CHECK_THROWS_AS(RolloutRecord::create(place.file, {}, {"a"}), Error);
}

TEST_CASE("what is no record is refused") {
    for (const char* text : {"", "{}\n", "[]\n", "no json\n",
                             R"({"kind":"acapctl.rollout/v1"})"
                             "\n",
                             R"({"kind":"acapctl.rollout/v1","devices":[1]})"
                             "\n",
                             R"({"kind":"acapctl.rollout/v1","devices":["a","a"]})"
                             "\n",
                             R"({"kind":"acapctl.rollout/v1","devices":["a"]})"
                             "\n"
                             R"({"event":"end","device":"b"})"
                             "\n",
                             R"({"kind":"acapctl.rollout/v1","devices":["a"]})"
                             "\n"
                             R"({"event":"odd","device":"a"})"
                             "\n"}) {
        INFO(text);
        const Place place;
        std::filesystem::create_directories(place.file.parent_path());
        place.append(text);
        CHECK_THROWS_AS(RolloutRecord::open(place.file), Error);
    }
}
