#include "probe/visit.hpp"

#include "device/session/trust_store.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <vector>

#include <fmt/format.h>

namespace acapctl::probe {

namespace {

constexpr int most_removals = 4;

// Beside those of the policies, which are of the same kind.
device::PolicyNotes notes_of(const device::Session& session) {
    const std::filesystem::path& policies = session.policy_directory();
    return device::PolicyNotes(
        policies.empty() ? std::filesystem::path() : policies.parent_path() / "probes", "");
}

std::string name_of(const device::Session& session) {
    return text::visible(session.target().name);
}

bool is_there(device::Session& session, const std::string& app) {
    return find_application(device::list_applications(session), app) != nullptr;
}

} // namespace

Visit::Visit(device::Session& session, Options options,
             const std::function<void(const std::string&)>& tell, device::Clock clock, End& end)
    : session_(session), options_(std::move(options)), clock_(std::move(clock)), end_(end),
      notes_(notes_of(session)), note_{.serial = options_.serial,
                                       .place = device::place_of(session.target()),
                                       .setting = options_.app} {
    wait_for_others(tell);
    if (options_.keep) return;
    write_note();
    last_words_.emplace(
        Notice(fmt::format("the probe may still be installed on {}", name_of(session)),
               {{Advice::remove_application, {options_.app}}}));
}

void Visit::wait_for_others(const std::function<void(const std::string&)>& tell) {
    try {
        lock_ = notes_.lock(
            note_,
            [&](std::string_view holder) {
                tell(fmt::format("another probe of this device: {}", holder));
            },
            session_.stop());
    } catch (const Error& error) { // a home that cannot be written, as in a container
        if (error.kind() == ErrorKind::interrupted) throw;
        session_.warn(fmt::format("{}: another probe of it is not waited for: {}",
                                  name_of(session_), error.what()));
    }
}

void Visit::write_note() {
    note_.since = utc_text();
    try {
        notes_.write(note_);
    } catch (const Error& error) {
        session_.warn(fmt::format("{}: if this command is killed, nothing tells of the probe that "
                                  "it leaves: {}",
                                  name_of(session_), error.what()));
    }
}

// A lost connection may come back within a moment.
void Visit::remove() {
    for (int attempt = 1;; ++attempt) {
        try {
            if (is_there(session_, options_.app)) {
                control_application(session_, device::Control::remove, options_.app, clock_);
                end_.removed = true;
            }
            return notes_.remove(note_);
        } catch (const Error& error) {
            const bool may_pass =
                error.failure().retryable || error.kind() == ErrorKind::unreachable;
            if (attempt == most_removals || !may_pass) throw;
        }
        clock_.sleep({}, std::chrono::milliseconds(500L << attempt));
    }
}

// Of the kind of what kept it there, as a policy that could not be put back is.
Failure Visit::left(Failure why) const {
    why.code = left_behind;
    why.message = fmt::format("the probe is still installed as {}: {}; the next command to the "
                              "device tells of it again",
                              text::visible(options_.app), why.message);
    why.hint.clear();
    why.advice = {{Advice::remove_application, {options_.app}}};
    return why;
}

Visit::~Visit() {
    if (options_.keep) return;
    const device::Session::Unstoppable unstoppable(session_);
    try {
        remove();
    } catch (const Error& error) {
        end_.left = left(error.failure());
    } catch (const std::exception& error) {
        end_.left = left({.kind = ErrorKind::unexpected, .message = error.what()});
    }
}

namespace {

// Of commands that have ended, about this device for all that is known without a request.
std::vector<device::PolicyNote> left_here(const device::Session& session,
                                          const device::PolicyNotes& notes) {
    std::vector<device::PolicyNote> left = notes.left();
    if (left.empty()) return left;
    const std::string serial = session.cache().serial();
    const std::string place = device::place_of(session.target());
    std::erase_if(left, [&](const device::PolicyNote& note) {
        return note.place != place && (serial.empty() || note.serial != serial);
    });
    return left;
}

} // namespace

void tell_left_probe(device::Session& session) {
    const device::PolicyNotes notes = notes_of(session);
    const std::vector<device::PolicyNote> left = left_here(session, notes);
    if (left.empty()) return;
    try {
        for (const device::PolicyNote& note : left) {
            if (!is_there(session, note.setting)) {
                notes.remove(note);
                continue;
            }
            session.warn(fmt::format("{}: a probe that ended after {} is still installed",
                                     name_of(session), text::visible(note.since)),
                         {{Advice::remove_application, {note.setting}}});
        }
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::untrusted ||
            error.kind() == ErrorKind::authentication)
            throw;
        session.warn_once(fmt::format("{}: a probe may still be installed: one that ended after {} "
                                      "could not be removed",
                                      name_of(session), text::visible(left.front().since)));
    }
}

} // namespace acapctl::probe
