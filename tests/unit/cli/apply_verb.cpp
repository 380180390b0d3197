// `apply`: devices as a file says they are to be, and nothing else.
#include "catch.hpp"

#include "cameras.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"

namespace acapctl::cli {

namespace {

struct State : Cameras {
    std::string file = (home() / "fleet.toml").string();

    State() {
        write("sample.eap", samples::package());
        wish(R"([applications.sample]
packages = ["sample.eap"]
devices = ["http://one", "http://two"]
running = true

[applications.hello]
devices = ["http://one"]
absent = true
)");
    }
    void wish(const std::string& text) const { write("fleet.toml", text); }
    Said apply(std::vector<std::string> options) {
        options.insert(options.begin(), {"apply", file});
        return acapctl(std::move(options));
    }
};

} // namespace

TEST_CASE("apply shows what differs, does it, and has nothing to do then") {
    State state;
    const Said drift = state.apply({"--check"});
    CHECK(drift.exit == 9);
    CHECK_THAT(drift.out, contains("http://one\tsample\t+ 1.2.3\n"));
    CHECK_THAT(drift.out, contains("http://one\thello\t- 1.0.0\n"));
    CHECK_THAT(drift.out, contains("http://two\tsample\tstart\n"));
    const std::string report = (state.home() / "drift.xml").string();
    CHECK(state.apply({"--check", "--report", report}).exit == 9);
    CHECK_THAT(read_file(report), contains("failures=\"2\"") && contains("sample: start"));
    CHECK(state.apply({"--dry-run"}).exit == 0);
    CHECK(state.one().count("upload.cgi") == 0);

    const Said done = state.apply({"--yes", "--json"});
    INFO(done.err);
    CHECK(done.exit == 0);
    const auto document = done.document();
    for (const auto& change : document["devices"][0]["changes"]) CHECK(change["done"] == true);
    CHECK_FALSE(state.one().apps.contains("hello"));
    CHECK(state.two().apps["hello"].version == "1.0.0"); // nobody spoke of it
    CHECK(state.two().apps["sample"].status == "Running");

    CHECK(state.apply({"--check"}).exit == 0);
    CHECK_THAT(state.apply({"--yes"}).err, contains("all is as"));
    CHECK(state.one().count("upload.cgi") == 1);
}

TEST_CASE("where nobody can be asked, apply wants --yes; who says no has changed nothing") {
    State state;
    const Said unasked = state.apply({});
    CHECK(unasked.exit == 2);
    CHECK(unasked.out.empty());
    const auto plan = unasked.err.find("http://two  sample  start\n");
    CHECK(plan < unasked.err.find("error: nobody can be asked"));
    CHECK_THAT(unasked.err, contains("--yes") && contains("--check"));
    const Said script = state.apply({"--json"});
    CHECK(script.exit == 2);
    CHECK(script.document()["drift"] == true);
    CHECK(script.document()["devices"][0]["changes"][0]["done"] == false);
    state.typed = "no\n";
    const Said no = state.apply({});
    CHECK(no.exit == 9);   // as a look: it differs
    CHECK(no.out.empty()); // the plan was seen already
    CHECK_THAT(no.err, contains("nothing was changed") && !contains("devices: ok"));
    CHECK(state.one().count("upload.cgi") == 0);
    state.typed = "yes\n";
    CHECK(state.apply({}).exit == 0);
    CHECK(state.one().count("upload.cgi") == 1);
}

TEST_CASE("apply does what was agreed to, and nothing else") {
    State state;
    int looks = 0;
    state.two().on_list = [&] { // somebody else is at it between the look and the work
        if (++looks == 2) state.two().apps["sample"] = {"9.9-9", "Running"};
    };
    const Said said = state.apply({"--yes", "--json"});
    CHECK(said.exit == 10);
    const auto document = said.document();
    CHECK(document["devices"][0]["ok"] == true);
    CHECK(document["devices"][1]["error"]["code"] == "changed-since");
    CHECK(state.two().count("upload.cgi") == 0);
    state.devices["three"].apps.clear();
    CHECK(state.apply({"--check", "-t", "http://three"}).exit ==
          2); // the file does not speak of it
}

TEST_CASE("parameters and a stop are states too, and secrets are not shown") {
    State state;
    state.wish(R"([applications.hello]
devices = ["http://one", "http://two"]
running = false
parameters = { Port = "8080", Password = "swordfish" }
)");
    const Said drift = state.apply({"--check", "-t", "http://one"});
    CHECK(drift.exit == 9);
    CHECK_THAT(drift.out, contains("Port: 80 -> 8080"));
    CHECK_THAT(drift.out, contains("Password: *** -> ***"));
    CHECK_THAT(drift.out, !contains("http://two"));
    CHECK_THAT(drift.out + drift.err, !contains("swordfish") && !contains("hunter2"));
    CHECK(state.apply({"--yes"}).exit == 0);
    CHECK(state.one().params["root.hello.Port"] == "8080");
    CHECK(state.two().apps["hello"].status == "Stopped");
    CHECK(state.apply({"--check"}).exit == 0);
}

TEST_CASE("packages come from an index or the build of a project too, the signed one first") {
    State state;
    const std::string built = samples::package(); // it has the time in it
    state.write("project/build/sample.eap", built);
    state.write("project/build/sample_signed.eap", built + std::string(256, 'S'));
    const auto package = [&](const std::string& source) {
        state.wish("[applications.sample]\ndevices = [\"http://one\"]\n" + source + "\n");
        const Said said = state.apply({"--check", "--json"});
        INFO(said.out << said.err);
        CHECK(said.exit == 9);
        return said.document()["devices"][0]["changes"][0].value("package", "");
    };
    CHECK(package("build = \"project\"") ==
          (state.home() / "project/build/sample_signed.eap").string());
    const nlohmann::json index{{"schema", 1},
                               {"application", "sample"},
                               {"version", "1.2.3"},
                               {"packages", {{{"file", "sample.eap"}, {"sha256", sha256(built)}}}}};
    state.write("project/build/latest.json", index.dump());
    CHECK(package("index = \"project/build/latest.json\"") ==
          (state.home() / "project/build/sample.eap").string());
    CHECK(state.apply({"--yes"}).exit == 0);
    CHECK(state.one().apps["sample"].version == "1.2-3");
    CHECK(state.apply({"--check"}).exit == 0);
    state.write("project/build/sample.eap", built + "S"); // not what the index says any more
    const std::size_t before = state.one().fake.requests.size();
    CHECK(state.apply({"--check"}).exit == 3);
    CHECK(state.one().fake.requests.size() == before);
}

TEST_CASE("after a failure each change says whether it was done, failed or was not reached") {
    State state;
    state.wish(R"([applications.hello]
devices = ["http://one"]
running = false
parameters = { Port = "8081", Site = "x" }
)");
    state.one().params["root.hello.Site"] = "y";
    state.one().bend =
        [sets = 0](const device::Request& request) mutable -> std::optional<device::Answer> {
        const std::string asked = request.path_and_query() + request.body;
        const bool is_set = asked.find("action=update") != std::string::npos;
        if (is_set && ++sets == 2) return device::Reply{.status = 404};
        return std::nullopt;
    };
    const Said said = state.apply({"--yes"});
    INFO(said.out << said.err);
    CHECK(said.exit == 6);
    CHECK_THAT(said.out, contains("Port: 80 -> 8081\tdone\n") &&
                             contains("Site: y -> x\tfailed\n") && contains("stop\tnot reached\n"));
}

TEST_CASE("a look counts the devices that differ; a parameter that is none is an error") {
    State state;
    const Said drift = state.apply({"--check"});
    CHECK_THAT(drift.err, contains("2 of 2 devices differ") && !contains(": ok"));
    CHECK(state.apply({"--check", "--json"}).document()["summary"]["differ"] == 2);
    state.wish("[applications.hello]\ndevices = [\"http://one\"]\nparameters = { Prt = \"1\" }\n");
    const Said wrong = state.apply({"--check", "--json"});
    const auto document = wrong.document();
    CHECK(wrong.exit == 6);
    CHECK(document["devices"][0]["error"]["code"] == "no-parameter");
    CHECK_THAT(document["devices"][0]["error"]["message"].get<std::string>(),
               contains("'hello' has no parameter 'Prt' (it has Password, Port)"));
    CHECK(document["devices"][0]["changes"].empty());
    // Of one that a device may only not show, nothing is known.
    state.wish("[applications.hello]\ndevices = [\"http://one\"]\n"
               "parameters = { ApiKey = \"1\" }\n");
    const auto hidden = state.apply({"--check", "--json"}).document();
    CHECK(hidden["devices"][0]["changes"][0]["from"].is_null());
}

TEST_CASE("what is not there and has no package is an error of its device") {
    State state;
    state.wish("[applications.other]\ndevices = [\"http://one\"]\n");
    const Said said = state.apply({"--check", "--json"});
    CHECK(said.exit == 12);
    CHECK(said.document()["devices"][0]["error"]["code"] == "not-installed");
}

TEST_CASE("a mistake in the file is told with its place, before a device is asked") {
    State state;
    for (const char* text :
         {"", "[applications.a]\n", "[applications.a]\ndevices = []\n",
          "[applications.a]\ndevices = [\"x\"]\nabsent = true\nrunning = true\n",
          "[applications.a]\ndevices = [\"x\"]\nodd = 1\n", "[applications.a]\ndevices = [1]\n",
          "[applications.a]\ndevices = [\"x\"]\nparameters = { A = 1 }\n",
          "[applications.a]\ndevices = [\"x\"]\npackages = [\"missing.eap\"]\n",
          "[applications.a]\ndevices = [\"x\"]\nindex = \"missing.json\"\n",
          "[applications.a]\ndevices = [\"x\"]\nbuild = \"missing\"\n",
          "[applications.a]\ndevices = [\"x\"]\nbuild = \"\"\n",
          "[applications.sample]\ndevices = [\"x\"]\npackages = [\"sample.eap\"]\nbuild = \".\"\n",
          "[applications.a]\ndevices = [\"x\"]\nabsent = true\nbuild = \".\"\n",
          "[applications.other]\ndevices = [\"x\"]\npackages = [\"sample.eap\"]\n", "a = [\n"}) {
        INFO(text);
        state.wish(text);
        CHECK(state.apply({"--check"}).exit == 3);
    }
    CHECK(state.one().fake.requests.empty());
}

TEST_CASE("apply does what is to be done on a device with two names once") {
    State state;
    state.are_one({"one", "two"});
    state.wish("[applications.sample]\ndevices = [\"one\", \"two\"]\n"
               "packages = [\"sample.eap\"]\n");
    const Said done = state.apply({"--yes", "--json", "-j", "1", "--allow-unsigned"});
    INFO(done.err);
    CHECK(done.exit == 0);
    const auto document = done.document();
    CHECK(document["devices"][1]["sameAs"] == "one");
    CHECK(document["devices"][1]["changes"].empty());
    CHECK(state.one().count("upload.cgi") == 1);
    CHECK(state.two().count("upload.cgi") == 0);
}

} // namespace acapctl::cli
