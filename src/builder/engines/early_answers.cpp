#include "builder/engines/early_answers.hpp"

#include "acapctl/error.hpp"

#include <system_error>

namespace acapctl::builder {

using Clock = std::chrono::steady_clock;

void EarlyAnswers::ask(const std::string& program, const std::string& image,
                       const std::stop_token& stop) {
    const auto key = std::pair(program, image);
    if (asked_.contains(key)) return;
    const auto work = [program, image, stop] {
        Answer answer;
        try {
            answer.facts = engine::inspect_image(program, image, stop);
        } catch (const Error&) { // who asks again is told
        }
        answer.time = Clock::now();
        return answer;
    };
    try {
        asked_.emplace(key, std::async(std::launch::async, work).share());
    } catch (const std::system_error&) { // no thread to be had: it is asked later
    }
}

std::optional<engine::ImageFacts> EarlyAnswers::answer(const std::string& program,
                                                       const std::string& image,
                                                       std::chrono::milliseconds wait) const {
    const auto found = asked_.find(std::pair(program, image));
    if (found == asked_.end() || found->second.wait_for(wait) != std::future_status::ready)
        return std::nullopt;
    const Answer& answer = found->second.get();
    if (Clock::now() - answer.time > std::chrono::seconds(1)) return std::nullopt;
    return answer.facts;
}

} // namespace acapctl::builder
