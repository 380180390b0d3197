// `acapctl list`: the applications of devices, once or whenever they change.
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/edges.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"
#include "support/time.hpp"
#include "terminal/table.hpp"

#include <algorithm>
#include <mutex>

namespace acapctl::cli {

namespace {

using Applications = std::vector<device::Application>;
using Listed = Outcomes<Applications>;

struct WatchOptions {
    DeviceOptions devices;
    bool watch = false;
};

Listed run_list(const DeviceOptions& options, Context& context) {
    return on_devices<Applications>(options, context,
                                    [](device::Session& session, Applications& applications) {
                                        applications = device::list_applications(session);
                                    });
}

nlohmann::json list_fields(const Applications& applications) {
    nlohmann::json list = nlohmann::json::array();
    for (const device::Application& app : applications)
        list.push_back({{"name", app.name},
                        {"niceName", or_null(app.nice_name)},
                        {"vendor", or_null(app.vendor)},
                        {"version", or_null(app.version)},
                        {"status", or_null(app.status)},
                        {"license", or_null(app.license)},
                        {"signature", or_null(app.signature)},
                        {"signed", or_null(app.is_signed())},
                        {"bundled", or_null(app.bundled)}});
    return {{"applications", list}};
}

const char* signed_word(const device::Application& app) {
    const auto is_signed = app.is_signed();
    return !is_signed ? "unknown" : *is_signed ? "yes" : "no";
}

Table table_of(const Listed& outcomes) {
    return device_table(
        {"DEVICE", "NAME", "VERSION", "STATUS", "LICENSE", "SIGNED", "TITLE"}, "STATUS", outcomes,
        [](Table& table, const fleet::Outcome<Applications>& outcome) {
            for (const device::Application& app : outcome.value)
                table.add({outcome.device, Table::or_dash(app.name), Table::or_dash(app.version),
                           Table::or_dash(app.status, app.running() ? Style::green : Style::plain),
                           Table::or_dash(app.license), signed_word(app),
                           Table::or_dash(app.nice_name)});
        });
}

void note_empty_ones(const Listed& outcomes, Terminal& terminal) {
    std::vector<std::string> devices;
    for (const auto& outcome : outcomes)
        if (!outcome.failure && outcome.value.empty()) devices.push_back(outcome.device);
    note_together(terminal, devices, "no application is installed");
}

ExitCode print(const Listed& outcomes, Terminal& terminal) {
    if (!terminal.json()) note_empty_ones(outcomes, terminal);
    return print_devices(terminal, "list", outcomes, list_fields, table_of(outcomes));
}

// What is known of the devices that are watched, each by a worker of its own.
class Watch {
  public:
    using One = fleet::Outcome<Applications>;
    using Print = std::function<void(const Listed& all, const One& changed)>;
    explicit Watch(Print print) : print_(std::move(print)) {}

    // Prints what is other than before.
    void tell(One now) {
        const std::lock_guard lock(mutex_);
        const auto before = std::ranges::find(all_, now.device, &One::device);
        if (before != all_.end() && look(*before) == look(now)) return;
        One& changed = before != all_.end() ? *before : all_.emplace_back();
        changed = std::move(now);
        print_(all_, changed);
    }

  private:
    static nlohmann::json look(const One& one) {
        return one.failure ? nlohmann::json(one.failure->message) : list_fields(one.value);
    }

    std::mutex mutex_{};
    Print print_;
    Listed all_{}; // that have been heard of
};

constexpr std::chrono::milliseconds watch_pause{2000};

Watch::One failed(const std::string& device, const Error& error) {
    return {.device = device, .failure = error.on(text::visible(device)).failure()};
}

// Until a stop. A device that goes out of reach, as in a restart, is asked again; what waiting does
// not mend ends the watch of that device.
void watch_one(device::Session& session, Watch& watch, const Context& context) {
    const std::string& name = session.target().name;
    const device::Session::Polling polling(session);
    for (;;) {
        try {
            watch.tell({.device = name, .value = device::list_applications(session)});
        } catch (const Error& error) {
            if (!device::may_pass(error.failure())) throw;
            watch.tell(failed(name, error));
        }
        if (context.terminal.nobody_reads())
            throw Error(
                {.kind = ErrorKind::interrupted, .message = "nobody reads the list any more"});
        context.edges.clock.sleep(session.stop(), watch_pause);
    }
}

void print_change(const Listed& all, const Watch::One& changed, Terminal& terminal) {
    if (terminal.json()) {
        nlohmann::json object =
            device_object(changed.device, list_fields(changed.value), changed.failure);
        object["kind"] = "acapctl.list/v1";
        terminal.print_document_line(object);
    } else if (changed.failure) {
        terminal.error(advised(*changed.failure));
    } else {
        terminal.note(utc_text());
        if (const Table table = table_of(all); !table.empty()) table.print(terminal);
        note_empty_ones(all, terminal);
    }
}

struct Watched {};

ExitCode watch_list(DeviceOptions options, Context& context) {
    options.one_operation = false;
    options.all_at_once = true;
    options.tells_failures = false; // the watch does
    Watch watch([&](const Listed& all, const Watch::One& changed) {
        print_change(all, changed, context.terminal);
    });
    return fleet::exit_code(on_targets<Watched>(
        options, context, [&](Served& served, const device::Target& target, Watched&) {
            try {
                device::Session session = served.open(target);
                context.terminal.doing(target.name, ""); // it is watched, not waited for
                watch_one(session, watch, context);
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::interrupted) watch.tell(failed(target.name, error));
                throw;
            }
        }));
}

ExitCode list_verb(const WatchOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "list", {device::list_request()});
    if (options.watch) return watch_list(options.devices, context);
    return print(run_list(options.devices, context), context.terminal);
}

} // namespace

void add_list(Verbs& verbs) {
    auto options = Verbs::options<WatchOptions>();
    Command verb = verbs.add("list", "List the applications on devices",
                             [options](Context& c) { return list_verb(*options, c); });
    verb.add_flag("-w,--watch", options->watch, "List again whenever it changes, until Ctrl-C");
    add_device_options(verb, options->devices);
    verb.footer("Example: acapctl list -t 192.168.0.90");
}

} // namespace acapctl::cli
