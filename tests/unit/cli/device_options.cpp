// What all device verbs share: which devices, who logs in, what failures become, the document.
#include "cameras.hpp"
#include "catch.hpp"
#include "support/text.hpp"
#include "unit/terminal/pty.hpp"

#include <algorithm>

namespace acapctl::cli {

namespace {

struct DeviceVerb {
    Words words;
    std::string kind;                // of its document, without "acapctl." and "/v1"
    std::vector<std::string> fields; // of a device; null where it failed before they were known
};

// Every verb that does one thing on each device.
std::vector<DeviceVerb> device_verbs(const Desk& desk) {
    const std::string key = desk.write("key.xml", "<Licensekey/>").string();
    const std::string eap = desk.write("sample.eap", samples::package()).string();
    return {
        {{"list"}, "list", {}},
        {{"start", "hello"}, "start", {"application", "outcome", "status"}},
        {{"stop", "hello"}, "stop", {"application", "outcome", "status"}},
        {{"restart", "hello"}, "restart", {"application", "outcome", "status"}},
        {{"remove", "hello"}, "remove", {"application", "outcome", "status"}},
        {{"params", "get", "hello"}, "params-get", {}},
        {{"params", "set", "hello", "Port=1"}, "params-set", {}},
        {{"license", "install", key, "hello"}, "license-install", {"license", "expires"}},
        {{"license", "remove", "hello"}, "license-remove", {"license", "expires"}},
        {{"policy", "show"}, "policy-show", {"allowUnsigned", "allowRoot"}},
        {{"policy", "set", "allow-unsigned", "true"}, "policy-set", {"previous", "value"}},
        {{"probe", "--package", eap}, "probe", {}},
        {{"device", "show"}, "device-show", {"model", "serial", "axisOs", "asOf", "certificate"}},
        {{"deploy", eap}, "deploy", {"version", "previousVersion", "status", "cause"}},
    };
}

bool is_about(const DeviceVerb& verb, const std::string& word) {
    return verb.words.front() == word;
}

// Passwords that were handed to the transport.
std::vector<std::string> passwords(const device::Camera& camera) {
    std::vector<std::string> all;
    for (const device::Credentials& each : camera.fake.credentials)
        all.push_back(each.user + ":" + each.password.reveal());
    return all;
}

} // namespace

TEST_CASE("a wrong --timeout is wrong usage, and no device is blamed") {
    Desk desk;
    for (const char* wrong : {"0", "0s", "abc", "-1"}) {
        const Said said = desk.acapctl({"list", "-t", "http://one", "--timeout", wrong});
        INFO(wrong << said.err);
        CHECK(said.exit == 2);
        CHECK(said.err.starts_with("error: --timeout"));
        CHECK(desk.devices["one"].fake.requests.empty());
    }
}

TEST_CASE("what is wrong with a device is the exit code of every device verb, and told of it") {
    Cameras desk;
    for (const DeviceVerb& verb : device_verbs(desk))
        for (const Trouble& trouble : troubles()) {
            // A device without that interface is an old one, which has no policies.
            if (trouble.exit == 6 && is_about(verb, "policy")) continue;
            desk.give(desk.one(), trouble);
            const Said said = desk.on_one(verb.words);
            INFO(verb.kind << ", a device that " << trouble.name << ": " << said.err);
            CHECK(said.exit == trouble.exit);
            CHECK(said.out.empty());
            CHECK_THAT(said.err, contains("error: http://one: "));

            Words as_json = verb.words;
            as_json.emplace_back("--json");
            const Said document = desk.on_one(as_json);
            CHECK(document.exit == trouble.exit);
            const auto device = document.document()["devices"][0];
            CHECK(document.document()["kind"] == "acapctl." + verb.kind + "/v1");
            CHECK(device["device"] == "http://one");
            CHECK(device["ok"] == false);
            CHECK(device["error"]["exit"] == trouble.exit);
            CHECK(device["error"]["code"] == trouble.code);
            CHECK(device["error"]["device"] == "http://one");
            for (const std::string& field : verb.fields) {
                INFO(field);
                REQUIRE(device.contains(field));
                CHECK(device[field].is_null());
            }
            CHECK(document.document()["summary"] ==
                  nlohmann::json({{"total", 1}, {"ok", 0}, {"failed", 1}}));
        }
}

TEST_CASE("a device that fails leaves the others what they are, in the order they were named") {
    Cameras desk;
    for (const char* jobs : {"1", "8"})
        for (const DeviceVerb& verb : device_verbs(desk)) {
            // What changes the device for good, or runs on it, has tests of its own.
            if (is_about(verb, "remove") || is_about(verb, "license") || is_about(verb, "probe"))
                continue;
            desk.give(desk.one(), trouble(5));
            Words words = verb.words;
            words.insert(words.end(), {"--json", "-j", jobs});
            const Said said = desk.on_both(words);
            INFO(verb.kind << " -j " << jobs << ": " << said.out << said.err);
            CHECK(said.exit == 10);
            const auto document = said.document();
            CHECK(document["devices"][0]["error"]["exit"] == 5);
            CHECK(document["devices"][1]["device"] == "http://two");
            CHECK(document["devices"][1]["ok"] == true);
            CHECK(document["devices"][1]["error"].is_null());
            CHECK(document["summary"]["failed"] == 1);

            words.erase(words.end() - 3);
            const Said told = desk.on_both(words);
            CHECK(told.exit == 10);
            CHECK_THAT(told.out, contains(verb.kind == "list"         ? "hello"
                                          : verb.kind == "params-get" ? "Port"
                                                                      : "http://two"));
            CHECK_THAT(told.err, contains("error: http://one: "));
        }
}

TEST_CASE("of several devices, those that failed stand in the table, with as many columns") {
    Cameras desk;
    desk.add("three");
    for (const DeviceVerb& verb : device_verbs(desk)) {
        desk.give(desk.one(), trouble(5));
        Words words = verb.words;
        words.insert(words.end(), {"-t", "http://three"});
        const Said said = desk.on_both(words);
        INFO(verb.kind << ": " << said.out << said.err);
        std::size_t columns = 0;
        bool in_table = false;
        for (const std::string& line : text::lines(said.out)) {
            const auto tabs = static_cast<std::size_t>(std::ranges::count(line, '\t'));
            if (columns == 0) columns = tabs;
            CHECK(tabs == columns);
            in_table = in_table || (line.starts_with("http://one\t") &&
                                    line.find("failed: cannot connect to one") != line.npos);
        }
        CHECK(in_table);
        CHECK(said.err.find(" of 3 devices: ok\n") != said.err.npos);
        CHECK(said.err.ends_with(" devices: ok\n"));
        const Said alone = desk.acapctl([&] {
            Words one = verb.words;
            one.insert(one.end(), {"-t", "http://three"});
            return one;
        }());
        CHECK(alone.err.find("devices: ok") == alone.err.npos);
        for (const std::string& line : text::lines(alone.out))
            CHECK(static_cast<std::size_t>(std::ranges::count(line, '\t')) == columns);
    }
}

TEST_CASE("at a terminal the reasons stand below the table alone, and devices share them") {
    const Pty screen(80);
    Cameras desk;
    desk.screen = screen.file();
    desk.typed = "\n"; // a terminal on the other side too
    desk.add("three");
    desk.give(desk.one(), trouble(5));
    desk.give(desk.two(), trouble(5));
    const Said said = desk.on_both({"list", "-t", "http://three"});
    CHECK(said.exit == 10);
    const std::string table = screen.seen();
    CHECK_THAT(table, contains("failed") && !contains("cannot connect"));
    CHECK_THAT(said.err, contains("http://one, http://two: cannot connect to it: refused"));
    CHECK(said.err.find("hint:") == said.err.rfind("hint:"));
    CHECK_THAT(said.err, contains("1 of 3 devices: ok"));
}

TEST_CASE("what is said of several devices in the same words is one note") {
    Cameras desk;
    desk.add("three");
    desk.one().apps.clear();
    CHECK(desk.on_both({"list", "-t", "http://three"}).err ==
          "http://one: no application is installed\n3 of 3 devices: ok\n");
    desk.two().apps.clear();
    CHECK(desk.on_both({"list", "-t", "http://three"}).err ==
          "http://one, http://two: no application is installed\n3 of 3 devices: ok\n");
    desk.one().apps = desk.two().apps = desk.devices["three"].apps;
    const Said spelled = desk.on_both({"stop", "HELLO", "-t", "http://three"});
    INFO(spelled.err);
    CHECK(spelled.err == "all 3 devices: the device spells it 'hello'\n3 of 3 devices: ok\n");
}

TEST_CASE("devices that fail alike give their code, and those that fail differently 10") {
    Cameras desk;
    desk.give(desk.one(), trouble(5));
    desk.give(desk.two(), trouble(5));
    CHECK(desk.on_both({"list"}).exit == 5);
    desk.give(desk.two(), trouble(4));
    CHECK(desk.on_both({"list"}).exit == 10);
}

TEST_CASE("a stop ends every device verb with 130") {
    Cameras desk;
    desk.stop.request_stop();
    for (const DeviceVerb& verb : device_verbs(desk)) {
        const Said said = desk.on_one(verb.words);
        INFO(verb.kind << said.err);
        CHECK(said.exit == 130);
        CHECK(said.out.empty());
    }
    // Nobody waits for standard input either.
    desk.input = "value\n";
    CHECK(desk.on_one({"list", "--password-stdin"}).exit == 130);
    CHECK(desk.on_one({"params", "set", "hello", "Port"}).exit == 130);
    CHECK(desk.one().fake.requests.empty());
}

TEST_CASE("every device verb refuses wrong options before a device is asked") {
    Cameras desk;
    for (const DeviceVerb& verb : device_verbs(desk)) {
        const auto with = [&](const Words& more) {
            Words words = verb.words;
            words.insert(words.end(), more.begin(), more.end());
            return words;
        };
        check_usage(desk,
                    {{with({"--jobs", "0"}), "--jobs: Value 0 not in range 1 to 512", "--help"},
                     {with({"-j", "x"}), "--jobs: Value x not in range", "--help"},
                     {with({"--retries", "101"}), "--retries: Value 101 not in range", "--help"},
                     {with({"-t", "@nobody"}), "the inventory has no devices", "device add"},
                     {with({"-t", "http://root:pass@one"}), "password", "AXIS_DEVICE_PASS"},
                     {with({"--nonsense"}), "unknown option '--nonsense'", "--help"}});
    }
}

TEST_CASE("a wrong time is told with its option, once for all devices") {
    Cameras desk;
    const Said said = desk.on_both({"list", "--timeout", "soon", "--json"});
    INFO(said.out);
    CHECK(said.exit == 2);
    CHECK_THAT(said.out, contains("--timeout"));
    CHECK(desk.one().fake.requests.empty());
}

TEST_CASE("a device verb without a device says how to name one") {
    Cameras desk;
    for (const DeviceVerb& verb : device_verbs(desk)) {
        Words words = verb.words;
        words.emplace_back("--json");
        const Said said = desk.acapctl(words);
        INFO(verb.kind << said.out);
        CHECK(said.exit == 2);
        CHECK(said.document()["kind"] == "acapctl.error/v1");
        CHECK_THAT(said.out, contains("ACAPCTL_TARGET"));
    }
}

TEST_CASE("the application of the project in . is meant where none is named, else that is told") {
    const Cameras desk;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(desk.home());
    const auto run = [](const Words& words) { return Cameras().on_one(words); };
    for (const Words& words :
         {Words{"start"}, Words{"stop"}, Words{"restart"}, Words{"remove"}, Words{"logs"},
          Words{"wait", "--for", "running"}, Words{"params", "get"}, Words{"license", "remove"}}) {
        INFO(words.front());
        std::filesystem::remove("manifest.json");
        const Said unnamed = run(words);
        CHECK(unnamed.exit == 2);
        CHECK_THAT(unnamed.err, contains("no application named"));
        desk.write("manifest.json", "{}");
        CHECK(run(words).exit == 3);
        desk.write("manifest.json", R"({"acapPackageConf": {"setup": {"appName": "hello"}}})");
        CHECK(run(words).exit == 0);
    }
    std::filesystem::current_path(before);
}

TEST_CASE("a password comes from standard input, the environment, a command or netrc") {
    Cameras desk;
    desk.input = "from stdin\r\nnext line\n";
    CHECK(desk.on_one({"list", "--password-stdin"}).exit == 0);
    CHECK(passwords(desk.one()) == Words{"root:from stdin"});
    desk.one().fake.credentials.clear();
    desk.environment["AXIS_DEVICE_USER"] = "operator";
    CHECK(desk.on_one({"list"}).exit == 0);
    CHECK(passwords(desk.one()) == Words{"operator:pass"});

    desk.environment = {
        {"NETRC", desk.write("netrc", "machine one login me password from-netrc\n", 0600)}};
    desk.one().fake.credentials.clear();
    CHECK(desk.on_one({"list"}).exit == 0);
    CHECK(passwords(desk.one()) == Words{"me:from-netrc"});
    desk.environment["NETRC"] = (desk.home() / "gone").string();
    CHECK(desk.on_one({"list"}).exit == 3);

    desk.environment.clear();
    CHECK(desk.acapctl({"device", "add", "door", "http://one", "--password-command",
                        "printf from-command\\n"})
              .exit != 0); // only a shell would understand it
    CHECK(desk.acapctl({"device", "add", "door", "http://one", "--password-command",
                        "echo from-command"})
              .exit == 0);
    desk.one().fake.credentials.clear();
    CHECK(desk.acapctl({"list", "-t", "door"}).exit == 0);
    CHECK(passwords(desk.one()) == Words{"root:from-command"});
}

TEST_CASE("where a password is wanted and none is known, nobody waits for one") {
    Cameras desk;
    desk.environment.clear();
    desk.give(desk.one(),
              {"wants a login",
               device::Reply{
                   .status = 401,
                   .headers = {{"www-authenticate", R"(Digest realm="x", nonce="n", qop="auth")"}}},
               4, ""});
    CHECK(desk.json_of_one({"list"})["error"]["code"] == "no-password");
    const Said empty = desk.on_one({"list", "--password-stdin"});
    CHECK(empty.exit == 2);
    CHECK_THAT(empty.err, contains("no password in its first line"));
}

TEST_CASE("--trust-new pins what a device shows first, and nothing else later") {
    Cameras desk;
    desk.one().bend = [&](const device::Request&) -> std::optional<device::Answer> {
        const auto& targets = desk.one().fake.targets;
        if (!targets.empty() && targets.back().pinned_certificate == foreign_fingerprint)
            return std::nullopt;
        return trouble(11).answer;
    };
    const Words list{"list", "-t", "https://one"};
    const Said unknown = desk.acapctl(list);
    CHECK(unknown.exit == 11);
    CHECK_THAT(unknown.err, contains("--fingerprint " + foreign_fingerprint));
    Words trusting = list;
    trusting.emplace_back("--trust-new");
    const Said trusted = desk.acapctl(trusting);
    INFO(trusted.err);
    CHECK(trusted.exit == 0);
    CHECK_THAT(trusted.err, contains("is trusted from now on (SHA-256 " + foreign_fingerprint));
    CHECK(desk.acapctl(list).exit == 0);
}

TEST_CASE(
    "a client certificate comes from options or the inventory, and its key is nobody else's") {
    Cameras desk;
    const std::string certificate = desk.write("me.pem", "x").string();
    const std::string key = desk.write("me.key", "x", 0600).string();
    const std::string open = desk.write("open.key", "x", 0644).string();
    const auto list = [&](Words words) {
        words.insert(words.begin(), "list");
        return desk.on_one(words);
    };
    CHECK(list({"--client-cert", certificate, "--client-key", key}).exit == 0);
    const Said readable = list({"--client-cert", certificate, "--client-key", open});
    CHECK(readable.exit == 3);
    CHECK_THAT(readable.err, contains("chmod"));
    // A certificate is no secret; a file that has the key too is one.
    const Said alone = list({"--client-cert", certificate});
    CHECK(alone.exit == 3);
    CHECK_THAT(alone.err, contains("me.pem comes without its key") && contains("--client-key"));
    const std::string with_key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n";
    CHECK_THAT(list({"--client-cert", desk.write("both.pem", with_key).string()}).err,
               contains("chmod"));
    CHECK(list({"--client-cert", desk.write("mine.pem", with_key, 0600).string()}).exit == 0);
    CHECK(list({"--client-key", key}).exit == 2);
    CHECK_THAT(list({"--client-cert", "/no/such.pem"}).err, contains("/no/such.pem is not there"));
    CHECK_THAT(desk.acapctl({"list", "-t", "https://one", "--curl", "--client-cert", certificate,
                             "--client-key", key})
                   .out,
               contains("--cert " + certificate + " --key " + key));
    REQUIRE(desk.acapctl({"device", "add", "one", "http://one", "--client-cert", certificate,
                          "--client-key", open})
                .exit == 0);
    CHECK(desk.acapctl({"list", "-t", "one"}).exit == 3);
    CHECK(desk.acapctl({"list", "-t", "one", "--client-cert", certificate, "--client-key", key})
              .exit == 0);
}

} // namespace acapctl::cli
