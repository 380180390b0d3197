// `inspect`: what is in a package, for people, as a document and as one value.
#include "packages/sample_desk.hpp"
#include "refusals.hpp"
#include "support/text.hpp"
#include "unit/model/samples.hpp"

namespace acapctl::cli {

namespace fs = std::filesystem;

TEST_CASE("inspect shows people what a package says of itself, and its files") {
    SampleDesk desk;
    const Said said = desk.acapctl({"inspect", desk.eap});
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    CHECK(said.out ==
          fmt::format("application\tsample\nname\tSample App\nversion\t1.2.3\n"
                      "architecture\taarch64\nvendor\tExample\nschema\t1.7.1\nsignature\tnone\n"
                      "size\t{}\nruns\tneeds manifest schema 1.7.1 (manifest.json: schemaVersion) "
                      "-> AXIS OS 12.0 or later, before 13; aarch64: ARTPEC-8, ARTPEC-9, CV25, "
                      "CV75\n\n"
                      "0755\t5000\tsample\n0644\t137\tpackage.conf\n0644\t21\tparam.conf\n"
                      "0644\t5\tLICENSE\n0600\t303\tmanifest.json\n0755\t0\thtml/\n",
                      text::human_size(fs::file_size(desk.eap))) +
              said.out.substr(said.out.find("html/\n") + 6));
    CHECK_THAT(said.out, contains("0777\t0\thtml/link.html -> index.html\n")); // in tar's own order
    CHECK_THAT(said.out, contains("0644\t14\thtml/index.html\n"));
}

TEST_CASE("inspect says the same to scripts") {
    SampleDesk desk;
    const auto document = desk.acapctl({"inspect", desk.eap, "--json"}).document();
    CHECK(document["kind"] == "acapctl.inspect/v1");
    CHECK(document["package"] == nlohmann::json{{"appName", "sample"},
                                                {"friendlyName", "Sample App"},
                                                {"version", "1.2.3"},
                                                {"architecture", "aarch64"},
                                                {"vendor", "Example"},
                                                {"schemaVersion", "1.7.1"},
                                                {"signed", false},
                                                {"trailingBytes", 0},
                                                {"trailingProblem", nullptr},
                                                {"size", fs::file_size(desk.eap)}});
    REQUIRE(document["files"].size() == 8);
    CHECK(document["files"][0] ==
          nlohmann::json{{"path", "sample"}, {"size", 5000}, {"mode", "0755"}, {"type", "file"}});
    CHECK(document["elf"].empty());
    CHECK(document["requires"]["axisOs"][0]["min"] == "12.0");
    CHECK(document["requires"]["chips"][0] == "artpec8");
}

TEST_CASE("inspect tells of a signature and of a package without manifest") {
    SampleDesk desk;
    desk.write("signed.eap", samples::package() + std::string(512, 's'));
    const std::string eap = (desk.home() / "signed.eap").string();
    CHECK_THAT(desk.acapctl({"inspect", eap}).out,
               contains("signature\t512 bytes behind the archive, not verified\n"));
    CHECK(desk.acapctl({"inspect", eap, "--json"}).document()["package"]["trailingBytes"] == 512);
    desk.write("padded.eap", samples::package() + std::string(512, '\0'));
    const std::string padded = (desk.home() / "padded.eap").string();
    CHECK_THAT(
        desk.acapctl({"inspect", padded}).out,
        contains("signature\tnone; the 512 bytes behind the archive are no signature: zeros"));
    CHECK(desk.acapctl({"inspect", padded, "--json"}).document()["package"]["signed"] == false);
    const std::string old =
        desk.made("old.eap", [](const fs::path& made) { fs::remove(made / "manifest.json"); });
    const Said said = desk.acapctl({"inspect", old});
    CHECK_THAT(said.out, contains("schema\tnone, package.conf only\n"));
    CHECK_THAT(said.out, contains("version\t1.2-3\n"));
    const auto document = desk.acapctl({"inspect", old, "--json"}).document();
    CHECK(document["package"]["schemaVersion"].is_null());
}

TEST_CASE("inspect prints one value of the document") {
    SampleDesk desk;
    struct Case {
        std::string field;
        std::string printed;
    };
    for (const Case& one : std::vector<Case>{
             {"package.version", "1.2.3"},
             {"package.schemaVersion", "1.7.1"},
             {"package.signed", "false"},
             {"files.3.path", "LICENSE"},
             {"files.3", R"({"mode":"0644","path":"LICENSE","size":5,"type":"file"})"},
             {"requires.axisOs.0.max", "12"},
             {"requires.because.0.chips", ""}}) {
        INFO(one.field);
        const Said said = desk.acapctl({"inspect", desk.eap, "--field", one.field});
        CHECK(said.exit == 0);
        CHECK(said.out == one.printed + "\n");
        const auto document =
            desk.acapctl({"inspect", desk.eap, "--field", one.field, "--json"}).document();
        CHECK(document["field"] == one.field);
        const auto& value = document["value"];
        CHECK((value.is_null()     ? ""
               : value.is_string() ? value.get<std::string>()
                                   : value.dump()) == one.printed);
    }
}

// The manifest alone is read for some fields, and where they stand must not matter.
TEST_CASE("a field has the value that the whole document has") {
    SampleDesk desk;
    std::string manifest = samples::manifest;
    for (const char* line : {"            \"friendlyName\": \"Sample App\",\n",
                             "            \"vendor\": \"Example\",\n"})
        manifest.erase(manifest.find(line), std::string(line).size());
    const TempDir dir;
    samples::write_members(dir.path());
    write_file(dir.path() / "manifest.json", manifest);
    for (const auto& order : {std::vector<std::string>{"manifest.json", "sample", "package.conf"},
                              std::vector<std::string>{"package.conf", "manifest.json", "sample"},
                              std::vector<std::string>{"sample", "manifest.json"}}) {
        const std::string eap = desk.write("odd.eap", samples::archive(dir.path(), order)).string();
        const auto whole = desk.acapctl({"inspect", eap, "--json"}).document()["package"];
        for (const char* field :
             {"appName", "friendlyName", "version", "architecture", "vendor", "schemaVersion"}) {
            INFO(order.front() << ": " << field);
            const auto one = desk.acapctl(
                {"inspect", eap, "--field", std::string("package.") + field, "--json"});
            CHECK(one.document()["value"] == whole[field]);
        }
    }
}

TEST_CASE("what a hostile package says of itself moves no cursor") {
    SampleDesk desk;
    const std::string eap =
        desk.with_manifest("hostile.eap", "Example", "\\u001b[31mred\\u202e\\nsize\\t1");
    const Said said = desk.acapctl({"inspect", eap});
    CHECK_THAT(said.out, contains("vendor\t\\x1b[31mred\\xe2\\x80\\xae\\x0asize\\x091\n"));
    CHECK(desk.acapctl({"inspect", eap, "--json"}).out.find('\x1b') == std::string::npos);
}

TEST_CASE("inspect shows people what a model is made of, and where it would run") {
    SampleDesk desk;
    const std::string file = desk.write("small.tflite", samples::model("per-channel")).string();
    const Said said = desk.acapctl({"inspect", file, "--chip", "artpec8"});
    CHECK(said.exit == 0);
    CHECK(said.err.empty());
    CHECK_THAT(said.out, contains("format\tTensorFlow Lite: it has the mark TFL3\n"));
    CHECK_THAT(said.out, contains("quantization\t8-bit integers; tensors quantised: 3 per tensor, "
                                  "1 per channel\nruntime\t1.14.0\n"));
    CHECK_THAT(said.out, contains("input\tINT8\t1x8x8x3\t0.00392157\t-128\timage\n"
                                  "output\tINT8\t1x256\t0.125\t-128\tscores\n"));
    CHECK_THAT(said.out, contains("CONV_2D\t1\tbuilt-in\n"));
    CHECK_THAT(said.out,
               contains("ARTPEC-8\taxis-a8-dlpu-tflite\tmay be slow or fall back to the "
                        "CPU\t1 tensor is quantised per channel; per tensor is much faster"));
    CHECK_THAT(said.out, contains("[Axis' optimization tips for ARTPEC-8]"));
    CHECK_THAT(said.out, contains("ARTPEC-8\tarmnn-cpu-tflite\t"));
}

TEST_CASE("inspect of a model without a chip shows the best of every chip") {
    SampleDesk desk;
    const std::string file = desk.write("small.tflite", samples::model("int8")).string();
    const Said said = desk.acapctl({"inspect", file});
    CHECK_THAT(said.out, contains("ARTPEC-9\ta9-dlpu-tflite\truns on the DLPU\t"));
    CHECK_THAT(said.out, contains("ARTPEC-6\t-\tcannot run\tARTPEC-6 has no larod"));
    CHECK_THAT(said.out, !contains("a9-dlpu-native"));
    CHECK_THAT(said.out, contains("i.MX8MN\t-\tunknown\tno source that was read"));
}

TEST_CASE("the best of a chip has the same verdict as among all of its larod devices") {
    SampleDesk desk;
    const std::string file = desk.write("small.tflite", samples::model("int8")).string();
    const std::string all = desk.acapctl({"inspect", file}).out;
    for (const auto& [chip, row] :
         {std::pair("cv25", "CV25\tcpu-tflite\tunknown\tno source says whether CV25 has it"),
          std::pair("cv75", "CV75\tcpu-tflite\tunknown\tno source says whether CV75 has it")}) {
        CHECK_THAT(all, contains(row));
        CHECK_THAT(desk.acapctl({"inspect", file, "--chip", chip}).out, contains(row));
    }
}

TEST_CASE("inspect says the same of a model to scripts") {
    SampleDesk desk;
    const std::string file = desk.write("small.tflite", samples::model("edge-tpu")).string();
    const auto document = desk.acapctl({"inspect", file, "--json"}).document();
    CHECK(document["kind"] == "acapctl.inspect/v1");
    const auto& model = document["model"];
    CHECK(model["path"] == file);
    CHECK(model["format"] == "edge-tpu");
    CHECK(model["certain"] == true);
    const auto& tflite = model["tflite"];
    CHECK(tflite["inputs"][0]["shape"] == std::vector<int>{1, 8, 8, 3});
    CHECK(tflite["operators"][1] ==
          nlohmann::json{{"name", "edgetpu-custom-op"}, {"count", 1}, {"custom", true}});
    CHECK(tflite["quantization"]["kind"] == "integer");
    CHECK(document["advice"].size() == sdk::Catalog::built_in().chips().size());
    CHECK(desk.acapctl({"inspect", file, "--field", "model.tflite.minRuntimeVersion"}).out ==
          "1.14.0\n");
    const auto named =
        desk.acapctl({"inspect", file, "--larod-device", "google-edge-tpu-tflite", "--json"})
            .document();
    REQUIRE(named["advice"].size() == 1);
    CHECK(named["advice"][0]["chip"].is_null());
    CHECK(named["advice"][0]["verdict"] == "slow");
}

TEST_CASE("inspect tells what a file of another format looks like, and refuses a damaged one") {
    SampleDesk desk;
    const std::string bin =
        desk.write("m.bin", std::string("\x08\x00\x02\x02\x03\x00\x00\x00", 8)).string();
    CHECK_THAT(desk.acapctl({"inspect", bin}).out,
               contains("format\tlooks like Ambarella's format for CV25: it begins like the one"));
    const std::string other = desk.write("other.bin", "?").string();
    CHECK_THAT(desk.acapctl({"inspect", other}).out, contains("format\tunknown\n"));
    const std::string cut =
        desk.write("cut.tflite", samples::model("int8").substr(0, 700)).string();
    check_refused(desk, {{{"inspect", cut}, "an offset leads out of the file", 3},
                         {{"inspect", cut, "--chip", "nope"}, "an offset leads", 3}});
}

TEST_CASE("inspect and compat say the same of what a package needs") {
    SampleDesk desk;
    const std::string eap = desk.made("script.eap", [](const std::filesystem::path& directory) {
        std::string text = samples::manifest;
        text.replace(text.find("\"1.7.1\""), 7, "\"2.0.0\"");
        text.insert(text.find("\"setup\""),
                    R"("installation": {"postInstallScript": "prepare.sh"}, )");
        write_file(directory / "manifest.json", text);
        write_file(directory / "prepare.sh", "curl http://127.0.0.12/\n", 0755);
    });
    const auto inspected = desk.acapctl({"inspect", eap, "--json"}).document()["requires"];
    const auto judged = desk.acapctl({"compat", eap, "--json"}).document();
    CHECK(inspected["because"] == judged["requirements"]);
    CHECK(inspected["axisOs"] == judged["requires"]["axisOs"]);
    CHECK(inspected["proven"] == judged["requires"]["proven"]);
    const std::string needs = inspected["because"].dump();
    CHECK_THAT(needs, contains("does not begin with #!/bin/sh"));
    CHECK_THAT(needs, contains("prepare.sh names 127.0.0.12"));
}

TEST_CASE("inspect refuses what is no field and no package") {
    SampleDesk desk;
    const std::string text = desk.write("text.eap", "no package").string();
    check_refused(desk, {
                            {{"inspect"}, "FILE is missing: The package"},
                            {{"inspect", desk.eap, "--chip", "artpec8"}, "about a model"},
                            {{"inspect", desk.eap, "--larod-device", "x"}, "about a model"},
                            {{"inspect", desk.eap, "more"}, "unexpected argument 'more'"},
                            {{"inspect", desk.eap, "--field", "nope"},
                             "there are: elf, files, package, requires"},
                            {{"inspect", desk.eap, "--field", "package.nope"}, "package.appName"},
                            {{"inspect", desk.eap, "--field", "files.99"}, "no field 'files.99'"},
                            {{"inspect", desk.eap, "--field", "files.-1"}, "no field 'files.-1'"},
                            {{"inspect", text}, "text.eap", 3},
                            {{"inspect", text, "--field", "package.version"}, "text.eap", 3},
                            {{"inspect", (desk.home() / "none.eap").string()}, "none.eap", 3},
                        });
}

} // namespace acapctl::cli
