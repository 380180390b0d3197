#pragma once
// The frame of every page that acapctl writes for a browser: self-contained, without a script, and
// nothing is fetched. Light and dark as its reader's system is, narrow as on a phone, or on paper.

#include <string>
#include <string_view>

namespace acapctl::cli {

// What devices and people wrote, as text and nothing else.
std::string escaped(std::string_view raw);

// `title` is plain text, and the heading; `body` is HTML below it. `style` has rules beside those
// of the frame, whose colours are --ground, --text, --quiet, --line, and behind words --good,
// --warn, --bad, --odd.
std::string html_page(std::string_view title, std::string_view style, std::string_view body);

} // namespace acapctl::cli
