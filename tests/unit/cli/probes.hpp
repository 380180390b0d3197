#pragma once
// Cameras on which the probe is installed, and what it says there.

#include "cameras.hpp"
#include "unit/model/samples.hpp"

#include <zlib.h>

namespace acapctl::cli {

inline std::string crc(const std::string& text) {
    return fmt::format("{:08x}", ::crc32(0, reinterpret_cast<const Bytef*>(text.data()),
                                         static_cast<uInt>(text.size())));
}

inline std::string log_line(const std::string& message) {
    return "2026-01-01T00:00:00.000+00:00 axis-b8a44f000001 [ INFO    ] sample[7]: " + message +
           "\n";
}

// The sample for another architecture, or with options that its program gets.
inline std::string sample_for(const std::string& architecture, const std::string& options = {}) {
    const TempDir dir;
    samples::write_members(dir.path());
    auto manifest = nlohmann::json::parse(samples::manifest);
    auto& setup = manifest["acapPackageConf"]["setup"];
    setup["architecture"] = architecture;
    if (!options.empty()) setup["runOptions"] = options;
    write_file(dir.path() / "manifest.json", manifest.dump());
    return samples::archive(dir.path(), {"sample", "package.conf", "LICENSE", "manifest.json"});
}

// A package "sample" stands for the probe; it reports as soon as it runs.
struct Probes : Cameras {
    std::string eap = write("sample.eap", samples::package()).string();
    std::string report =
        R"({"machine":"aarch64","kernel":"6.12","memory":{"total":1073741824},)"
        R"("larod":{"present":true,"devices":[{"name":"a9-dlpu-tflite"},{"name":"cpu-tflite"}]}})";

    Probes() {
        for (const char* host : {"one", "two"}) {
            device::Camera& camera = devices[host];
            camera.on_list = [this, &camera] {
                if (camera.log.empty() && camera.apps.contains("sample") &&
                    camera.apps["sample"].status == "Running")
                    camera.log = lines_of(whole(report));
            };
        }
    }
    static std::string lines_of(const std::string& whole) {
        return log_line("acapctl-probe/1 r 1/1 " + crc(whole) + " " + whole) +
               log_line("acapctl-probe/1 r end 1 " + crc(whole));
    }
    // With what every report has, and does not matter to a test.
    static std::string whole(const std::string& part) {
        auto report = nlohmann::json::parse(part);
        if (!report.contains("format")) report["format"] = 2;
        for (const char* key : {"probe", "machine", "memory", "libraries", "larod"})
            if (!report.contains(key)) report[key] = nullptr;
        return report.dump();
    }
    Words words(Words more = {}) const {
        more.insert(more.begin(), {"probe", "--package", eap});
        return more;
    }
};

// A camera on which another application has the DLPU, and a model.
struct Models : Probes {
    std::string model = write("yolo.tflite", samples::model("uint8")).string();
    Models() {
        report = R"({"models":[{"device":"cpu-tflite","outcome":"ran","inference":{"median":5}}]})";
        one().bend = [this](const device::Request& request) -> std::optional<device::Answer> {
            if (!request.path.ends_with("list.cgi") || one().apps.contains("sample"))
                return std::nullopt;
            return device::ok(
                R"(<reply result="ok"><application Name="faces" Status="Running"><Resources>)"
                R"(<Resource name="DeepLearningProcessor" used="Yes"/></Resources></application>)"
                "</reply>");
        };
    }
    Words with_model(Words more = {}) const {
        Words all = words({"--model", model});
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
};

// A report of two parts, of which each run writes the first, and then does what `after` says.
struct Halves : Probes {
    std::string first = R"({"format":2,"kernel":"6.12","how":{"kernel":"uname"},"more":true})";
    int starts = 0;
    explicit Halves(const std::function<void(Halves&, const std::string& run)>& after) {
        one().on_list = [this, after] {
            if (!one().apps.contains("sample") || one().apps["sample"].status != "Running") return;
            if (!one().log.empty() && starts > 0) return after(*this, "");
            const std::string run = fmt::format("r{}", ++starts);
            write_part(run, first);
            after(*this, run);
        };
    }
    void write_part(const std::string& run, const std::string& text) {
        one().log += log_line("acapctl-probe/1 " + run + ".1 1/1 " + crc(text) + " " + text) +
                     log_line("acapctl-probe/1 " + run + ".1 end 1 " + crc(text));
    }
};

} // namespace acapctl::cli
