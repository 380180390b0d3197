#include "support/secret_variables.hpp"

#include "catch.hpp"
#include "support/subprocess.hpp"

#include <cstdlib>

using namespace acapctl;

TEST_CASE("what is started does not know the variables that hold secrets") {
    for (const char* name : {"AXIS_DEVICE_PASS", "ACAPCTL_BUILD_KEY", "ACAPCTL_EMULATOR_PASSWORD",
                             "ACAPCTL_CLIENT_KEY_PASS"}) {
        INFO(name);
        CHECK(is_secret_variable(name));
        const char* set = std::getenv(name);
        const std::string before = set == nullptr ? "" : set;
        ::setenv(name, "hunter2", 1);
        CHECK(run({.arguments = {"sh", "-c", "env"}}).output.find("hunter2") == std::string::npos);
        if (set == nullptr)
            ::unsetenv(name);
        else
            ::setenv(name, before.c_str(), 1);
    }
    for (const char* name : {"AXIS_DEVICE_USER", "PATH", "", "AXIS_DEVICE_PASSWORD"})
        CHECK_FALSE(is_secret_variable(name));
}

TEST_CASE("a variable that the settings name is a secret, too") {
    CHECK_FALSE(is_secret_variable("TOKEN_OF_A_TEST"));
    configured_secret_variables().insert("TOKEN_OF_A_TEST");
    CHECK(is_secret_variable("TOKEN_OF_A_TEST"));
    configured_secret_variables().erase("TOKEN_OF_A_TEST");
}
