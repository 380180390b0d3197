#include "device/session/session.hpp"

#include "catch.hpp"
#include "fake_time.hpp"
#include "fake_transport.hpp"
#include "session_samples.hpp"
#include "unit/advises.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

Reply unauthorized(const std::string& challenge, bool credentials_sent) {
    return {.status = 401,
            .headers = {{"www-authenticate", challenge}},
            .credentials_sent = credentials_sent};
}

Reply accepted(std::string body) {
    return {.status = 200, .body = std::move(body), .credentials_sent = true};
}

Session open(FakeDevice& fake, SessionOptions options = {}, bool with_password = true) {
    Target target{.name = "cam", .host = "cam", .tls = true, .port = 443};
    if (with_password) target.password = Secret("hunter2");
    return {target, std::make_unique<FakeTransport>(fake), std::move(options), {}};
}

} // namespace

TEST_CASE("a known password waits as Digest, and Basic follows only its challenge") {
    FakeDevice fake;
    fake.answer = [&](const Request&) -> Answer {
        if (fake.logins.back() == Scheme::basic) return ok("fine");
        return unauthorized(basic, false);
    };
    Session session = open(fake);
    CHECK(session.get("/axis-cgi/applications/list.cgi") == "fine");
    CHECK(fake.logins == std::vector{Scheme::digest, Scheme::basic});
    CHECK(fake.requests.size() == 2);
    CHECK(session.get("/other") == "fine");
    CHECK(fake.requests.size() == 3);
}

TEST_CASE("a wrong password is tried once, whichever scheme") {
    for (const std::string& challenge : {basic, digest}) {
        FakeDevice fake;
        int tried = 0;
        fake.answer = [&](const Request&) -> Answer {
            const bool sent = fake.logins.back() == Scheme::basic || challenge == digest;
            tried += sent ? 1 : 0;
            return unauthorized(challenge, sent);
        };
        Session session = open(fake, {.retries = 5});
        const Failure failure = failure_of([&] { session.get("/x"); });
        CHECK(failure.kind == ErrorKind::authentication);
        CHECK(failure.code == "wrong-password");
        CHECK(tried == 1);
        CHECK_THAT(failure.message + failure.hint, !contains("hunter2"));
    }
}

TEST_CASE("without a password it is asked for once the device wants one, else told") {
    FakeDevice fake;
    fake.answer = [&](const Request&) -> Answer {
        if (fake.logins.empty()) return unauthorized(digest, false);
        return ok("fine");
    };
    int asked = 0;
    SessionOptions options;
    options.ask_password = [&](const Target& target) {
        ++asked;
        CHECK(target.user == "root");
        return Secret("typed");
    };
    CHECK(open(fake, options, false).get("/x") == "fine");
    CHECK(asked == 1);
    fake.logins.clear();
    CHECK(failure_of([&] { open(fake, {}, false).get("/x"); }).code == "no-password");
}

TEST_CASE("forgotten nonces of a restarted device are answered anew, once") {
    FakeDevice fake;
    bool restarted = false;
    fake.answer = [&](const Request& request) -> Answer {
        if (request.path == "/x" && restarted && fake.logins.size() < 2)
            return unauthorized(digest, true);
        return accepted("fine");
    };
    Session session = open(fake);
    CHECK(session.get("/x") == "fine");
    restarted = true;
    CHECK(session.get("/x") == "fine");
    CHECK(fake.logins.size() == 2);
}

TEST_CASE("every fault has its sentence and exit code") {
    struct Row {
        FaultKind fault;
        ErrorKind kind;
        const char* words;
    };
    const Row rows[] = {
        {FaultKind::resolve, ErrorKind::unreachable, "has no address"},
        {FaultKind::connect, ErrorKind::unreachable, "cannot connect to cam port 443"},
        {FaultKind::connect_timeout, ErrorKind::unreachable,
         "no connection to cam port 443 within 10 s (connect timeout)"},
        {FaultKind::stall, ErrorKind::unreachable, "moved no byte for 30 s (stall timeout)"},
        {FaultKind::operation_timeout, ErrorKind::unreachable,
         "no complete answer within 30 s (operation timeout)"},
        {FaultKind::tls, ErrorKind::unreachable, "does not speak TLS"},
        {FaultKind::old_tls, ErrorKind::unreachable, "and TLS 1.2 is the oldest"},
        {FaultKind::wrong_scheme, ErrorKind::unreachable, "it answers in plain HTTP"},
        {FaultKind::identity_wanted, ErrorKind::authentication, "shows a client certificate"},
        {FaultKind::identity_refused, ErrorKind::authentication, "does not take the client"},
        {FaultKind::identity_unusable, ErrorKind::invalid_input, "cannot be used"},
        {FaultKind::proxy, ErrorKind::unreachable, "does not answer"},
        {FaultKind::other, ErrorKind::unreachable, "failed: wrong version number"},
        {FaultKind::untrusted, ErrorKind::untrusted, "AA:BB"},
        {FaultKind::closed, ErrorKind::unreachable, "closed the connection"},
        {FaultKind::too_large, ErrorKind::refused, "larger than"},
        {FaultKind::interrupted, ErrorKind::interrupted, "interrupted"},
    };
    for (const Row& row : rows) {
        FakeDevice fake;
        fake.answer = [&](const Request&) -> Answer {
            return Fault{.kind = row.fault,
                         .detail = "wrong version number",
                         .certificate = {.fingerprint = "AA:BB"}};
        };
        Session session = open(fake);
        const Failure failure = failure_of([&] { session.get("/x"); });
        CHECK(failure.kind == row.kind);
        CHECK_THAT(failure.message, contains(row.words));
    }
}

TEST_CASE("every HTTP status has its meaning") {
    struct Row {
        int status;
        ErrorKind kind;
        const char* code;
    };
    const Row rows[] = {
        {403, ErrorKind::authentication, "forbidden"}, {404, ErrorKind::refused, "not-found"},
        {302, ErrorKind::refused, "redirected"},       {400, ErrorKind::refused, "http-status"},
        {500, ErrorKind::refused, "http-status"},      {501, ErrorKind::refused, "http-status"},
        {502, ErrorKind::unreachable, "unavailable"},  {503, ErrorKind::unreachable, "unavailable"},
        {504, ErrorKind::unreachable, "unavailable"}};
    for (const Row& row : rows) {
        FakeDevice fake;
        fake.answer = [&](const Request&) -> Answer {
            return Reply{.status = row.status, .credentials_sent = true};
        };
        Session session = open(fake);
        const Failure failure = failure_of([&] { session.get("/x"); });
        CHECK(failure.kind == row.kind);
        CHECK(failure.code == row.code);
        CHECK(failure.retryable == (row.kind == ErrorKind::unreachable));
    }
}

TEST_CASE("what is no HTTP is not called a closed connection") {
    FakeDevice fake;
    fake.answer = [](const Request&) -> Answer {
        return Fault{.kind = FaultKind::other, .detail = "Received HTTP/0.9 when not allowed"};
    };
    Session session = open(fake);
    const Failure failure = failure_of([&] { session.get("/x"); });
    CHECK(failure.code == "not-http");
    CHECK_THAT(failure.message, contains("does not speak HTTP"));
}

TEST_CASE("a proxy is named with its variable, and never what logs in to it") {
    const Proxy proxy{.variable = "https_proxy",
                      .place = "http://proxy:3128",
                      .url = Secret("http://anna:s3cret@proxy:3128")};
    FakeDevice fake;
    Session session = open(fake);
    const auto failure_at = [&](Answer answer) {
        fake.answer = [answer = std::move(answer)](const Request&) { return answer; };
        return failure_of([&] { session.get("/x"); });
    };
    for (const int status : {0, 403, 407, 502}) {
        const Failure failure = failure_at(Fault{
            .kind = FaultKind::proxy, .detail = "refused", .proxy = proxy, .proxy_status = status});
        CHECK(failure.kind == ErrorKind::unreachable);
        CHECK(failure.code == "proxy");
        CHECK_THAT(failure.message, contains("the proxy http://proxy:3128 (named by https_proxy)"));
        CHECK_THAT(failure.message, contains(status == 0 ? "refused" : std::to_string(status)));
        CHECK_THAT(failure.hint, contains("NO_PROXY=cam"));
        CHECK_THAT(failure.message + failure.hint, !contains("s3cret"));
        CHECK(failure.retryable == (status == 0 || status == 502));
    }
    // Over plain HTTP the proxy gives the answer, its own or the device's.
    const auto code_of = [&](int status, const char* header, bool logged_in) {
        Reply reply{.status = status, .credentials_sent = logged_in, .proxy = proxy};
        if (header != nullptr) reply.headers = {{header, "1.1 proxy"}};
        return failure_at(std::move(reply)).code;
    };
    CHECK(code_of(407, "proxy-authenticate", false) == "proxy");
    CHECK(code_of(404, "x-squid-error", true) == "proxy");
    CHECK(code_of(502, nullptr, true) == "proxy");
    CHECK(code_of(503, "via", true) == "proxy");
    CHECK(code_of(403, nullptr, false) == "proxy");
    CHECK(code_of(403, "via", true) == "forbidden");
    CHECK(code_of(503, nullptr, true) == "unavailable");
    CHECK(code_of(404, "via", true) == "not-found");
}

TEST_CASE("a device that has answered is not asked for its scheme") {
    for (const FaultKind kind : {FaultKind::connect, FaultKind::closed}) {
        FakeDevice fake;
        bool gone = false;
        fake.answer = [&](const Request&) -> Answer {
            return gone ? Answer(Fault{.kind = kind, .body_sent = true}) : Answer(ok("fine"));
        };
        Target target{.name = "cam", .host = "cam", .tls = false, .port = 80};
        Session session(target, std::make_unique<FakeTransport>(fake), {}, {});
        CHECK(session.get("/x") == "fine");
        gone = true;
        CHECK_THAT(failure_of([&] { session.get("/x"); }).hint, !contains("HTTP"));
    }
}

TEST_CASE("a redirect that is not followed names where it leads, and what to name") {
    FakeDevice fake;
    std::string place;
    fake.answer = [&](const Request&) -> Answer {
        return Reply{.status = 302, .headers = {{"location", place}}, .credentials_sent = true};
    };
    Session session = open(fake);
    const auto failure_at = [&](const char* location) {
        place = location;
        return failure_of([&] { session.get("/x"); });
    };
    Failure failure = failure_at("https://other:8443/y");
    CHECK(failure.code == "redirected");
    CHECK_THAT(failure.message, contains("to another host, https://other:8443"));
    CHECK(advises(failure.advice, Advice::name_device, {"https://other:8443"}));
    failure = failure_at("http://cam/y");
    CHECK_THAT(failure.message, contains("to another port of its own, http://cam"));
    failure = failure_at("/x");
    CHECK_THAT(failure.message, contains("does not come to an end"));
    CHECK(failure.advice.empty());
    CHECK_THAT(failure_at("nonsense").message, contains("elsewhere (HTTP 302): nonsense"));
}

TEST_CASE("only what may be repeated is retried") {
    FakeDevice fake;
    int failures = 1;
    bool body_sent = true;
    fake.answer = [&](const Request& request) -> Answer {
        if (request.path != "/x") return ok("");
        if (failures-- > 0) return Fault{.kind = FaultKind::closed, .body_sent = body_sent};
        return ok("fine");
    };
    FakeTime time;
    Session session = open(fake, {.retries = 1, .clock = time.clock()});
    CHECK(session.get("/x") == "fine");
    Request change{.method = "POST", .path = "/x"};
    failures = 1;
    CHECK(failure_of([&] { session.perform(change, false); }).code == "connection-closed");
    failures = 1;
    body_sent = false;
    CHECK(session.perform(change, false).body == "fine");
}

TEST_CASE("a question to a busy device is asked again, a change and a poll are not") {
    FakeDevice fake;
    int busy = 0;
    std::string pause;
    fake.answer = [&](const Request&) -> Answer {
        if (busy-- <= 0) return ok("fine");
        Reply reply{.status = 503};
        if (!pause.empty()) reply.headers = {{"retry-after", pause}};
        return reply;
    };
    FakeTime time;
    const auto begin = time.now;
    const auto passed = [&] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(time.now - begin);
    };
    SessionOptions options{.clock = time.clock()};
    const Request change{.method = "POST", .path = "/x"};
    SECTION("three times") {
        Session session = open(fake, options);
        busy = 3;
        CHECK(session.get("/x") == "fine");
        CHECK(passed() == std::chrono::milliseconds(3500));
        busy = 4;
        CHECK(failure_of([&] { session.get("/x"); }).code == "unavailable");
        busy = 1;
        CHECK(failure_of([&] { session.perform(change, false); }).code == "unavailable");
    }
    SECTION("when it says, but not for long") {
        Session session = open(fake, options);
        for (const auto& [asked, seconds] : std::vector<std::pair<std::string, int>>{
                 {"2", 2}, {"86400", 12}, {"99999999999999999999999", 22}}) {
            busy = 1;
            pause = asked;
            CHECK(session.get("/x") == "fine");
            CHECK(passed() == std::chrono::seconds(seconds));
        }
        busy = 1;
        pause = "Fri, 27 Nov 2026 00:00:00 GMT"; // a date is of a clock that may be wrong
        CHECK(session.get("/x") == "fine");
        CHECK(passed() == std::chrono::milliseconds(22'500));
        busy = 1;
        pause = "0"; // a device that answers 503 is not asked without a pause
        CHECK(session.get("/x") == "fine");
        CHECK(passed() == std::chrono::milliseconds(23'000));
    }
    SECTION("as often as it is told") {
        options.retries = 0;
        Session session = open(fake, options);
        busy = 1;
        CHECK(failure_of([&] { session.get("/x"); }).code == "unavailable");
    }
    SECTION("not where somebody looks again and again") {
        Session session = open(fake, options);
        const Session::Polling polling(session);
        busy = 1;
        CHECK(failure_of([&] { session.get("/x"); }).code == "unavailable");
    }
}

TEST_CASE("what was closed before anything could be done is sent once more, whatever it is") {
    FakeDevice fake;
    int failures = 1;
    fake.answer = [&](const Request&) -> Answer {
        if (failures-- > 0) return Fault{.kind = FaultKind::closed};
        return ok("fine");
    };
    Session session = open(fake);
    const Request change{.method = "POST", .path = "/x"};
    CHECK(session.perform(change, false).body == "fine");
    failures = 2;
    CHECK(failure_of([&] { session.perform(change, false); }).code == "connection-closed");
    CHECK(fake.requests.size() == 4);
}

TEST_CASE("--timeout bounds an operation, with its login, its repeats and all its requests") {
    FakeDevice fake;
    FakeTime time;
    std::vector<long> bounds;
    fake.answer = [&](const Request& request) -> Answer {
        bounds.push_back(request.timeouts.operation.count());
        CHECK(request.timeouts.connect.count() <= 300);
        time.now += std::chrono::milliseconds(110);
        return Fault{.kind = FaultKind::stall};
    };
    SessionOptions options{
        .timeout = std::chrono::milliseconds(300), .retries = 9, .clock = time.clock()};
    SECTION("of the whole session") {
        Session session = open(fake, options);
        CHECK(failure_of([&] { session.get("/x"); }).kind == ErrorKind::unreachable);
        CHECK(bounds.size() == 1); // the pause before a repeat took the rest
        CHECK(failure_of([&] { session.get("/x"); }).code == "timeout");
        CHECK(bounds.size() == 1);
    }
    SECTION("of each exchange, where a verb waits or follows") {
        options.one_operation = false;
        options.retries = 0;
        Session session = open(fake, options);
        for (int i = 0; i < 3; ++i) failure_of([&] { session.get("/x"); });
        CHECK(bounds == std::vector<long>{300, 300, 300}); // not what the ones before left
    }
}
