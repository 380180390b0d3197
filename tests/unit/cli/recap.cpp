// What is read of many devices when some of them failed: each failure once, by its cause.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

namespace {

// Six devices, of which two are not there and one forbids it.
struct Fleet : Cameras {
    Fleet() {
        devices.clear();
        for (const char* host : {"a", "b", "c", "d", "e", "f"}) add(host);
        for (const char* host : {"b", "e"}) give(devices[host], trouble(5));
        give(devices["c"], trouble(4));
    }
    Said on_all(Words words) {
        for (const auto& [host, camera] : devices)
            words.insert(words.end(), {"-t", "http://" + host});
        return acapctl(std::move(words));
    }
};

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

} // namespace

TEST_CASE("every verb tells the failures of many devices once, by cause, with all names") {
    Fleet fleet;
    const std::string eap = fleet.write("sample.eap", samples::package()).string();
    for (const Words& words :
         std::vector<Words>{{"list"},
                            {"start", "hello"},
                            {"params", "get", "hello"},
                            {"policy", "show"},
                            {"wait", "--for", "running", "hello", "--wait", "1s"},
                            {"deploy", eap, "--allow-unsigned"},
                            {"deploy", eap, "--allow-unsigned", "--max-fail", "50%"}}) {
        const Said said = fleet.on_all(words);
        INFO(words[0] << ": " << said.err);
        CHECK(said.exit == 10);
        CHECK(count(said.err, "error: ") == 2);
        CHECK_THAT(said.err, contains("error: http://c: "));
        if (words[0] != "wait") // which goes on with what may pass, and says how long it did
            CHECK_THAT(said.err, contains("error: http://b, http://e: cannot connect to it: ref"));
        CHECK(said.err.find("http://b, http://e") < said.err.find("error: http://c: "));
        CHECK_THAT(said.err, contains("3 of 6 devices: ok\n"));
        CHECK(count(said.out, "failed: ") == 3); // in a pipe each row is whole
    }
}

TEST_CASE("logs of many devices tell the failures behind the lines, a follow also at once") {
    Fleet fleet;
    const Said once = fleet.on_all({"logs", "hello"});
    CHECK(once.exit == 10);
    CHECK(count(once.err, "failed: ") == 0);
    CHECK(count(once.err, "error: ") == 2);
    CHECK_THAT(once.err, contains("error: http://b, http://e: "));
    const Said followed = fleet.on_all({"logs", "hello", "--until", "x", "--wait", "1s"});
    CHECK(count(followed.err, "failed: http://c: ") == 1);
    CHECK(count(followed.err, "error: http://c: ") == 1);
}

TEST_CASE("more names than one reads over stand below their cause") {
    Fleet fleet;
    for (auto& [host, camera] : fleet.devices) fleet.give(camera, trouble(5));
    const Said said = fleet.on_all({"list"});
    CHECK(said.exit == 5);
    CHECK_THAT(said.err, contains("error: 6 devices: cannot connect to it: refused\n"
                                  "  http://a, http://b, http://c, http://d, http://e, http://f\n"
                                  "  hint: "));
    CHECK(count(said.err, "hint: ") == 1);
}

TEST_CASE("a document has the causes in its summary, where anything failed") {
    Fleet fleet;
    const auto causes = fleet.on_all({"list", "--json"}).document()["summary"]["causes"];
    REQUIRE(causes.size() == 2);
    CHECK(causes[0]["code"] == "no-connection");
    CHECK(causes[0]["devices"] == nlohmann::json{"http://b", "http://e"});
    CHECK(causes[1]["code"] == "wrong-password");
    Cameras well;
    CHECK_FALSE(well.on_both({"list", "--json"}).document()["summary"].contains("causes"));
}

} // namespace acapctl::cli
