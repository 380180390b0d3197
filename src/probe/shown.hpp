#pragma once
// Values of a report in words. What devices say is in them as they said it. Pure.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace acapctl::probe {

inline constexpr const char* unknown = "unknown"; // of what is null, or of another type

// What is known of the parts, with commas between.
class Parts {
  public:
    void add(const std::string& part) {
        if (!part.empty() && part != unknown) parts_.push_back(part);
    }
    std::string text() const;

  private:
    std::vector<std::string> parts_{};
};

std::string shown(const nlohmann::json& value);
std::string shown_size(const nlohmann::json& bytes);  // "2.0 GB"
std::string shown_error(const nlohmann::json& error); // larod's: "-2, no such thing"

// Of these members of a report.
std::string shown_cpu(const nlohmann::json& cpu);
std::string shown_limits(const nlohmann::json& memory);
std::string shown_space(const nlohmann::json& space);
std::string shown_user(const nlohmann::json& user);
std::string shown_dlpu_users(const nlohmann::json& users);
std::string shown_larod(const nlohmann::json& larod); // its devices, or why there are none
// Why larod told nothing: "larod refused the connection: -5, ..."; empty: it has no error.
std::string shown_larod_trouble(const nlohmann::json& larod);
// By the catalog: "cpu-tflite, perhaps armnn-cpu-tflite".
std::string shown_catalog_larod(const nlohmann::json& devices);
// Of a report with a model and no run of it: "none: there is no larod".
std::string shown_no_runs(const nlohmann::json& report);
std::string shown_model_file(const nlohmann::json& file); // "yolo.tflite, 1.2 MB, SHA-256 0f3a…"
std::string shown_loaded(const nlohmann::json& models);
std::string shown_sessions(const nlohmann::json& count); // connections of programs to larod
std::string shown_library(const nlohmann::json& row);    // "libvdostream.so.1.4.2, VDO_1.5"

// Of an entry of "models": "refused: -2, no such thing"; and all of it: "5.3 ms (min 5.1 ms, ...),
// load 52 s, again 0.8 s", what was tried again, why it did not run.
std::string shown_outcome(const nlohmann::json& run);
std::string shown_run(const nlohmann::json& run);
// "axis-a8-dlpu-tflite", or "axis-a8-dlpu-tflite 1" of a second instance.
std::string shown_device(const nlohmann::json& run);

} // namespace acapctl::probe
