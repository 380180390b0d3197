#include "probe/probe.hpp"

#include "device/deploy/package_choice.hpp"
#include "device/log/log_follow.hpp"
#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/facts.hpp"
#include "device/vapix/policy.hpp"
#include "device/vapix/replies.hpp"
#include "probe/collector.hpp"
#include "sdk/catalog.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// Removes the probe however the scope ends: it has no business on the device afterwards.
class Visit {
  public:
    Visit(device::Session& session, std::string app) : session_(session), app_(std::move(app)) {}
    ~Visit() {
        const device::Session::Unstoppable unstoppable(session_);
        try {
            if (device::find_application(device::list_applications(session_), app_) != nullptr)
                device::control_application(session_, device::Control::remove, app_);
        } catch (const Error& error) {
            session_.warn(fmt::format("the probe is still installed as {}: {}", app_,
                                      error.failure().message));
        }
    }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

  private:
    device::Session& session_;
    std::string app_;
};

[[noreturn]] void throw_no_report(const Collector& collector, const ProbeOptions& options) {
    throw Error({.kind = ErrorKind::condition,
                 .code = "probe-silent",
                 .message = fmt::format("the probe did not finish its report within {} s: {} "
                                        "arrived",
                                        options.wait.count() / 1000, collector.progress()),
                 .hint = "a slow device needs longer, and its log may say why",
                 .advice = {{Advice::wait_longer}, {Advice::read_log}}});
}

[[noreturn]] void throw_lost_lines(const Collector& collector) {
    throw Error({.kind = ErrorKind::condition,
                 .code = "probe-incomplete",
                 .message = fmt::format("the device's log has cut or lost lines of the report, "
                                        "each time the probe ran: {} arrived",
                                        collector.progress()),
                 .hint = "another application may be flooding the log",
                 .advice = {{Advice::read_log}},
                 .retryable = true});
}

bool names_a_dlpu(const std::string& device) {
    return device.find("-dlpu-") != std::string::npos ||
           device.find("edge-tpu") != std::string::npos ||
           device.find("cvflow") != std::string::npos;
}

// Collects values and remembers who said each.
class Sourced {
  public:
    void set(const char* key, json value, const char* source) {
        if (value.is_null() || (value.is_string() && value.get<std::string>().empty())) return;
        if (values_.contains(key) && !values_[key].is_null()) return; // the first witness wins
        values_[key] = std::move(value);
        sources_[key] = source;
    }
    void expect(const char* key) {
        if (!values_.contains(key)) values_[key] = nullptr;
    }
    json take() {
        values_["source"] = std::move(sources_);
        return std::move(values_);
    }

  private:
    json values_ = json::object();
    json sources_ = json::object();
};

void add_dlpu(Sourced& result, const json& larod, const sdk::Chip* chip) {
    const auto names = larod_devices(larod);
    if (!names.empty()) result.set("dlpu", std::ranges::any_of(names, names_a_dlpu), "on-camera");
    if (chip != nullptr && chip->dlpu) result.set("dlpu", *chip->dlpu, "catalog");
}

} // namespace

std::vector<fs::path> bundled_packages() {
    // Beside the program, both in a build tree (bin/, share/) and where it is installed.
    const fs::path directory = program_directory().parent_path() / "share/acapctl/probe";
    std::vector<fs::path> packages;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(directory, missing))
        if (entry.path().extension() == ".eap") packages.push_back(entry.path());
    return packages;
}

// What runs on the camera may be anything: shapes are checked, not believed.
std::vector<std::string> larod_devices(const json& larod) {
    std::vector<std::string> names;
    if (!larod.is_object() || !larod.contains("devices") || !larod["devices"].is_array())
        return names;
    for (const json& device : larod["devices"])
        if (std::string name = string_at(device, "name"); !name.empty())
            names.push_back(std::move(name));
    return names;
}

std::vector<device::Request> requests(const ProbeOptions& options) {
    std::vector<device::Request> result{device::device_info_request(), device::api_list_request()};
    if (options.packages.empty() || options.without_app) return result;
    const std::string app = read_package(options.packages.front()).app_name;
    if (options.allow_unsigned)
        result.push_back(device::config_set_request(device::allow_unsigned, "true"));
    result.push_back(device::upload_request(options.packages.front()));
    if (options.allow_unsigned)
        result.push_back(device::config_set_request(device::allow_unsigned, "false"));
    result.push_back(device::control_request("start", app));
    result.push_back(device::log_request(app, false));
    result.push_back(device::control_request("remove", app));
    return result;
}

namespace {

// The report of a probe that is installed, read from the application's log.
class Reading {
  public:
    Reading(device::Session& session, const std::string& app, const ProbeOptions& options,
            const device::Clock& clock)
        : session_(session), app_(app), options_(options), clock_(clock), log_(session, app) {
        fetch();
        collector_.forget_runs(); // what is there is the answer to an earlier probe
    }

    // Starts the probe. One whose lines stop coming before they are all there has been cut by the
    // log, or lost some to it; it writes a new report at once, and another one would be as late.
    json run(const device::DeployObserver& observer) {
        const auto deadline = clock_.now() + options_.wait;
        for (int attempt = 1;; ++attempt) {
            start();
            if (observer.on_step) observer.on_step("waiting for the probe's report");
            if (auto report = wait(deadline)) return *report;
            if (clock_.now() >= deadline) throw_no_report(collector_, options_);
            if (attempt == most_attempts) throw_lost_lines(collector_);
            session_.warn(fmt::format("{}: its log has cut or lost lines of the report ({} "
                                      "arrived); the probe is started again",
                                      text::visible(session_.target().name),
                                      collector_.progress()));
            collector_.forget_runs();
        }
    }

  private:
    static constexpr int most_attempts = 3;
    static constexpr int quiet_fetches = 6; // a device writes all lines within a moment
    static constexpr std::chrono::milliseconds pause{500};

    void start() {
        using device::Control;
        // A device may not have noticed yet that the last one has ended.
        if (!device::control_application(session_, Control::start, app_, clock_).changed)
            device::control_application(session_, Control::restart, app_, clock_);
    }
    void fetch() {
        for (const std::string& line : log_.fetch().lines)
            collector_.add(device::parse_log_line(line).message);
    }
    // Nothing: no more lines come, or time is up.
    std::optional<json> wait(device::Clock::Time deadline) {
        std::string before;
        for (int quiet = 0; quiet < quiet_fetches;) {
            fetch();
            if (auto report = collector_.report()) return report;
            if (clock_.now() >= deadline) return std::nullopt;
            const std::string now = collector_.progress();
            quiet = collector_.has_begun() && now == before ? quiet + 1 : 0;
            before = now;
            clock_.sleep(session_.stop(), pause);
        }
        return std::nullopt;
    }

    device::Session& session_;
    const std::string& app_;
    const ProbeOptions& options_;
    const device::Clock& clock_;
    device::LogReader log_;
    Collector collector_{};
};

// Installs the probe, waits for its report and removes it again, also on failure and on a stop.
json run_on_camera(device::Session& session, const Package& package, const device::Facts& facts,
                   const ProbeOptions& options, const sdk::Knowledge& knowledge,
                   const device::DeployObserver& observer, const device::Clock& clock) {
    Reading reading(session, package.app_name, options, clock);
    const device::DeployOptions deployment{.allow_unsigned = options.allow_unsigned,
                                           .permitted = {.downgrade = true}, // it is our own
                                           .facts = facts};
    device::DeployReport report;
    const Visit visit(session, package.app_name);
    device::deploy(session, {device::read_candidate(package.file, knowledge)}, knowledge,
                   deployment, observer, report, clock);
    return reading.run(observer);
}

} // namespace

json merge(const json& on_camera, const device::Facts& facts,
           const std::map<std::string, std::vector<std::string>>& apis,
           const sdk::Catalog& catalog) {
    const sdk::Chip* chip = catalog.chip_of_soc(facts.soc);
    Sourced result;
    result.set("model", facts.model, "vapix");
    result.set("serial", facts.serial, "vapix");
    result.set("axisOs", facts.axis_os, "vapix");
    result.set("soc", facts.soc, "vapix");
    if (chip != nullptr) result.set("chip", chip->name, "catalog");
    result.set("architecture", facts.architecture, "vapix");
    if (!apis.empty()) result.set("apis", apis, "vapix");
    for (const char* key : {"axisOs", "machine", "kernel", "glibc", "cpu", "memory", "larod"})
        if (on_camera.contains(key)) result.set(key, on_camera[key], "on-camera");
    if (chip != nullptr) result.set("architecture", chip->architecture, "catalog");
    add_dlpu(result, on_camera.value("larod", json()), chip);
    for (const char* key : {"model", "serial", "axisOs", "soc", "chip", "architecture", "dlpu",
                            "larod", "apis", "memory"})
        result.expect(key);
    return result.take();
}

namespace {

// That of the device, else what the user says, else that of its chip.
std::string architecture_of(const device::Facts& facts, const ProbeOptions& options,
                            const sdk::Catalog& catalog) {
    if (!facts.architecture.empty()) return facts.architecture;
    const sdk::Chip* chip = catalog.chip_of_soc(facts.soc);
    if (!options.assumed_architecture.empty() || chip == nullptr)
        return options.assumed_architecture;
    return chip->architecture;
}

} // namespace

void probe(device::Session& session, const ProbeOptions& options, const sdk::Knowledge& knowledge,
           const device::DeployObserver& observer, json& report, const device::Clock& clock) {
    const device::Facts facts = device::read_facts(session);
    std::map<std::string, std::vector<std::string>> apis;
    try {
        apis = device::parse_api_list(session.perform(device::api_list_request(), true).body);
    } catch (const Error& error) { // AXIS OS before 8 has no such list; the rest still stands
        if (error.kind() != ErrorKind::refused) throw;
        session.warn("the list of APIs is not known: " + error.failure().message);
    }
    const auto merged = [&](const json& on_camera) {
        return merge(on_camera, facts, apis, knowledge.catalog);
    };
    report = merged(json::object());
    if (options.without_app) return;
    if (options.packages.empty())
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .code = "probe-missing",
                     .message = "this acapctl came without a probe package",
                     .advice = {{Advice::name_probe_package}}});
    std::vector<Package> packages;
    for (const fs::path& path : options.packages) packages.push_back(read_package(path));
    device::Facts assumed = facts;
    assumed.architecture = architecture_of(facts, options, knowledge.catalog);
    const Package& package = device::choose_package(packages, assumed.architecture);
    report = merged(run_on_camera(session, package, assumed, options, knowledge, observer, clock));
}

} // namespace acapctl::probe
