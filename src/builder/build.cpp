// From a request to packages: what is up to date is left alone, the rest carried out side by side.
#include "builder/build.hpp"

#include "acapctl/error.hpp"
#include "builder/carry_out.hpp"
#include "builder/engines/early_answers.hpp"
#include "builder/plan/asked.hpp"
#include "builder/plan/check_sources.hpp"
#include "builder/plan/dockerfile_choice.hpp"
#include "builder/plan/planner.hpp"
#include "builder/record/record.hpp"
#include "builder/record/up_to_date.hpp"
#include "builder/tree/tree.hpp"
#include "builder/workspace/seal.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"
#include "support/workers.hpp"

#include <algorithm>
#include <set>
#include <thread>

#include <fmt/format.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

using AroundOf = std::function<Surroundings(const Project&)>;

std::vector<Plan> plans_of(const std::vector<Project>& projects, const Request& request,
                           const sdk::Catalog& catalog, const AroundOf& around_of) {
    std::vector<Plan> plans;
    for (const Project& project : projects)
        for (Plan& each : make_plans(project, request, around_of(project), catalog))
            plans.push_back(std::move(each));
    return plans;
}

AroundOf likely(const Request& request, const sdk::Catalog& catalog) {
    return [&](const Project& project) {
        if (auto local = usable_sdk(project, request, catalog))
            return surroundings(*std::move(local));
        return surroundings(likely_engine(asked_engine(project, request)));
    };
}

// The sources of plans, each directory surveyed once.
class Surveys {
  public:
    explicit Surveys(std::stop_token stop) : stop_(std::move(stop)) {}

    const Sources& of(const Plan& plan) {
        const auto key = std::pair(source_directory(plan).string(), plan.dockerfile() != nullptr);
        const auto known = surveys_.find(key);
        if (known != surveys_.end()) return known->second;
        return surveys_[key] = survey(source_directory(plan), own_directory(plan.project),
                                      history_of(plan), hashes(plan));
    }

    HashCache& hashes(const Plan& plan) {
        const fs::path& project = plan.project;
        const auto known = hashes_.find(project);
        if (known != hashes_.end()) return known->second;
        const auto workspace = Workspace::find(project);
        const auto records = workspace ? workspace->read("hashes") : std::nullopt;
        return hashes_.emplace(project, HashCache(records.value_or(""), stop_)).first->second;
    }

    void forget() { surveys_.clear(); }

    void save() const {
        for (const auto& [project, hashes] : hashes_)
            if (const auto records = hashes.changed_records())
                if (const auto workspace = Workspace::find(project))
                    workspace->write("hashes", *records);
    }

  private:
    std::stop_token stop_;
    std::map<std::pair<std::string, bool>, Sources> surveys_{};
    std::map<fs::path, HashCache> hashes_{}; // by project
};

// A label for each line when several packages are built at once; empty for one.
std::vector<std::string> labels_of(const std::vector<Plan>& plans) {
    std::set<std::string> apps;
    for (const Plan& plan : plans) apps.insert(plan.project.string());
    std::vector<std::string> labels;
    for (const Plan& plan : plans)
        labels.push_back(plans.size() == 1  ? ""
                         : apps.size() == 1 ? plan.key
                                            : text::visible(plan.app_name) + " " + plan.key);
    return labels;
}

class Build {
  public:
    Build(const Request& request, const sdk::Catalog& catalog, const Observer& observer,
          const std::stop_token& stop)
        : request_(request), catalog_(catalog), observer_(observer), stop_(stop),
          projects_(with_dockerfiles(find_projects(request.directory, catalog, request.apps),
                                     request, catalog)),
          plans_(plans_of(projects_, request, catalog, likely(request, catalog))) {}

    Report run() {
        say_why();
        warn_of_key();
        check_all_sources();
        ask_early();
        find_up_to_date();
        if (any_stale()) {
            settle_engines();
            make_stale();
        }
        surveys_.save();
        return report();
    }

  private:
    bool any_stale() const { return !std::ranges::all_of(results_, &Result::done); }

    void say_why() {
        std::set<std::string> said;
        for (const Plan& plan : plans_)
            if (!plan.sdk.why.empty() && said.insert(plan.sdk.why).second)
                observer_.note(plan.sdk.why);
    }

    void warn_of_key() {
        if (const auto& trouble = key_trouble())
            observer_.warn({fmt::format("{}; what is built now is not recognised later: {}",
                                        trouble->message, trouble->hint),
                            trouble->advice});
    }

    // What the records and, once for each plan, the engine say is as the last build left it.
    void find_up_to_date() {
        for (std::size_t i = 0; i < plans_.size() && !request_.rebuild; ++i) {
            if (results_[i].done) continue;
            const Plan& plan = plans_[i];
            const auto recorded = read_record(plan);
            if (!recorded) continue;
            const Sources& sources = surveys_.of(plan);
            if (!is_up_to_date(*recorded, plan, sources, surveys_.hashes(plan), stop_, &early_))
                continue;
            for (const Notice& warning : plan.warnings) warn(plan, warning);
            for (const std::string& warning : recorded->warnings) warn(plan, warning);
            observer_.note(up_to_date_note(plan));
            results_[i] = {.built = recorded->built, .done = true};
        }
    }

    // What cannot be built is told before an engine is asked.
    void check_all_sources() {
        labels_ = labels_of(plans_);
        results_.assign(plans_.size(), {});
        for (std::size_t i = 0; i < plans_.size(); ++i)
            attempt(i, [&] { check_sources(plans_[i]); });
    }

    // While the sources are surveyed.
    void ask_early() {
        for (std::size_t i = 0; i < plans_.size(); ++i)
            if (const ContainerBuild* build = plans_[i].in_container();
                build != nullptr && !results_[i].done)
                early_.ask(build->container.program(), build->image, stop_);
    }

    bool has_answered(EngineKind engine) const {
        constexpr std::chrono::milliseconds a_moment(300); // then it is asked how it is
        return std::ranges::any_of(plans_, [&](const Plan& plan) {
            const ContainerBuild* build = plan.in_container();
            return build != nullptr && build->container.engine == engine &&
                   early_.answer(build->container.program(), build->image, a_moment);
        });
    }

    // What fails here is done.
    template <typename Work>
    void attempt(std::size_t i, const Work& work) {
        Result& result = results_[i];
        try {
            work();
        } catch (const Error& error) {
            result.failure = error.failure();
        } catch (const std::exception& error) { // one plan's defect is not the others'
            result.failure = Error(unforeseen(error)).failure();
        }
        if (result.failure) result.done = true;
    }

    // So far the engine was a guess. If another one answers, it may be that one that built last.
    void settle_engines() {
        std::map<fs::path, EngineKind> engines;                    // by directory of the project
        std::map<std::optional<EngineKind>, EngineKind> answering; // by what was asked for
        for (const Project& project : projects_) {
            if (!needs_engine(project, request_) || usable_sdk(project, request_, catalog_))
                continue;
            const auto asked = asked_engine(project, request_);
            if (!answering.contains(asked)) {
                const EngineKind likely = likely_engine(asked);
                answering.emplace(
                    asked, has_answered(likely) ? likely : resolve_engine(asked, observer_, stop_));
            }
            engines.emplace(project.directory, answering.at(asked));
        }
        const auto guessed_right = [&](const Plan& plan) {
            const auto found = engines.find(plan.project);
            return !plan.engine() || found == engines.end() || plan.engine() == found->second;
        };
        if (std::ranges::all_of(plans_, guessed_right)) return;
        plans_ = plans_of(projects_, request_, catalog_, [&](const Project& project) {
            const auto found = engines.find(project.directory);
            return found == engines.end() ? likely(request_, catalog_)(project)
                                          : surroundings(found->second);
        });
        check_all_sources();
        find_up_to_date();
    }

    void make_stale() {
        std::vector<std::size_t> stale;
        for (std::size_t i = 0; i < plans_.size(); ++i)
            if (!results_[i].done) stale.push_back(i);
        for (const std::size_t i : stale) make_workspace(plans_[i]);
        surveys_.forget(); // of before the directories were made
        for (const std::size_t i : stale) surveys_.of(plans_[i]);
        const std::size_t jobs =
            request_.jobs != 0 ? request_.jobs
                               : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
        for_each_index(stale.size(), jobs, [&](std::size_t i) { make(stale[i]); });
        check(stop_);
    }

    void make(std::size_t i) {
        const Plan& plan = plans_[i];
        Result& result = results_[i];
        attempt(i, [&] {
            const Observer observer = observer_for(i);
            for (const Notice& note : plan.notes) observer.note(note);
            for (const Notice& warning : plan.warnings) observer.warn(warning);
            const auto kind = plan.engine();
            const auto engine = kind ? make_engine(*kind, catalog_, &early_) : nullptr;
            // Only reads: the survey was made before the workers began.
            result.built = carry_out(plan, engine.get(), surveys_.of(plan), request_.rebuild,
                                     preparing_, observer, stop_);
        });
        result.done = true;
    }

    Observer observer_for(std::size_t i) {
        const std::string label =
            labels_[i].empty() ? "" : fmt::format("{:{}} | ", labels_[i], widest_label());
        return {.note =
                    [this, label](const Notice& notice) {
                        observer_.note({label + notice.text, notice.advice});
                    },
                .output =
                    [this, label](std::string_view line) {
                        observer_.output(label + std::string(line));
                    },
                .warn = [this, i](const Notice& notice) { warn(plans_[i], notice); }};
    }

    std::size_t widest_label() const {
        std::size_t widest = 0;
        for (const std::string& label : labels_) widest = std::max(widest, label.size());
        return widest;
    }

    // What is wrong for one architecture is mostly so for the other.
    void warn(const Plan& plan, const Notice& notice) {
        std::string said = notice.text;
        if (projects_.size() > 1) said = text::visible(plan.app_name) + ": " + said;
        const std::lock_guard lock(warning_);
        if (warned_.insert(said).second) observer_.warn({said, notice.advice});
    }

    Report report() {
        Report report;
        for (std::size_t i = 0; i < plans_.size(); ++i) {
            const Result& result = results_[i];
            for (Built built : result.built) {
                for (const Notice& warning : plans_[i].warnings)
                    built.warnings.push_back(warning.text);
                report.packages.push_back(std::move(built));
            }
            if (!result.failure) {
                if (request_.compile_only)
                    report.compiled.push_back({.application = plans_[i].app_name,
                                               .architecture = plans_[i].architecture,
                                               .variant = plans_[i].variant});
                continue;
            }
            if (plans_.size() == 1) throw Error(*result.failure);
            report.failures.push_back({.application = plans_[i].app_name,
                                       .architecture = plans_[i].architecture,
                                       .variant = plans_[i].variant,
                                       .failure = *result.failure});
            std::string& message = report.failures.back().failure.message;
            if (message.find(labels_[i]) == std::string::npos)
                message = labels_[i] + ": " + message;
        }
        report.plans = plans_.size();
        return report;
    }

    struct Result {
        std::vector<Built> built{};
        std::optional<Failure> failure{};
        bool done = false;
    };

    const Request& request_;
    const sdk::Catalog& catalog_;
    const Observer& observer_;
    std::stop_token stop_;
    std::vector<Project> projects_;
    std::vector<Plan> plans_;
    std::vector<std::string> labels_{};
    std::vector<Result> results_{}; // as plans_
    Surveys surveys_{stop_};
    EarlyAnswers early_{};
    std::mutex preparing_{};
    std::mutex warning_{};
    std::set<std::string> warned_{};
};

} // namespace

std::vector<Plan> plan(const Request& request, const sdk::Catalog& catalog) {
    const auto projects =
        with_dockerfiles(find_projects(request.directory, catalog, request.apps), request, catalog);
    for (const Project& project : projects) Workspace::check(project.directory);
    std::vector<Plan> plans = plans_of(projects, request, catalog, likely(request, catalog));
    for (const Plan& plan : plans) check_sources(plan);
    return plans;
}

Report build(const Request& request, const sdk::Catalog& catalog, const Observer& observer,
             std::stop_token stop) {
    return Build(request, catalog, observer, stop).run();
}

Failure summary(const Report& report) {
    Failure summary = report.failures.front().failure;
    std::vector<std::string> each;
    for (const Failed& failed : report.failures) {
        if (failed.failure.kind != summary.kind) summary.kind = ErrorKind::build_failed;
        each.push_back(failed.failure.message);
    }
    summary.code = "builds-failed";
    summary.message = fmt::format("{} of {} builds failed: {}", each.size(), report.plans,
                                  text::join(each, "; "));
    return summary;
}

} // namespace acapctl::builder
