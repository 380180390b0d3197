// `acapctl help TOPIC`: what does not belong to one verb.
#include "cli/app/habits.hpp"
#include "cli/app/line.hpp"
#include "cli/app/page.hpp"
#include "cli/app/verbs.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

struct Topic {
    const char* name;
    const char* text;
};

constexpr Topic topics[] = {
    {"exit-codes", R"(Exit codes

    0  done, and verified
    1  unexpected error, a result that cannot be written to standard output, or this machine is out of descriptors, memory or threads, or has no port left for `emulate`
    2  wrong usage
    3  invalid input: manifest, package, lint errors, a diff threshold passed; or a file that cannot be read or written
    4  authentication or permission, of a device or the service of `sign submit`
    5  device unreachable or timed out, or the service of `sign submit`
    6  the device refused (VAPIX error), or larod on it refused the model for a device that `probe --larod-device` names, or the service or command of `sign submit` did
    7  the build failed
    8  engine or SDK not available
    9  incompatible: refused before touching the device
   10  devices failed in different ways, or only some failed (all failed with one code: that code)
   11  the device's certificate is not the trusted one
   12  a waited-for condition did not come true in time, or did not last
  130  interrupted: SIGINT (Ctrl-C), SIGTERM, SIGHUP and SIGQUIT alike. What was changed on a device for the time of the command is put back first; who asks a second time does not wait for that. Under nohup, SIGHUP is ignored. emulate is asked to end in this way and ends with 0)"},
    {"environment", R"(Environment

  ACAPCTL_TARGET                 the device when no -t is given
  AXIS_DEVICE_IP                 the same, used after ACAPCTL_TARGET; then the inventory's default
  AXIS_DEVICE_USER               account, when the target names none (default: root)
  AXIS_DEVICE_PASS               password
  AXIS_DEVICE_HTTP_PORT          use plain HTTP on this port when the target names no scheme
  AXIS_DEVICE_HTTPS_PORT         use HTTPS on this port when the target names no port
  AXIS_DEVICE_ARCH               architecture to assume when the device does not tell
  ACAPCTL_CLIENT_KEY_PASS        passphrase of the key of --client-cert
  AXIS_DEVICE_HTTPS_SELF_SIGNED  1: accept an unknown certificate, with a warning; never one that differs from the trusted one
  ACAPCTL_SDK_REPOSITORY         SDK image repository, instead of axisecp/acap-native-sdk
  ACAPCTL_SDK_VERSION            SDK version, when --sdk is not given
  ACAPCTL_SDK_DIR                an SDK on this machine, when --sdk-dir is not given
  ACAPCTL_CCACHE                 1: as --ccache
  ACAPCTL_BUILD_KEY              a secret that lets CI jobs believe each other's build/.acapctl, instead of a key in the state directory
  ACAPCTL_ENGINE_TIMEOUT         how long docker or podman may take for an answer (default: 30s)
  ACAPCTL_CATALOG                your own rows for the SDK catalog, instead of $XDG_CONFIG_HOME/acapctl/catalog.json
  ACAPCTL_EMULATOR_PASSWORD      password of the emulated devices (default: a random one, which emulate tells and keeps)
  NETRC                          file with logins, instead of ~/.netrc
  XDG_CONFIG_HOME                has acapctl/devices.toml, acapctl/known_devices and acapctl/config.toml: "engine" and "color", where neither an option nor a variable says it
  XDG_CACHE_HOME                 has what is remembered of devices, in acapctl/devices
  XDG_STATE_HOME                 has notes of policies that are switched on, in acapctl/policies
  CI                             never ask a question
  GITHUB_ACTIONS, TF_BUILD       true: what devices, packages and files say becomes no command to the CI system; \x3a and \x23 stand for the ":" and "#" that would make it one
  AXIS_OS_VERSION                lowest AXIS OS of a schema 2 manifest that names none
  SOURCE_DATE_EPOCH              modification time of every member of a package
  NO_COLOR, CLICOLOR_FORCE       colours off, on
  DOCKER_HOST, DOCKER_CONTEXT    the container engine, as docker itself reads them. A remote one gets the files by copy
  CONTAINER_HOST                 the same for podman
  https_proxy, HTTPS_PROXY, http_proxy, all_proxy, ALL_PROXY
                                 the proxy by which devices are reached; HTTP_PROXY counts for none
  NO_PROXY, no_proxy             devices that are reached without: names, .domains, addresses, networks as 192.168.0.0/16, or *
  HTTP_PROXY, HTTPS_PROXY, ...   passed to the build container by name)"},
    {"targets", R"(Targets

Which devices a command means. Quote what a shell would take for its own: -t '@site&!arch=armv7hf'.

  door                 a device of the inventory; else a host, as 192.168.0.90, cam.lan:8443, https://anna@[fe80::1%eth0]
  all                  every device of the inventory
  'door-*'             names; * stands for any text, ? for one character
  @lab                 a group
  floor=2              a tag, as 'device add --tag floor=2' gives it; floor=* is any value
  arch=aarch64         its architecture
  soc=artpec8          its chip, however it is written
  'model=P32*'         its model
  serial=B8A44F*       its serial number
  app=hello            an application that is installed
  'axisos>=12.0'       its AXIS OS; also =, !=, <, <=, >. As many numbers count as are written: axisos=12.11 is any 12.11

  a,b                  either: a union, as -t a -t b
  'a&b'                both: an intersection
  '!a'                 not: alone it takes devices away from all that is meant otherwise, or from all; KEY!=VALUE is the same

A word that differs from a name of the inventory in one letter or in case is refused; a host of that name is written https://NAME.

As in kubectl, conditions name labels, but there a comma means both: 'site=malmo,arch=aarch64' is refused, with what to write.

What a device is, is remembered from when it was last asked ('acapctl device show', deploy, list). Of a device of which that is not known nobody can say whether it is meant: it is left out, and told. 'acapctl device list TARGET' shows what is meant.)"},
    {"json", R"(JSON

With --json a command prints exactly one JSON document on stdout, whether it succeeds or fails. Every document names itself: "kind": "acapctl.<verb>/v1".

A failure is
  {"kind":"acapctl.error/v1", "error":{"code","message","hint","retryable","device","exit"}}

Verbs that talk to devices print, for one device too,
  {"kind":..., "devices":[{"device","ok",...,"error"}], "summary":{"total","ok","failed"}}

Of those that failed, "summary" says how many were never touched ("untouched") and how many got back what they had ("rolledBack"), if there are any. Where any of several devices failed, "summary" also has "causes": each cause once, the commonest first, with its "code", "message", "hint" and "devices".

The "outcome" of deploy is installed, upgraded, downgraded, reinstalled, unchanged, rolled-back, would-be-... (--dry-run), refused:CODE, failed (it has what it had), unknown, or untouched (it was not asked, or interrupted before it got anything); of what failed "failedAt" is ask, check, upload or start; its "checks" have "id", "result" (yes, no, unknown, hint), "reason" and "remedy"; "sourcesChanged" says whether the project has changed since its package was built.

`logs --json` prints one JSON object a line instead: a line of the log, or "gap": true where lines may be missing, or "restarted": true when the device has restarted. If a device fails, the last line is such a document with "devices" and "summary"; a follow of several devices also has a line with "ok": false when it happens. So does `run --json`, and its last line is the document of its device. `list --watch --json` prints a line for a device whenever that changes.

Sizes are bytes, what `probe` measures of a model (firstLoad, repeatedLoad, laterLoad, time, inference.*) is milliseconds, memory.cpuQuota is CPU cores, modes are strings like "0644", times are RFC 3339 in UTC, unknown is null.)"},
    {"formats", R"(Formats

Piped tables are tab-separated without a header and of any width; on a terminal they are aligned, have a header and are as wide as that: a text that is longer goes on below, in its column, and a word that has no room there is shortened to its two ends, with "..." between them.

A table of devices has the same columns for one device and for many, the first of which is the device. Of several devices one that failed has a row too: "failed: " ("rolled-back: ", "untouched: ") and the reason in the column of the outcome, "-" in all others; the reason is left out where stdout and stderr are one terminal. On stderr each cause of failure comes once, with its devices. How many are well is the last line there, as "10 of 12 devices: ok", and "summary" in JSON.

Durations are 30, 30s, 5m or 2h.

Control characters, and others that nobody would see (zero-width characters, tags, marks that turn the direction), are printed as \xNN, in JSON as \uNNNN. Of what compilers print, colours stay on a terminal. Command lines that are shown are one line each, for bash: a word with such characters is written as $'...'.

A target is host[:port] (HTTPS), or http(s)://[user@]host[:port]; IPv6 addresses in brackets. It may also be a name of the inventory, @group, all, or a condition: see 'acapctl help targets'.)"},
};

struct HelpOptions {
    std::vector<std::string> words; // a topic, or a verb with its sub-verb
};

// What may stand in place of the first word that is neither a verb nor a topic.
std::string topic_hint(const Line& line) {
    const std::string word = line.arguments().front();
    const Command& verb = line.verb;
    std::vector<std::string> verbs;
    for (const Command& sub : verb.sub_verbs()) verbs.push_back(sub.name());
    if (!verb.is_root()) {
        const std::string near = text::did_you_mean(word, verbs);
        if (!near.empty()) return near;
        return verbs.empty() ? fmt::format("'{} --help' explains it", verb.full_name())
                             : "its verbs: " + text::join(verbs, ", ");
    }
    std::vector<std::string> known = help_topics();
    known.insert(known.end(), verbs.begin(), verbs.end());
    std::string hint = verb_hint(word);
    if (hint.empty()) hint = text::did_you_mean(word, known);
    if (!hint.empty()) return hint;
    return fmt::format("verbs: {}; topics: {}", text::join(verbs, ", "),
                       text::join(help_topics(), ", "));
}

ExitCode run_help(const HelpOptions& options, Context& context) {
    const std::string name = text::join(options.words, " ");
    for (const Topic& topic : topics)
        if (name == topic.name) {
            print_help(context.terminal, topic.name, topic.text);
            return ExitCode::done;
        }
    const Line line = read_line(context.root, options.words);
    if (line.arguments().empty()) {
        print_help(context.terminal, topic_of(line.verb), text::trim(help_page(line.verb)));
        return ExitCode::done;
    }
    throw_usage(fmt::format("no help topic '{}'", name), topic_hint(line));
}

} // namespace

std::vector<std::string> help_topics() {
    std::vector<std::string> names;
    std::ranges::transform(topics, std::back_inserter(names),
                           [](const Topic& topic) { return topic.name; });
    return names;
}

void print_help(Terminal& terminal, const std::string& topic, std::string_view page) {
    if (terminal.json())
        terminal.print_document(
            {{"kind", "acapctl.help/v1"}, {"topic", topic}, {"text", std::string(page)}});
    else
        terminal.print_prose(page);
}

void print_version(Terminal& terminal) {
    if (terminal.json())
        terminal.print_document({{"kind", "acapctl.version/v1"}, {"version", ACAPCTL_VERSION}});
    else
        terminal.print("acapctl " ACAPCTL_VERSION);
}

void add_version(Verbs& verbs) {
    verbs
        .add("version", "Print the version",
             [](Context& context) {
                 print_version(context.terminal);
                 return ExitCode::done;
             })
        .footer("Example: acapctl version --json");
}

void add_help(Verbs& verbs) {
    auto options = Verbs::options<HelpOptions>();
    Command verb = verbs.add("help", "Explain a topic or a verb",
                             [options](Context& c) { return run_help(*options, c); });
    verb.add_option("TOPIC", options->words,
                    "A verb, or one of: " + text::join(help_topics(), ", "));
    verb.footer("Example: acapctl help device add");
}

} // namespace acapctl::cli
