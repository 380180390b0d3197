#pragma once
// What the last build of a project made and from what, one record per plan (architecture and
// variant). A build that fails has none, one that cannot begin keeps that of the last.
// docs/build.md describes the document. A record is sealed: one that this user did not write here
// says nothing of a package, an image or a build.

#include "builder/plan/plan.hpp"
#include "builder/record/built.hpp"
#include "builder/record/inputs.hpp"
#include "builder/record/symbols.hpp"
#include "builder/workspace/workspace.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::builder {

// The file of a plan's record, in build/.acapctl.
std::string record_name(const Plan& plan);

// How the packages came about; `inputs` is empty if they changed while they were built.
struct Making {
    std::optional<Inputs> inputs{};
    Sources sources{};
    std::vector<std::string> warnings{}; // to be repeated when the package is up to date
    std::vector<Symbols> symbols{};
    std::filesystem::path log{};
    std::string git{}; // describe; empty: not known
};

// `built` is what came out of the plan; never empty.
void write_record(const Workspace& workspace, const Plan& plan, const std::vector<Built>& built,
                  const Making& making = {});

// What a record says of its plan. Nothing if it is not ours, damaged or of an older acapctl.
struct Recorded {
    Inputs inputs{};
    std::vector<Built> built{};
    std::vector<std::string> warnings{};
};
std::optional<Recorded> read_record(const Plan& plan);

// The same in functions of text. `file` is where it is kept, which the seal is for.
std::string record_text(nlohmann::json record, const std::filesystem::path& file);
// Discarded if this user did not write it there.
nlohmann::json parse_record(std::string_view text, const std::filesystem::path& file);
std::optional<Recorded> recorded_of(const nlohmann::json& record, const Plan& plan,
                                    const std::filesystem::path& file);

// Whether the package is still the file of that SHA-256, and no link to one.
bool is_as_built(const std::filesystem::path& package, const std::string& sha256,
                 HashCache& hashes);

// The packages of the last build, as far as they are still what was built: files, and no links,
// with the recorded content.
struct LastBuild {
    std::vector<std::filesystem::path> packages{};
    std::vector<std::filesystem::path> replaced{}; // something else has their names now
    bool elsewhere = false;            // there is a record, and this user did not write it here
    std::optional<Failure> unproved{}; // or nobody can tell, and why
};
// Nothing if the project was never built by acapctl.
std::optional<LastBuild> last_build(const std::filesystem::path& project);

// The records of the project that this user wrote here, the newest first, and the packages of one,
// spelled as LastBuild does.
std::vector<nlohmann::json> our_records(const std::filesystem::path& project);
std::vector<std::filesystem::path> packages_in_record(const nlohmann::json& record);

// The image of the last build; nothing if there was none or it used no image.
struct BuildImage {
    std::string name{};
    std::string id{}; // digest of its configuration
};
std::optional<BuildImage> last_image(const std::filesystem::path& project);

} // namespace acapctl::builder
