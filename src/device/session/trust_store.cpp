#include "device/session/trust_store.hpp"

#include "acapctl/error.hpp"
#include "device/http/certificate.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    for (std::string& word : text::split(line, ' '))
        if (!word.empty()) words.push_back(std::move(word));
    return words;
}

} // namespace

std::vector<Pin> parse_pins(std::string_view text, const std::string& file) {
    std::vector<Pin> pins;
    std::set<std::string> places;
    std::size_t number = 0;
    for (const std::string& line : text::lines(text)) {
        ++number;
        const auto words = words_of(line);
        if (words.empty() || words[0].starts_with('#')) continue;
        const auto fingerprint =
            words.size() > 1 ? parse_fingerprint(words[1]) : std::optional<std::string>();
        const bool repeated = !places.insert(words[0]).second;
        const bool plain = text::visible(line) == line;
        if (!fingerprint || words.size() > 3 || repeated || !plain)
            throw_invalid(fmt::format("{}:{}: {}", text::visible(file), number,
                                      repeated ? "a second certificate for the same device"
                                               : "not 'host:port SHA256:fingerprint date'"),
                          "mend or remove that line");
        pins.push_back({words[0], *fingerprint, words.size() > 2 ? words[2] : ""});
    }
    return pins;
}

std::string pins_text(const std::vector<Pin>& pins) {
    std::string text = "# Device certificates trusted by this user; see 'acapctl device trust'\n";
    for (const Pin& pin : pins)
        text += fmt::format("{} SHA256:{} {}\n", pin.place, pin.fingerprint, pin.since);
    return text;
}

namespace {

const Pin* pin_of(const std::vector<Pin>& pins, const Target& target) {
    const auto found = std::ranges::find(pins, place_of(target), &Pin::place);
    return found == pins.end() ? nullptr : &*found;
}

} // namespace

std::vector<Pin> TrustStore::all() const {
    const auto text = read_private_file(file_, Privacy::ours);
    return text ? parse_pins(*text, file_.string()) : std::vector<Pin>();
}

std::optional<std::string> TrustStore::find(const Target& target) const {
    const std::vector<Pin> pins = all();
    const Pin* known = pin_of(pins, target);
    return known == nullptr ? std::nullopt : std::optional(known->fingerprint);
}

void TrustStore::trust(const Target& target, const std::string& fingerprint) const {
    make_private_directory(file_.parent_path());
    const FileLock lock(file_);
    std::vector<Pin> pins = all();
    std::erase_if(pins, [&](const Pin& pin) { return pin.place == place_of(target); });
    pins.push_back({place_of(target), fingerprint, utc_text()});
    write_file(file_, pins_text(pins), 0600, Durability::flushed);
}

std::string TrustStore::trust_first(const Target& target, const std::string& fingerprint) const {
    make_private_directory(file_.parent_path());
    const FileLock lock(file_);
    std::vector<Pin> pins = all();
    if (const Pin* known = pin_of(pins, target)) return known->fingerprint;
    pins.push_back({place_of(target), fingerprint, utc_text()});
    write_file(file_, pins_text(pins), 0600, Durability::flushed);
    return fingerprint;
}

bool TrustStore::remove(const Target& target) const {
    if (!std::filesystem::exists(file_)) return false;
    const FileLock lock(file_);
    std::vector<Pin> pins = all();
    const bool found =
        std::erase_if(pins, [&](const Pin& pin) { return pin.place == place_of(target); }) > 0;
    if (found) write_file(file_, pins_text(pins), 0600, Durability::flushed);
    return found;
}

} // namespace acapctl::device
