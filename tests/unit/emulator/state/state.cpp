#include "emulator/state/state.hpp"
#include "acapctl/error.hpp"
#include "bench.hpp"
#include "emulator/http/certificate.hpp"
#include "emulator/state/package_directory.hpp"

#include "catch.hpp"

#include <functional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

namespace fs = std::filesystem;

fs::perms mode_of(const fs::path& path) {
    return fs::status(path).permissions() & fs::perms::mask;
}

std::string failure_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.failure().code + " " + error.what();
    }
    return "none";
}

Device::Setup setup_in(const fs::path& state, bool reset_damaged = false) {
    return {.name = "device",
            .profile = load_profile("artpec8", 0),
            .state = state,
            .reset_damaged = reset_damaged,
            .password = Secret("pass")};
}

} // namespace

TEST_CASE("no damaged state file is believed") {
    const std::string deep = std::string(100'000, '[');
    for (const std::string& bytes :
         {std::string(), std::string("{"), std::string("[]"), std::string("7"), deep,
          R"({"enabled": "x", "parameters": {}})" + std::string(),
          R"({"enabled": [1], "parameters": {}})" + std::string(),
          R"({"enabled": [], "parameters": [1]})" + std::string(),
          R"({"enabled": [], "parameters": {}, "axisOs": "12.3"})" + std::string(),
          R"({"enabled": [], "parameters": {}, "axisOs": 13})" + std::string(),
          R"({"enabled": [], "parameters": {"a": )" + deep + "}}"}) {
        INFO(bytes.substr(0, 60));
        CHECK_THROWS_AS(parse_settings(bytes), std::exception);
    }
    for (const char* entry :
         {R"({"role": 3, "ha1": "", "ptz": true})", R"({"role": -1, "ha1": "", "ptz": true})",
          R"({"role": "admin", "ha1": "", "ptz": true})", R"({"role": 1, "ha1": 2, "ptz": true})",
          R"({"role": 1, "ptz": true})", "7", "[]"}) {
        INFO(entry);
        CHECK_THROWS_AS(parse_accounts(std::string(R"({"root": )") + entry + "}"), std::exception);
    }
    CHECK_THROWS_AS(parse_accounts(R"({"a\nb": {"role": 2, "ha1": "", "ptz": true}})"), Error);
    CHECK(parse_accounts(R"({"joe": {"role": 2, "ha1": "", "ptz": true}})").size() == 1);
    const About about{.name = "a"};
    CHECK(parse_about(to_json(about).dump()).name == "a");
    for (const char* name : {"", ".", "..", "../x", "a/b", "a\nb", "a\tb", ".a"}) {
        auto document = to_json(about);
        document["name"] = name;
        INFO(name);
        CHECK_THROWS_AS(parse_about(document.dump()), Error);
    }
    CHECK_THROWS_AS(parse_about("{}"), std::exception);
}

TEST_CASE("a damaged file of the state is named, and on request the device begins anew beside it") {
    const TempDir directory;
    const fs::path state = directory.path() / "device";
    const Sandbox sandbox;
    { const Device whole(setup_in(state), sandbox); }
    for (const auto& [file, bytes] : {std::pair{"settings.json", "{\"enabled\""},
                                      {"accounts.json", "[1]"},
                                      {"certificate.pem", "x"},
                                      {"certificate.key", "x"},
                                      {"applications/app/about.json", "{}"}}) {
        INFO(file);
        fs::create_directories((state / file).parent_path());
        write_file(state / file, bytes);
        const std::string failure = failure_of([&] { const Device d(setup_in(state), sandbox); });
        CHECK_THAT(failure, contains("damaged-state "));
        CHECK_THAT(failure, contains(file));
        const Device fresh(setup_in(state, true), sandbox);
        CHECK((!fs::exists(state / file) || read_file(state / file) != bytes));
    }
    std::size_t kept = 0;
    for (const auto& entry : fs::directory_iterator(directory.path()))
        if (entry.path().filename().string().starts_with("device.damaged-")) ++kept;
    CHECK(kept == 5);
}

TEST_CASE("a whole state is kept by --reset-damaged, and is its owner's alone") {
    const TempDir directory;
    const fs::path state = directory.path() / "device";
    fs::create_directories(state / "applications");
    fs::permissions(state, fs::perms::all);
    const Sandbox sandbox;
    {
        Device device(setup_in(state, true), sandbox);
        device.settings().set_policy("AllowUnsigned", true);
    }
    for (const char* name : {"", "applications", "incoming", "outgoing", "upload"})
        CHECK(mode_of(state / name) == fs::perms::owner_all);
    Device device(setup_in(state, true), sandbox);
    CHECK(device.settings().policy("AllowUnsigned") == true);
}

TEST_CASE("a change that cannot be written down is not made") {
    const TempDir directory;
    const fs::path file = directory.path() / "gone" / "settings.json";
    Settings settings(file);
    CHECK_THROWS_AS(settings.set_policy("AllowUnsigned", true), Error);
    CHECK_FALSE(settings.policy("AllowUnsigned"));
    Accounts accounts({.file = directory.path() / "gone" / "accounts.json", .realm = "r"});
    CHECK_THROWS_AS(accounts.remove("root"), Error);
    CHECK(accounts.find("root"));
}

TEST_CASE("a certificate whose change was interrupted is made anew") {
    const TempDir directory;
    const Certificate first = kept_certificate(directory.path(), "axis-1", "000000000001");
    write_file(directory.path() / "certificate.key", make_certificate("axis-1", "1").key);
    CHECK(kept_certificate(directory.path(), "axis-1", "000000000001").pem != first.pem);
}

TEST_CASE("nothing of a package is set-uid, and localdata is a directory") {
    const TempDir directory;
    const fs::path package = directory.path() / "package";
    fs::create_directories(package / "sub");
    write_file(directory.path() / "outside", "x", 0644);
    ::chmod((directory.path() / "outside").c_str(), 04755);
    for (const char* name : {"program", "sub/tool"}) {
        write_file(package / name, "x");
        ::chmod((package / name).c_str(), 06755);
    }
    ::chmod((package / "sub").c_str(), 02755);
    fs::create_symlink(directory.path() / "outside", package / "link");
    int deep = ::open((package / "sub").c_str(), O_RDONLY | O_DIRECTORY);
    const std::string step(200, 'd');
    for (int depth = 0; depth < 40; ++depth) { // 8 KB: no path is as long
        ::mkdirat(deep, step.c_str(), 0755);
        const int next = ::openat(deep, step.c_str(), O_RDONLY | O_DIRECTORY);
        if (depth == 20) ::fchmodat(deep, step.c_str(), 0111, 0);
        ::close(deep);
        deep = next;
    }
    ::close(::openat(deep, "program", O_WRONLY | O_CREAT, 0755));
    ::fchmodat(deep, "program", 06755, 0);
    fs::create_symlink("/etc", package / "localdata");
    drop_set_id(package);
    make_localdata(package);
    for (const char* name : {"program", "sub/tool", "sub"})
        CHECK(mode_of(package / name) == static_cast<fs::perms>(0755));
    struct stat program {};
    CHECK(::fstatat(deep, "program", &program, 0) == 0);
    CHECK((program.st_mode & 07777) == 0755);
    ::close(deep);
    CHECK(mode_of(directory.path() / "outside") == static_cast<fs::perms>(04755));
    CHECK(fs::symlink_status(package / "localdata").type() == fs::file_type::directory);
}
