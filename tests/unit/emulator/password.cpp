#include "emulator/password.hpp"
#include "support/files.hpp"

#include "catch.hpp"

#include <cstdlib>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

namespace fs = std::filesystem;

fs::perms mode_of(const fs::path& path) {
    return fs::status(path).permissions() & fs::perms::mask;
}

} // namespace

TEST_CASE("the password is random, kept, and its owner's alone") {
    const TempDir directory;
    ::unsetenv("ACAPCTL_EMULATOR_PASSWORD");
    const Password first = root_password(directory.path());
    CHECK(first.made);
    CHECK(first.secret.reveal().size() == 24);
    CHECK(mode_of(directory.path() / "password") == static_cast<fs::perms>(0600));
    CHECK(root_password(directory.path()).secret.reveal() == first.secret.reveal());
    const TempDir other;
    CHECK(root_password(other.path()).secret.reveal() != first.secret.reveal());
    fs::permissions(other.path() / "password", static_cast<fs::perms>(0640));
    CHECK_THROWS_WITH(root_password(other.path()), contains("open to others"));
    fs::remove(other.path() / "password");
    fs::create_symlink(directory.path() / "password", other.path() / "password");
    CHECK_THROWS_WITH(root_password(other.path()), contains("is no file"));
    ::setenv("ACAPCTL_EMULATOR_PASSWORD", "given", 1);
    CHECK_FALSE(root_password(other.path()).made);
    CHECK(root_password(other.path()).secret.reveal() == "given");
}

TEST_CASE("no program that is started later finds a password in its environment") {
    ::setenv("AXIS_DEVICE_PASS", "secret", 1);
    ::setenv("ACAPCTL_EMULATOR_PASSWORD", "secret", 1);
    ::setenv("ACAPCTLX", "kept", 1);
    forget_environment();
    CHECK(std::getenv("AXIS_DEVICE_PASS") == nullptr);
    CHECK(std::getenv("ACAPCTL_EMULATOR_PASSWORD") == nullptr);
    CHECK(std::string(std::getenv("ACAPCTLX")) == "kept");
}
