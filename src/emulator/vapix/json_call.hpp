#pragma once
// A call of one of the CGIs that speak JSON, and the shapes of its answers.

#include "emulator/http/http.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace acapctl::emulator {

using OrderedJson = nlohmann::ordered_json;

// The CGIs differ in whether and where an answer names its method, and in the newline behind it.
struct Call {
    enum class Method { absent, first, second };

    OrderedJson document = OrderedJson::object();
    std::string method{};
    std::string api_version{}; // of the CGI; empty: an answer has none
    Method place = Method::second;
    const char* end = "\n";

    Reply data(OrderedJson data) const;
    Reply error(int code, const std::string& message) const;
    // The text among `params`; empty if there is none.
    std::string parameter(std::string_view name) const;

  private:
    OrderedJson answer() const;
};

// Reads the call, or makes the error that answers it. `body` is untrusted.
std::optional<Reply> read_call(const Request& request, std::string_view body, Call& call);

Reply unknown_method(const Call& call);
Reply supported_versions(const Call& call);

} // namespace acapctl::emulator
