#include "emulator/vapix/return_page.hpp"

#include "catch.hpp"

using namespace acapctl::emulator;

namespace {

Request request(const std::string& target) {
    return {.target = target,
            .path = target.substr(0, target.find('?')),
            .fields =
                parse_fields(target.substr(std::min(target.find('?'), target.size() - 1) + 1))};
}

std::string page(const std::string& target, const Reply& reply) {
    return as_page(request(target), reply).body;
}

const std::string control = "/axis-cgi/applications/control.cgi?package=a&action=";

} // namespace

TEST_CASE("reload_page makes a page that eap-install.sh can read") {
    struct Row {
        std::string target;
        const char* said;
    };
    for (const Row& row : {Row{"/axis-cgi/admin/applications/upload.cgi?reload_page=yes",
                               "URL=/devtools.shtml?package_uploaded=yes"},
                           {control + "start&reload_page=yes", "?package_started=yes"},
                           {control + "restart&reload_page=yes", "?package_started=yes"},
                           {control + "stop&reload_page=yes", "?package_stopped=yes"},
                           {control + "remove&reload_page=yes", "?package_removed=yes"}}) {
        INFO(row.target);
        CHECK_THAT(page(row.target, ok()), contains(row.said));
        CHECK_THAT(page(row.target, error_code(12)), contains("URL=/devtools.shtml?error=12\""));
        CHECK(as_page(request(row.target), ok()).type == "text/html");
    }
    CHECK(page(control + "start", ok()) == "OK\n");
    CHECK(page(control + "start&reload_page=no", ok()) == "OK\n");
}

TEST_CASE("returnpage leads there once it went well, and cannot break out of the page") {
    const std::string there = control + "start&returnpage=";
    CHECK(page(there + "/local/a/index.html", ok()).starts_with("<html>"));
    CHECK_THAT(page(there + "/local/a/index.html", ok()), contains("URL=/local/a/index.html\""));
    CHECK(page(there + "/x", error_code(4)) == "Error: 4\n");
    CHECK(page(there + "%22%3E%3Cscript%3E", ok()).find("<script>") == std::string::npos);
    CHECK(has_bad_return_page(request(there + ":")));
    CHECK_FALSE(has_bad_return_page(request(there + "/x")));
    CHECK_FALSE(has_bad_return_page(request(control + "start")));
}

TEST_CASE("an answer that is none of upload.cgi or control.cgi stays as it is") {
    const std::string target = control + "start&reload_page=yes";
    CHECK(page(target, {.body = "garbage"}) == "garbage");
    CHECK(page(target, {.status = 503, .body = "OK"}) == "OK");
    CHECK(as_page(request(target), {.body = "OK", .delivery = Delivery::cut}).delivery ==
          Delivery::cut);
}
