#include "device/deploy/unsigned_permission.hpp"

#include "device/session/trust_store.hpp"
#include "device/vapix/facts.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

std::string name_of(const Session& session) {
    return text::visible(session.target().name);
}

// What the requests of the caller would meet too, and a second attempt at a login is one too many.
bool is_for_the_caller(const Error& error) {
    return error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::untrusted ||
           (error.kind() == ErrorKind::authentication && error.failure().code != "forbidden");
}

std::string certificate_of(const Session& session) {
    const auto certificate = session.certificate();
    return certificate ? certificate->fingerprint : "";
}

// A serial number is what the device claims: it does to close what was left on, but another device
// may claim it, so that the note stays.
bool is_surely_about(const PolicyNote& note, const Session& session) {
    return note.place.empty() || note.place == place_of(session.target()) ||
           (!note.certificate.empty() && note.certificate == certificate_of(session));
}

void forget(const PolicyNotes& notes, const PolicyNote& note, const Session& session) {
    if (is_surely_about(note, session)) notes.remove(note);
}

// The lock is held: who wrote the note is no more.
void switch_off(Session& session, const PolicyNotes& notes, const PolicyNote& note) {
    const std::string left =
        fmt::format("{}: AllowUnsigned was left on by a deploy that was killed after {}",
                    name_of(session), text::visible(note.since));
    try {
        const auto value = read_policy(session, allow_unsigned);
        if (!value) return; // no answer of a device that starts; or it has the setting no more
        if (*value) {
            write_policy(session, allow_unsigned, false);
            session.warn(left + ": switched off again");
            if (!is_surely_about(note, session))
                session.warn(fmt::format("{}: only its serial number says that it is the device at "
                                         "{}; that one is looked at again when it is met",
                                         name_of(session), text::visible(note.place)));
        }
        forget(notes, note, session);
    } catch (const Error& error) {
        if (is_for_the_caller(error)) throw;
        session.warn(fmt::format("{}, and cannot be switched off now: {}; the next command tries "
                                 "again",
                                 left, error.what()));
    }
}

bool is_about(const PolicyNote& note, const std::string& serial, const Session& session) {
    return serial.empty() || note.serial.empty() ? note.place == place_of(session.target())
                                                 : note.serial == serial;
}

// Asks the device which of the notes are about it; what its AXIS OS no longer has is forgotten.
std::vector<PolicyNote> about(Session& session, const PolicyNotes& notes,
                              std::vector<PolicyNote> candidates, const PoliciesSource& policies) {
    const Facts facts = read_facts(session);
    session.cache().remember_serial(facts.serial);
    std::erase_if(candidates, [&](const PolicyNote& note) {
        if (!is_about(note, facts.serial, session)) return true;
        if (may_have_policy(allow_unsigned, facts.axis_os, policies())) return false;
        forget(notes, note, session);
        return true;
    });
    return candidates;
}

// Without a request: those of devices that this one is known not to be are left out.
std::vector<PolicyNote> perhaps_about(const Session& session, std::vector<PolicyNote> notes) {
    if (notes.empty()) return notes;
    const std::string known = session.cache().serial();
    std::erase_if(notes, [&](const PolicyNote& note) {
        return !known.empty() && !note.serial.empty() && note.serial != known &&
               note.place != place_of(session.target());
    });
    return notes;
}

// Of the notes that are about this device for all that is known here, not of every one that may be.
void tell_of_doubt(Session& session, const std::vector<PolicyNote>& left) {
    const std::string known = session.cache().serial();
    for (const PolicyNote& note : left)
        if (note.place == place_of(session.target()) || (!known.empty() && note.serial == known))
            session.warn_once(fmt::format(
                "{}: AllowUnsigned may still be on: a deploy that was killed after {} left it so, "
                "and the device cannot be asked now; the next command tries again",
                name_of(session), text::visible(note.since)));
}

} // namespace

PolicyTurn::PolicyTurn(Session& session, const std::string& serial,
                       std::function<void(const std::string&)> tell)
    : session_(session),
      notes_(session.policy_directory()), device_{.serial = serial,
                                                  .place = place_of(session.target())},
      tell_(std::move(tell)) {}

bool PolicyTurn::take() {
    if (lock_) return false;
    lock_ = notes_.lock_if_free(device_);
    const bool free = lock_ != nullptr;
    if (!free) wait();
    if (!lock_) return false;
    for (const PolicyNote& left : notes_.of(device_)) switch_off(session_, notes_, left);
    return !free;
}

std::optional<PolicyNote> PolicyTurn::left() const {
    const std::vector<PolicyNote> all = notes_.of(device_);
    if (all.empty() || notes_.is_held(device_)) return std::nullopt;
    return all.front();
}

void PolicyTurn::wait() {
    try {
        lock_ = notes_.lock(
            device_,
            [this](std::string_view holder) {
                tell_(fmt::format("AllowUnsigned of {}: {}", name_of(session_), holder));
            },
            session_.stop());
    } catch (const Error& error) { // a home that cannot be written, as in a container
        if (error.kind() == ErrorKind::interrupted) throw;
        session_.warn(fmt::format("{}: another deploy to it is not waited for: {}",
                                  name_of(session_), error.what()));
    }
}

void PolicyTurn::write_note() {
    PolicyNote note = device_;
    note.since = utc_text();
    note.certificate = certificate_of(session_);
    try {
        notes_.write(note);
        noted_ = notes_.has(device_);
    } catch (const Error& error) {
        session_.warn(fmt::format("{}: if this command is killed, AllowUnsigned stays on: {}",
                                  name_of(session_), error.what()));
    }
}

void UnsignedPermission::grant() {
    turn_.take();
    // Before the request: even if the answer gets lost, the device may have done it.
    turn_.write_note();
    const std::string until =
        turn_.noted() ? "; the next command to the device switches it off" : "";
    last_words_.emplace(Notice("AllowUnsigned may still be on" + until,
                               {{Advice::forbid_unsigned, {session_.target().name}}}));
    request_policy(session_, allow_unsigned, true); // not read back: the upload shows it
}

void UnsignedPermission::restore() {
    if (!granted()) return;
    const Session::Unstoppable put_back(session_);
    for (int attempt = 0;; ++attempt) {
        if (turn_.is_decided())
            return end("AllowUnsigned: set by another command in the meantime, and left so");
        try {
            write_policy(session_, allow_unsigned, false);
            return end("AllowUnsigned: switched off again");
        } catch (const Error& error) {
            if (attempt < 5 && error.failure().retryable) {
                if (attempt == 0)
                    session_.warn(fmt::format("{}: AllowUnsigned is still on: {}; trying again",
                                              text::visible(session_.target().name), error.what()));
                clock_.sleep({}, std::chrono::milliseconds(500L << attempt));
                continue;
            }
            Failure failure = error.failure();
            failure.code = "policy-left-on";
            failure.message = fmt::format("AllowUnsigned could not be switched off again: {}; {}",
                                          failure.message, last_words_->text());
            failure.hint.clear();
            failure.advice = last_words_->notice().advice;
            last_words_.reset();
            throw Error(failure);
        }
    }
}

void UnsignedPermission::end(const std::string& how) {
    last_words_.reset();
    turn_.remove_note();
    turn_.end();
    if (tell_) tell_(how);
}

UnsignedPermission::~UnsignedPermission() {
    try {
        restore();
    } catch (const Error& error) {
        session_.warn(fmt::format("{}: {}", text::visible(session_.target().name), error.what()),
                      error.failure().advice);
    } catch (const std::exception& error) {
        session_.warn(fmt::format("{}: {}", text::visible(session_.target().name), error.what()));
    }
}

namespace {

// It is nobody's; but others may be asking for a moment whether it is.
std::unique_ptr<FileLock> lock_soon(const PolicyNotes& notes, const PolicyNote& note,
                                    const std::stop_token& stop) {
    constexpr int most_attempts = 50;
    for (int attempt = 1;; ++attempt) {
        auto lock = notes.lock_if_free(note);
        if (lock || attempt == most_attempts) return lock;
        sleep_unless_stopped(stop, 20);
        check(stop);
    }
}

} // namespace

bool settle_left_policies(Session& session, const PoliciesSource& policies) {
    const PolicyNotes notes(session.policy_directory());
    std::vector<PolicyNote> left = perhaps_about(session, notes.left());
    if (left.empty()) return true;
    try {
        left = about(session, notes, left, policies);
    } catch (const Error& error) {
        tell_of_doubt(session, left);
        if (is_for_the_caller(error)) throw;
        return error.kind() != ErrorKind::unreachable;
    }
    for (const PolicyNote& note : left)
        if (const auto lock = lock_soon(notes, note, session.stop());
            lock && notes.has(note)) // another command may have removed it
            switch_off(session, notes, note);
    return true;
}

bool forget_policy_notes(Session& session, const PoliciesSource& policies) {
    const PolicyNotes notes(session.policy_directory());
    std::vector<PolicyNote> all = perhaps_about(session, notes.all());
    if (all.empty()) return false;
    all = about(session, notes, std::move(all), policies);
    for (const PolicyNote& note : all) forget(notes, note, session);
    return !all.empty();
}

} // namespace acapctl::device
