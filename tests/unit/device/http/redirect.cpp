#include "device/http/redirect.hpp"

#include "catch.hpp"

using namespace acapctl::device;

TEST_CASE("only redirects that stay on the device are followed") {
    struct Row {
        const char* target; // "http" or "https", on the scheme's own port
        const char* method;
        int status;
        const char* location;
        const char* result; // a path, a port, or "" for not followed
    };
    const Row rows[] = {
        {"http", "GET", 301, "https://cam/x", "443"},
        {"http", "GET", 301, "https://CAM:8443/other", "8443"},
        {"http", "GET", 302, "https://cam", "443"},
        {"http", "POST", 308, "https://cam/x", "443"},
        {"http", "POST", 301, "https://cam/x", "443"},
        {"http", "POST", 303, "https://cam/x", ""},
        {"http", "GET", 301, "https://other/x", ""},
        {"http", "GET", 301, "https://cam.evil/x", ""},
        {"http", "GET", 301, "https://root@cam/x", ""},
        {"http", "GET", 301, "https://cam@evil/x", ""},
        {"https", "GET", 301, "http://cam/x", ""},
        {"https", "GET", 301, "https://cam:444/y", ""},
        {"https", "GET", 301, "https://cam/y?a=b#c", "/y?a=b"},
        {"https", "GET", 302, "/y", "/y"},
        {"https", "GET", 302, "/x", ""},
        {"https", "POST", 302, "/y", ""},
        {"https", "GET", 302, "//evil/y", ""},
        {"https", "GET", 302, "y", ""},
        {"https", "GET", 302, "/y\r\nX: y", ""},
        {"https", "GET", 302, "/\\evil", ""},
        {"https", "GET", 302, "ftp://cam/y", ""},
        {"https", "GET", 302, "https://cam:99999/y", ""},
        {"https", "GET", 302, "https://cam?y", ""},
        {"https", "GET", 302, "", ""},
        {"https", "GET", 304, "/y", ""},
        {"https", "GET", 200, "/y", ""},
    };
    for (const Row& row : rows) {
        INFO(row.target << " " << row.method << " " << row.status << " " << row.location);
        const bool tls = std::string(row.target) == "https";
        const Target target{
            .host = "cam", .tls = tls, .port = static_cast<std::uint16_t>(tls ? 443 : 80)};
        const Request request{.method = row.method, .path = "/x"};
        const Reply reply{.status = row.status, .headers = {{"location", row.location}}};
        const auto result = redirect_within(target, request, reply);
        const std::string got = !result              ? ""
                                : result->https_port ? std::to_string(*result->https_port)
                                                     : result->path;
        CHECK(got == row.result);
    }
}

TEST_CASE("of a redirect that is not followed, the place is known") {
    struct Row {
        const char* location;
        const char* place;
    };
    const Target target{.host = "cam", .tls = true, .port = 443};
    for (const Row& row :
         {Row{"https://other/x", "https://other"}, Row{"http://cam:8080/x?y", "http://cam:8080"},
          Row{"//other:444/y", "https://other:444"}, Row{"/login", "https://cam"},
          Row{"https://[fe80::1]/", "https://[fe80::1]"}, Row{"ftp://other/", ""}, Row{"y", ""},
          Row{"https://a:b@other/", ""}, Row{"", ""}}) {
        INFO(row.location);
        const auto place =
            redirect_origin(target, Reply{.status = 301, .headers = {{"location", row.location}}});
        CHECK((place ? place->origin() : "") == row.place);
    }
    CHECK_FALSE(redirect_origin(target, Reply{.status = 301}));
}
