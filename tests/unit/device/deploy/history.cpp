#include "device/deploy/history.hpp"

#include "catch.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

Identity known(const std::string& serial, const std::string& known_as = "door") {
    return {.serial = serial, .known_as = known_as};
}

struct Cache {
    TempDir temp{};
    History history{temp.path() / "deployed", 1000, 2};

    // A package of `size` bytes that differ by `seed`.
    Deployed add(const std::string& serial, char seed, std::size_t size = 100) {
        return add(known(serial), seed, size);
    }
    Deployed add(const Identity& device, char seed, std::size_t size = 100) {
        const std::string bytes(size, seed);
        write_file(temp.path() / "a.eap", bytes);
        Deployed entry{.sha256 = sha256(bytes), .version = std::string(1, seed), .time = "t"};
        history.add(device, "hello", entry, temp.path() / "a.eap");
        return entry;
    }
    std::string versions(const std::string& serial, const std::string& known_as = "door") const {
        std::string all;
        for (const Deployed& entry : history.of(known(serial, known_as), "hello"))
            all += entry.version;
        return all;
    }
};

} // namespace

TEST_CASE("what was deployed is remembered per device, newest first, and not for ever") {
    Cache cache;
    cache.add("B8A44F000001", '1');
    cache.add("B8A44F000001", '2');
    cache.add("B8A44F000002", '1');
    CHECK(cache.versions("B8A44F000001") == "21");
    CHECK(cache.versions("B8A44F000002") == "1");
    cache.add("B8A44F000001", '3');
    CHECK(cache.versions("B8A44F000001") == "32");
    cache.add("B8A44F000001", '2');
    CHECK(cache.versions("B8A44F000001") == "23");
    CHECK(cache.history.of(known("B8A44F000003"), "hello").empty());
}

TEST_CASE("a device that tells another one's serial number reaches none of its records") {
    Cache cache;
    const Identity mine = known("A1"), liar = known("A1", "10.0.0.9:443");
    const Deployed first = cache.add(mine, '1');
    const Deployed second = cache.add(mine, '2');
    for (const char seed : {'3', '4', '5', '6'}) cache.add(liar, seed);
    CHECK(cache.versions("A1") == "21"); // as many are kept of each
    CHECK(cache.versions("A1", "10.0.0.9:443") == "65");
    CHECK(cache.history.newer_elsewhere(mine, "hello")->known_as == "10.0.0.9:443");
    CHECK_FALSE(cache.history.newer_elsewhere(liar, "hello"));
    cache.history.back_to(liar, "hello", first.sha256); // which it never got
    CHECK(cache.versions("A1") == "21");
    cache.history.back_to(mine, "hello", first.sha256);
    CHECK(cache.versions("A1") == "1");
    CHECK(cache.versions("A1", "10.0.0.9:443") == "65");
    CHECK_FALSE(cache.history.newer_elsewhere(mine, "hello"));
    const auto doubted = cache.history.doubt(mine, "hello");
    CHECK(doubted.size() == 1);
    CHECK(cache.history.of(mine, "hello").front().time.empty());
    CHECK(cache.history.of(liar, "hello").front().time == "t");
    cache.history.trust(mine, "hello", doubted);
    CHECK_FALSE(cache.history.of(mine, "hello").front().time.empty());
    CHECK(cache.history.doubt(liar, "hello").size() == 2); // it may be the other one
}

TEST_CASE("who shows another certificate than a device does still is another device") {
    Cache cache;
    Identity mine = known("A1"), other = known("A1", "10.0.0.9:443");
    mine.certificate = "AA", other.certificate = "BB";
    cache.add(mine, '1');
    cache.add(other, '2');
    const auto newer = [&] { return cache.history.newer_elsewhere(mine, "hello").has_value(); };
    CHECK_FALSE(newer());
    CHECK(cache.history.doubt(mine, "hello").size() == 1);
    SECTION("one that shows none may be this one") {
        other.certificate.clear();
        cache.add(other, '3');
        CHECK(newer());
    }
    SECTION("the same one is this one by another name") {
        cache.add({.serial = "A1", .known_as = "cam.lan:443", .certificate = "AA"}, '3');
        CHECK(newer());
    }
    SECTION("it has got a new certificate since, with which the other record may be") {
        mine.certificate = "BB";
        CHECK(newer());
    }
    SECTION("it is not seen now") {
        mine.certificate.clear();
        CHECK(newer());
    }
}

TEST_CASE("what cannot be told whose it is is not remembered, nor what was written before") {
    Cache cache;
    Identity other = known("A1");
    other.is_expected = false; // the inventory has another number
    cache.add(other, '1');
    cache.add(known("A1", ""), '1');
    cache.add(known("", "door"), '1');
    CHECK(cache.versions("A1").empty());
    cache.add("A1", '1');
    CHECK(cache.history.of(other, "hello").empty());
    const auto record = cache.temp.path() / "deployed/devices/A1/hello.json";
    write_file(record, R"([{"sha256": "a1", "version": "1", "time": "t"}])");
    CHECK(cache.versions("A1").empty());
    CHECK(cache.history.newer_elsewhere(known("A1"), "hello")); // it may be about this one
    CHECK(cache.history.on_any_device("hello").size() == 1);
}

TEST_CASE("what any device got is told once, whoever got it") {
    Cache cache;
    CHECK(cache.history.on_any_device("hello").empty());
    cache.add("B8A44F000001", '1');
    cache.add("B8A44F000002", '1');
    cache.add("B8A44F000002", '2');
    CHECK(cache.history.on_any_device("hello").size() == 2);
    CHECK(cache.history.on_any_device("../hello").empty());
    CHECK(cache.history.on_any_device("other").empty());
}

TEST_CASE("going back forgets what came after") {
    Cache cache;
    const Deployed first = cache.add("A1", '1');
    cache.add("A1", '2');
    cache.history.back_to(known("A1"), "hello", first.sha256);
    CHECK(cache.versions("A1") == "1");
}

TEST_CASE("a kept package is given only if it is what it was") {
    Cache cache;
    const Deployed entry = cache.add("A1", '1');
    const auto file = cache.history.package(entry);
    REQUIRE(file);
    CHECK(read_file(*file) == std::string(100, '1'));
    write_file(*file, "something else");
    CHECK_FALSE(cache.history.package(entry));
    std::filesystem::remove(*file);
    CHECK_FALSE(cache.history.package(entry));
}

TEST_CASE("the cache stays within its size; the longest unused package goes first") {
    Cache cache;
    const Deployed first = cache.add("A1", '1', 400);
    const Deployed second = cache.add("A2", '2', 400);
    const auto file = cache.history.package(first);
    REQUIRE(file);
    std::filesystem::last_write_time(*file, std::filesystem::file_time_type::min());
    const Deployed third = cache.add("A3", '3', 400);
    CHECK_FALSE(cache.history.package(first));
    CHECK(cache.history.package(second));
    CHECK(cache.history.package(third));
    const Deployed huge = cache.add("A4", '4', 4000);
    CHECK(cache.history.package(huge)); // the one just deployed is kept whatever its size
    CHECK_FALSE(cache.history.package(second));
}

TEST_CASE("hostile names reach no file, and a damaged record is no record") {
    Cache cache;
    for (const char* serial : {"", "../x", "a/b", ".", "..", "a b"}) {
        INFO(serial);
        cache.add(serial, '1');
        CHECK(cache.history.of(known(serial), "hello").empty());
    }
    cache.add("A1", '1');
    const auto record = cache.temp.path() / "deployed/devices/A1/hello.json";
    for (const char* text : {"", "{", "{}", "[1]", R"([{"sha256":"../../x"}])", "[{}]"}) {
        write_file(record, text);
        CHECK(cache.versions("A1").empty());
    }
}
