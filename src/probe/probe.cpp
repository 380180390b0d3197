#include "probe/probe.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/policy.hpp"
#include "device/vapix/replies.hpp"
#include "probe/larod_names.hpp"
#include "probe/packages.hpp"
#include "probe/reading.hpp"
#include "probe/refusals.hpp"
#include "probe/report_reader.hpp"
#include "probe/visit.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// As users have measured it; no page of Axis that was read tells of the cache.
constexpr const char* cache_note =
    "larod keeps compiled models in a cache of its own, 64 MiB and 16 files on ARTPEC-7 and "
    "ARTPEC-8, which no application can clear: this run may have pushed out a model of another "
    "application, whose next load then takes as long as its first";

bool is_refused_by_policy(const Failure& failure) {
    return failure.code == "signature" || failure.code == "signature-required";
}

// Nothing: no other package helps.
std::optional<Setback> setback_of(const Failure& failure) {
    if (failure.code == "probe-not-started") return Setback::not_started;
    if (failure.kind == ErrorKind::incompatible && failure.code == "symbols")
        return Setback::not_started; // by what it links to
    for (const char* code : {"invalid-manifest", "not-compatible", "unspecified"})
        if (failure.kind == ErrorKind::refused && failure.code == code) return Setback::not_taken;
    return std::nullopt;
}

bool has_run(const json& models) {
    return models.is_array() && std::ranges::any_of(models, [](const json& model) {
               return at_path(model, "outcome") == "ran";
           });
}

Failure not_run(const json& report) {
    const bool larod = at_path(report, "larod.present") != json(false);
    return {.kind = ErrorKind::condition,
            .code = "model-not-run",
            .message = larod ? "the model ran on no larod device"
                             : "the model did not run: there "
                               "is no larod",
            .hint = larod ? "the report has what each larod device answered" : ""};
}

class Probing {
  public:
    Probing(device::Session& session, const ProbeOptions& options, const sdk::Knowledge& knowledge,
            const device::DeployObserver& observer, ProbeResult& result, const device::Clock& clock)
        : session_(session), options_(options), knowledge_(knowledge), observer_(observer),
          result_(result), clock_(clock) {}

    void ask() {
        told_.facts = device::read_facts(session_);
        ask_unless_refused("the list of APIs", [&] {
            told_.apis =
                device::parse_api_list(session_.perform(device::api_list_request(), true).body);
        });
        ask_unless_refused("the list of applications",
                           [&] { told_.applications = device::list_applications(session_); });
        result_.report = merge(json::object(), told_, knowledge_.catalog);
        settle_device();
    }

    void measure() {
        require_offers(options_.offers);
        check_names();
        refuse_to_share();
        try {
            measure_once_or_twice();
        } catch (const Error& error) {
            if (!can_do_without(error.failure())) throw;
            add_warning(error.failure());
        }
    }

  private:
    // AXIS OS before 8 has no list of APIs, and an account may not see all; the rest still stands.
    template <typename F>
    void ask_unless_refused(const char* what, const F& question) {
        try {
            question();
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::refused) throw;
            session_.warn(fmt::format("{} is not known: {}", what, error.what()));
        }
    }
    // Its architecture is that of the device, else what the user says, else that of its chip.
    void settle_device() {
        device::Facts& facts = told_.facts;
        device_ =
            sdk::device_facts(facts.architecture, facts.soc, facts.axis_os, knowledge_.catalog);
        if (!device_.architecture.empty()) return;
        device_.architecture = options_.assumed_architecture;
        if (device_.architecture.empty() && device_.chip != nullptr)
            device_.architecture = device_.chip->architecture;
    }

    device::Identity identity() const {
        return device::identity_of(session_.target(), told_.facts.serial);
    }

    void check_names() {
        const device::Facts& facts = told_.facts;
        NamesKnown known{.chip = device_.chip, .soc = facts.soc};
        if (const auto last = options_.cache.find(identity(), facts.axis_os))
            known.measured = larod_devices(at_path(last->report, "larod"));
        for (const std::string& doubt :
             check_larod_names(options_.model.devices, known, knowledge_.catalog))
            session_.warn(fmt::format("{}: {}", text::visible(session_.target().name), doubt));
    }

    // A model on the processor of others slows them down, and can cost them a compiled model.
    void refuse_to_share() {
        if (!options_.model.wanted() || !told_.applications) return;
        std::vector<std::string> users;
        for (const device::Application& app : *told_.applications)
            if (app.uses_dlpu == true && app.name != options_.offers.front().app_name) // left there
                users.push_back(
                    fmt::format("{} ({})", text::visible(app.name), text::visible(app.status)));
        if (users.empty()) return;
        const std::string taken =
            fmt::format("{}: the deep learning processor is in use by {}",
                        text::visible(session_.target().name), text::join(users, ", "));
        const std::vector<std::string> lines = {
            taken, "The run takes it for a while, and larod may have to load their models anew "
                   "afterwards, which can take 90 s."};
        if (options_.may_share && options_.may_share(lines)) return;
        throw Error({.kind = ErrorKind::incompatible,
                     .code = "dlpu-in-use",
                     .message = taken,
                     .hint = "stop them for the time of the run",
                     .advice = {{Advice::share_dlpu}}});
    }

    void measure_once_or_twice() {
        const sdk::Policies& policies = knowledge_.catalog.policies();
        const Chosen first = choose(options_.offers, device_, policies);
        try {
            return measure_with(first, {});
        } catch (const Error& error) {
            const auto setback = setback_of(error.failure());
            const auto second =
                setback ? choose_after(*setback, *first.offer, options_.offers, device_, policies)
                        : std::nullopt;
            if (!second) throw;
            const std::string because =
                fmt::format("{}: {}", first.offer->described(), error.what());
            session_.warn(fmt::format("{}: {}; now {}", text::visible(session_.target().name),
                                      because, second->offer->described()));
            measure_with(*second, because);
        }
    }

    void measure_with(const Chosen& chosen, const std::string& because) {
        tell(fmt::format("probing with {}: {}", chosen.offer->described(), chosen.why));
        const ReadReport read = read_report(run_on_camera(*chosen.offer));
        result_.report = merge(read.report, told_, knowledge_.catalog);
        result_.report["chosen"] = {{"package", chosen.offer->described()},
                                    {"why", chosen.why},
                                    {"because", because.empty() ? json() : json(because)}};
        if (options_.model.wanted()) {
            result_.report["modelFile"] = options_.packages->identity();
            explain_refusals(result_.report, options_.packages->facts());
        }
        if (has_run(result_.report["models"]))
            result_.report["notes"] = {cache_note};
        else if (options_.model.wanted())
            add_warning(not_run(result_.report));
        for (const std::string& cut : read.cut)
            add_warning({.kind = ErrorKind::refused,
                         .code = "report-cut",
                         .message = "not all that the device reports is taken: " + cut});
        options_.cache.remember(identity(), told_.facts.axis_os, result_.report, clock_.date());
        fail_for_missing();
    }

    // Who names a larod device waits for its times.
    void fail_for_missing() const {
        const auto missing = missing_larod_names(options_.model.devices, result_.report);
        if (missing.empty()) return;
        const auto has = larod_devices(at_path(result_.report, "larod"));
        throw Error({.kind = ErrorKind::refused,
                     .code = "larod-device-missing",
                     .message = fmt::format("the device does not have the larod device {}",
                                            text::visible(text::join(missing, ", "))),
                     .hint = has.empty() ? std::string("it has none")
                                         : "it has " + text::some_of(has, 32)});
    }

    // Installs the probe, waits for its report and removes it again, also on failure and on a stop.
    json run_on_camera(const Offer& offer) {
        const fs::path package =
            options_.model.wanted() ? options_.packages->with(offer, session_.stop()) : offer.file;
        device::Facts facts = told_.facts;
        facts.architecture = device_.architecture;
        const device::DeployOptions deployment{.allow_unsigned = options_.allow_unsigned,
                                               .permitted = {.downgrade = true}, // it is our own
                                               .facts = facts};
        const auto candidate = device::read_candidate(package, knowledge_, session_.stop());
        const Visit visit(
            session_, {.app = offer.app_name, .serial = told_.facts.serial, .keep = options_.keep},
            [this](const std::string& text) { tell(text); }, clock_);
        Reading reading(session_, offer.app_name, options_.wait, clock_);
        device::DeployReport report;
        device::deploy(session_, {candidate}, knowledge_, deployment, observer_, report, clock_);
        return reading.run([this](const std::string& text) { tell(text); });
    }

    // A model is not done without; nor a package that was named, unless a policy refuses it.
    bool can_do_without(const Failure& failure) const {
        if (options_.model.wanted()) return false;
        if (is_refused_by_policy(failure)) return true;
        return failure.kind == ErrorKind::incompatible &&
               std::ranges::all_of(options_.offers, &Offer::bundled);
    }
    void add_warning(Failure failure) {
        if (is_refused_by_policy(failure) &&
            std::ranges::find(failure.advice, Advice{Advice::allow_unsigned}) ==
                failure.advice.end())
            failure.advice.push_back({Advice::export_probe});
        result_.warnings.push_back(std::move(failure));
    }
    void tell(const std::string& text) const {
        if (observer_.on_step) observer_.on_step(text);
    }

    device::Session& session_;
    const ProbeOptions& options_;
    const sdk::Knowledge& knowledge_;
    const device::DeployObserver& observer_;
    ProbeResult& result_;
    const device::Clock& clock_;
    Told told_{};
    sdk::DeviceFacts device_{};
};

} // namespace

std::vector<device::Request> requests(const ProbeOptions& options) {
    std::vector<device::Request> result{device::device_info_request(), device::api_list_request(),
                                        device::list_request()};
    if (options.offers.empty() || options.without_app) return result;
    const Offer& offer = options.offers.front();
    const auto policy = [&](const char* value) {
        if (options.allow_unsigned)
            result.push_back(device::config_set_request(device::allow_unsigned, value));
    };
    policy("true");
    result.push_back(device::upload_request(offer.file));
    policy("false");
    result.push_back(device::control_request("start", offer.app_name));
    result.push_back(device::log_request(offer.app_name, false));
    if (!options.keep) result.push_back(device::control_request("remove", offer.app_name));
    return result;
}

void probe(device::Session& session, const ProbeOptions& options, const sdk::Knowledge& knowledge,
           const device::DeployObserver& observer, ProbeResult& result,
           const device::Clock& clock) {
    Probing probing(session, options, knowledge, observer, result, clock);
    probing.ask();
    if (!options.without_app) probing.measure();
}

} // namespace acapctl::probe
