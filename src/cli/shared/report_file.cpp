#include "cli/shared/report_file.hpp"

#include "cli/shared/device_report.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/html_page.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/output_file.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::string_view report_style = R"(
td { overflow-wrap: anywhere }
.mark { border-radius: .3rem; padding: .05rem .5rem; white-space: nowrap }
.good { background: var(--good) } .bad { background: var(--bad) } .odd { background: var(--odd) }
)";
constexpr const char* step_summary = "GITHUB_STEP_SUMMARY";

enum class Form { junit, markdown, page, whole };

std::optional<Form> form_of(std::string_view file) {
    if (file.ends_with(".xml")) return Form::junit;
    if (file.ends_with(".md") || file == "github") return Form::markdown;
    if (file.ends_with(".html")) return Form::page;
    if (file.ends_with(".json")) return Form::whole;
    return std::nullopt;
}

std::string verb_of(const json& document) {
    const std::string kind = string_at(document, "kind"); // "acapctl.deploy/v1"
    return text::split(text::split(kind, '/').front(), '.').back();
}

// One device, in the words of every form.
struct DeviceRow {
    std::string device{};
    std::string outcome{}; // "upgraded", "failed", "untouched"
    std::string version{};
    std::string why{}; // failed, or what changes
    std::string code{};
    bool ok = false;
    bool touched = true;
};

// "hello: replace 1.0.0 -> 1.1.0", of an entry of "changes" of apply.
std::string change_text(const json& change) {
    std::string text = string_at(change, "application") + ": " + string_at(change, "change");
    for (const std::string& more : {string_at(change, "parameter"), string_at(change, "from")})
        if (!more.empty()) text += " " + more;
    const std::string to = string_at(change, "to");
    return text::visible(to.empty() ? text : text + " -> " + to);
}

// What is not as the file says has to be seen in every form, and is a failure of a check.
void add_changes(const json& changes, bool is_drift, DeviceRow& row) {
    std::vector<std::string> texts;
    for (const json& change : changes) texts.push_back(change_text(change));
    if (texts.empty() || !row.ok) return;
    const bool done = std::ranges::all_of(changes, [](const json& each) {
        return each.is_object() && each.value("done", json()) == json(true);
    });
    row.why = text::join(texts, "; ");
    row.outcome = is_drift ? "drift" : done ? "changed" : "would-be-changed";
    row.code = row.outcome;
    row.ok = !is_drift;
}

std::vector<DeviceRow> device_rows(const json& document) {
    std::vector<DeviceRow> rows;
    for (const json& device : document.at("devices")) {
        DeviceRow row{.device = text::visible(string_at(device, "device")),
                      .outcome = text::visible(string_at(device, "outcome")),
                      .version = text::visible(string_at(device, "version")),
                      .ok = device.at("ok") == true};
        if (!row.ok) {
            const json error = device.value("error", json());
            row.why = text::visible(string_at(error, "message"));
            row.code = text::visible(string_at(error, "code"));
            row.outcome = failed_word(row.outcome, row.code);
            row.touched = row.outcome != "untouched";
        }
        if (const std::string same = string_at(device, "sameAs"); !same.empty()) {
            row.ok = row.touched = false;
            row.why = "same device as " + text::visible(same);
        }
        if (device.contains("changes"))
            add_changes(device["changes"], document.value("drift", false), row);
        if (row.outcome.empty()) row.outcome = "ok";
        rows.push_back(std::move(row));
    }
    return rows;
}

// Why the rollout stopped; of a merge, of which each shard had its own, all reasons once.
std::string stop_of(const json& document) {
    json rollouts = document.value("rollouts", json::array());
    if (document.contains("rollout")) rollouts.push_back(document["rollout"]);
    std::vector<std::string> reasons;
    for (const json& rollout : rollouts)
        if (const std::string reason = text::visible(string_at(rollout, "stopped"));
            !reason.empty() && std::ranges::count(reasons, reason) == 0)
            reasons.push_back(reason);
    return text::join(reasons, "; ");
}

std::string summary_of(const json& document) {
    const json& summary = document.at("summary");
    std::string text = fmt::format("{} of {} devices: ok", summary.at("ok").get<std::size_t>(),
                                   summary.at("total").get<std::size_t>() -
                                       summary.value("skipped", std::size_t{0}));
    const std::string stopped = stop_of(document);
    if (document.value("drift", false))
        text += fmt::format(", {} differ from what the file says",
                            summary.value("differ", std::size_t{0}));
    return stopped.empty() ? text : text + "; the rollout stopped: " + stopped;
}

// "door, gate: cannot connect to it": each cause of the summary in a line.
std::vector<std::string> cause_lines(const json& document) {
    std::vector<std::string> lines;
    for (const json& cause : document.at("summary").value("causes", json::array())) {
        const auto names = cause.at("devices").get<std::vector<std::string>>();
        lines.push_back(text::visible(
            fmt::format("{}: {}", text::join(names, ", "), string_at(cause, "message"))));
    }
    return lines;
}

// A cell of a Markdown table cannot hold its separator, and what a device says is no markup.
std::string cell(std::string_view text) {
    std::string result;
    for (const char c : escaped(text)) {
        if (c == '\\' || c == '|' || c == '`' || c == '*' || c == '_' || c == '[' || c == ']')
            result += '\\';
        result += c;
    }
    return result;
}

std::string text_in(Form form, const json& document) {
    switch (form) {
    case Form::junit:
        return junit_report(document);
    case Form::markdown:
        return markdown_report(document);
    case Form::page:
        return html_report(document);
    case Form::whole:
        return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
    }
    return {};
}

// Without text it is only opened.
void add_to_step_summary(const std::string& text, const Context& context) {
    const auto file = context.edges.environment(step_summary);
    if (!file) throw_usage(fmt::format("--report github: {} is not set", step_summary));
    refuse_odd_output(*file); // one that nobody reads would be waited for
    std::ofstream stream(*file, std::ios::app);
    stream << text << std::flush;
    if (!stream)
        throw_invalid(
            fmt::format("{} cannot be written: {}", text::visible(*file), std::strerror(errno)));
}

// One file has one, however it is written.
fs::path place_of(const std::string& file) {
    std::error_code unknown;
    const fs::path place = fs::weakly_canonical(fs::absolute(file, unknown), unknown);
    return unknown ? fs::path(file).lexically_normal() : place;
}

fs::path report_place(const std::string& file, const Context& context) {
    return place_of(file == "github" ? context.edges.environment(step_summary).value_or(file)
                                     : file);
}

// Two links to one file are that file.
bool is_one_of(const fs::path& place, const std::vector<fs::path>& places) {
    return std::ranges::any_of(places, [&](const fs::path& each) {
        std::error_code not_there;
        return each == place || fs::equivalent(each, place, not_there);
    });
}

void check_report(const std::string& file, const Context& context) {
    if (file == "github") return add_to_step_summary("", context);
    refuse_odd_output(file);
    const AtomicFile unwritten(file, 0644); // its directory takes a file, which goes again
}

void write_report(const std::string& file, const json& document, const Context& context) {
    const std::string text = text_in(form_of(file).value(), document);
    if (file == "github") return add_to_step_summary(text, context);
    write_file(file, text);
    context.terminal.note("report: " + file);
}

} // namespace

std::string junit_report(const json& document) {
    const std::vector<DeviceRow> rows = device_rows(document);
    std::size_t failed = 0;
    std::size_t skipped = 0;
    std::string cases;
    for (const DeviceRow& row : rows) {
        cases += fmt::format(R"(    <testcase classname="acapctl.{}" name="{}")",
                             escaped(verb_of(document)), escaped(row.device));
        if (row.ok) {
            cases += "/>\n";
        } else if (!row.touched) {
            ++skipped;
            cases += fmt::format("><skipped message=\"{}\"/></testcase>\n", escaped(row.why));
        } else {
            ++failed;
            cases += fmt::format("><failure type=\"{}\" message=\"{}\"/></testcase>\n",
                                 escaped(row.code), escaped(row.why));
        }
    }
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite "
                       "name=\"acapctl {}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\" "
                       "timestamp=\"{}\">\n{}  </testsuite>\n</testsuites>\n",
                       escaped(verb_of(document)), rows.size(), failed, skipped, utc_text(), cases);
}

std::string markdown_report(const json& document) {
    std::string result = fmt::format("### acapctl {}\n\n{}\n\n", cell(verb_of(document)),
                                     cell(summary_of(document)));
    for (const std::string& cause : cause_lines(document)) result += "- " + cell(cause) + "\n";
    if (!result.ends_with("\n\n")) result += "\n";
    result += "| Device | Outcome | Version | Why |\n|---|---|---|---|\n";
    for (const DeviceRow& row : device_rows(document))
        result += fmt::format("| {} | {} | {} | {} |\n", cell(row.device), cell(row.outcome),
                              cell(row.version), cell(row.why));
    return result + "\n";
}

std::string html_report(const json& document) {
    std::string body =
        fmt::format("<p>{}, {}</p>\n<ul>\n", escaped(summary_of(document)), utc_text());
    for (const std::string& cause : cause_lines(document)) body += "<li>" + escaped(cause) + "\n";
    body += "</ul>\n<table>\n<tr><th>Device<th>Outcome<th>Version<th>Why\n";
    for (const DeviceRow& row : device_rows(document))
        body += fmt::format("<tr><td>{}<td><span class=\"mark {}\">{}</span><td>{}<td>{}\n",
                            escaped(row.device),
                            row.ok        ? "good"
                            : row.touched ? "bad"
                                          : "odd",
                            escaped(row.outcome), escaped(row.version), escaped(row.why));
    return html_page("acapctl " + verb_of(document), report_style, body + "</table>\n");
}

void add_report_option(const Command& verb, std::vector<std::string>& files) {
    verb.add_repeatable(
            "--report", files,
            "Write what came of it: .xml is JUnit, .md, .html and .json as they say; github "
            "adds it to the step summary; repeatable")
        .type_name("FILE")
        .not_empty();
}

void check_reports(const std::vector<std::string>& files, const std::vector<std::string>& used,
                   const Context& context) {
    std::vector<fs::path> places;
    std::vector<fs::path> own;
    for (const std::string& file : used)
        if (!file.empty()) own.push_back(place_of(file));
    for (const std::string& file : files) {
        if (!form_of(file))
            throw_usage(
                fmt::format("--report '{}' does not say what to write", text::visible(file)),
                "name a file that ends in .xml (JUnit), .md, .html or .json, or write github");
        const fs::path place = report_place(file, context);
        if (is_one_of(place, places))
            throw_usage(fmt::format("--report {} is there twice", text::visible(file)),
                        "each report has a file of its own");
        if (is_one_of(place, own))
            throw_usage(fmt::format("--report {} would replace a file of this command",
                                    text::visible(file)),
                        "each report has a file of its own");
        places.push_back(place);
    }
    for (const std::string& file : files) check_report(file, context);
}

ExitCode write_reports(const std::vector<std::string>& files, const json& document,
                       const Context& context, const std::function<ExitCode()>& print) {
    std::optional<Error> lost;
    for (const std::string& file : files) {
        try {
            write_report(file, document, context);
        } catch (const Error& error) {
            if (lost) context.terminal.error(lost->failure());
            lost = error;
        }
    }
    if (!lost) return print();
    try {
        print();
    } catch (const Error&) {
        context.terminal.error(lost->failure());
        throw;
    }
    throw Error(*lost);
}

} // namespace acapctl::cli
