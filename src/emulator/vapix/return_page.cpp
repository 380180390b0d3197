#include "emulator/vapix/return_page.hpp"

#include "emulator/vapix/application_list.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// eap-install.sh looks for these words, and for "URL=/devtools.shtml", one character, "error=N".
const char* done_word(const Request& request) {
    if (request.path.ends_with("/upload.cgi")) return "package_uploaded=yes";
    const std::string action = value_of(request, "action");
    if (action == "remove") return "package_removed=yes";
    return action == "stop" ? "package_stopped=yes" : "package_started=yes";
}

Reply page_to(Reply reply, const std::string& address) {
    reply.type = "text/html";
    reply.body = fmt::format("<html>\n<head>\n<meta http-equiv=\"refresh\" content=\"0; "
                             "URL={}\">\n</head>\n</html>\n",
                             xml_escaped(address));
    return reply;
}

} // namespace

Reply as_page(const Request& request, Reply reply) {
    const std::string said(text::trim(reply.body));
    const bool failed = said.starts_with("Error: ");
    if (reply.status != 200 || (!failed && said != "OK")) return reply;
    if (value_of(request, "reload_page") == "yes")
        return page_to(std::move(reply),
                       fmt::format("/devtools.shtml?{}",
                                   failed ? "error=" + said.substr(7) : done_word(request)));
    const std::string wanted = value_of(request, "returnpage");
    return failed || wanted.empty() ? reply : page_to(std::move(reply), wanted);
}

bool has_bad_return_page(const Request& request) {
    return value_of(request, "returnpage").starts_with(':');
}

} // namespace acapctl::emulator
