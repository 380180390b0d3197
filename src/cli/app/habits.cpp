#include "cli/app/habits.hpp"

#include "cli/app/option_tree.hpp"
#include "support/text.hpp"

namespace acapctl::cli {

namespace {

struct OtherName {
    std::string_view name;
    std::string_view verb;
};

constexpr OtherName verb_names[] = {
    {"ls", "list"}, {"ps", "list"}, {"rm", "remove"}, {"install", "deploy"}};

struct Habit {
    std::string_view words; // with blanks between them
    std::string_view hint;
};

constexpr Habit verb_habits[] = {
    {"init create generate", "'acapctl new DIR' makes a project"},
    {"compile make", "'acapctl build' compiles a project and packs it"},
    {"upload push", "'acapctl deploy' installs a package on devices"},
    {"upgrade update", "'acapctl deploy' installs a package, over an older one too"},
    {"rollback undo",
     "'acapctl deploy --rollback APP' puts back what was deployed from here before"},
    {"connect", "'acapctl device add NAME ADDRESS' gives a device a name, which -t then takes"},
    {"config settings", "settings are options, variables and a file: 'acapctl help environment'"},
    {"tail", "'acapctl logs APP -f' follows the log of an application"},
    {"top", "'acapctl probe' shows what a device can do"},
    {"uninstall delete", "'acapctl remove APP' removes an application"},
    {"kill", "'acapctl stop APP' stops an application"},
    {"login auth", "there is no login: 'acapctl device add' names a device and says where its "
                   "password is; see 'acapctl help environment'"},
    {"info describe", "'acapctl inspect EAP' shows a package, 'acapctl device show' a device"},
    {"status get", "'acapctl list' shows the applications on devices and their status"},
    {"test validate", "'acapctl lint' checks a project or package, 'acapctl run' tries it on a "
                      "device"},
    {"devices", "'acapctl device list' shows the devices that have a name"},
    {"log logcat", "'acapctl logs APP' shows the log of an application"},
    {"exec sh bash", "'acapctl shell' opens the SDK at the project"},
    {"image images", "'acapctl sdk list' shows the SDK images"},
    {"pull", "'acapctl sdk pull' fetches the images of an SDK"},
    {"unpack unzip", "'acapctl extract EAP' unpacks a package"},
    {"template templates", "'acapctl new --list' shows the templates"},
};

struct OptionHabit {
    std::string_view words;
    std::string_view needs; // an option that the verb must have for the hint to be true
    std::string_view hint;
};

constexpr const char* password_hint =
    "a password is never an argument, where others can read it: --password-stdin takes it from "
    "standard input, AXIS_DEVICE_PASS from the environment; see 'acapctl help environment'";

constexpr std::string_view password_options = "--password --passwd --pass --password-stdin";

constexpr OptionHabit option_habits[] = {
    {password_options, "", password_hint},
    {"-p", "--password-stdin", password_hint},
    {"-p", "--port", "--port says which"},
    {"--lines", "--tail", "--tail 20 shows the last 20 lines, -f goes on with new ones"},
    {"--watch -w", "--follow", "-f goes on with new lines"},
    {"-u --user --username", "--target", "write USER@HOST behind -t, or set AXIS_DEVICE_USER"},
    {"-d -s -H --device --host --ip --serial", "--target", "-t names the device"},
    {"-t --target -d --device", "--for", "--for names the device"},
    {"-k --insecure", "--trust-new", "--trust-new trusts a device that is seen for the first time"},
    {"--platform --architecture --abi", "--arch", "--arch says the architecture"},
    {"-o --output", "--json", "--json prints one JSON document"},
    {"--no-color --no-colour", "--json", "--color never"},
    {"--debug --trace", "--json", "-v says more, -vv shows requests and replies"},
};

bool among(std::string_view words, std::string_view word) {
    return text::contains(text::split(words, ' '), word);
}

} // namespace

std::string_view verb_for(std::string_view word) {
    for (const OtherName& each : verb_names)
        if (each.name == word) return each.verb;
    return word;
}

std::vector<std::string> other_names(std::string_view verb) {
    std::vector<std::string> names;
    for (const OtherName& each : verb_names)
        if (each.verb == verb) names.emplace_back(each.name);
    return names;
}

std::string verb_hint(std::string_view word) {
    for (const Habit& habit : verb_habits)
        if (among(habit.words, word)) return std::string(habit.hint);
    return "";
}

std::string option_hint(const Command& verb, std::string_view option) {
    const std::vector<std::string> names = option_names(verb);
    for (const OptionHabit& habit : option_habits)
        if (among(habit.words, option) &&
            (habit.needs.empty() || text::contains(names, habit.needs)))
            return std::string(habit.hint);
    return "";
}

bool names_password(std::string_view option) {
    return among(password_options, option);
}

} // namespace acapctl::cli
