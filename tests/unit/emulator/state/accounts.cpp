#include "emulator/state/accounts.hpp"
#include "bench.hpp"
#include "emulator/state/access.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::emulator;
using namespace std::chrono_literals;

namespace {

const std::string pwdgrp = "/axis-cgi/pwdgrp.cgi?action=";
const std::string list = "/axis-cgi/applications/list.cgi";

// The sentence of a page of pwdgrp.cgi.
std::string sentence(const std::string& page) {
    const std::string body = "<body bgcolor=#ffffff>";
    const std::size_t start = page.find(body) + body.size();
    return page.substr(start, page.find('\n', start) - start);
}

int status(Bench& bench, const std::string& login, const std::string& target) {
    bench.login(login);
    const int status = bench.ask("GET", target).status;
    bench.login("root:pass");
    return status;
}

} // namespace

TEST_CASE("pwdgrp.cgi answers in the recorded sentences") {
    Bench bench;
    const auto says = [&](const std::string& query) { return sentence(bench.get(pwdgrp + query)); };
    CHECK(says("add&user=joe&pwd=secret&grp=users&sgrp=viewer") == "Created account joe.");
    CHECK(says("add&user=joe&pwd=secret") ==
          "Error: this user name already exists, consult the system log file.");
    CHECK(says("add&user=ann&pwd=") == "Error: invalid password.");
    CHECK(says("add&user=ann&pwd=%01") == "Error: invalid password.");
    CHECK(says("add&user=a%20b&pwd=x") == "Error: account user name.");
    CHECK(says("update&user=nobody&pwd=x") == "Error: account user name.");
    CHECK(says("remove&user=nobody") == "Error: account user name.");
    CHECK(says("update&user=joe&pwd=other") == "Modified account joe.");
    CHECK(says("remove&user=joe") == "Removed account joe.");
    const Reply page = bench.ask("GET", pwdgrp + "add&user=ann&pwd=x");
    CHECK(page.type == "text/html");
    CHECK_THAT(page.body, contains("<title>User accounts</title>"));
    CHECK(bench.ask("GET", pwdgrp + "nosuch").status == 400);
}

TEST_CASE("the list of accounts has a line for each role") {
    Bench bench;
    bench.get(pwdgrp + "add&user=op&pwd=x&sgrp=viewer:operator:ptz");
    CHECK(bench.get(pwdgrp + "get") == "admin=\"root\"\r\noperator=\"op,root\"\r\n"
                                       "viewer=\"op,root\"\r\nptz=\"op,root\"\r\n"
                                       "digusers=\"op,root\"\r\n");
    Bench ten("artpec7@10.12");
    CHECK_THAT(ten.get(pwdgrp + "get"), contains("video=\"\"\r\n"));
}

TEST_CASE("each role may do what it may, and applications want an administrator") {
    Bench bench;
    bench.get(pwdgrp + "add&user=view&pwd=x&sgrp=viewer");
    bench.get(pwdgrp + "add&user=oper&pwd=x&sgrp=operator:viewer");
    bench.get(pwdgrp + "add&user=boss&pwd=x&sgrp=admin:operator:viewer:ptz");
    struct Row {
        const char* login;
        int list;
        int param;
        int groups;
    };
    const std::string param = "/axis-cgi/param.cgi?action=list&group=Brand";
    const std::string groups = "/axis-cgi/usergroup.cgi";
    for (const Row& row : {Row{"", 401, 401, 401},
                           {"view:x", 401, 401, 200},
                           {"oper:x", 401, 200, 200},
                           {"boss:x", 200, 200, 200},
                           {"boss:y", 401, 401, 401},
                           {"nobody:x", 401, 401, 401}}) {
        INFO(row.login);
        CHECK(status(bench, row.login, list) == row.list);
        CHECK(status(bench, row.login, param) == row.param);
        CHECK(status(bench, row.login, groups) == row.groups);
    }
    CHECK(status(bench, "oper:x", "/axis-cgi/param.cgi?action=update&Brand.Brand=x") == 401);
    CHECK(status(bench, "oper:x", pwdgrp + "get") == 401);
}

TEST_CASE("usergroup.cgi says who asks and what that account may") {
    Bench bench;
    CHECK(bench.get("/axis-cgi/usergroup.cgi") == "root\r\nroot admin operator ptz viewer\r\n");
    bench.get(pwdgrp + "add&user=oper&pwd=x&sgrp=operator:viewer");
    bench.login("oper:x");
    CHECK(bench.get("/axis-cgi/usergroup.cgi") == "oper\r\noperator viewer\r\n");
}

TEST_CASE("the last administrator stays one") {
    Bench bench;
    CHECK_THAT(bench.get(pwdgrp + "remove&user=root"), contains("Error: "));
    CHECK_THAT(bench.get(pwdgrp + "update&user=root&sgrp=viewer"), contains("Error: "));
    bench.get(pwdgrp + "add&user=boss&pwd=x&sgrp=admin");
    CHECK_THAT(bench.get(pwdgrp + "remove&user=root"), contains("Removed account root."));
    CHECK(status(bench, "root:pass", list) == 401);
    CHECK(status(bench, "boss:x", list) == 200);
}

TEST_CASE("accounts survive a restart, and no password is written down") {
    const TempDir directory;
    const Accounts::Setup setup{.file = directory.path() / "accounts.json",
                                .realm = "AXIS_1",
                                .root_password = Secret("topsecret")};
    {
        Accounts accounts(setup);
        accounts.put({.name = "joe",
                      .ha1 = accounts.ha1("joe", Secret("alsosecret")),
                      .role = Role::operate});
    }
    const Accounts again(setup);
    CHECK(again.find("joe")->role == Role::operate);
    CHECK(again.find("joe")->ha1 == again.ha1("joe", Secret("alsosecret")));
    CHECK(read_file(setup.file).find("secret") == std::string::npos);
    CHECK((std::filesystem::status(setup.file).permissions() & std::filesystem::perms::all) ==
          static_cast<std::filesystem::perms>(0600));
    // root's password is that of the environment until it is changed
    Accounts::Setup other = setup;
    other.root_password = Secret("new");
    const Accounts changed(other);
    CHECK(changed.find("root")->ha1 == changed.ha1("root", Secret("new")));
}

TEST_CASE("a fresh device wants its first account and says so") {
    const std::string ready = "/axis-cgi/systemready.cgi";
    const std::string call = R"({"apiVersion":"1","method":"systemready"})";
    Bench bench("artpec7@11.11+fresh");
    CHECK(bench.call(ready, call)["data"]["needsetup"] == "yes");
    CHECK(bench.call(ready, call)["data"]["previewmode"] == "7200");
    const auto headers = bench.ask("GET", list).headers;
    CHECK(std::ranges::count(headers, Fields::value_type{"Axis-Setup", "vapix"}) == 1);
    bench.login("");
    CHECK(bench.ask("GET", pwdgrp + "get").status == 401);
    CHECK_THAT(bench.get(pwdgrp + "add&user=joe&pwd=x&grp=root"), contains("Error: account user"));
    CHECK_THAT(bench.get(pwdgrp + "add&user=root&pwd=x&grp=root"),
               contains("Created account root."));
    CHECK(bench.ask("GET", pwdgrp + "add&user=two&pwd=x").status == 401);
    CHECK(status(bench, "root:x", list) == 200);
    CHECK(bench.call(ready, call)["data"]["needsetup"] == "no");
    CHECK_FALSE(bench.call(ready, call)["data"].contains("previewmode"));

    Bench twelve("artpec8+fresh");
    twelve.login("");
    CHECK_THAT(twelve.get(pwdgrp + "add&user=joe&pwd=x&sgrp=admin"),
               contains("Created account joe."));
    CHECK(status(twelve, "joe:x", list) == 200);
}

TEST_CASE("many wrong passwords within a second block the address for a while") {
    const AxisOs::Throttling rule{.failures = 3, .seconds = 1, .block = 10};
    Throttle throttle;
    const Throttle::Clock::time_point start{};
    CHECK_FALSE(throttle.failed("a", rule, start));
    CHECK_FALSE(throttle.failed("a", rule, start));
    CHECK_FALSE(throttle.failed("a", rule, start + 1100ms)); // the first two are too long ago
    CHECK_FALSE(throttle.failed("a", rule, start + 1200ms));
    CHECK_FALSE(throttle.blocked("a", start + 1200ms));
    CHECK(throttle.failed("a", rule, start + 1300ms));
    CHECK(throttle.blocked("a", start + 11200ms));
    CHECK_FALSE(throttle.blocked("b", start + 1300ms));
    CHECK_FALSE(throttle.blocked("a", start + 11300ms));
    for (int i = 0; i < 100; ++i) CHECK_FALSE(throttle.failed("a", std::nullopt, start));
}

TEST_CASE("a guesser gets 403, a client that only answers the challenge never") {
    Bench bench;
    bench.login("");
    for (int i = 0; i < 50; ++i) CHECK(bench.ask("GET", list).status == 401);
    Request digest{.method = "GET", .path = list, .client = "127.0.0.1", .tls = true};
    digest.headers["Authorization"] = "Digest username=\"root\"";
    for (int i = 0; i < 50; ++i) CHECK(serve(bench.device(), digest).refusal->status == 401);
    bench.login("root:wrong");
    int last = 0;
    for (int i = 0; i < 200 && last != 403; ++i) last = bench.ask("GET", list).status;
    CHECK(last == 403);
    CHECK(status(bench, "root:pass", list) == 403);
    CHECK_THAT(bench.device().log().all(), contains("Password mismatch"));
    CHECK_THAT(bench.device().log().all(), contains("Blocklisting address 127.0.0.1"));
}

TEST_CASE("HTTP is offered Digest alone and HTTPS Basic alone") {
    Bench bench;
    Access& access = bench.device().access();
    Request request{.method = "GET", .target = "/", .path = "/"};
    const auto offered = [&] {
        return access.refuse(request, Role::administer)->headers.front().second;
    };
    CHECK_THAT(offered(), contains("Digest realm=\"AXIS_B8A44FE08010\", nonce=\""));
    CHECK_THAT(offered(), contains("\", algorithm=MD5, qop=\"auth\""));
    request.headers["Authorization"] = "Basic " + base64("root:pass");
    CHECK_THAT(offered(), contains("Digest "));
    request.tls = true;
    CHECK_FALSE(access.refuse(request, Role::administer));
    request.headers["Authorization"] = "Basic " + base64("root:pasb");
    CHECK(offered() == "Basic realm=\"AXIS_B8A44FE08010\"");
    Bench fips("artpec8+fips");
    CHECK(fips.device().access().refuse({.path = "/"}, Role::administer)->headers.empty());
}
