#include "emulator/faults/faulty_exchange.hpp"

#include "emulator/state/device.hpp"
#include "emulator/state/install_rules.hpp"
#include "support/text.hpp"

namespace acapctl::emulator {

namespace {

using namespace std::string_view_literals;

// Of a body without end, a fault shows this much.
constexpr std::size_t spoiled_limit = 1U << 20U;

// Neither XML nor JSON nor text: a NUL, malformed UTF-8, and escape sequences that would change a
// terminal's title and colour.
constexpr auto nonsense =
    "{\"<\0\xff\xfe\x80 \x1b]0;garbage\a\x1b[31mgarbage\r\n<reply <<\x01\x7f\n"sv;

Reply dropped(Delivery delivery) {
    return {.delivery = delivery};
}

std::uint64_t half_of_body(const Request& request) {
    const std::string* length = request.header("Content-Length");
    const auto bytes = length == nullptr ? std::nullopt : text::parse_unsigned(*length);
    return std::max<std::uint64_t>(bytes.value_or(0) / 2, 1);
}

// What answers in place of the CGI, which is not asked at all.
std::optional<Reply> instead(Device& device, const std::string& path) {
    Faults& faults = device.faults();
    if (faults.take(Fault::reset_after, path)) return dropped(Delivery::reset);
    if (faults.take(Fault::reboot_mid_install, path))
        return Reply{.delivery = Delivery::reset, .sent = device.reboot(device.usual_reboot())};
    if (faults.take(Fault::busy, path))
        return error_code(static_cast<int>(Code::upload_in_progress));
    if (faults.take(Fault::disk_full, path)) {
        device.log().system("acapctl", "code 3: Not enough space left on device", 3);
        return error_code(static_cast<int>(Code::too_large));
    }
    if (const auto code = faults.take(Fault::error, path))
        return error_code(static_cast<int>(*code));
    return std::nullopt;
}

// What becomes of the CGI's answer.
Reply spoiled(Device& device, const std::string& path, Reply reply) {
    if (reply.status == 401) return reply; // some CGIs ask for the login themselves
    Faults& faults = device.faults();
    if (faults.take(Fault::reboot_after_install, path))
        return {.delivery = Delivery::reset, .sent = device.reboot(device.usual_reboot())};
    if (const auto code = faults.take(Fault::error_after, path))
        return error_code(static_cast<int>(*code));
    if (faults.take(Fault::answer_lost, path)) reply.delivery = Delivery::none;
    const bool garbage = faults.take(Fault::garbage, path).has_value();
    if (const auto delay = faults.take(Fault::late, path))
        reply.delay = std::chrono::milliseconds(*delay);
    if (faults.take(Fault::hang_up, path)) reply.delivery = Delivery::last;
    if (faults.take(Fault::cut, path)) reply.delivery = Delivery::cut;
    if (faults.take(Fault::slow, path)) reply.delivery = Delivery::slow;
    if (garbage || reply.delivery != Delivery::whole)
        reply = without_source(std::move(reply), spoiled_limit);
    if (garbage) reply.body = nonsense;
    return reply;
}

} // namespace

Exchange with_faults(Device& device, const Request& request,
                     const std::function<Exchange()>& serve) {
    Faults& faults = device.faults();
    const std::string& path = request.path;
    if (faults.take(Fault::stall, path)) return {.refusal = dropped(Delivery::stall)};
    if (faults.take(Fault::reset_before, path)) return {.refusal = dropped(Delivery::reset)};
    if (faults.take(Fault::unavailable, path))
        return {.refusal = error_page(503, "The device cannot handle the request now.")};
    Exchange exchange = serve();
    if (exchange.refusal) return exchange;
    if (faults.take(Fault::reset_mid, path)) exchange.reset_at = half_of_body(request);
    exchange.finish = [&device, path, finish = std::move(exchange.finish)] {
        if (auto reply = instead(device, path)) return *reply;
        return spoiled(device, path, finish());
    };
    return exchange;
}

std::optional<Reply> refuse_login(Device& device, const Request& request, Role role, bool json) {
    Access& access = device.access();
    if (auto refused = access.refuse(request, role, json)) return refused;
    if (device.faults().take(Fault::wrong_password, request.path))
        return access.challenge(request.tls, false, json);
    // Basic has no nonce.
    if (device.profile().login(request.tls) == Login::digest &&
        device.faults().take(Fault::stale_nonce, request.path))
        return access.challenge(request.tls, true, json);
    return std::nullopt;
}

} // namespace acapctl::emulator
