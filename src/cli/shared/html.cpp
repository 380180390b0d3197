#include "cli/shared/html.hpp"

#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

constexpr std::string_view frame = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{0}</title>
<style>
:root {{ color-scheme: light dark; --text: #1c1c1c; --back: #fff; --line: #ddd; --good: #d9f2dd; --doubt: #fdf0c8; --bad: #fbd9d5; --unknown: #e6e6ee }}
@media (prefers-color-scheme: dark) {{ :root {{ --text: #eee; --back: #181818; --line: #444; --good: #1d4a26; --doubt: #5a4a12; --bad: #662820; --unknown: #3a3a48 }} }}
body {{ font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); max-width: 75rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.6rem; margin: 0 }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }}
.mark {{ border-radius: .3rem; padding: .05rem .5rem; white-space: nowrap }}
.good {{ background: var(--good) }} .doubt {{ background: var(--doubt) }} .bad {{ background: var(--bad) }} .unknown {{ background: var(--unknown) }}
@media print {{ body {{ margin: 0 }} tr {{ break-inside: avoid }} }}
</style>
<h1>{0}</h1>
{1})";

} // namespace

std::string html_escaped(std::string_view text) {
    std::string result;
    for (const char c : text::visible(text)) {
        switch (c) {
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '&':
            result += "&amp;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

std::string html_page(std::string_view title, std::string_view body) {
    return fmt::format(fmt::runtime(frame), html_escaped(title), body);
}

} // namespace acapctl::cli
