// `acapctl params get|set`: the parameters of an application.
#include "device/vapix/params.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/device_options.hpp"
#include "cli/shared/project_app.hpp"
#include "cli/shared/question.hpp"
#include "device/session/requests.hpp"
#include "support/text.hpp"
#include "terminal/table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

using device::AppParams;
using device::ParamChanges;
using Values = std::map<std::string, std::string>;

constexpr std::size_t longest_value = 65'536; // bytes, of standard input

struct ParamsOptions {
    DeviceOptions devices;
    std::vector<std::string> words; // [APP] NAME[=VALUE]...
    bool show = false;
};

struct ShownParams {
    bool secrets = false;
    Outcomes<AppParams> devices{};
};

using SetParams = Outcomes<ParamChanges>;
using Settings = std::vector<std::pair<std::string, std::string>>;

// The first word, unless it is a setting.
std::string take_app(std::vector<std::string>& words) {
    if (words.empty() || words.front().find('=') != std::string::npos) return project_app();
    std::string app = words.front();
    words.erase(words.begin());
    return app_named(app);
}

// So that no secret needs to be an argument.
std::string value_from_stdin(const std::string& name, const Context& context) {
    auto value = read_line(context, longest_value);
    if (!value)
        throw_usage(fmt::format("no value for '{}'", text::visible(name)),
                    "write NAME=VALUE, or give the value on standard input");
    return std::move(*value);
}

Settings settings(const std::vector<std::string>& words, const DeviceOptions& devices,
                  const Context& context) {
    Settings values;
    bool read = devices.password_stdin;
    for (const std::string& word : words) {
        const auto equals = word.find('=');
        if (equals != std::string::npos) {
            values.emplace_back(word.substr(0, equals), word.substr(equals + 1));
            continue;
        }
        if (read) throw_usage("standard input gives one value", "write NAME=VALUE for the others");
        read = true;
        values.emplace_back(word, devices.only_shows() ? "VALUE" : value_from_stdin(word, context));
    }
    if (values.empty()) throw_usage("nothing to set", "name parameters as NAME=VALUE");
    return values;
}

std::vector<device::Request> planned_get(const ParamsOptions& options) {
    std::vector<std::string> names = options.words;
    const std::string app = take_app(names);
    std::vector<std::string> groups;
    for (const std::string& name : names) groups.push_back(device::full_param_name(app, name));
    return {device::params_request(groups.empty() ? "root." + app : text::join(groups, ","))};
}

std::vector<device::Request> planned_set(const ParamsOptions& options, const Context& context) {
    std::vector<std::string> words = options.words;
    const std::string app = take_app(words);
    std::vector<std::string> names;
    Settings full;
    for (const auto& [name, value] : settings(words, options.devices, context)) {
        names.push_back(device::full_param_name(app, name));
        full.emplace_back(names.back(), value);
    }
    return {device::params_update_request(full), device::params_request(text::join(names, ","))};
}

ShownParams run_get(const ParamsOptions& options, Context& context) {
    std::vector<std::string> names = options.words;
    const std::string app = take_app(names);
    return {options.show || !names.empty(),
            on_devices<AppParams>(options.devices, context,
                                  [&](device::Session& session, AppParams& params) {
                                      params = device::read_params(session, app, names);
                                  })};
}

SetParams run_set(const ParamsOptions& options, Context& context) {
    std::vector<std::string> words = options.words;
    const std::string app = take_app(words);
    const Settings values = settings(words, options.devices, context);
    return on_devices<ParamChanges>(options.devices, context,
                                    [&](device::Session& session, ParamChanges& changes) {
                                        device::write_params(session, app, values, changes);
                                    });
}

// What is to be shown of the values; the others are null.
nlohmann::json values_json(const Values& values, bool show_secrets) {
    nlohmann::json object = nlohmann::json::object();
    for (const auto& [name, value] : values)
        object[name] = show_secrets || !device::names_secret(name) ? nlohmann::json(value)
                                                                   : nlohmann::json(nullptr);
    return object;
}

template <typename T>
Table table_of(const Outcomes<T>& outcomes, bool show_secrets) {
    return device_table({"DEVICE", "PARAMETER", "VALUE"}, "VALUE", outcomes,
                        [&](Table& table, const fleet::Outcome<T>& outcome) {
                            for (const auto& [name, value] : outcome.value.values)
                                table.add({outcome.device, name,
                                           show_secrets || !device::names_secret(name)
                                               ? Table::Cell(value)
                                               : Table::Cell("(not shown)", Style::dim)});
                        });
}

void note_empty_ones(const ShownParams& shown, Terminal& terminal) {
    std::map<std::string, std::vector<std::string>> devices; // by application
    for (const auto& outcome : shown.devices)
        if (!outcome.failure && outcome.value.values.empty())
            devices[outcome.value.app].push_back(outcome.device);
    for (const auto& [app, names] : devices)
        note_together(terminal, names, fmt::format("'{}' has no parameters", app));
}

ExitCode print(const ShownParams& shown, Terminal& terminal) {
    if (!terminal.json()) note_empty_ones(shown, terminal);
    return print_devices(
        terminal, "params-get", shown.devices,
        [&](const AppParams& params) -> nlohmann::json {
            return {{"application", or_null(params.app)},
                    {"parameters", values_json(params.values, shown.secrets)}};
        },
        table_of(shown.devices, shown.secrets));
}

ExitCode print(const SetParams& outcomes, Terminal& terminal) {
    return print_devices(
        terminal, "params-set", outcomes,
        [](const ParamChanges& changes) -> nlohmann::json {
            return {{"application", or_null(changes.app)},
                    {"parameters", values_json(changes.values, false)},
                    {"refused", changes.refused}};
        },
        table_of(outcomes, false));
}

ExitCode get_verb(const ParamsOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "params-get", planned_get(options));
    return print(run_get(options, context), context.terminal);
}

ExitCode set_verb(const ParamsOptions& options, Context& context) {
    if (options.devices.only_shows())
        return show_requests(context, options.devices, "params-set", planned_set(options, context));
    return print(run_set(options, context), context.terminal);
}

} // namespace

void add_params(Verbs& verbs) {
    Command group = verbs.add_group("params", "Show or set the parameters of applications");
    group.footer("Example: acapctl params get hello -t 192.168.0.90");
    auto shown = Verbs::options<ParamsOptions>();
    Command get = verbs.add(
        "get", "Show parameters", [shown](Context& c) { return get_verb(*shown, c); }, group);
    get.add_option("APP", shown->words,
                   "Application, default: that of the project in .; then the names, default: all")
        .type_name("[APP] [NAME]...");
    get.add_flag("--show", shown->show, "Also values that look secret; a NAME shows its own");
    add_device_options(get, shown->devices);
    get.footer("Example: acapctl params get hello Port -t 192.168.0.90");

    auto changed = Verbs::options<ParamsOptions>();
    Command set = verbs.add(
        "set", "Set parameters", [changed](Context& c) { return set_verb(*changed, c); }, group);
    set.add_option("APP", changed->words,
                   "Application, default: that of the project in .; then the settings. Without "
                   "=VALUE the value is the first line of standard input")
        .required()
        .type_name("[APP] NAME[=VALUE]...");
    add_device_options(set, changed->devices);
    set.footer("Example: acapctl params set hello Port=8080 -t 192.168.0.90");
}

} // namespace acapctl::cli
