#include "signing/service.hpp"

#include "acapctl/error.hpp"
#include "signing/http_upload.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace acapctl::signing {

namespace {

[[noreturn]] void fail(ErrorKind kind, std::string message, std::string hint = {}) {
    throw Error({.kind = kind,
                 .code = "sign-service",
                 .message = std::move(message),
                 .hint = std::move(hint)});
}

std::string with_files(std::string word, const std::string& input, const std::string& output) {
    for (const auto& [name, file] :
         {std::pair<std::string_view, const std::string&>{"{input}", input}, {"{output}", output}})
        if (const auto at = word.find(name); at != std::string::npos)
            word.replace(at, name.size(), file);
    return word;
}

void run_command(const Service& service, const std::filesystem::path& package,
                 const std::filesystem::path& output, const std::stop_token& stop) {
    Command command;
    for (const std::string& word : service.command)
        command.arguments.push_back(with_files(word, package.string(), output.string()));
    const CommandResult result = run(command, stop);
    const std::string name = text::visible(service.command.front());
    if (!result.found)
        fail(ErrorKind::refused, fmt::format("the sign command {} is not installed", name));
    if (result.status != 0) {
        const auto said = text::trim(result.errors.empty() ? result.output : result.errors);
        fail(ErrorKind::refused,
             fmt::format("the sign command {} failed (exit {}){}{}", name, result.status,
                         said.empty() ? "" : ": ", text::visible(said.substr(0, 300))));
    }
    if (!std::filesystem::is_regular_file(output))
        fail(ErrorKind::refused, fmt::format("the sign command {} wrote no package", name),
             "it gets the file to write in place of {output}");
}

constexpr std::size_t longest_shown = 300;

// What a service answers may hold what it was sent; the whole is looked at before it is cut.
std::string without_token(std::string said, const Secret& token) {
    if (token.empty()) return said.substr(0, longest_shown);
    for (auto at = said.find(token.reveal()); at != std::string::npos;
         at = said.find(token.reveal(), at))
        said.replace(at, token.reveal().size(), "***");
    return said.substr(0, longest_shown);
}

void send(const Service& service, const Secret& token, const std::filesystem::path& package,
          const std::filesystem::path& output, const std::stop_token& stop) {
    const UploadReply reply = post({.url = service.url,
                                    .field = service.field,
                                    .file = package,
                                    .token = token,
                                    .output = output},
                                   stop);
    const std::string place = text::visible(service.url);
    if (reply.status == 200) return;
    if (reply.status == 0)
        fail(ErrorKind::unreachable,
             fmt::format("{} does not answer: {}", place,
                         text::visible(without_token(reply.failure, token))));
    const std::string said(text::trim(without_token(reply.said, token)));
    const bool refused = reply.status == 401 || reply.status == 403;
    fail(refused ? ErrorKind::authentication : ErrorKind::refused,
         fmt::format("{} answers {}{}{}", place, reply.status, said.empty() ? "" : ": ",
                     text::visible(said)),
         refused ? "the token may be wrong or too old" : "");
}

} // namespace

bool may_carry_token(const std::string& url) {
    // A user in front of a host makes another host look like this one.
    if (url.find('@') != std::string::npos) return false;
    if (url.starts_with("https://")) return true;
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"http://127.0.0.1", "http://localhost",
                                                "http://[::1]"},
        [&](std::string_view start) {
            return url.starts_with(start) && (url.size() == start.size() ||
                                              url[start.size()] == ':' || url[start.size()] == '/');
        });
}

void submit(const Service& service, const Secret& token, const std::filesystem::path& package,
            const std::filesystem::path& output, const std::stop_token& stop) {
    if (service.command.empty())
        send(service, token, package, output, stop);
    else
        run_command(service, package, output, stop);
}

} // namespace acapctl::signing
