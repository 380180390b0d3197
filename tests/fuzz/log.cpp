// The system log of a device, page after page (a form feed is between two), and the report of the
// probe in it.
#include "device/log/log_merge.hpp"
#include "fuzz/target.hpp"
#include "probe/collector.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using namespace acapctl::device;

namespace {

void check_line(const std::string& text) {
    const LogLine line = parse_log_line(text);
    fuzz::require(line.text == text, "a line is kept as it was sent");
    fuzz::require(text.ends_with(line.message), "the message is the end of the line");
    fuzz::require(line.epoch.has_value() == !line.time.empty(), "a time is told in both forms");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    LogMerge merge;
    probe::Collector collector;
    for (const std::string& body : text::split(fuzz::text_of(data, size), '\f')) {
        parse_http_date(body);
        const LogPage page = parse_log_page(body);
        for (const std::string& line : page.lines) {
            check_line(line);
            collector.add(parse_log_line(line).message);
        }
        merge.advance(page);
        if (!page.last_is_whole) continue;
        const LogMerge::Step again = merge.advance(page);
        fuzz::require(again.lines.empty() && !again.gap, "the same page has nothing new");
    }
    collector.report();
    fuzz::require_printable(collector.progress());
    return 0;
}
