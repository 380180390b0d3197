#pragma once
// The parameters of an application: root.<App>.<Name> in param.cgi.

#include "device/session/session.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace acapctl::device {

// param.cgi: names as they were asked for, and the lines with which the device refuses, which may
// stand between good ones. Throws when the text is neither.
struct ParamReply {
    std::map<std::string, std::string> values{};
    std::vector<std::string> errors{}; // without "# Error: "
    bool done = false;                 // "OK"
};
ParamReply parse_param_reply(std::string_view text);

struct AppParams {
    std::string app{};                           // as the device spells it
    std::map<std::string, std::string> values{}; // by name without "root.<App>."
};

// All of them, or those of `names`. A name that the application does not have is a `refused` error
// that tells which it has.
AppParams read_params(Session& session, const std::string& app,
                      const std::vector<std::string>& names);

struct ParamChanges {
    std::string app{};
    std::map<std::string, std::string> values{}; // as the device has them afterwards
    std::vector<std::string> refused{};          // names whose value is not as it was to be
};

// Sets and reads back. What the device does not show (a password) counts as set when it says OK.
// Throws `refused` when one of them was not set; `changes` then tells which were.
void write_params(Session& session, const std::string& app,
                  const std::vector<std::pair<std::string, std::string>>& values,
                  ParamChanges& changes);

// "root.<App>.<Name>" for a name in any of the spellings that param.cgi and people use.
std::string full_param_name(const std::string& app, const std::string& name);

// By its name, the value is nothing to be shown unasked: a password, a token.
bool names_secret(std::string_view name);

} // namespace acapctl::device
