#include "lint/page.hpp"

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

std::string concerned(const Rule& rule) {
    std::string text = rule.first.empty() ? "every version" : rule.first;
    if (!rule.first.empty() && rule.first.find(' ') == std::string::npos) text += " and newer";
    if (rule.first.empty() && !rule.from.empty()) text = rule.from + " and newer";
    if (!rule.until.empty()) text += ", until " + rule.until;
    return text;
}

} // namespace

std::string page(const Rule& rule) {
    return fmt::format("# {}\n\n{}\n\n- Severity: {}\n- AXIS OS: {}\n\n## Why\n\n{}\n\n## How to "
                       "mend it\n\n{}\n\n## Where it was met\n\n{}\n",
                       rule.id, rule.title, severity_name(rule.severity), concerned(rule), rule.why,
                       rule.mend, rule.seen);
}

std::string index_page() {
    std::string text = R"(# Rules of `acapctl lint`

Generated from `src/lint/data/rules.json` by `acapctl explain --write-pages docs/rules`; do not edit.

To ignore a rule, say so in `acapctl.toml`, with a reason:

```toml
[lint]
ignore = [{id = "run-mode-never", reason = "started by hand"}]
```

| rule | severity | finding |
|---|---|---|
)";
    for (const Rule& rule : rules())
        text += fmt::format("| [{0}]({0}.md) | {1} | {2} |\n", rule.id,
                            severity_name(rule.severity), rule.title);
    return text;
}

} // namespace acapctl::lint
