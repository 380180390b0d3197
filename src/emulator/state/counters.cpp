#include "emulator/state/counters.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::emulator {

namespace {

// Paths are of the client's choice: a scan of the device must not fill the memory.
constexpr std::size_t paths_limit = 1000;
constexpr std::size_t path_limit = 1024; // bytes

} // namespace

Exchange Counters::count(const Request& request, Exchange exchange) {
    {
        const std::lock_guard lock(mutex_);
        ++requests_;
        const bool room = paths_.size() < paths_limit && request.path.size() <= path_limit;
        if (room || paths_.contains(request.path)) ++paths_[request.path];
    }
    if (exchange.refusal) {
        answered(*exchange.refusal);
        return exchange;
    }
    exchange.receive = [this, receive = std::move(exchange.receive)](std::string_view bytes) {
        received(bytes.size());
        receive(bytes);
    };
    exchange.finish = [this, finish = std::move(exchange.finish)] {
        Reply reply = finish();
        answered(reply);
        if (reply.source)
            reply.source = [this, source = std::move(reply.source)] {
                auto piece = source();
                if (piece) sent(piece->size());
                return piece;
            };
        return reply;
    };
    return exchange;
}

void Counters::installed() {
    const std::lock_guard lock(mutex_);
    ++installed_;
}

void Counters::received(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    received_ += bytes;
}

void Counters::sent(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    sent_ += bytes;
}

void Counters::answered(const Reply& reply) {
    const std::lock_guard lock(mutex_);
    if (reply.status == 401) ++challenges_;
    const bool whole = reply.delivery <= Delivery::slow;
    if (whole) sent_ += reply.body.size();
}

void Counters::reset() {
    const std::lock_guard lock(mutex_);
    requests_ = challenges_ = installed_ = received_ = sent_ = 0;
    paths_.clear();
}

nlohmann::ordered_json Counters::to_json() const {
    const std::lock_guard lock(mutex_);
    return {{"requests", requests_},      {"challenges", challenges_}, {"installed", installed_},
            {"bytesReceived", received_}, {"bytesSent", sent_},        {"paths", paths_}};
}

} // namespace acapctl::emulator
