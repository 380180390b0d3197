#pragma once
// Which larod device takes which model, and what makes one slow there, as data: read from
// data/models.json, which says where each row comes from and how sure it is.

#include "model/model.hpp"
#include "sdk/confidence.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::sdk {

enum class LarodKind { cpu, gpu, dlpu };
const char* larod_kind_name(LarodKind kind); // for people: "CPU"

struct OperatorList {
    std::string name{};
    std::vector<std::string> names{}; // of TensorFlow Lite's own: "CONV_2D"
};

struct LarodDevice {
    std::string name{};
    LarodKind kind = LarodKind::cpu;
    std::vector<model::Format> formats{};    // that it takes
    const OperatorList* operators = nullptr; // that it computes itself; nullptr: not known
    bool everywhere = false;                 // where larod is,
    std::vector<std::string> doubtful_on{};  // but on these chips nobody says so
    std::string mend{};                      // how to make what it takes
    Confidence confidence = Confidence::general;
    std::string source{};

    bool takes(model::Format format) const;
};

// That processes images, and runs no models.
bool processes_images(const std::string& larod_device);

// An error number of larod, in words.
struct LarodError {
    int code = 0;
    std::string name{};    // LAROD_ERROR_LOAD_MODEL
    std::string what{};    // a phrase about larod: "it could not load the model"
    std::string remedy{};  // empty: none is known
    bool of_model = false; // the model may be to blame
};

// Where larod keeps what it has compiled of models, for the next load.
struct ModelCache {
    std::vector<std::string> chips{}; // of the catalog
    std::string what{};               // "of 64 MiB and 16 files"
    Confidence confidence = Confidence::general;
    std::string source{};
};

// The worst last, but for warning: the model runs, and may not do what is meant.
enum class ModelEffect { note, warning, slow, unknown, refused };
const char* model_effect_name(ModelEffect effect);

enum class ModelTrait {
    custom,               // operators that are not TensorFlow Lite's own,
    flex,                 // or TensorFlow's
    one_of,               // has one of the rule's operators
    beside,               // has others than those
    floating,             // computes in floating point,
    mixed,                // in parts,
    other,                // or with wider integers
    unlisted,             // operators that the device's list does not have
    per_channel,          // tensors with several scales
    per_channel_computed, // of them, no constants
    batch,                // several inputs at a time
    dimensions,           // more than the rule's bound
    dynamic,              // sizes that are not known before it runs
    one_output            // boxes and scores in one quantised output
};

struct ModelRule {
    std::string id{};
    ModelTrait when = ModelTrait::custom;
    std::vector<std::string> operators{};
    std::size_t above = 0;
    std::vector<std::string> devices{};     // of larod
    ModelEffect effect = ModelEffect::note; // as its confidence allows
    std::string what{};                     // {} stands for what was found
    std::string remedy{};
    Confidence confidence = Confidence::general;
    std::string source{};
};

class ModelRules {
  public:
    static const ModelRules& built_in();
    ModelRules(const ModelRules&) = delete; // devices point into it
    ModelRules& operator=(const ModelRules&) = delete;

    const std::vector<LarodDevice>& devices() const { return devices_; }
    const std::vector<ModelRule>& rules() const { return rules_; }
    const LarodDevice* device(std::string_view name) const;  // nullptr: not in the table
    const LarodError* error(int code) const;                 // the same
    const ModelCache* cache_of(std::string_view chip) const; // nullptr: no source tells of one
    const std::string& errors_source() const { return errors_source_; }

  private:
    explicit ModelRules(std::string_view source);

    std::vector<OperatorList> lists_;
    std::vector<LarodDevice> devices_;
    std::vector<ModelRule> rules_;
    std::vector<ModelCache> caches_;
    std::vector<LarodError> errors_;
    std::string errors_source_;
};

// What a third party alone says refuses nothing, and general knowledge is a note.
ModelEffect as_sure_as(ModelEffect effect, Confidence confidence);

} // namespace acapctl::sdk
