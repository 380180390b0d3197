#pragma once
// Two devices that have the application "hello", and what may be wrong with one.

#include "catch.hpp"
#include "desk.hpp"
#include "unit/package/samples.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::cli {

using Words = std::vector<std::string>;

// What a device answers to everything.
struct Trouble {
    std::string name;
    device::Answer answer;
    int exit;
    std::string code; // of the error in a document
};

inline const std::string foreign_fingerprint =
    "45:E0:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:45:E0:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:"
    "DD";

inline const std::vector<Trouble>& troubles() {
    static const std::vector<Trouble> all{
        {"refuses the login",
         device::Reply{
             .status = 401,
             .headers = {{"www-authenticate", R"(Digest realm="x", nonce="n", qop="auth")"}},
             .credentials_sent = true},
         4, "wrong-password"},
        {"forbids it", device::Reply{.status = 403, .credentials_sent = true}, 4, "forbidden"},
        {"has no such interface", device::Reply{.status = 404}, 6, "not-found"},
        {"shows another certificate",
         device::Fault{.kind = device::FaultKind::untrusted,
                       .detail = "self-signed",
                       .certificate = {.fingerprint = foreign_fingerprint, .subject = "CN=x"}},
         11, "untrusted"},
        {"is not there", device::Fault{.kind = device::FaultKind::connect, .detail = "refused"}, 5,
         "no-connection"},
    };
    return all;
}

inline const Trouble& trouble(int exit) {
    for (const Trouble& each : troubles())
        if (each.exit == exit) return each;
    throw std::logic_error("no trouble ends with that");
}

class Cameras : public Desk {
  public:
    Cameras() {
        for (const char* host : {"one", "two"}) add(host);
    }
    device::Camera& add(const std::string& host) {
        device::Camera& camera = devices[host];
        camera.serial = "B8A44F00000" + std::to_string(devices.size());
        camera.apps["hello"] = {"1.0.0", "Running", "Valid"};
        camera.uploaded_name = "sample"; // of samples::package()
        camera.uploaded_version = "1.2-3";
        camera.params = {{"root.hello.Port", "80"}, {"root.hello.Password", "hunter2"}};
        return camera;
    }
    device::Camera& one() { return devices["one"]; }
    device::Camera& two() { return devices["two"]; }

    Said on_one(Words words) {
        words.insert(words.end(), {"-t", "http://one"});
        return named_once(acapctl(std::move(words)));
    }
    Said on_both(Words words) {
        words.insert(words.end(), {"-t", "http://one", "-t", "http://two"});
        return named_once(acapctl(std::move(words)));
    }
    // Whatever goes wrong: who prints a message puts the name of its device before it.
    static Said named_once(Said said) {
        for (const char* twice : {"http://one: http://one: ", "http://two: http://two: "})
            CHECK(said.err.find(twice) == std::string::npos);
        return said;
    }
    // An inventory in which these hosts are names of one device.
    void are_one(const std::vector<std::string>& hosts) {
        std::string inventory;
        for (const std::string& host : hosts)
            inventory += "[devices." + host + "]\naddress = 'http://" + host +
                         "'\nserial = 'B8A44F000001'\n";
        write("acapctl/devices.toml", inventory);
    }
    // The devices of the document.
    nlohmann::json json_of_one(Words words) {
        words.emplace_back("--json");
        return on_one(std::move(words)).document()["devices"][0];
    }
    nlohmann::json json_of_both(Words words) {
        words.emplace_back("--json");
        return on_both(std::move(words)).document()["devices"];
    }
    void give(device::Camera& camera, const Trouble& trouble) {
        camera.bend = [answer = trouble.answer](const device::Request&) {
            return std::optional(answer);
        };
    }
    // This answer to requests for `path` alone.
    void bend(device::Camera& camera, const std::string& path, const device::Answer& answer) {
        camera.bend = [path, answer](const device::Request& request) {
            return request.path.ends_with(path) ? std::optional(answer) : std::nullopt;
        };
    }
};

// The application of samples::package(), of version 1.2-4.
inline std::string newer_package() {
    const TempDir dir;
    samples::write_members(dir.path());
    samples::must_run({"sed", "-i", "s/1.2.3/1.2.4/; s/MICROVERSION=.*/MICROVERSION=\"4\"/",
                       "manifest.json", "package.conf"},
                      dir.path());
    return samples::archive(dir.path(), {"sample", "package.conf", "LICENSE", "manifest.json"});
}

// Wrong words, and what is said of them; no device is asked.
struct Wrong {
    Words words;
    std::string message;
    std::string hint;
};

inline void check_usage(Cameras& desk, const std::vector<Wrong>& all) {
    for (const Wrong& wrong : all) {
        const Said said = desk.on_one(wrong.words);
        INFO(wrong.message << " | " << said.err);
        CHECK(said.exit == 2);
        CHECK(said.out.empty());
        CHECK_THAT(said.err, contains(wrong.message));
        CHECK_THAT(said.err, contains(wrong.hint));
        CHECK(desk.one().fake.requests.empty());
    }
}

} // namespace acapctl::cli
