#pragma once
// A small device for tests of what is done to one: applications, a policy, a log. Tests bend single
// answers.

#include "device/deploy/deploy.hpp"
#include "device/deploy/unsigned_permission.hpp"
#include "fake_time.hpp"
#include "fake_transport.hpp"
#include "support/text.hpp"

#include <map>

#include <fmt/format.h>

namespace acapctl::device {

inline const sdk::Policies& built_in_policies() {
    return sdk::Catalog::built_in().policies();
}

struct Camera {
    struct App {
        std::string version;
        std::string status;
        std::string license{};
        std::string vendor{};
        std::string nice_name{};
        std::string bundled{}; // "Yes" or "No"
    };
    std::map<std::string, App> apps{};
    std::map<std::string, std::string> params{}; // "root.hello.Port"; empty: no param.cgi
    bool unsigned_allowed = true;
    std::string log{};
    std::string system_log{}; // without the application's own lines
    FakeDevice fake{};
    std::function<std::optional<Answer>(const Request&)> bend{};
    std::function<void()> on_list{}; // life goes on between two looks
    std::string architecture = "aarch64";
    std::string axis_os = "12.11.72";
    std::string serial = "B8A44F000001";
    std::string known_as = "cam";
    std::string expected_serial{}; // by the inventory
    std::string uploaded_version = "1.0.0";
    std::string uploaded_name = "hello";
    std::vector<Advice> advice{}; // of the last warning
    std::vector<std::string> warnings{};
    std::vector<std::string> steps{};
    std::function<void()> on_step{};
    std::stop_source stop{};
    std::filesystem::path policy_directory{};
    std::filesystem::path cache_directory{};
    bool settles = true; // false: as a dry run
    Clock clock{};       // of its sessions

    Camera() {
        fake.answer = [this](const Request& request) {
            if (bend)
                if (auto answer = bend(request)) return *answer;
            return answer(request);
        };
    }
    static std::string query(const Request& request, const std::string& name) {
        for (const auto& [key, value] : request.query)
            if (key == name) return value;
        return "";
    }
    Answer answer(const Request& request) {
        if (request.path.ends_with("list.cgi")) return list();
        if (request.path.ends_with("config.cgi")) {
            if (query(request, "action") == "set")
                unsigned_allowed = query(request, "value") == "true";
            return ok(fmt::format(
                R"(<reply result="ok"><param name="AllowUnsigned" value="{}"/></reply>)",
                unsigned_allowed));
        }
        if (request.path.ends_with("upload.cgi")) return upload();
        if (request.path.ends_with("license.cgi")) return license(request);
        if (request.path.ends_with("param.cgi") && !params.empty())
            return request.method == "POST" ? update_params(request) : list_params(request);
        if (request.path.ends_with("control.cgi")) return control(request);
        if (request.path.ends_with("basicdeviceinfo.cgi"))
            return ok(fmt::format(
                R"({{"data":{{"propertyList":{{"Architecture":"{}","Soc":"Axis Artpec-8",)"
                R"("ProdNbr":"P3265-V","SerialNumber":"{}","Version":"{}"}}}}}})",
                architecture, serial, axis_os));
        if (request.path.ends_with("systemlog.cgi") && query(request, "appname").empty())
            return ok("\n----- System log -----\n\n\n" + system_log);
        if (request.path.ends_with("systemlog.cgi"))
            return ok("\n----- Contents of SYSTEM_LOG for 'hello' -----\n\n\n" + log);
        return Reply{.status = 404};
    }
    Answer list() {
        if (on_list) on_list();
        std::string xml = "<reply result=\"ok\">";
        for (const auto& [name, app] : apps)
            xml +=
                fmt::format(R"(<application Name="{}" Version="{}" Status="{}" License="{}" )"
                            R"(Vendor="{}" NiceName="{}"{}/>)",
                            name, app.version, app.status, app.license, app.vendor, app.nice_name,
                            app.bundled.empty() ? "" : " Bundled=\"" + app.bundled + "\"");
        Reply reply = ok(xml + "</reply>");
        reply.headers.emplace_back("date", "Thu, 01 Jan 2026 00:00:00 GMT");
        return reply;
    }
    Answer upload() {
        if (!unsigned_allowed) return ok("Error: 2\n");
        apps[uploaded_name] = {uploaded_version, "Stopped"};
        return ok("OK\n");
    }
    Answer license(const Request& request) {
        const auto app = apps.find(query(request, "package"));
        const bool install = query(request, "action") == "uploadlicensekey";
        if (app == apps.end()) return ok("Error: 24\n");
        if (!install && app->second.license != "Valid") return ok("Error: 23\n");
        app->second.license = install ? "Valid" : "Missing";
        return ok("OK\n");
    }
    Answer list_params(const Request& request) const {
        std::string list;
        for (const std::string& group : text::split(query(request, "group"), ','))
            for (const auto& [name, value] : params)
                if (name == group || name.starts_with(group + "."))
                    list += name + "=" + value + "\n";
        return ok(list.empty() ? "# Error: Error -1 getting param in group 'x'\n" : list);
    }
    Answer update_params(const Request& request) {
        std::string errors;
        for (const std::string& field : text::split(request.body, '&')) {
            const auto equals = field.find('=');
            const std::string name = field.substr(0, equals);
            if (params.contains(name))
                params[name] = field.substr(equals + 1);
            else if (name != "action")
                errors += "# Error: Error setting '" + name + "' to 'x'!\n";
        }
        return ok(errors.empty() ? "OK" : errors);
    }
    Answer control(const Request& request) {
        const auto app = apps.find(query(request, "package"));
        const std::string action = query(request, "action");
        if (app == apps.end()) return ok("Error: 4\n");
        const bool running = app->second.status == "Running";
        if (action == "start" && running) return ok("Error: 6\n");
        if (action == "stop" && !running) return ok("Error: 7\n");
        if (action == "remove")
            apps.erase(app);
        else
            app->second.status = action == "stop" ? "Stopped" : "Running";
        return ok("OK\n");
    }
    Session session(int retries = 0) {
        return {{.name = "cam", .host = "cam", .serial = expected_serial, .known_as = known_as},
                std::make_unique<FakeTransport>(fake),
                {.retries = retries,
                 .warn =
                     [this](const Notice& notice) {
                         warnings.push_back(notice.text);
                         advice = notice.advice;
                     },
                 .cache_directory = cache_directory,
                 .policy_directory = policy_directory,
                 .on_meeting = settles ? std::function<bool(Session&)>([](Session& met) {
                     return settle_left_policies(met, built_in_policies);
                 })
                                       : nullptr,
                 .clock = clock},
                stop.get_token()};
    }
    int count(const std::string& part) const {
        int found = 0;
        for (const std::string& request : fake.requests)
            found += request.find(part) != std::string::npos ? 1 : 0;
        return found;
    }
};

// A package without needs; `sha256` empty: it is neither recognised nor remembered.
inline Candidate hello(const std::string& version = "1.0.0", const std::string& sha256 = "") {
    return {.package = {.file = "hello.eap",
                        .app_name = "hello",
                        .version = version,
                        .architecture = "aarch64"},
            .sha256 = sha256};
}

struct Result {
    DeployReport report{};
    std::optional<Failure> failure{};
    std::vector<std::string> log{};

    std::string code() const { return failure ? failure->code : ""; }
    std::string message() const { return failure ? failure->message : ""; }
};

// Calls `work` with all that a deployment takes.
template <typename Work>
Result on(Camera& camera, const Work& work) {
    Result result;
    FakeTime time;
    camera.clock = time.clock();
    DeployObserver observer;
    observer.on_log = [&](const std::vector<std::string>& lines) { result.log = lines; };
    observer.on_step = [&](const std::string& step) {
        camera.steps.push_back(step);
        if (camera.on_step) camera.on_step();
    };
    try {
        Session session = camera.session();
        work(session, observer, result.report, time.clock());
    } catch (const Error& error) {
        result.failure = error.failure();
    }
    camera.clock = {};
    return result;
}

inline Result deploy_to(Camera& camera, const DeployOptions& options,
                        const Candidate& candidate = hello()) {
    return on(camera, [&](Session& session, const DeployObserver& observer, DeployReport& report,
                          const Clock& clock) {
        deploy(session, {candidate}, sdk::Knowledge::built_in(), options, observer, report, clock);
    });
}

inline bool is_upload(const Request& request) {
    return request.path.ends_with("upload.cgi");
}

} // namespace acapctl::device
