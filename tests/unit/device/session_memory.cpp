// What a session remembers between commands: the login, the certificate, where a device has moved.
#include "acapctl/error.hpp"
#include "catch.hpp"
#include "device/session/session.hpp"
#include "device/session/trust_store.hpp"
#include "fake_transport.hpp"
#include "session_samples.hpp"
#include "support/files.hpp"
#include "unit/advises.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

const std::string print_a = "AA" + [] {
    std::string rest;
    for (int i = 0; i < 31; ++i) rest += ":AA";
    return rest;
}();
const std::string print_b = "BB" + print_a.substr(2);

// A device that wants one scheme, as libcurl would see it: Digest costs a challenge first.
class Device {
  public:
    explicit Device(Scheme wants) : wants_(wants) {
        fake.answer = [this](const Request& request) { return answer(request); };
    }

    FakeDevice fake{};
    bool right_password = true;
    int status = 200;

    void wants(Scheme scheme) { wants_ = scheme; }

  private:
    Answer answer(const Request&) {
        const Scheme given = fake.logins.empty() ? Scheme::none : fake.logins.back();
        const bool sent = given == Scheme::basic || (given == Scheme::digest && wants_ == given);
        if (given == wants_ && right_password)
            return Reply{.status = status, .body = "fine", .credentials_sent = true};
        return Reply{.status = 401,
                     .headers = {{"www-authenticate", wants_ == Scheme::basic ? basic : digest}},
                     .credentials_sent = sent};
    }

    Scheme wants_;
};

struct Place {
    TempDir directory{};
    bool tls = true;
    std::uint16_t port = 443;
    std::string user = "root";
    bool accept_unknown = false;
    bool basic_over_http = false;
    std::string password = "hunter2";
    std::function<bool(const Target&, const Certificate&)> trust_new{};

    Session open(FakeDevice& fake) const {
        Target target{.name = "cam", .host = "Cam", .tls = tls, .port = port, .user = user};
        target.password = Secret(password);
        target.accept_unknown_certificate = accept_unknown;
        target.basic_over_http = basic_over_http;
        SessionOptions options;
        options.cache_directory = cache();
        options.trust_file = directory.path() / "known_devices";
        options.trust_new = trust_new;
        return {target, std::make_unique<FakeTransport>(fake), options, {}};
    }
    std::filesystem::path cache() const { return directory.path() / "cache"; }
    // One command of one request; how many requests that took.
    std::size_t command(Device& device) const {
        device.fake.requests.clear();
        device.fake.logins.clear();
        CHECK(open(device.fake).get("/x") == "fine");
        return device.fake.requests.size();
    }
    std::vector<std::filesystem::path> files() const {
        std::vector<std::filesystem::path> result;
        for (const auto& entry : std::filesystem::directory_iterator(cache()))
            result.push_back(entry.path());
        return result;
    }
};

} // namespace

TEST_CASE("the second command under Basic is one request") {
    const Place place;
    Device device(Scheme::basic);
    CHECK(place.command(device) == 2);
    CHECK(place.command(device) == 1);
    CHECK(device.fake.logins == std::vector{Scheme::basic});
}

TEST_CASE("Basic is not sent unasked over HTTP, to an unproven device, or to another one") {
    const Place place;
    Device device(Scheme::basic);
    place.command(device);
    struct Row {
        const char* what;
        std::function<void(Place&)> change;
    };
    const Row rows[] = {
        {"unknown certificates accepted", [](Place& p) { p.accept_unknown = true; }},
        {"other port", [](Place& p) { p.port = 444; }},
        {"other user", [](Place& p) { p.user = "anna"; }},
        {"no TLS, though allowed", [](Place& p) {
             p.tls = false;
             p.basic_over_http = true;
         }}};
    for (const Row& row : rows) {
        INFO(row.what);
        Place other;
        std::filesystem::copy(place.cache(), other.cache());
        row.change(other);
        device.fake.requests.clear();
        device.fake.logins.clear();
        other.open(device.fake).get("/x");
        CHECK(device.fake.logins.front() == Scheme::digest);
    }
}

TEST_CASE("a device that changed its scheme is settled afresh within the command") {
    const Place place;
    Device device(Scheme::basic);
    place.command(device);
    device.wants(Scheme::digest);
    CHECK(place.command(device) == 2);
    CHECK(place.command(device) == 1);
    CHECK(device.fake.logins == std::vector{Scheme::digest});
    device.wants(Scheme::basic);
    CHECK(place.command(device) == 2);
    CHECK(place.command(device) == 1);
}

TEST_CASE("a wrong password is sent once also where the scheme is known") {
    const Place place;
    Device device(Scheme::basic);
    place.command(device);
    device.right_password = false;
    device.fake.requests.clear();
    CHECK(failure_of([&] { place.open(device.fake).get("/x"); }).code == "wrong-password");
    CHECK(device.fake.requests.size() == 1);
}

TEST_CASE("a damaged, foreign, old or future memory is as good as none") {
    const char* key = "https://cam:443 root";
    const auto document = [&](const char* device, long at, const char* value) {
        return std::string(R"({"format":1,"device":")") + device + R"(","at":)" +
               std::to_string(at) + R"(,"value":)" + value + "}";
    };
    const long now = std::time(nullptr);
    const char* good = R"({"scheme":"basic","httpsPort":null})";
    const std::string rows[] = {
        "",
        "{",
        "[]",
        "null",
        std::string(1U << 20U, ' '),
        document("https://cam:444 root", now, good),
        document(key, now - 8L * 24 * 3600, good),
        document(key, now + 3600, good),
        document(key, -1, good),
        document(key, 9'000'000'000'000'000'000, good),
        document(key, now, "7"),
        document(key, now, R"({"scheme":"none","httpsPort":null})"),
        document(key, now, R"({"scheme":"basic"})"),
        document(key, now, R"({"scheme":"basic","httpsPort":0})"),
        document(key, now, R"({"scheme":"basic","httpsPort":"443"})"),
    };
    const Place place;
    Device device(Scheme::basic);
    place.command(device);
    REQUIRE(place.files().size() == 1);
    const auto file = place.files().front();
    write_file(file, document(key, now, good));
    CHECK(place.command(device) == 1); // the table's form is the right one
    for (const std::string& text : rows) {
        INFO(text.substr(0, 120));
        write_file(file, text);
        CHECK(place.command(device) == 2);
        CHECK(place.command(device) == 1);
    }
    write_file(file, document(key, now, good), 0666);
    CHECK(place.command(device) == 2);
}

TEST_CASE("the memory holds no password, and failing to write it is no failure") {
    const Place place;
    Device device(Scheme::basic);
    place.command(device);
    for (const auto& file : place.files()) CHECK_THAT(read_file(file), !contains("hunter2"));
    std::filesystem::remove_all(place.cache());
    write_file(place.cache(), "a file where a directory should be");
    CHECK(place.command(device) == 2);
    CHECK(place.command(device) == 2);
}

TEST_CASE("what the device refuses teaches nothing about its login") {
    const Place place;
    Device device(Scheme::digest);
    device.status = 403;
    CHECK(failure_of([&] { place.open(device.fake).get("/x"); }).code == "forbidden");
    CHECK_FALSE(std::filesystem::exists(place.cache()));
}

TEST_CASE("a 403 before any login is known as a block for guessing, and not repeated") {
    FakeDevice fake;
    fake.answer = [](const Request&) -> Answer { return Reply{.status = 403}; };
    const Place place;
    CHECK(failure_of([&] { place.open(fake).get("/x"); }).code == "throttled");
    CHECK(fake.requests.size() == 1);
}

TEST_CASE("an upload does not go out before the login is settled") {
    const Place place;
    Device device(Scheme::digest);
    Session session = place.open(device.fake);
    Request upload{.method = "POST", .path = "/upload", .upload = {{.path = "/dev/null"}}};
    session.perform(upload, false);
    session.perform(upload, false);
    CHECK(device.fake.requests == std::vector<std::string>{"GET /axis-cgi/applications/list.cgi",
                                                           "POST /upload", "POST /upload"});
}

TEST_CASE("endless stale nonces end, and are named") {
    FakeDevice fake;
    fake.answer = [](const Request&) -> Answer {
        return Reply{.status = 401,
                     .headers = {{"www-authenticate", digest + ", stale=true"}},
                     .credentials_sent = true};
    };
    const Place place;
    CHECK(failure_of([&] { place.open(fake).get("/x"); }).code == "stale-nonce");
    CHECK(fake.requests.size() == 1);
}

TEST_CASE("a challenge the transport cannot answer leads to the other scheme, else is named") {
    FakeDevice fake;
    std::vector<std::string> offers{digest, basic};
    fake.answer = [&](const Request&) -> Answer {
        if (fake.logins.back() == Scheme::basic) return ok("fine");
        Reply reply{.status = 401};
        for (const std::string& offer : offers)
            reply.headers.emplace_back("www-authenticate", offer);
        return reply;
    };
    Place place;
    CHECK(place.open(fake).get("/x") == "fine");
    offers = {digest};
    CHECK(failure_of([&] { place.open(fake).get("/x"); }).code == "unknown-scheme");
}

TEST_CASE("a device without an account says so") {
    FakeDevice fake;
    fake.answer = [](const Request&) -> Answer {
        return Reply{.status = 401, .headers = {{"axis-setup", "vapix"}}};
    };
    CHECK(failure_of([&] { Place().open(fake).get("/x"); }).code == "needs-setup");
}

TEST_CASE("a device that moved to HTTPS is followed there, and found there next time") {
    Place place;
    place.tls = false;
    place.port = 80;
    FakeDevice fake;
    fake.answer = [&](const Request&) -> Answer {
        if (fake.targets.empty())
            return Reply{.status = 301, .headers = {{"location", "https://cam/x"}}};
        return Reply{.status = 200, .body = "fine", .credentials_sent = true};
    };
    Session session = place.open(fake);
    CHECK(session.get("/x") == "fine");
    CHECK(session.target().origin() == "https://Cam");
    CHECK(fake.requests.size() == 2);
    fake.requests.clear();
    fake.targets.clear();
    CHECK(place.open(fake).get("/x") == "fine");
    CHECK(fake.requests.size() == 1);
    CHECK(fake.targets.front().tls);

    fake.targets.clear();
    fake.answer = [](const Request&) -> Answer { return Fault{.kind = FaultKind::connect}; };
    CHECK(failure_of([&] { place.open(fake).get("/x"); }).code == "no-connection");
    CHECK(place.files().empty());
}

TEST_CASE("redirects in a circle end") {
    FakeDevice fake;
    int n = 0;
    fake.answer = [&](const Request&) -> Answer {
        return Reply{.status = 302, .headers = {{"location", "/" + std::to_string(n++)}}};
    };
    CHECK(failure_of([&] { Place().open(fake).get("/x"); }).code == "redirected");
    CHECK(fake.requests.size() == 4);
}

TEST_CASE("a certificate is trusted on first use once somebody says so, and then pinned") {
    Place place;
    FakeDevice fake;
    const Certificate seen{.fingerprint = print_a, .subject = "CN=x", .distrust = "self-signed"};
    fake.answer = [&](const Request&) -> Answer {
        if (!fake.targets.empty() && fake.targets.back().pinned_certificate == print_a)
            return ok("fine");
        return Fault{.kind = FaultKind::untrusted, .certificate = seen};
    };
    int asked = 0;
    bool answer = false;
    place.trust_new = [&](const Target& target, const Certificate& certificate) {
        ++asked;
        CHECK(target.name == "cam");
        CHECK(certificate.fingerprint == print_a);
        return answer;
    };
    const Failure refused = failure_of([&] { place.open(fake).get("/x"); });
    CHECK(refused.kind == ErrorKind::untrusted);
    CHECK_THAT(refused.message, contains(print_a));
    CHECK(advises(refused.advice, Advice::trust_certificate, {"cam", print_a}));
    answer = true;
    CHECK(place.open(fake).get("/x") == "fine");
    CHECK(asked == 2);
    fake.targets.clear();
    CHECK(place.open(fake).get("/x") == "fine");
    CHECK(asked == 2);
}

TEST_CASE("a changed certificate is never trusted by itself, and both fingerprints are told") {
    Place place;
    place.trust_new = [](const Target&, const Certificate&) { return true; };
    const Target target{.host = "cam", .tls = true, .port = 443};
    TrustStore(place.directory.path() / "known_devices").trust(target, print_a);
    FakeDevice fake;
    fake.answer = [&](const Request&) -> Answer {
        Certificate seen{.fingerprint = print_b};
        seen.pinned = fake.targets.back().pinned_certificate;
        return Fault{.kind = FaultKind::untrusted, .certificate = seen};
    };
    const Failure failure = failure_of([&] { place.open(fake).get("/x"); });
    CHECK(failure.kind == ErrorKind::untrusted);
    CHECK(failure.code == "certificate-changed");
    CHECK_THAT(failure.message, contains(print_a));
    CHECK_THAT(failure.message, contains(print_b));
    CHECK(fake.requests.size() == 1);
}

TEST_CASE(
    "of two commands that trust a device first, the later one keeps what is trusted by then") {
    Place place;
    const Target target{.host = "cam", .tls = true, .port = 443};
    place.trust_new = [&](const Target&, const Certificate&) { // the other one is faster
        TrustStore(place.directory.path() / "known_devices").trust(target, print_a);
        return true;
    };
    FakeDevice fake;
    fake.answer = [&](const Request&) -> Answer {
        Certificate seen{.fingerprint = print_b};
        if (!fake.targets.empty()) seen.pinned = fake.targets.back().pinned_certificate;
        return Fault{.kind = FaultKind::untrusted, .certificate = seen};
    };
    CHECK(failure_of([&] { place.open(fake).get("/x"); }).code == "certificate-changed");
    CHECK(TrustStore(place.directory.path() / "known_devices").find(target) == print_a);
}

TEST_CASE("accepting unknown certificates warns once") {
    Place place;
    place.accept_unknown = true;
    FakeDevice fake;
    fake.certificate = Certificate{.fingerprint = print_a, .distrust = "self-signed"};
    fake.answer = [](const Request&) -> Answer { return ok("fine"); };
    Target target{.name = "cam", .host = "cam", .tls = true, .port = 443};
    target.accept_unknown_certificate = true;
    std::vector<std::string> warnings;
    SessionOptions options;
    options.warn = [&](const Notice& notice) { warnings.push_back(notice.text); };
    Session session(target, std::make_unique<FakeTransport>(fake), options, {});
    session.get("/x");
    session.get("/x");
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], contains(print_a));
}
