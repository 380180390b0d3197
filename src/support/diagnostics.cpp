#include "support/diagnostics.hpp"

#include <memory>
#include <mutex>

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

namespace acapctl::diagnostics {

namespace {

class CallingSink : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit CallingSink(Listener::Sink receiver) : sink_(std::move(receiver)) {}

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        sink_({message.payload.data(), message.payload.size()});
    }
    void flush_() override {}

  private:
    Listener::Sink sink_;
};

spdlog::level::level_enum spdlog_level(Level level) {
    return level == Level::trace ? spdlog::level::trace : spdlog::level::debug;
}

// Says nothing as long as nobody listens.
spdlog::logger& logger() {
    static spdlog::logger only = [] {
        spdlog::logger made("acapctl");
        made.set_level(spdlog::level::off);
        return made;
    }();
    return only;
}

} // namespace

Listener::Listener(Level most, Sink sink) {
    logger().sinks() = {std::make_shared<CallingSink>(std::move(sink))};
    logger().set_level(spdlog_level(most));
}

Listener::~Listener() {
    logger().set_level(spdlog::level::off);
    logger().sinks().clear();
}

bool wanted(Level level) {
    return logger().should_log(spdlog_level(level));
}

void write(Level level, std::string_view line) {
    logger().log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
}

} // namespace acapctl::diagnostics
