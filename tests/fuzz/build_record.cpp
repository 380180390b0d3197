// A build record as a clone brings it, which is never believed, and the same under this user's
// seal, which may come from another acapctl.
#include "builder/record/record.hpp"
#include "fuzz/target.hpp"
#include "support/json.hpp"

#include <cstdlib>

using namespace acapctl;
using namespace acapctl::builder;

namespace {

const std::filesystem::path here = "/project/build/.acapctl/aarch64.json";

void check_built(const nlohmann::json& record) {
    Plan plan;
    plan.app_name = "seed";
    plan.output = "build";
    const auto recorded = recorded_of(record, plan, here);
    if (!recorded) return;
    for (const Built& each : recorded->built) {
        const auto& path = each.package.path;
        fuzz::require(path.parent_path() == plan.output && path.has_filename() &&
                          path.filename() != "." && path.filename() != "..",
                      "a package is in the plan's directory");
        fuzz::require(each.application == plan.app_name, "a package is of the plan's application");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int once =
        ::setenv("ACAPCTL_BUILD_KEY", "a key of the test's own, not guessed", 1);
    fuzz::require(once == 0, "the key is set");
    const std::string_view text = fuzz::text_of(data, size);
    fuzz::require(parse_record(text, here).is_discarded(), "what others wrote is not believed");
    auto record = parse_foreign(text);
    if (!record.is_object()) return 0;
    record.erase("seal");
    const std::string written = record_text(record, here);
    const auto again = parse_record(written, here);
    fuzz::require(again.is_object() && record_text(again, here) == written,
                  "what is written is read back");
    fuzz::require(parse_record(written, "/clone/build/.acapctl/aarch64.json").is_discarded(),
                  "a record is not believed elsewhere");
    check_built(again);
    return 0;
}
