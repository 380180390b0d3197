// `deploy` as a rollout: what is decided, what stops it, and what its record is good for.
#include "cameras.hpp"
#include "catch.hpp"

#include <fstream>

namespace acapctl::cli {

namespace {

// Six devices of two kinds, that have nothing.
struct Site : Cameras {
    std::string eap = write("sample.eap", samples::package()).string();
    std::string record = (home() / "rollout.jsonl").string();

    Site() {
        devices.clear();
        for (const char* host : {"a", "b", "c", "d", "e", "f"}) add(host).apps.clear();
        for (const char* host : {"b", "e"}) devices[host].axis_os = "11.11.192";
    }
    Said roll_out(std::vector<std::string> options) {
        options.insert(options.begin(), {"deploy", eap, "--record", record});
        for (const auto& [host, camera] : devices)
            options.insert(options.end(), {"-t", "http://" + host});
        return acapctl(std::move(options));
    }
    Said resume(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"deploy", "--resume", record});
        return acapctl(std::move(options));
    }
    void refuse(const std::string& host) {
        devices[host].bend = [](const device::Request& request) {
            return device::is_upload(request)
                       ? std::optional<device::Answer>(device::ok("Error: 10\n"))
                       : std::nullopt;
        };
    }
    std::string uploads() {
        std::string counts;
        for (auto& [host, camera] : devices) counts += std::to_string(camera.count("upload.cgi"));
        return counts;
    }
};

std::string batches(const nlohmann::json& document) {
    std::string text;
    for (const auto& device : document["devices"])
        text += std::to_string(device["batch"].get<int>());
    return text;
}

} // namespace

TEST_CASE("a dry run of a rollout has every device's batch and reason, and leaves no record") {
    Site site;
    const auto document =
        site.roll_out({"--canary=kinds", "--batch", "2", "--dry-run", "--json"}).document();
    CHECK(batches(document) == "112233");
    CHECK(document["devices"][1]["reason"] == "the first artpec8 aarch64 AXIS OS 11");
    CHECK(document["devices"][5]["reason"] == "batch 3 of 3");
    CHECK(document["devices"][5]["outcome"] == "would-be-installed");
    CHECK(document["rollout"]["record"].is_null());
    CHECK_FALSE(std::filesystem::exists(site.record));
    CHECK(site.uploads() == "000000");
}

TEST_CASE("a canary that fails stops the rollout, and its record goes on with what is left") {
    Site site;
    site.refuse("b");
    const Said stopped = site.roll_out({"--canary=kinds", "--max-fail", "100%"});
    CHECK(stopped.exit == 10);
    CHECK_THAT(stopped.err, contains("the canary http://b failed"));
    CHECK_THAT(stopped.err, contains("--resume"));
    CHECK_THAT(stopped.out, contains("untouched"));
    CHECK(site.uploads() == "110000");
    site.devices["b"].bend = {};
    const Said resumed = site.resume({"--json"});
    INFO(resumed.err);
    CHECK(resumed.exit == 0);
    CHECK(resumed.document()["devices"][0]["outcome"] == "unchanged");
    CHECK(resumed.document()["devices"][1]["outcome"] == "installed");
    CHECK(site.uploads() == "121111");
    CHECK(site.resume().exit == 0);
    CHECK(site.uploads() == "121111");
}

TEST_CASE("failures of one cause are one line, and a rollout may have as many as it says") {
    Site site;
    for (const char* host : {"a", "c"}) site.refuse(host);
    const Said said = site.roll_out({"--max-fail", "2"});
    CHECK(said.exit == 10);
    CHECK_THAT(said.err, contains("http://a, http://c: "));
    CHECK_THAT(said.err, contains("4 of 6 devices: ok"));
    CHECK_THAT(said.err, !contains("the rollout stopped"));
    Site strict;
    for (const char* host : {"a", "c"}) strict.refuse(host);
    const Said stopped = strict.roll_out({"--max-fail", "1", "-j", "1"});
    CHECK_THAT(stopped.err, contains("2 of 6 devices failed, and --max-fail 1 allows only 1"));
    CHECK(strict.uploads() == "111000");
}

TEST_CASE("what was under way when a process died is asked before anything is sent") {
    Site site;
    site.refuse("f");
    CHECK(site.roll_out({"--batch", "1", "-j", "1"}).exit == 10);
    // As a process that was killed after its upload to e leaves it.
    std::string text = read_file(site.record);
    text.resize(text.rfind("{", text.find(R"("device":"http://e","event":"end")")));
    std::ofstream(site.record) << text;
    site.devices["f"].bend = {};
    const Said resumed = site.resume({"--json"});
    INFO(resumed.err);
    CHECK(resumed.exit == 0);
    CHECK(resumed.document()["devices"][4]["outcome"] == "installed");
    CHECK(site.uploads() == "111112"); // once to e, whose list shows what was not there before
    CHECK_THAT(resumed.err, contains("it is not sent again"));
}

TEST_CASE("a record is resumed with the package it began with") {
    Site site;
    site.refuse("c");
    CHECK(site.roll_out({"-j", "1"}).exit == 10);
    std::ofstream(site.eap, std::ios::app) << "x";
    const Said changed = site.resume();
    CHECK(changed.exit == 3);
    CHECK(site.uploads() == "111000");
    CHECK(site.resume({"--start"}).exit == 2);
    CHECK(site.roll_out({}).exit == 3); // the record is there
}

TEST_CASE("a report names every device, whatever a device is called or says") {
    Site site;
    site.refuse("a");
    for (const char* name : {"r.xml", "r.md", "r.html", "r.json"}) {
        INFO(name);
        std::filesystem::remove(site.record);
        const std::string file = (site.home() / name).string();
        CHECK(site.roll_out({"--max-fail", "1", "--reinstall", "--report", file}).exit == 10);
        const std::string text = read_file(file);
        for (const auto& [host, camera] : site.devices)
            CHECK_THAT(text, contains("http://" + host));
        CHECK_THAT(text, contains("5 of 6 devices: ok") || contains(R"(failures="1")") ||
                             contains(R"("ok": 5)"));
    }
    CHECK(site.roll_out({"--report", "r.txt"}).exit == 2);
}

TEST_CASE("reports of several forms come of one run, each at a place of its own") {
    Site site;
    site.refuse("a");
    const auto place = [&](const char* name) { return (site.home() / name).string(); };
    site.environment["GITHUB_STEP_SUMMARY"] = site.write("summary.md", "before\n").string();
    const Said said =
        site.roll_out({"--max-fail", "1", "--report", place("r.xml"), "--report", place("r.html"),
                       "--report", "github", "--report", place("r.json")});
    INFO(said.err);
    CHECK(said.exit == 10);
    CHECK_THAT(read_file(place("r.xml")), contains("failures=\"1\""));
    CHECK_THAT(read_file(place("r.html")), contains("<table>") && contains("<li>http://a: "));
    CHECK_THAT(read_file(place("summary.md")),
               contains("before\n### acapctl deploy") && contains("\n\n- http://a: "));
    CHECK_THAT(read_file(place("r.json")), contains("acapctl.deploy/v1"));
    site.write("r.d/x", "");
    for (const std::string& again : {place("r.xml"), place("./r.xml"), place("r.d/../r.xml")}) {
        const Said twice = site.acapctl(
            {"deploy", site.eap, "-t", "http://a", "--report", place("r.xml"), "--report", again});
        CHECK(twice.exit == 2);
        CHECK_THAT(twice.err, contains("is there twice"));
    }
}

TEST_CASE("what was not put back when a rollout ended is put back by the one that goes on") {
    Site site;
    for (const char* host : {"c", "d", "e", "f"}) site.devices.erase(host);
    REQUIRE(site.roll_out({"--allow-unsigned"}).exit == 0);
    std::filesystem::remove(site.record);
    site.eap = site.write("newer.eap", newer_package()).string();
    // a and b get the package, c refuses it, and a refuses to get back what it had.
    site.refuse("b");
    auto& a = site.devices["a"];
    a.uploaded_version = "1.2-4";
    a.bend = [&a](const device::Request& request) {
        return device::is_upload(request) && a.apps["sample"].version == "1.2-4"
                   ? std::optional<device::Answer>(device::ok("Error: 10\n"))
                   : std::nullopt;
    };
    const Said stopped = site.roll_out({"--rollback-batch", "-j", "1"});
    INFO(stopped.err);
    CHECK(stopped.exit == 10);
    CHECK_THAT(stopped.err, contains("the previous package could not be put back"));
    std::string text = read_file(site.record);
    SECTION("its rollback failed") {}
    SECTION("it was killed while it put back") {
        text.resize(text.rfind("{\"device\":\"http://a\""));
    }
    write_file(site.record, text, 0600);
    a.bend = {};
    a.uploaded_version = "1.2-3";
    SECTION("it does not answer, and is put back when it does") {
        int lists = 0;
        a.bend = [lists](const device::Request& request) mutable {
            return request.path.ends_with("list.cgi") && ++lists == 1
                       ? std::optional<device::Answer>(device::Reply{.status = 403})
                       : std::nullopt;
        };
    }
    const Said resumed = site.resume({"-j", "1", "--json"});
    INFO(resumed.err);
    CHECK(resumed.exit == 10);
    CHECK(a.apps["sample"].version == "1.2-3");
    CHECK(resumed.document()["devices"][0]["outcome"] == "rolled-back");
    CHECK(resumed.document()["devices"][0]["ok"] == false);
    CHECK(resumed.document()["summary"]["rolledBack"] == 1);
}

TEST_CASE("a report is no file that its command reads or writes itself") {
    Site site;
    site.write("d/x", "");
    site.record = (site.home() / "record.json").string();
    const std::string another = (site.home() / "d/../record.json").string();
    for (const std::string& file : {site.record, another}) {
        CHECK(site.roll_out({"--report", file}).exit == 2);
        CHECK_FALSE(std::filesystem::exists(site.record));
    }
    REQUIRE(site.roll_out({}).exit == 0);
    const std::string recorded = read_file(site.record);
    const std::string link = (site.home() / "linked.json").string();
    std::filesystem::create_hard_link(site.record, link);
    for (const std::string& file : {site.record, another, link})
        CHECK(site.resume({"--report", file}).exit == 2);
    CHECK(read_file(site.record) == recorded);
    const std::string summary = site.write("summary.md", "before\n").string();
    site.environment["GITHUB_STEP_SUMMARY"] = summary;
    CHECK(site.resume({"--report", "github", "--report", summary}).exit == 2);
    CHECK(site.resume({"--report", summary, "--report", "github"}).exit == 2);
    CHECK(read_file(summary) == "before\n");
    const std::string part = site.write("part.json", "{}").string();
    const Said merged = site.acapctl({"fleet", "merge", part, "--report", part});
    CHECK(merged.exit == 2);
    CHECK_THAT(merged.err, contains("would replace a file of this command"));
}

TEST_CASE("a result that cannot be written takes neither reports nor failures along") {
    Site site;
    site.refuse("b");
    site.screen = std::fopen("/dev/full", "w");
    REQUIRE(site.screen != nullptr);
    const std::string report = (site.home() / "r.xml").string();
    for (const char* json : {"", "--json"})
        for (const char* max_fail : {"", "--max-fail=100%"}) {
            INFO(json << max_fail);
            std::filesystem::remove(report);
            std::filesystem::remove(site.record);
            Words words{"deploy", site.eap,   "--reinstall", "--report", report,
                        "-t",     "http://a", "-t",          "http://b"};
            for (const char* more : {json, max_fail})
                if (*more != 0) words.emplace_back(more);
            if (*max_fail != 0) words.insert(words.end(), {"--record", site.record});
            const Said said = site.acapctl(words);
            CHECK(said.exit == 1);
            CHECK_THAT(said.err, contains("cannot write the result"));
            if (*json == 0) CHECK_THAT(said.err, contains("error: http://b: "));
            CHECK_THAT(read_file(report), contains(R"(tests="2" failures="1")"));
        }
    std::fclose(site.screen);
}

TEST_CASE("what is said of a batch comes before the next one begins") {
    Site site;
    for (const char* host : {"a", "b"}) site.devices[host].apps["sample"] = {"1.2-3", "Stopped"};
    const Said said = site.roll_out({"--batch", "3", "--allow-unsigned"});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK(said.err.rfind("http://c") < said.err.find("batch 2 of 2: http://d"));
    CHECK(said.err.rfind("reinstalled") < said.err.find("batch 2 of 2: http://d"));
}

TEST_CASE(
    "a resumed rollout tells apart what is done, has failed, was under way and is untouched") {
    Site site;
    site.refuse("c");
    CHECK(site.roll_out({"--batch", "1", "-j", "1"}).exit == 10);
    std::string text = read_file(site.record); // as a process that was killed after its upload to b
    const std::string end = R"("device":"http://b","event":"end")";
    const auto begin = text.rfind('\n', text.find(end)) + 1;
    text.erase(begin, text.find('\n', begin) + 1 - begin);
    write_file(site.record, text, 0600);
    site.devices["c"].bend = {};
    const Said resumed = site.resume({"--json"});
    INFO(resumed.err);
    CHECK_THAT(resumed.err, contains("by the record: 1 done, 1 failed, 1 in flight (asked what "
                                     "became of it), 3 untouched"));
    CHECK_THAT(resumed.err, contains("http://b: asking what became of the upload that was interr"));
    CHECK_THAT(resumed.err, contains("http://c: asking what became of the upload that failed"));
    std::string before;
    const auto document = resumed.document();
    for (const auto& device : document["devices"])
        before += device["before"].get<std::string>() + " ";
    CHECK(before == "done in-flight failed untouched untouched untouched ");
    CHECK(site.uploads() == "112111");
}

TEST_CASE("a device that answers nonsense has failed, one that was never asked is untouched") {
    Site site;
    site.devices["b"].bend = [](const device::Request&) {
        return std::optional<device::Answer>(device::ok("\x01garbage"));
    };
    const auto devices = site.roll_out({"-j", "1", "--json"}).document()["devices"];
    CHECK(devices[0]["outcome"] == "installed");
    CHECK(devices[0]["failedAt"].is_null());
    CHECK(devices[1]["outcome"] == "failed");
    CHECK(devices[1]["failedAt"] == "ask");
    CHECK(devices[2]["outcome"] == "untouched");
    CHECK(devices[2]["failedAt"].is_null());
    site.refuse("b");
    const auto refused =
        site.acapctl({"deploy", site.eap, "-t", "http://b", "--json"}).document()["devices"][0];
    CHECK(refused["failedAt"] == "upload");
}

TEST_CASE("a device with two names gets a package once, is no canary twice, and stays so resumed") {
    Site site;
    site.are_one({"a", "c"});
    site.refuse("d");
    const Said said =
        site.acapctl({"deploy",   site.eap, "--record", site.record, "--batch",  "2",  "-j", "1",
                      "--json",   "-t",     "a",        "-t",        "http://b", "-t", "c",  "-t",
                      "http://d", "-t",     "http://e", "-t",        "http://f"});
    CHECK(site.uploads() == "110100");
    const auto first = said.document();
    CHECK(first["devices"][2]["sameAs"] == "a");
    CHECK(first["summary"]["skipped"] == 1);
    CHECK(first["summary"]["failed"] == 3);
    site.devices["d"].bend = {};
    const Said resumed = site.resume();
    INFO(resumed.err);
    CHECK(resumed.exit == 0);
    CHECK_THAT(resumed.out, contains("c\t2\t-\tskipped: same device as a\t-\n"));
    CHECK_THAT(resumed.err, contains("5 of 5 devices: ok, 1 skipped"));
    CHECK(site.uploads() == "110211");

    Site plain;
    plain.are_one({"b", "f"});
    const std::string report = (plain.home() / "all.xml").string();
    const Said deployed = plain.acapctl({"deploy", plain.eap, "--allow-unsigned", "-t", "b", "-t",
                                         "f", "-j", "1", "--report", report});
    CHECK(deployed.exit == 0);
    CHECK(plain.uploads() == "010000");
    CHECK_THAT(deployed.out, contains("f\t-\t-\tskipped: same device as b\t-\n"));
    CHECK_THAT(read_file(report), contains(R"(tests="2" failures="0" skipped="1")"));
}

TEST_CASE("a report that cannot be written is told before a device is asked") {
    Site site;
    const std::string place = site.write("file", "").string();
    for (const std::string& file :
         {place + "/r.xml", std::string("/proc/r.xml"), place + "s/r.md"}) {
        INFO(file);
        CHECK(site.roll_out({"--report", file}).exit == 3);
        CHECK(site.acapctl({"deploy", site.eap, "-t", "http://a", "--report", file}).exit == 3);
    }
    CHECK(site.acapctl({"deploy", site.eap, "-t", "http://a", "--report", "github"}).exit == 2);
    site.environment["GITHUB_STEP_SUMMARY"] = "/proc/no/summary";
    CHECK(site.acapctl({"deploy", site.eap, "-t", "http://a", "--report", "github"}).exit == 3);
    CHECK(site.devices["a"].fake.requests.empty());
    CHECK_FALSE(std::filesystem::exists(site.record));
}

TEST_CASE("merged shards are the table of the command, and an empty shard is told") {
    const auto run = [&](Site& site, std::vector<std::string> options) {
        options.insert(options.begin(), {"deploy", site.eap, "--allow-unsigned"});
        for (const auto& [host, camera] : site.devices)
            options.insert(options.end(), {"-t", "http://" + host});
        return site.acapctl(std::move(options));
    };
    const auto merge = [&](Site& site, const std::vector<std::string>& options) {
        std::vector<std::string> words{"fleet", "merge"};
        for (const std::string part : {"1", "2"}) {
            std::vector<std::string> all{"--shard", part + "/2", "--json"};
            all.insert(all.end(), options.begin(), options.end());
            if (!options.empty()) all.push_back(site.record + part);
            words.push_back(site.write(part + ".json", run(site, all).out).string());
        }
        return site.acapctl(words);
    };
    Site site;
    site.refuse("d");
    const Said merged = merge(site, {});
    INFO(merged.err);
    CHECK(merged.exit == 10);
    const Said empty = run(site, {"--shard", "7/7"});
    CHECK(empty.exit == 0);
    CHECK(empty.out.empty());
    CHECK_THAT(empty.err, contains("shard 7 of 7 has none of the 6 devices: nothing to do\n"));
    Site whole;
    whole.refuse("d");
    CHECK(merged.out == run(whole, {}).out);

    Site parts;
    CHECK_THAT(merge(parts, {"--batch", "2", "--record"}).out,
               contains("http://a\t1\t1.2-3\tinstalled\tStopped\n"));
}

} // namespace acapctl::cli
