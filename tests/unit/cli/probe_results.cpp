// What `probe` has found: how it is shown, and what other commands make of it.
#include "catch.hpp"
#include "probes.hpp"

namespace acapctl::cli {

TEST_CASE("--curl shows the probe that the device gets by what is remembered of it") {
    Probes desk;
    auto manifest = nlohmann::json::parse(samples::manifest);
    manifest["schemaVersion"] = "2.0.0";
    const TempDir dir;
    samples::write_members(dir.path());
    write_file(dir.path() / "manifest.json", manifest.dump());
    const std::string second =
        desk.write("second.eap", samples::archive(dir.path(), {"sample", "package.conf", "LICENSE",
                                                               "manifest.json"}))
            .string();
    const auto curl = [&] {
        return desk.on_one({"probe", "--package", desk.eap, "--package", second, "--curl"});
    };
    CHECK_THAT(curl().err, contains("shown is sample.eap"));
    desk.one().axis_os = "12.11.77";
    CHECK(desk.on_one({"device", "show"}).exit == 0);
    CHECK_THAT(curl().err, contains("http://one: the device decides which probe it gets; shown is "
                                    "second.eap"));
    CHECK_THAT(curl().out, contains("second.eap"));
}

TEST_CASE("of several devices it is said how many were not measured") {
    Probes desk;
    desk.report = R"({"kernel":"6.12"})";
    const Said said = desk.on_both({"probe", "--no-app"});
    CHECK_THAT(said.err,
               contains("0 measured, 2 by VAPIX and the catalog alone\n2 of 2 devices: ok"));
    CHECK(desk.on_both(desk.words()).err.find("alone") == std::string::npos);
}

TEST_CASE("the hint for a probe that was removed says how to see its log") {
    Probes desk;
    desk.one().on_list = nullptr;
    const Said said = desk.on_one(desk.words({"--wait", "5s"}));
    CHECK(said.exit == 12);
    CHECK_THAT(said.err, contains("with --keep the probe stays, and 'acapctl logs sample' shows"));
    CHECK(said.err.find("see 'acapctl logs'") == std::string::npos);
}

TEST_CASE("the page names devices on which no model ran, and has tables of five for paper") {
    Models desk;
    Words words = desk.with_model({"--yes", "--html", (desk.home() / "page.html").string()});
    for (const char* host : {"three", "four", "five", "six"})
        desk.add(host).unsigned_allowed = false;
    for (const char* host : {"three", "four", "five", "six"})
        words.insert(words.end(), {"-t", std::string("http://") + host});
    CHECK(desk.on_both(words).exit == 10);
    const std::string page = read_file(desk.home() / "page.html");
    for (const char* part :
         {"<h3>http://six <small>P3265-V</small></h3>\n<div class=\"what\">no model ran</div><div>"
          "sample.eap is not signed",
          "<div class=\"wide screen\">", "<div class=\"wide paper\">", "@page { size: landscape }",
          "<thead><tr><td><th scope=\"col\">http://two</thead>",
          "<tr><th scope=\"row\">serial<td>B8A44F000003"})
        CHECK_THAT(page, contains(part));
    CHECK(page.find("overflow-wrap: anywhere }\n.wide") == std::string::npos);
}

TEST_CASE("the page has the devices side by side, what differs marked, and nothing to fetch") {
    Probes desk;
    desk.report =
        R"({"kernel":"<b>6.12</b>","memory":{"total":2000000000,"available":1000000000},)"
        R"("larod":{"present":true,"devices":[{"name":"a9-dlpu-tflite"}]},"models":[{"device":)"
        R"("a9-dlpu-tflite","outcome":"ran","inference":{"median":3,"p95":10}}]})";
    desk.two().architecture = "armv7hf";
    desk.two().unsigned_allowed = false;
    const std::string file = (desk.home() / "page.html").string();
    CHECK(desk.on_both(desk.words({"--html", file})).exit == 10); // no package is for the second
    const std::string page = read_file(file);
    for (const char* part :
         {"<h1>What 2 devices can do</h1>", "&lt;b&gt;6.12&lt;/b&gt;",
          "<tr class=\"differs\"><th scope=\"row\">architecture<td>aarch64 <small>vapix</small>"
          "<td>armv7hf <small>vapix</small>",
          "style=\"width:50.0%\"", "style=\"width:30.0%\"",
          "<th scope=\"row\">a9-dlpu-tflite<td>✓<td class=\"none\">–", "1.0 GB of 2.0 GB available",
          "<th scope=\"row\">cpu-tflite<td class=\"none\">–<td>✓ <small>catalog</small>",
          "prefers-color-scheme: dark", "no probe package is for it"})
        CHECK_THAT(page, contains(part));
    for (const char* part : {"<script", "url(", "@import", "src=", "href="})
        CHECK(page.find(part) == std::string::npos);
    CHECK_THAT(page, contains("Content-Security-Policy\" content=\"default-src 'none'"));
    CHECK(desk.on_one(desk.words({"--html", desk.home().string()})).exit == 3);
}

TEST_CASE("a row that differs is marked, also of what is so at this moment alone") {
    Probes desk;
    desk.report = R"({"kernel":"6.12","memory":{"total":2000000000,"available":1000000000}})";
    const std::string other =
        R"({"kernel":"6.12","memory":{"total":2000000000,"available":500000000}})";
    desk.two().on_list = [&desk, &other] {
        if (desk.two().log.empty() && desk.two().apps.contains("sample"))
            desk.two().log = Probes::lines_of(Probes::whole(other));
    };
    const std::string file = (desk.home() / "page.html").string();
    CHECK(desk.on_both(desk.words({"--html", file})).exit == 0);
    const std::string page = read_file(file);
    CHECK_THAT(page, contains("<tr class=\"differs\"><th scope=\"row\">available<td>1.0 GB<td>"));
    CHECK_THAT(page, contains("<tr><th scope=\"row\">kernel<td>6.12<td>6.12"));
}

TEST_CASE("what a probe has found decides for other commands, with its age") {
    Probes desk;
    desk.report = R"({"larod":{"present":true,"devices":[{"name":"cpu-tflite"}]}})";
    CHECK(desk.on_one(desk.words()).exit == 0);
    const auto shown = desk.json_of_one({"device", "show"});
    CHECK(shown["probe"]["larodDevices"] == nlohmann::json{"cpu-tflite"});
    CHECK(shown["probe"]["dlpu"] == false);
    CHECK_THAT(desk.on_one({"device", "show"}).out, contains("larod devices\tcpu-tflite"));
    const std::string eap =
        desk.write("larod.eap", sample_for("aarch64", "-d axis-a8-dlpu-tflite")).string();
    const Said lint = desk.acapctl({"lint", eap, "--for", "http://one"});
    CHECK_THAT(lint.err,
               contains("probed less than a minute ago, with the larod devices cpu-tflite"));
    CHECK_THAT(lint.out, contains("which the device does not have (probed less than a minute ago"));
    const Said compat = desk.acapctl({"compat", eap, "--for", "http://one"});
    CHECK(compat.exit == 9);
    CHECK_THAT(desk.on_one({"deploy", eap}).err, contains("which the device does not have"));
    desk.one().axis_os = "12.11.99"; // another AXIS OS was not probed
    CHECK(desk.json_of_one({"device", "show"})["probe"].is_null());
    CHECK(desk.acapctl({"compat", eap, "--for", "http://one"}).exit == 0);
}

TEST_CASE("a probe to which larod told nothing takes no earlier one's place, and says so") {
    Probes desk;
    const std::string refused =
        R"({"larod":{"present":true,"connected":false,"devices":null,"error":{"code":-5,"message":"no"}}})";
    const auto shown = [&] { return desk.json_of_one({"device", "show"})["probe"]; };
    const auto probed = [&](const std::string& report) {
        desk.one().log.clear();
        desk.report = report;
        return desk.json_of_one(desk.words())["warnings"];
    };
    CHECK(probed(refused).size() == 1);
    CHECK(shown()["larodDevices"] == nlohmann::json::array());
    CHECK(probed(R"({"larod":{"present":true,"devices":[{"name":"cpu-tflite"}]}})").empty());
    const auto warnings = probed(refused);
    CHECK(warnings[0]["code"] == "larod-error");
    CHECK(warnings[1]["code"] == "not-remembered");
    CHECK(warnings[1]["message"] == "larod has told no devices this time, and what was probed less "
                                    "than a minute ago stays remembered");
    CHECK(shown()["larodDevices"] == nlohmann::json{"cpu-tflite"});
    CHECK(probed(R"({"larod":{"present":false}})").empty());
    CHECK(shown()["larodDevices"] == nlohmann::json::array());
}

TEST_CASE("a dry run does not promise to run a model where a probe has found no larod") {
    Models desk;
    desk.report = R"({"larod":{"present":false}})";
    CHECK_THAT(desk.on_one(desk.with_model({"--dry-run"})).err, contains("to be run 20 times on"));
    CHECK(desk.on_one(desk.words()).exit == 0);
    const Said said = desk.on_one(desk.with_model({"--dry-run"}));
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("which would not run: the device has no larod (probed less than "
                                  "a minute ago)"));
    CHECK(desk.json_of_one(desk.with_model({"--dry-run"}))["noLarod"] ==
          "the device has no larod (probed less than a minute ago)");
}

TEST_CASE("a model is judged by what was found on the device, and its chip is named") {
    Probes desk;
    const std::string model = desk.write("m.onnx", std::string("\x08\x08\x3a\x00", 4)).string();
    const auto asked = [&] {
        return desk.acapctl({"inspect", model, "--for", "http://one", "--json"}).document();
    };
    CHECK(asked()["advice"][0]["chip"] == "artpec8");
    desk.report = R"({"larod":{"present":false}})";
    CHECK(desk.on_one(desk.words()).exit == 0);
    const auto advice = asked()["advice"][0];
    CHECK(advice["chip"] == "artpec8");
    CHECK(advice["verdict"] == "refused");
    CHECK(advice["reasons"][0]["what"] == "the device has no larod");
    CHECK(advice["reasons"][0]["source"] == "on-camera, probed less than a minute ago");
    const Said said = desk.acapctl({"inspect", model, "--for", "http://one"});
    CHECK_THAT(said.err, contains("probed less than a minute ago, without larod"));
    CHECK_THAT(said.out, contains("ARTPEC-8\t-\tcannot run\tthe device has no larod"));
}

TEST_CASE("what a probe has asked and found is shown without asking again") {
    Probes desk;
    desk.report = R"({"glibc":"2.39","larod":{"present":true,"devices":[{"name":"cpu-tflite"}]}})";
    CHECK(desk.on_one(desk.words()).exit == 0);
    const auto asked = desk.one().fake.requests.size();
    const Said said = desk.on_one({"device", "show", "--cached"});
    CHECK(said.exit == 0);
    for (const char* row :
         {"remembered\tasked less than a minute ago", "model\tP3265-V",
          "probed\tless than a minute ago", "glibc\t2.39", "larod devices\tcpu-tflite"})
        CHECK_THAT(said.out, contains("http://one\t" + std::string(row) + "\n"));
    const auto device = desk.json_of_one({"device", "show", "--cached"});
    CHECK(device["cached"] == true);
    CHECK(device["probe"]["glibc"] == "2.39");
    CHECK(desk.one().fake.requests.size() == asked);
}

TEST_CASE("build --for tells what the device was found to lack") {
    Probes desk;
    desk.report = R"({"glibc":"2.36","larod":{"present":true,"devices":[{"name":"cpu-tflite"}]}})";
    CHECK(desk.on_one(desk.words()).exit == 0);
    const std::string project = (desk.home() / "script").string();
    auto manifest = nlohmann::json::parse(samples::manifest);
    auto& setup = manifest["acapPackageConf"]["setup"];
    setup["architecture"] = "all";
    setup["runOptions"] = "-d axis-a8-dlpu-tflite";
    desk.write("script/manifest.json", manifest.dump());
    desk.write("script/sample", "#!/bin/sh\n", 0755);
    desk.write("script/LICENSE", "free\n");
    const Said said = desk.acapctl({"build", project, "--for", "http://one"});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK_THAT(said.err, contains("with the larod devices cpu-tflite and glibc 2.36"));
    CHECK_THAT(said.err, contains("will not run on http://one: it needs"));
    CHECK_THAT(said.err, contains("which the device does not have (probed less than a minute ago"));
}

} // namespace acapctl::cli
