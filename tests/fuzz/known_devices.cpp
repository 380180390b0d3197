// The certificates that were trusted: what is written is read back.
#include "device/http/certificate.hpp"
#include "device/session/trust_store.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::device;

namespace {

bool same(const Pin& left, const Pin& right) {
    return left.place == right.place && left.fingerprint == right.fingerprint &&
           left.since == right.since;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<Pin> pins;
    const std::string_view text = fuzz::text_of(data, size);
    if (!fuzz::accepts([&] { pins = parse_pins(text, "known_devices"); })) return 0;
    for (const Pin& pin : pins) {
        fuzz::require(!pin.place.empty(), "a certificate is a place's");
        fuzz::require_printable(pin.place);
        fuzz::require_printable(pin.since);
        fuzz::require(parse_fingerprint(pin.fingerprint) == pin.fingerprint,
                      "a fingerprint has one form");
        fuzz::require(std::ranges::count(pins, pin.place, &Pin::place) == 1,
                      "a place has one certificate");
    }
    const auto again = parse_pins(pins_text(pins), "known_devices");
    fuzz::require(std::ranges::equal(pins, again, same), "what is written is read back");
    return 0;
}
