#include "probe/probe.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "device/vapix/policy.hpp"
#include "device/vapix/replies.hpp"
#include "probe/failures.hpp"
#include "probe/larod_names.hpp"
#include "probe/packages.hpp"
#include "probe/reading.hpp"
#include "probe/refusals.hpp"
#include "probe/report_reader.hpp"
#include "probe/sharing.hpp"
#include "probe/tensors.hpp"
#include "probe/visit.hpp"
#include "sdk/model_advice.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

std::vector<device::Request> requests(const ProbeOptions& options, const Offer* offer) {
    std::vector<device::Request> result{device::device_info_request(), device::api_list_request(),
                                        device::list_request()};
    if (offer == nullptr) return result;
    const auto policy = [&](const char* value) {
        if (options.allow_unsigned && !offer->is_signed)
            result.push_back(device::config_set_request(device::allow_unsigned, value));
    };
    policy("true");
    result.push_back(device::upload_request(offer->file));
    policy("false");
    result.push_back(device::control_request("start", offer->app_name));
    result.push_back(device::log_request(offer->app_name, false));
    if (!options.keep) result.push_back(device::control_request("remove", offer->app_name));
    return result;
}

// Its architecture is that of the device, else what the user says, else that of its chip.
sdk::DeviceFacts settled(const device::Facts& facts, const ProbeOptions& options,
                         const sdk::Catalog& catalog) {
    sdk::DeviceFacts device =
        sdk::device_facts(facts.architecture, facts.soc, facts.axis_os, catalog);
    if (device.architecture.empty()) device.architecture = options.assumed_architecture;
    if (device.architecture.empty() && device.chip != nullptr)
        device.architecture = device.chip->architecture;
    return device;
}

class Probing {
  public:
    Probing(device::Session& session, const ProbeOptions& options, const sdk::Knowledge& knowledge,
            const device::DeployObserver& observer, ProbeResult& result, const device::Clock& clock)
        : session_(session), options_(options), knowledge_(knowledge), observer_(observer),
          result_(result), clock_(clock) {}

    void ask() {
        told_.facts = device::read_facts(session_);
        ask_unless_refused("apis", "the list of APIs", [&] {
            told_.apis =
                device::parse_api_list(session_.perform(device::api_list_request(), true).body);
        });
        ask_unless_refused("dlpuUsers", "the list of applications",
                           [&] { told_.applications = applications_of_others(); });
        result_.report = merge(json::object(), told_, knowledge_.catalog);
        device_ = settled(told_.facts, options_, knowledge_.catalog);
    }

    // What measure() would do.
    void foresee(ProbePlan& plan) {
        require_offers(options_.offers);
        check_names();
        plan.sharing = sharing();
        plan.no_larod = no_larod();
        try {
            const Chosen chosen = choose(options_.offers, device_, knowledge_.catalog.policies());
            plan.offer = chosen.offer;
            plan.why = chosen.why;
        } catch (const Error& error) {
            if (!can_do_without(error.failure())) throw;
            add_warning(error.failure());
        }
    }

    void measure() {
        try {
            measure_if_taken();
        } catch (const Error&) {
            if (left_) add_warning(*left_);
            throw;
        }
        if (!left_) return;
        add_warning(*left_);
        throw Error(*left_); // not done, and verified
    }

  private:
    void measure_if_taken() {
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

    // Without a probe that an earlier command has left there: this one takes its place.
    std::vector<device::Application> applications_of_others() {
        auto applications = device::list_applications(session_);
        std::erase_if(applications, [&](const device::Application& app) {
            return app.name == own_application ||
                   std::ranges::count(options_.offers, app.name, &Offer::app_name) > 0;
        });
        return applications;
    }

    // AXIS OS before 8 has no list of APIs, and an account may not see all; the rest still stands.
    template <typename F>
    void ask_unless_refused(const char* key, const char* what, const F& question) {
        try {
            question();
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::refused) throw;
            told_.refused[key] = error.what();
            session_.warn(fmt::format("{} is not known: {}", what, error.what()));
        }
    }

    device::Identity identity() const {
        return device::identity_of(session_.target(), told_.facts.serial);
    }

    void check_names() {
        const device::Facts& facts = told_.facts;
        NamesKnown known{.chip = device_.chip, .soc = facts.soc};
        if (const auto last = earlier())
            known.measured = larod_devices(at_path(last->report, "larod"));
        for (const std::string& doubt :
             check_larod_names(options_.model.devices, known, knowledge_.catalog))
            session_.warn(fmt::format("{}: {}", text::visible(session_.target().name), doubt));
    }

    // A model on the processor of others slows them down, and can cost them a compiled model. Who
    // they are, in a sentence; empty: nobody, or the device does not tell.
    std::string sharing() const {
        if (!options_.model.wanted() || !may_take_dlpu(options_.model.devices)) return "";
        if (!told_.applications) return "";
        std::vector<std::string> users;
        for (const device::Application& app : *told_.applications)
            if (app.uses_dlpu == true)
                users.push_back(
                    fmt::format("{} ({})", text::visible(app.name), text::visible(app.status)));
        return users.empty()
                   ? ""
                   : "the deep learning processor is in use by " + text::join(users, ", ");
    }
    void refuse_to_share() {
        const std::string taken = sharing();
        if (taken.empty()) return;
        const std::vector<std::string> lines = {
            fmt::format("{}: {}", text::visible(session_.target().name), taken),
            "The run takes it for a while, and larod may have to load their models anew "
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
        const Reading::Result found = run_on_camera(*chosen.offer);
        if (const std::string why = why_unusable(found.report, !found.lacking); !why.empty())
            throw_unusable(why, *chosen.offer);
        const ReadReport read = read_report(found.report);
        result_.report = merge(read.report, told_, knowledge_.catalog);
        if (found.lacking) explain_lack(found.loss);
        result_.report["chosen"] = {{"package", chosen.offer->described()},
                                    {"why", chosen.why},
                                    {"because", because.empty() ? json() : json(because)}};
        if (options_.model.wanted()) {
            result_.report["modelFile"] = options_.packages->identity();
            explain_runs(result_.report, options_.packages->facts());
            name_tensors(result_.report, options_.packages->facts());
        }
        if (found.lacking) {
            if (options_.model.wanted()) throw Error(*found.lacking);
            add_warning(*found.lacking);
        }
        warn_of_larod();
        if (!found.lacking) remember();
        if (has_run(result_.report["models"]))
            result_.report["notes"] = {model_cache_note(device_.chip, device_.chip_name())};
        else if (options_.model.wanted() && options_.model.devices.empty()) // else it is an error
            add_warning(not_run(result_.report));
        for (const std::string& cut : read.cut)
            add_warning({.kind = ErrorKind::refused,
                         .code = "report-cut",
                         .message = "not all that the device reports is taken: " + cut});
        fail_for_missing();
        fail_for_refusals();
    }

    // How the parts that come last were tried.
    void explain_lack(const std::string& loss) {
        for (const char* part : {"libraries", "larod", "models"})
            if (at_path(result_.report, part).is_null()) result_.report["how"][part] = loss;
    }

    std::optional<Cache::Entry> earlier() const {
        return options_.cache.find(identity(), told_.facts.axis_os);
    }

    // What an earlier probe has found is worth more than a part of it.
    void remember() {
        const auto last = earlier();
        if (last && tells_larod(at_path(last->report, "larod")) &&
            !tells_larod(at_path(result_.report, "larod")))
            return add_warning({.kind = ErrorKind::refused,
                                .code = "not-remembered",
                                .message = fmt::format("larod has told no devices this time, and "
                                                       "what was {} stays remembered",
                                                       measured(*last, clock_.date())->when)});
        options_.cache.remember(identity(), told_.facts.axis_os, result_.report, clock_.date());
    }

    // Why a model would run nowhere; empty: larod is there, or nobody knows.
    std::string no_larod() const {
        if (!options_.model.wanted()) return "";
        const auto last = earlier();
        const auto found = last ? measured(*last, clock_.date()) : std::nullopt;
        if (found && found->larod_devices)
            return found->larod_devices->empty()
                       ? fmt::format("the device has no larod ({})", found->when)
                       : "";
        const sdk::Chip* chip = device_.chip;
        return chip != nullptr && sdk::lacks_larod(*chip, knowledge_.catalog)
                   ? fmt::format("{} has no larod, by the catalog", chip->label)
                   : "";
    }

    // A larod that refuses, or did not answer: what it did not tell is not what it has not.
    void warn_of_larod() {
        const json& larod = at_path(result_.report, "larod");
        const json& error = at_path(larod, "error");
        if (!error.is_object() || at_path(larod, "present") == false) return;
        const json& code = at_path(error, "code");
        add_warning({.kind = ErrorKind::refused,
                     .code = "larod-error",
                     .message = fmt::format("larod on the device: {}{}",
                                            code.is_number() ? code.dump() + ", " : "",
                                            text::visible(string_at(error, "message")))});
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

    void fail_for_refusals() const {
        const auto without = larod_names_without_times(options_.model.devices, result_.report);
        if (without.empty()) return;
        throw Error({.kind = ErrorKind::refused,
                     .code = "model-not-run",
                     .message = "the model did not run on every larod device that was named: " +
                                text::visible(text::join(without, "; ")),
                     .hint = "the report has what that means, as far as it is documented"});
    }

    // Installs the probe, waits for its report and removes it again, also on failure and on a stop.
    Reading::Result run_on_camera(const Offer& offer) {
        Visit::End end;
        try {
            Reading::Result result = install_and_read(offer, end);
            note_end(end);
            return result;
        } catch (const Error& error) {
            note_end(end);
            throw Error(for_probe(told_of_end(error.failure(), end), offer));
        }
    }
    void note_end(const Visit::End& end) {
        if (end.left || end.removed) left_ = end.left; // a second one may have removed the first
    }
    Reading::Result install_and_read(const Offer& offer, Visit::End& end) {
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
            [this](const std::string& text) { tell(text); }, clock_, end);
        Reading reading(session_, offer.app_name, options_.wait, clock_);
        device::DeployReport report;
        device::deploy(session_, {candidate}, knowledge_, deployment, observer_, report, clock_);
        return reading.run([this](const std::string& text) { tell(text); });
    }

    // A model is not done without, nor is a package that was named.
    bool can_do_without(const Failure& failure) const {
        if (options_.model.wanted()) return false;
        return (is_refused_by_policy(failure) || failure.kind == ErrorKind::incompatible) &&
               std::ranges::all_of(options_.offers, &Offer::bundled);
    }
    void add_warning(Failure failure) { result_.warnings.push_back(std::move(failure)); }
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
    std::optional<Failure> left_{}; // the probe, on the device
};

} // namespace

ProbePlan plan(device::Session& session, const ProbeOptions& options,
               const sdk::Knowledge& knowledge, const device::Clock& clock) {
    const device::DeployObserver silent;
    ProbeResult result;
    Probing probing(session, options, knowledge, silent, result, clock);
    probing.ask();
    ProbePlan plan;
    if (!options.without_app) probing.foresee(plan);
    plan.requests = requests(options, plan.offer);
    plan.warnings = std::move(result.warnings);
    return plan;
}

ProbePlan plan_unasked(const ProbeOptions& options, const sdk::Knowledge& knowledge,
                       const device::Facts& known) {
    ProbePlan plan;
    const sdk::DeviceFacts device = settled(known, options, knowledge.catalog);
    if (!options.without_app && !options.offers.empty())
        plan.offer = device.architecture.empty()
                         ? &options.offers.front()
                         : choose(options.offers, device, knowledge.catalog.policies()).offer;
    plan.requests = requests(options, plan.offer);
    return plan;
}

void probe(device::Session& session, const ProbeOptions& options, const sdk::Knowledge& knowledge,
           const device::DeployObserver& observer, ProbeResult& result,
           const device::Clock& clock) {
    Probing probing(session, options, knowledge, observer, result, clock);
    probing.ask();
    if (!options.without_app) probing.measure();
}

} // namespace acapctl::probe
