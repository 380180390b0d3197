#pragma once
// The daemon behind `docker`, asked without it: the client takes 20 to 40 ms to start, as long as
// all that acapctl does beside a small build.

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::engine {

// What the daemon answers to a GET of the Docker Engine API, if all is as usual: `docker` is
// docker's own client, its daemon listens on a socket of this machine, and it answers 200 within a
// second. Else nothing: then the client is asked, which knows every other way and says what is
// wrong.
std::optional<std::string> ask_daemon(const std::string& program, const std::string& path);

// The body of a reply of HTTP/1.0; nothing if its status is not 200 or it is in another form.
std::optional<std::string> body_of_reply(std::string_view reply);

} // namespace acapctl::engine
