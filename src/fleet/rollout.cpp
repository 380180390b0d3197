#include "fleet/rollout.hpp"

#include "fleet/fleet.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"
#include "support/workers.hpp"

#include <mutex>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

class Run {
  public:
    Run(const std::vector<std::string>& names, const std::vector<Batch>& batches,
        const RolloutRules& rules, const std::stop_token& stop)
        : names_(names), batches_(batches), rules_(rules), stop_(stop), touched_(names.size()) {
        result_.failures.resize(names.size());
    }

    RolloutResult go(const std::vector<bool>& done, std::size_t jobs,
                     const std::function<void(std::size_t)>& work,
                     const RolloutObserver& observer) {
        touched_.assign(done.begin(), done.end());
        bool first = true;
        for (std::size_t i = 0; i < batches_.size() && !is_over(); ++i) {
            const std::vector<std::size_t> open = left_of(batches_[i]);
            if (open.empty()) continue;
            if (!first) pause(observer);
            if (is_over()) break;
            first = false;
            result_.last_batch = i;
            if (observer.on_batch) observer.on_batch(i, batches_[i]);
            for_each_index(open.size(), jobs,
                           [&](std::size_t k) { serve(open[k], batches_[i].canary, work); });
        }
        explain_stop();
        explain_untouched();
        return std::move(result_);
    }

  private:
    std::vector<std::size_t> left_of(const Batch& batch) const {
        std::vector<std::size_t> left;
        for (const std::size_t device : batch.devices)
            if (!touched_[device]) left.push_back(device);
        return left;
    }

    void serve(std::size_t device, bool canary, const std::function<void(std::size_t)>& work) {
        {
            const std::lock_guard lock(mutex_);
            if (is_over()) return;
            touched_[device] = true;
        }
        auto failure = failure_of(names_[device], [&] { work(device); });
        const std::lock_guard lock(mutex_);
        result_.failures[device] = std::move(failure);
        if (result_.failures[device]) judge(device, canary);
    }

    // An interruption is no failure of the device, nor is its other name.
    void judge(std::size_t device, bool canary) {
        const Failure& failure = *result_.failures[device];
        if (failure.kind == ErrorKind::interrupted || failure.code == SameDevices::code) return;
        ++failed_;
        if (canary && !failed_canary_) failed_canary_ = device;
    }

    // When what was under way has come to its end too.
    void explain_stop() {
        if (failed_canary_)
            result_.stopped =
                fmt::format("the canary {} failed", text::visible(names_[*failed_canary_]));
        else if (too_many_failed())
            result_.stopped =
                fmt::format("{} of {} devices failed, and {} {} allows {}", failed_, names_.size(),
                            rules_.max_fail_name, rules_.max_fail.text(), allowed());
    }

    // How many may fail. Percent are not rounded up, as they are where devices are chosen.
    std::string allowed() const {
        std::size_t most = 0;
        while (!rules_.max_fail.exceeded_by(most + 1, names_.size())) ++most;
        return most == 0 ? "none" : fmt::format("only {}", most);
    }

    void pause(const RolloutObserver& observer) const {
        if (rules_.pause.count() == 0) return;
        if (observer.on_pause) observer.on_pause(rules_.pause);
        sleep_unless_stopped(stop_, rules_.pause.count());
    }

    bool too_many_failed() const { return rules_.max_fail.exceeded_by(failed_, names_.size()); }
    bool is_over() const { return failed_canary_ || too_many_failed() || stop_.stop_requested(); }

    void explain_untouched() {
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (touched_[i]) continue;
            Failure failure{.kind = ErrorKind::mixed,
                            .code = "rollout-stopped",
                            .message = "not touched: " + result_.stopped};
            if (result_.stopped.empty())
                failure = {.kind = ErrorKind::interrupted,
                           .code = failure.code,
                           .message = "not touched: interrupted"};
            failure.device = text::visible(names_[i]);
            result_.failures[i] = std::move(failure);
        }
    }

    const std::vector<std::string>& names_;
    const std::vector<Batch>& batches_;
    const RolloutRules& rules_;
    const std::stop_token& stop_;
    std::vector<char> touched_; // by workers: no bits that share a byte
    std::size_t failed_ = 0;
    std::optional<std::size_t> failed_canary_{};
    RolloutResult result_{};
    std::mutex mutex_{};
};

} // namespace

RolloutResult roll_out(const std::vector<std::string>& names, const std::vector<Batch>& batches,
                       const std::vector<bool>& done, const RolloutRules& rules, std::size_t jobs,
                       const std::function<void(std::size_t device)>& work,
                       const std::stop_token& stop, const RolloutObserver& observer) {
    return Run(names, batches, rules, stop).go(done, jobs, work, observer);
}

} // namespace acapctl::fleet
