// What is new in the installer's part of a log that does whatever logs do.
#include "device/deploy/installer_log.hpp"

#include "catch.hpp"
#include "fake_transport.hpp"

#include <fmt/format.h>

using namespace acapctl;
using namespace acapctl::device;

namespace {

using Reach = InstallerLog::Reach;

const std::string title = "\n----- System log -----\n\n\n";

std::string line(const std::string& second, const std::string& message,
                 const std::string& program = "acapctl[2]") {
    return fmt::format("2026-01-01T00:00:{}Z h [ INFO    ] {}: {}\n", second, program, message);
}

const std::string success = "Successfully installed application 'hello' on 'internal'";
const std::string boot = line("00", "Reached target", "systemd[1]");
// Many lines, of which none is there later.
const std::string chatter = line("02", "one", "app[7]") + line("02", "two", "app[7]");

// A device whose log is `page`; empty: it cannot be read.
struct Log {
    std::string page = boot;
    FakeDevice fake{};
    Session session = open();
    InstallerLog installer{session, std::int64_t{1'767'225'600'000}}; // 2026-01-01T00:00:00Z

    Session open() {
        fake.answer = [this](const Request&) -> Answer {
            if (page.empty()) return Reply{.status = 403, .credentials_sent = true};
            return ok(title + page);
        };
        return {{.name = "cam", .host = "cam"}, std::make_unique<FakeTransport>(fake), {}, {}};
    }
    // How many lines are new when the log is this at the next look.
    std::size_t after(const std::string& next) {
        page = next;
        installer.look();
        return installer.lines().size();
    }
};

// A log before and afterwards, and how many of its lines are new.
struct Row {
    const char* what;
    std::string before;
    std::string now;
    std::size_t fresh;
    Reach reach;
};

} // namespace

TEST_CASE("a line of the installer is new by its number, not by its time") {
    const std::string known = line("00.100", success);
    const Row rows[] = {
        {"nothing was written", boot + known, boot + known, 0, Reach::whole},
        {"of the same second", boot, boot + known, 1, Reach::whole},
        {"the same words in the same instant", boot + known, boot + known + known, 1, Reach::whole},
        {"of a clock that was set back", boot + line("30", success),
         boot + line("30", success) + known, 1, Reach::whole},
        {"of the installer alone", boot, boot + chatter + known, 1, Reach::whole},
        {"the front was dropped", boot + known + chatter, chatter + known, 1, Reach::whole},
        {"without a time", "<INFO    > Jan  1 00:00:00 h acap-install: x\n",
         "<INFO    > Jan  1 00:00:00 h acap-install: x\n<INFO    > Jan  1 00:00:00 h "
         "acap-install: y\n",
         1, Reach::whole},
        {"nothing of before is left: by the time, of later seconds", boot + known,
         line("00.900", success) + line("01.000", success), 1, Reach::turned_over},
        {"nothing is left at all", boot + known, "\n", 0, Reach::turned_over},
        {"it cannot be read now", boot + known, "", 0, Reach::unread},
        {"it could not be read before", "", line("00.900", success) + line("01.000", success), 1,
         Reach::unread},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        Log log;
        log.page = row.before;
        log.installer.begin();
        CHECK(log.after(row.now) == row.fresh);
        CHECK(log.installer.reach() == row.reach);
    }
}

TEST_CASE("the end of a line that was cut is not a new one") {
    const std::string known = line("00.100", success);
    for (const std::size_t length : {known.size() - 1, known.size() / 2}) {
        Log log;
        log.page = boot + known.substr(0, length);
        log.installer.begin();
        CHECK(log.after(boot + known) == 0);
        CHECK(log.after(boot + known + known) == 1);
        CHECK(log.installer.reach() == Reach::whole);
    }
    Log log; // which never ends its last line
    log.page.pop_back();
    log.installer.begin();
    for (int look = 0; look < 3; ++look) CHECK(log.after(boot.substr(0, boot.size() - 1)) == 0);
}

TEST_CASE("what is known of one upload is not taken for another one") {
    Log log;
    log.installer.begin();
    CHECK(log.after(boot + line("03", "code 5: first")) == 1);
    CHECK(log.after(boot + line("03", "code 5: first") + line("03", success)) == 2);
    log.installer.begin();
    CHECK(log.installer.lines().empty());
    CHECK(log.after(log.page) == 0);
    // Once lines may be missing, more of them prove nothing.
    CHECK(log.after(chatter) == 0);
    CHECK(log.after(chatter + boot) == 0);
    CHECK(log.installer.reach() == Reach::turned_over);
}

TEST_CASE("another process finds the place in the log again, or goes by the time") {
    const std::string known = line("00.100", success);
    for (const Row& row : {
             Row{"nothing since", boot + known, boot + known, 0, Reach::whole},
             Row{"one since", boot, boot + known, 1, Reach::whole},
             Row{"a second one in the same words", known + chatter, known + chatter + known, 1,
                 Reach::whole},
             Row{"the log was empty", "\n", known, 1, Reach::whole},
             Row{"turned over, of a later second", boot + known, chatter + line("05", success), 1,
                 Reach::turned_over},
             Row{"turned over, of the second before", boot, chatter + known, 0, Reach::turned_over},
         }) {
        INFO(row.what);
        Log first;
        first.page = row.before;
        first.installer.begin();
        Log second;
        second.page = row.now;
        second.installer.go_on_from(first.installer.mark());
        CHECK(second.installer.lines().size() == row.fresh);
        CHECK(second.installer.reach() == row.reach);
        CHECK(second.after(row.now + line("09", success)) == row.fresh + 1);
    }
    Log unread;
    unread.page.clear();
    unread.installer.go_on_from({"x"});
    CHECK(unread.installer.reach() == Reach::unread);
}
