#pragma once
// The steps of deploy() and roll_back(), and what they share. Nobody else includes this.

#include "device/deploy/deploy.hpp"
#include "device/deploy/unsigned_permission.hpp"
#include "device/deploy/upload.hpp"
#include "device/vapix/applications.hpp"

namespace acapctl::device {

// One deployment to one device, step by step.
class Deployment {
  public:
    Deployment(Session& session, const sdk::Knowledge& knowledge, const DeployOptions& options,
               const DeployObserver& observer, DeployReport& report, const Clock& clock)
        : session_(session), knowledge_(knowledge), options_(options), observer_(observer),
          report_(report), clock_(clock) {}

    void survey();
    // What the device has of an application goes into the report.
    void meet(const std::string& app);
    const Candidate& choose(const std::vector<Candidate>& candidates);
    void tell_choice() const;
    Candidate previous(const std::string& app) const;
    // What a package is put on the device for.
    enum class Purpose { deploy, roll_back };

    // Checks and installs.
    void put(const Candidate& candidate, Purpose purpose);
    void start();

  private:
    void read_list();
    Situation situation(const Candidate& candidate, Purpose purpose, PolicyTurn& turn);
    void foresee(const PolicyTurn& turn, Situation& now);
    void recall_vendor(const std::string& app, Situation& now) const;
    bool is_installed_already(const Candidate& candidate);
    bool was_installed_before_the_break(const Candidate& candidate);
    void check_unchanged(const Candidate& candidate) const;
    void announce(const Candidate& candidate, const InstallerLog& log) const;
    void install(const Candidate& candidate, Purpose purpose, PolicyTurn& turn);
    void send(const Candidate& candidate, Purpose purpose, Upload& upload, PolicyTurn& turn);
    Application send_admitted(Upload& upload, UnsignedPermission& permission);
    bool lost_permission(const Upload& upload, const Error& error);
    void remember(const Candidate& candidate, Purpose purpose);
    void doubt_record();
    void trust_record();
    void trust_others();
    void explain_refusal(const Candidate& candidate, const Error& error, InstallerLog& log);
    void hint_at_sdk_version(const Package& package);
    void leave_out_vain_advice(Failure& failure) const;
    [[noreturn]] void fail(const Error& error, const std::string& app);
    std::string present_state(const std::string& app);
    std::string fall_back(const Error& error);
    std::vector<Deployed> history(const std::string& app) const;
    Identity identity() const;
    std::string got_as_another(const std::string& app) const;
    const Application* installed(const std::string& app) const {
        return find_application(installed_, app);
    }
    DeployOutcome::Kind expected(const std::string& app, const std::string& version,
                                 Purpose purpose) const;
    DeployOutcome::Kind planned(const Package& package, Purpose purpose) const;
    void refuse(const Error& error);
    void step(const std::string& text) const {
        if (observer_.on_step) observer_.on_step(text);
    }

    Session& session_;
    const sdk::Knowledge& knowledge_;
    const DeployOptions& options_;
    const DeployObserver& observer_;
    DeployReport& report_;
    const Clock& clock_;
    std::vector<Application> installed_{};
    std::optional<std::int64_t> device_time_{};
    std::string app_{};               // as packages and the history call it
    std::vector<Deployed> doubted_{}; // records of what may be installed, during an upload
    bool was_running_ = false;
    bool needs_permission_ = false; // AllowUnsigned is off, and may be switched on
};

} // namespace acapctl::device
