// The texts of reports: the same words for the same outcome in each of them.
#include "cli/shared/report_file.hpp"

#include "catch.hpp"
#include "cli/shared/device_report.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

using nlohmann::json;

json failed(const std::string& name, const std::string& outcome, const std::string& code) {
    return {{"device", name},
            {"ok", false},
            {"outcome", outcome},
            {"error", {{"code", code}, {"message", "because"}, {"exit", 1}}}};
}

json document() {
    return devices_document(
        "deploy", {{{"device", "a"}, {"ok", true}, {"outcome", "upgraded"}, {"error", nullptr}},
                   failed("b", "rolled-back", "batch-failed"),
                   failed("c", "refused:signature", "signature"),
                   failed("d", "untouched", "interrupted"),
                   failed("e", "untouched", "rollout-stopped")});
}

} // namespace

TEST_CASE("a device that was put back, or never touched, is called so in every report") {
    const json all = document();
    CHECK(all["summary"]["failed"] == 4);
    CHECK(all["summary"]["untouched"] == 2);
    CHECK(all["summary"]["rolledBack"] == 1);
    const std::string markdown = markdown_report(all);
    for (const char* row : {"| a | upgraded |", "| b | rolled-back |", "| c | failed |",
                            "| d | untouched |", "| e | untouched |"})
        CHECK_THAT(markdown, contains(row));
    CHECK_THAT(html_report(all),
               contains("<td>b<td><span class=\"mark bad\">rolled-back</span>") &&
                   contains("<td>d<td><span class=\"mark odd\">untouched</span>"));
    CHECK_THAT(junit_report(all), contains(R"(tests="5" failures="2" skipped="2")"));
}

TEST_CASE("a report says why a rollout stopped, of merged shards each reason once") {
    json one = document();
    one["rollout"] = {{"stopped", "the canary b failed"}};
    CHECK_THAT(markdown_report(one), contains("; the rollout stopped: the canary b failed\n"));
    json merged = document();
    merged["rollouts"] = {{{"stopped", "x failed"}},
                          {{"stopped", nullptr}},
                          {{"stopped", "y failed"}},
                          {{"stopped", "x failed"}},
                          7};
    for (const std::string& text : {markdown_report(merged), html_report(merged)})
        CHECK_THAT(text, contains("; the rollout stopped: x failed; y failed"));
    merged["rollouts"] = json::array({{{"stopped", nullptr}}});
    CHECK_THAT(markdown_report(merged), !contains("stopped"));
}

TEST_CASE("a report of changes that are none, or of a command with odd letters, is harmless") {
    json all = document();
    all["kind"] = "acapctl.<b>|/v1";
    for (const json& changes :
         std::vector<json>{7, json::array({1}), json::array({json::object()})}) {
        all["devices"][0]["changes"] = changes;
        for (const std::string& text : {markdown_report(all), html_report(all), junit_report(all)})
            CHECK_THAT(text, !contains("<b>"));
    }
}

} // namespace acapctl::cli
