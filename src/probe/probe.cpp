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

void collect(Collector& collector, const device::LogPage& page) {
    for (const std::string& line : page.lines) collector.add(device::parse_log_line(line).message);
}

[[noreturn]] void throw_no_report(const Collector& collector, const ProbeOptions& options) {
    throw Error({.kind = ErrorKind::condition,
                 .code = "probe-silent",
                 .message = fmt::format("the probe did not finish its report within {} s: {} "
                                        "arrived",
                                        options.wait.count() / 1000, collector.progress()),
                 .hint = "a slow device needs longer, and its log may say why",
                 .advice = {{Advice::wait_longer}, {Advice::read_log}}});
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
    if (options.packages.empty()) return result;
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

// Installs the probe, waits for its report and removes it again, also on failure and on a stop.
json run_on_camera(device::Session& session, const Package& package, const device::Facts& facts,
                   const ProbeOptions& options, const sdk::Knowledge& knowledge,
                   const device::DeployObserver& observer, const device::Clock& clock) {
    device::LogReader log(session, package.app_name);
    Collector collector;
    collect(collector, log.fetch());
    collector.forget_complete_runs();

    const device::DeployOptions deployment{.allow_unsigned = options.allow_unsigned,
                                           .permitted = {.downgrade = true}, // it is our own
                                           .facts = facts};
    device::DeployReport report;
    const Visit visit(session, package.app_name);
    device::deploy(session, {device::read_candidate(package.file, knowledge)}, knowledge,
                   deployment, observer, report, clock);
    device::control_application(session, device::Control::start, package.app_name, clock);
    if (observer.on_step) observer.on_step("waiting for the probe's report");
    const auto deadline = clock.now() + options.wait;
    while (true) {
        collect(collector, log.fetch());
        if (const auto answer = collector.report()) return *answer;
        if (clock.now() >= deadline) throw_no_report(collector, options);
        clock.sleep(session.stop(), std::chrono::milliseconds(500));
    }
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

json probe(device::Session& session, const ProbeOptions& options, const sdk::Knowledge& knowledge,
           const device::DeployObserver& observer, const device::Clock& clock) {
    if (options.packages.empty())
        throw Error({.kind = ErrorKind::engine_unavailable,
                     .code = "probe-missing",
                     .message = "this acapctl came without a probe package",
                     .advice = {{Advice::name_probe_package}}});
    const device::Facts facts = device::read_facts(session);
    std::vector<Package> packages;
    for (const fs::path& path : options.packages) packages.push_back(read_package(path));
    const Package& package = device::choose_package(packages, facts.architecture);
    std::map<std::string, std::vector<std::string>> apis;
    try {
        apis = device::parse_api_list(session.perform(device::api_list_request(), true).body);
    } catch (const Error& error) { // AXIS OS before 8 has no such list; the rest still stands
        session.warn("the list of APIs is not known: " + error.failure().message);
    }
    return merge(run_on_camera(session, package, facts, options, knowledge, observer, clock), facts,
                 apis, knowledge.catalog);
}

} // namespace acapctl::probe
