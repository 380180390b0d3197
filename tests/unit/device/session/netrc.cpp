#include "device/session/netrc.hpp"

#include "catch.hpp"

using namespace acapctl::device;

TEST_CASE("netrc gives the login of a host, and of a user there") {
    const char* file = "# mine\nmachine cam1 login root password one\n"
                       "machine cam2\n\tlogin anna\n\tpassword \"t w\\\"o\"\n"
                       "machine cam2 login bo password three\n"
                       "macdef init\nmachine cam9 login x password y\n\n"
                       "default login all password four\n";
    struct Row {
        const char* host;
        const char* user;
        const char* found_user;
        const char* password;
    };
    const Row rows[] = {
        {"cam1", "", "root", "one"},    {"CAM1", "root", "root", "one"},
        {"cam2", "", "anna", "t w\"o"}, {"cam2", "bo", "bo", "three"},
        {"cam9", "", "all", "four"},    {"other", "all", "all", "four"},
    };
    for (const Row& row : rows) {
        INFO(row.host << " " << row.user);
        const auto login = find_in_netrc(file, row.host, row.user);
        REQUIRE(login);
        CHECK(login->user == row.found_user);
        CHECK(login->password.reveal() == row.password);
    }
    CHECK_FALSE(find_in_netrc(file, "cam1", "nobody"));
    CHECK_FALSE(find_in_netrc("", "cam1", ""));
    CHECK_FALSE(find_in_netrc("machine", "cam1", ""));
    CHECK_FALSE(find_in_netrc("machine cam1 login root", "cam1", ""));
}
