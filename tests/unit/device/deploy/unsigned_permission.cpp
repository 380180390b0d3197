#include "device/deploy/unsigned_permission.hpp"
#include "camera.hpp"
#include "catch.hpp"
#include "device/vapix/applications.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

// A Camera has this serial number, and is at this place.
const PolicyNote left{.serial = "B8A44F000001", .place = "cam:0", .since = "2026-01-01T00:00:00Z"};

struct Home {
    TempDir dir{};
    PolicyNotes notes{dir.path() / "policies"};

    void place(Camera& camera) const {
        camera.policy_directory = dir.path() / "policies";
        camera.cache_directory = dir.path() / "cache";
    }
};

void list(Camera& camera) {
    Session session = camera.session();
    list_applications(session);
}

} // namespace

TEST_CASE("what a killed deploy left on is switched off by the next command, and told") {
    const Home home;
    Camera camera;
    home.place(camera);
    home.notes.write(left);
    list(camera);
    CHECK_FALSE(camera.unsigned_allowed);
    CHECK(home.notes.all().empty());
    REQUIRE(camera.warnings.size() == 1);
    CHECK_THAT(camera.warnings[0],
               contains("AllowUnsigned was left on by a deploy that was killed after "
                        "2026-01-01T00:00:00Z: switched off again"));
}

TEST_CASE("a device elsewhere that has the serial number is closed, and the note stays") {
    const Home home;
    Camera camera;
    home.place(camera);
    PolicyNote other = left;
    other.place = "other:80";
    home.notes.write(other);
    list(camera);
    CHECK_FALSE(camera.unsigned_allowed);
    CHECK(home.notes.all().size() == 1);
    REQUIRE(camera.warnings.size() == 2);
    CHECK_THAT(camera.warnings[1], contains("only its serial number says"));
    Session session = camera.session();
    forget_policy_notes(session, built_in_policies);
    CHECK(home.notes.all().size() == 1);
}

TEST_CASE("a note costs nothing where it says nothing") {
    const Home home;
    Camera camera;
    home.place(camera);
    SECTION("there is none") {
        list(camera);
        CHECK(camera.fake.requests.size() == 1);
    }
    SECTION("its writer lives") {
        const auto writer = home.notes.lock_if_free(left);
        home.notes.write(left);
        list(camera);
        CHECK(camera.fake.requests.size() == 1);
        CHECK(camera.unsigned_allowed);
    }
    SECTION("it is about another device: this one is asked once who it is") {
        PolicyNote other = left;
        other.serial = "B8A44F000002";
        other.place = "other:80";
        home.notes.write(other);
        list(camera);
        CHECK(camera.fake.requests.size() == 2);
        list(camera);
        CHECK(camera.fake.requests.size() == 3);
        CHECK(camera.unsigned_allowed);
        CHECK(home.notes.all().size() == 1);
    }
    SECTION("somebody has switched it off since") {
        camera.unsigned_allowed = false;
        home.notes.write(left);
        list(camera);
        CHECK(camera.warnings.empty());
        CHECK(camera.count("action=set") == 0);
        CHECK(home.notes.all().empty());
    }
    SECTION("somebody has set it by hand since") {
        home.notes.write(left);
        Session session = camera.session();
        const auto mine = home.notes.lock_if_free(left); // so that this session leaves it alone
        forget_policy_notes(session, built_in_policies);
        CHECK(home.notes.all().empty());
        CHECK(camera.unsigned_allowed);
    }
}

TEST_CASE("what cannot be switched off is told, the note stays, the command goes on") {
    const Home home;
    Camera camera;
    home.place(camera);
    home.notes.write(left);
    camera.bend = [](const Request& request) -> std::optional<Answer> {
        if (Camera::query(request, "value") == "false") return Reply{.status = 403};
        return std::nullopt;
    };
    list(camera);
    REQUIRE(camera.warnings.size() == 1);
    CHECK_THAT(camera.warnings[0], contains("cannot be switched off now"));
    CHECK(home.notes.all().size() == 1);
}

TEST_CASE("that a left policy cannot be asked for is told once, of the device it is about") {
    const Home home;
    Camera camera;
    home.place(camera);
    PolicyNote mine = left;
    mine.place = "cam:0";
    home.notes.write(mine);
    PolicyNote other = left;
    other.serial = "B8A44F000002";
    home.notes.write(other);
    const auto answer =
        GENERATE(as<Answer>{}, Reply{.status = 403}, Fault{.kind = FaultKind::connect});
    camera.bend = [&](const Request&) -> std::optional<Answer> { return answer; };
    Session session = camera.session();
    for (int i = 0; i < 2; ++i) CHECK_THROWS_AS(list_applications(session), Error);
    REQUIRE(camera.warnings.size() == 1);
    CHECK_THAT(camera.warnings[0], contains("AllowUnsigned may still be on"));
}

TEST_CASE("a dry run foresees that what was left on is switched off first") {
    const bool asked = GENERATE(false, true);
    const Home home;
    Camera camera;
    home.place(camera);
    home.notes.write(left);
    camera.settles = false;
    const Result result = deploy_to(camera, {.allow_unsigned = asked, .only_check = true});
    CHECK(result.failure.has_value() == !asked);
    REQUIRE(camera.warnings.size() == 1);
    CHECK_THAT(camera.warnings[0], contains("AllowUnsigned was left on by a deploy"));
    CHECK(camera.unsigned_allowed);
    CHECK(home.notes.all().size() == 1);
}

TEST_CASE("a device that is away is asked again when it answers") {
    const Home home;
    Camera camera;
    home.place(camera);
    home.notes.write(left);
    bool away = true;
    camera.bend = [&](const Request&) -> std::optional<Answer> {
        if (away) return Fault{.kind = FaultKind::connect};
        return std::nullopt;
    };
    Session session = camera.session();
    CHECK_THROWS_AS(list_applications(session), Error);
    CHECK(home.notes.all().size() == 1);
    away = false;
    list_applications(session);
    CHECK_FALSE(camera.unsigned_allowed);
}

TEST_CASE("the note is there exactly while the policy is open") {
    const Home home;
    Camera camera;
    home.place(camera);
    camera.unsigned_allowed = false;
    bool noted_before = false;
    bool living = false;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (Camera::query(request, "value") == "true") noted_before = home.notes.all().size() == 1;
        if (is_upload(request)) living = home.notes.left().empty();
        return std::nullopt;
    };
    CHECK_FALSE(deploy_to(camera, {.allow_unsigned = true}).failure);
    CHECK(noted_before);
    CHECK(living);
    CHECK(home.notes.all().empty());
    CHECK_FALSE(camera.unsigned_allowed);
}

TEST_CASE("what a person sets during a deploy stays, and the deploy says so") {
    const Home home;
    Camera camera;
    home.place(camera);
    camera.unsigned_allowed = false;
    const bool refused = GENERATE(false, true);
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (!is_upload(request)) return std::nullopt;
        Camera other; // the same device, asked by another command
        home.place(other);
        Session session = other.session();
        CHECK(forget_policy_notes(session, built_in_policies));
        return refused ? std::optional<Answer>(ok("Error: 8\n")) : std::nullopt;
    };
    CHECK(deploy_to(camera, {.allow_unsigned = true}).failure.has_value() == refused);
    CHECK(camera.unsigned_allowed);
    CHECK_THAT(camera.steps.back(), contains("set by another command in the meantime"));
    CHECK(home.notes.all().empty());
}

TEST_CASE("a deploy waits for one that has the policy, and then opens it itself") {
    const Home home;
    Camera camera;
    home.place(camera);
    auto other = home.notes.lock_if_free(left);
    camera.on_step = [&] { // the other one ends
        if (other) camera.unsigned_allowed = false;
        other.reset();
    };
    const Result result = deploy_to(camera, {.allow_unsigned = true});
    CHECK_FALSE(result.failure);
    CHECK(result.report.policy_switched);
    CHECK_FALSE(camera.unsigned_allowed);
    CHECK_THAT(camera.steps.front(), contains("AllowUnsigned of cam: waiting for process"));
}

TEST_CASE("what is on for others is nobody's to wait for in a dry run") {
    const Home home;
    Camera camera;
    home.place(camera);
    const auto other = home.notes.lock_if_free(left);
    CHECK_FALSE(deploy_to(camera, {.allow_unsigned = true, .only_check = true}).failure);
}

TEST_CASE("a policy that somebody else closes during the upload is opened again, and closed") {
    const bool on_before = GENERATE(true, false);
    const Home home;
    Camera camera;
    home.place(camera);
    camera.unsigned_allowed = on_before;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (is_upload(request) && camera.count("upload.cgi") == 1) camera.unsigned_allowed = false;
        return std::nullopt;
    };
    const Result result = deploy_to(camera, {.allow_unsigned = true});
    CHECK_FALSE(result.failure);
    CHECK(camera.count("upload.cgi") == 2);
    CHECK_FALSE(camera.unsigned_allowed);
    CHECK(result.report.policy_switched);
    CHECK(home.notes.all().empty());
}

TEST_CASE("a device that refuses the package all the same is not asked for ever") {
    Camera camera;
    camera.unsigned_allowed = false;
    camera.bend = [&](const Request& request) -> std::optional<Answer> {
        if (is_upload(request)) camera.unsigned_allowed = false;
        return std::nullopt;
    };
    CHECK(deploy_to(camera, {.allow_unsigned = true}).code() == "signature-required");
    CHECK(camera.count("upload.cgi") == 5);
    CHECK_FALSE(camera.unsigned_allowed);
}
