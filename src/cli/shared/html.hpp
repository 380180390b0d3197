#pragma once
// Pages that one file is all of: no network, light and dark, readable on a phone and on paper.

#include <string>
#include <string_view>

namespace acapctl::cli {

// Text as it may stand in HTML and XML, in attributes too; what nobody would see is made visible.
std::string html_escaped(std::string_view text);

// `title` is text, `body` is HTML below it. Marks: <span class="mark good|doubt|bad|unknown">.
std::string html_page(std::string_view title, std::string_view body);

} // namespace acapctl::cli
