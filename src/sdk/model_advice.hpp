#pragma once
// Where a model would run, without a device: on each larod device of a chip, with the reason. Pure.
// What no rule speaks of is unknown.

#include "sdk/catalog.hpp"
#include "sdk/judgement.hpp"
#include "sdk/model_rules.hpp"

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::sdk {

enum class ModelVerdict { dlpu, slow, unknown, refused }; // the best first
const char* model_verdict_name(ModelVerdict verdict);     // for documents: "dlpu"
const char* model_verdict_words(ModelVerdict verdict);    // for people: "runs on the DLPU"

struct ModelReason {
    std::string rule{}; // of the table; empty: what the device takes
    ModelEffect effect = ModelEffect::note;
    std::string what{};   // a phrase, safe to print
    std::string remedy{}; // empty: none is known
    Confidence confidence = Confidence::official;
    std::string source{}; // empty: none, for what is not known
};

struct DeviceAdvice {
    std::string device{}; // of larod
    ModelVerdict verdict = ModelVerdict::unknown;
    // Why devices with the chip may not have it, safe to print; empty: they do.
    std::string doubt{};
    std::vector<ModelReason> reasons{}; // the worst first; never empty
};

struct ModelAdvice;
// The same for these larod devices alone. `missing` is said of those that it has not.
ModelAdvice only_devices(ModelAdvice advice, const std::vector<std::string>& larod_devices,
                         const ModelReason& missing);

struct ModelAdvice {
    const Chip* chip = nullptr; // nullptr: larod devices were named
    // Of the best device; what is not there for certain counts as unknown.
    ModelVerdict verdict = ModelVerdict::unknown;
    std::vector<DeviceAdvice> devices{};
    std::vector<ModelReason> reasons{}; // of the chip: why it has no devices, or no certain one
};

// Whether a source says that devices with the chip have no larod.
bool lacks_larod(const Chip& chip, const Catalog& catalog);

// A larod device of a chip, by the catalog.
struct KnownLarodDevice {
    std::string name{};
    std::string doubt{}; // why some devices with the chip may not have it; empty: they do
};
// Those that process images too. Empty: the chip has no larod, or nobody says which.
std::vector<KnownLarodDevice> larod_devices_of(const Chip& chip, const Catalog& catalog);

DeviceAdvice advise(const model::ModelFacts& model, const std::string& larod_device);
// On these larod devices, as a device tells them or a person names them; those that process images
// alone are left out.
ModelAdvice advise_named(const model::ModelFacts& model,
                         const std::vector<std::string>& larod_devices);
// Where the chip has some of `named`, as a program or manifest names them, on those alone.
ModelAdvice advise(const model::ModelFacts& model, const Chip& chip, const Catalog& catalog,
                   const std::vector<std::string>& named = {});

// On what a probe has found there, else by its chip.
ModelAdvice advise(const model::ModelFacts& model, const DeviceFacts& device,
                   const Catalog& catalog, const std::vector<std::string>& named = {});
// Why a device that was probed does not run a model: `what` was seen there.
ModelReason measured_refusal(const Measured& measured, const char* what);

// Where there is nothing to judge by.
ModelAdvice no_advice(std::string why);

// What is not there for certain is no better than unknown.
ModelVerdict verdict_with_doubt(const DeviceAdvice& device);
// What of it may be why larod refused the model there, the worst first. Empty: no rule speaks.
std::vector<ModelReason> reasons_to_refuse(const DeviceAdvice& advice);
// What of it is worth a word of a model that ran there: why it may be slow, or not do what is
// meant.
std::vector<ModelReason> reasons_to_doubt(const DeviceAdvice& advice);

// The larod device that decides the verdict; nullptr: it has none.
const DeviceAdvice* best_of(const ModelAdvice& advice);
nlohmann::json json_of(const std::vector<ModelReason>& reasons);
nlohmann::json json_of(const ModelAdvice& advice);

} // namespace acapctl::sdk
