#include "device/vapix/vapix_errors.hpp"

#include "device/vapix/advice_names.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view vapix_errors;
}

namespace acapctl::device {

namespace {

// A null object for a CGI or number that the table does not have.
nlohmann::json entry(std::string_view cgi, int number) {
    static const nlohmann::json table = nlohmann::json::parse(data::vapix_errors);
    const auto errors = table.find(std::string(cgi));
    if (errors == table.end()) return nlohmann::json::object();
    return errors->value(std::to_string(number), nlohmann::json::object());
}

} // namespace

Failure vapix_failure(std::string_view cgi, int number, std::string_view doing,
                      std::string_view said) {
    const nlohmann::json known = entry(cgi, number);
    std::string meaning = known.value("meaning", "");
    if (meaning.empty()) meaning = "an error that acapctl does not know";
    std::string message =
        fmt::format("{}: the device answers Error {}: {}", doing, number, meaning);
    if (!said.empty()) message += fmt::format(" ('{}')", text::visible(said.substr(0, 200)));
    return {.kind = ErrorKind::refused,
            .code = known.value("id", "vapix-error"),
            .message = std::move(message),
            .hint = known.value("remedy", "read the system log of the device"),
            .advice = known.empty() ? std::vector<Advice>{{Advice::read_log}} : advised_by(known),
            .retryable = known.value("retryable", false)};
}

} // namespace acapctl::device
