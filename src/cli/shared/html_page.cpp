#include "cli/shared/html_page.hpp"

#include "support/text.hpp"

namespace acapctl::cli {

namespace {

constexpr std::string_view frame = R"(
:root { color-scheme: light dark; --ground: #fff; --text: #1c1c1c; --quiet: #5f6368; --line: #ddd;
        --good: #d9f2dd; --warn: #fdf0c8; --bad: #fbd9d5; --odd: #e6e6ee }
@media (prefers-color-scheme: dark) {
  :root { --ground: #16181c; --text: #e8e8e6; --quiet: #a4a8ae; --line: #3a3d43;
          --good: #1d4427; --warn: #54430d; --bad: #5c231d; --odd: #34363f }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground);
       max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin: 0 }
h2 { font-size: 1.15rem; margin: 2rem 0 .3rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line) }
td ul { margin: 0; padding-left: 1.1rem }
small { color: var(--quiet) }
@media print {
  :root { --ground: #fff; --text: #000; --quiet: #444; --line: #bbb;
          --good: #d9f2dd; --warn: #fdf0c8; --bad: #fbd9d5; --odd: #e6e6ee }
  body { margin: 0; max-width: none } tr { break-inside: avoid }
}
)";

} // namespace

std::string escaped(std::string_view raw) {
    std::string result;
    for (const char c : text::visible(raw)) {
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
        case '\'':
            result += "&#39;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

std::string html_page(std::string_view title, std::string_view style, std::string_view body) {
    const std::string name = escaped(title);
    // Whatever a mistake of ours lets a device's words ask for, the browser fetches nothing.
    std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>";
    page.append(name).append("</title>\n<style>").append(frame).append(style);
    page.append("</style>\n</head>\n<body>\n<h1>").append(name).append("</h1>\n");
    return page.append(body).append("</body>\n</html>\n");
}

} // namespace acapctl::cli
