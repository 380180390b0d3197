#include "fleet/discovery/multicast.hpp"

#include "fleet/discovery/avahi.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"
#include "support/workers.hpp"

#include <algorithm>
#include <iterator>

namespace acapctl::fleet {

namespace {

// Avahi comes first: when it has heard our question, it does not ask any more.
constexpr std::chrono::milliseconds head_start{1200}; // it asks at once, and after a second

} // namespace

MdnsAnswers ask_network(const std::vector<std::string>& services, std::chrono::milliseconds wait,
                        const std::stop_token& stop) {
    if (!avahi_can_be_asked()) return ask_services(services, wait, stop);
    const auto first = std::min(head_start, wait / 2);
    MdnsAnswers answers;
    AvahiAnswers avahi;
    for_each_index(2, 2, [&](std::size_t i) {
        if (i == 0) {
            avahi = ask_avahi(services, wait, stop);
        } else {
            sleep_unless_stopped(stop, first.count());
            answers = ask_services(services, wait - first, stop);
        }
    });
    std::ranges::move(avahi.answers, std::back_inserter(answers.answers));
    for (const std::string& trouble : avahi.failed) text::add_once(answers.failed, trouble);
    answers.malformed += avahi.malformed;
    return answers;
}

} // namespace acapctl::fleet
