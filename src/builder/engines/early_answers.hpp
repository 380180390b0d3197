#pragma once
// What an engine says of images, asked while something else is done: its answer takes as long as a
// small build has left beside the compiler.

#include "engine/container.hpp"

#include <chrono>
#include <future>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace acapctl::builder {

class EarlyAnswers {
  public:
    // Asks in the background; once for each image.
    void ask(const std::string& program, const std::string& image, const std::stop_token& stop);

    // The answer, which is waited for, but not longer than that. Nothing if it was not asked, if it
    // has no such image, or if it gave none: then ask again, and hear why. Nothing too if it is
    // older than a second: in that time a tag can become another image.
    std::optional<engine::ImageFacts> answer(const std::string& program, const std::string& image,
                                             std::chrono::milliseconds wait) const;

  private:
    struct Answer {
        std::optional<engine::ImageFacts> facts{};
        std::chrono::steady_clock::time_point time{};
    };
    std::map<std::pair<std::string, std::string>, std::shared_future<Answer>> asked_{};
};

} // namespace acapctl::builder
