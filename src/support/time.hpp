#pragma once
// Times as texts and read from them: in UTC and in English, however this machine is set.

#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl {

// RFC 3339 to the second: "2026-11-21T05:12:22Z".
std::string utc_text(std::time_t time = std::time(nullptr));
// The same to the millisecond; `milliseconds` since 1970. "2026-11-21T05:12:22.257Z".
std::string utc_milliseconds_text(std::int64_t milliseconds, std::string_view zone = "Z");
std::string utc_date_text(std::time_t time = std::time(nullptr)); // "2026-11-21"
std::string
utc_name_text(std::time_t time = std::time(nullptr)); // for names of files: "20261121T051222Z"
std::string http_date_text(std::time_t time);         // "Sat, 21 Nov 2026 05:12:22 GMT"

// How long ago, for people: "less than a minute ago", "5 min ago", "3 h ago", "4 days ago".
std::string ago_text(std::chrono::minutes age);

// Milliseconds since 1970 of a time of day with its date and zone, as RFC 3339 writes it or without
// the colon of the zone: "2026-11-21T05:12:22.257+01:00". Nothing if it is no time.
std::optional<std::int64_t> parse_utc_text(std::string_view text);
// The same of an HTTP date (RFC 9110, the form that is to be written).
std::optional<std::int64_t> parse_http_date(std::string_view text);
// "17:52:26" with an optional fraction: milliseconds of the day.
std::optional<std::int64_t> parse_time_of_day(std::string_view text);

} // namespace acapctl
