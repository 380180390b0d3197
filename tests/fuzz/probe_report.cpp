// What a probe reports: its lines in the log, and behind a form feed the document itself, which is
// merged with what else is known and put into rows for people.
#include "fuzz/target.hpp"
#include "probe/collector.hpp"
#include "probe/merge.hpp"
#include "probe/report_reader.hpp"
#include "probe/subjects.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace acapctl;
using namespace acapctl::probe;

namespace {

constexpr std::size_t largest_merged = 4U << 20U;

void check_document(const nlohmann::json& foreign) {
    const ReadReport read = read_report(foreign);
    for (const std::string& cut : read.cut) fuzz::require_printable(cut);
    const std::string kept =
        read.report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    fuzz::require(kept.size() <= largest_merged, "what is kept has a bound");
    fuzz::require(read_report(read.report).report == read.report, "what was read is read again");
    for (const char* soc : {"", "Axis Artpec-8"}) {
        const auto merged = merge(read.report, {.facts = {.soc = soc, .axis_os = "12.11.77"}},
                                  sdk::Catalog::built_in());
        for (const auto& each : merged["contradictions"])
            fuzz::require_printable(each["what"].get<std::string>());
        for (const Subject& subject : subjects(merged))
            for (const Row& row : subject.rows)
                fuzz::require(!row.value.empty() || row.label == "warning", "a row has a value");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto end = text.find('\f');
    Collector collector;
    for (const std::string& line : text::lines(text.substr(0, end))) collector.add(line);
    fuzz::require_printable(collector.progress() + collector.missing());
    fuzz::require(collector.missing().empty() || collector.has_gap(), "what is missing is a gap");
    for (const auto& found : {collector.report(), collector.beginning()})
        if (found) check_document(*found);
    collector.forget_runs();
    fuzz::require(!collector.report() && collector.doing().empty(), "what is old is no answer");
    if (end != std::string_view::npos) check_document(parse_foreign(text.substr(end + 1)));
    return 0;
}
