// What an emulated device reads besides uploads and pages: fields, logins, hosts and groups of a
// request, calls in JSON, what programs log, and the small files of packages and licences.
#include "emulator/http/digest_auth.hpp"
#include "emulator/http/http.hpp"
#include "emulator/process/syslog_message.hpp"
#include "emulator/state/access.hpp"
#include "emulator/state/license_key.hpp"
#include "emulator/state/parameters.hpp"
#include "emulator/vapix/json_call.hpp"
#include "emulator/vapix/parameter_definitions.hpp"
#include "emulator/vapix/return_page.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

void check_login(std::string_view text) {
    for (const auto& [name, value] : parse_digest(text))
        fuzz::require(text::lower(name) == name, "names are in lower case");
    const DigestCheck check{.realm = "AXIS",
                            .user = "root",
                            .ha1 = std::string(32, '0'),
                            .method = "GET",
                            .target = "/",
                            .now = 1};
    fuzz::require(check_digest(text, check, Nonces("secret")) != DigestVerdict::accepted,
                  "nobody comes in without the password");
    fuzz::require(base64_decoded(base64(text)) == text, "what is encoded is decoded again");
    fuzz::require(base64_decoded(text).size() <= text.size(), "what is decoded is no longer");
}

void check_fields(std::string_view text) {
    std::size_t total = 0;
    for (const auto& [name, value] : parse_fields(text)) total += name.size() + value.size();
    fuzz::require(total <= text.size(), "fields are what was sent");
}

void check_log(std::string_view text) {
    const SyslogMessage message = parse_syslog(text);
    fuzz::require(message.severity < 8 &&
                      message.program.size() + message.text.size() <= text.size(),
                  "a message is what was sent");
    fuzz::require(message.program.find_first_of(" :[") == std::string::npos, "a name is a word");
    const SyslogMessage line = parse_output_line(text);
    fuzz::require(line.severity < 8 && line.text.size() <= text.size(), "a line is what was sent");
}

// The first line is the group that is asked for, or the value that is set.
void check_parameters(std::string_view text) {
    const std::string first(text.substr(0, text.find('\n')));
    ParameterTree tree;
    for (const Parameter& parameter : parse_param_conf(text)) {
        fuzz::require(!parameter.name.empty(), "a parameter has a name");
        fuzz::require(parameter.value.size() + parameter.type.size() < text.size(),
                      "a parameter is what was written");
        fits_type(parameter.type, first);
        tree[parameter.name] = {.value = parameter.value, .type = parameter.type};
    }
    const auto listed = text::lines(list_group(tree, first));
    fuzz::require(listed.size() <= tree.size() + 1, "a parameter is one line");
    const ParameterOrder before;
    for (auto entry = tree.begin(); entry != tree.end(); ++entry)
        fuzz::require(std::next(entry) == tree.end() ||
                          before(entry->first, std::next(entry)->first),
                      "parameters have one order");
    pugi::xml_document definitions;
    fuzz::require(static_cast<bool>(definitions.load_string(
                      parameter_definitions(tree, Profile{.name = "seed"}).c_str())),
                  "definitions are XML, whatever a package calls its parameters");
}

void check_host(std::string_view text) {
    const Request request{.headers = {{"Host", std::string(text.substr(0, text.find('\n')))}}};
    const Names service{.hosts = {"camera"}, .any_address = true};
    if (!refuse_foreign(request, {}))
        fuzz::require(!refuse_foreign(request, service), "more names refuse nobody");
}

void check_page(std::string_view text) {
    const Request request{.path = "/axis-cgi/applications/control.cgi",
                          .fields = {{"returnpage", std::string(text)}}};
    const std::string page = as_page(request, ok()).body;
    fuzz::require(text.empty() || page == "OK\n" || std::ranges::count(page, '<') == 5,
                  "what leads on cannot break out of the page");
}

void check_call(std::string_view text) {
    Call call{.api_version = "1.0"};
    const auto refused = read_call({.method = "POST"}, text, call);
    const std::string id = call.parameter("id");
    fuzz::require(id.size() <= text.size() * 3, "a parameter is what was sent");
    const Reply reply = refused ? *refused : call.data(OrderedJson::object());
    fuzz::require(OrderedJson::accept(reply.body), "every answer is JSON");
}

void check_license(std::string_view text) {
    const auto key = parse_license_key(text);
    fuzz::require(!key || text.size() <= license_key_limit, "a key has a bound");
    const About about{.version = "1.2.3", .app_id = "1", .license = "Missing"};
    const std::string state = license_state(about, text, "2026-11-21").license;
    fuzz::require(state == "Missing" || state == "Valid" || state == "Invalid",
                  "a licence is in one of three states");
    if (key) refuse_license_key(*key, about, "B8A44FE08010", "2026-11-21");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    check_login(text);
    check_fields(text);
    check_log(text);
    check_parameters(text);
    check_license(text);
    check_host(text);
    check_page(text);
    check_call(text);
    return 0;
}
