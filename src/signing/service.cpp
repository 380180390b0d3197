#include "signing/service.hpp"

#include "acapctl/error.hpp"
#include "signing/http_upload.hpp"
#include "support/files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace acapctl::signing {

namespace {

[[noreturn]] void fail(ErrorKind kind, std::string message, std::string hint = {}) {
    throw Error({.kind = kind,
                 .code = "sign-service",
                 .message = std::move(message),
                 .hint = std::move(hint)});
}

// A file that is named "{output}.eap" is no place for another one.
std::string with_files(std::string_view word, const std::string& input, const std::string& output) {
    std::string result;
    for (std::size_t at = 0; at < word.size();) {
        const std::string_view rest = word.substr(at);
        const bool is_input = rest.starts_with("{input}");
        const bool is_output = rest.starts_with("{output}");
        if (!is_input && !is_output) {
            result += word[at++];
            continue;
        }
        result += is_input ? input : output;
        at = word.find('}', at) + 1;
    }
    return result;
}

constexpr std::chrono::hours longest_signing{1};

CommandResult run_bounded(const Command& command, const std::string& name,
                          const std::stop_token& stop) {
    try {
        return run(command, stop);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
        fail(ErrorKind::refused, fmt::format("the sign command {}: {}", name, error.what()));
    }
}

void run_command(const Service& service, const std::filesystem::path& package,
                 const std::filesystem::path& output, const std::stop_token& stop) {
    Command command{.arguments = {}, .output_limit = 1U << 20U, .time_limit = longest_signing};
    for (const std::string& word : service.command)
        command.arguments.push_back(with_files(word, package.string(), output.string()));
    const std::string name = text::visible(service.command.front());
    const CommandResult result = run_bounded(command, name, stop);
    if (result.late)
        fail(ErrorKind::refused, fmt::format("the sign command {} does not end", name));
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

// Of an address what names the place: a query may hold a key.
std::string place_of(const std::string& url) {
    return text::visible(url.substr(0, url.find_first_of("?#")));
}

} // namespace

std::string without_token(std::string_view said, const Secret& token) {
    constexpr std::size_t telling = 8; // so many of its characters in a row are no accident
    const std::string& secret = token.reveal();
    const std::size_t piece = std::min(telling, secret.size());
    std::vector<bool> hidden(said.size());
    for (std::size_t at = 0; piece > 0 && at + piece <= said.size(); ++at)
        if (secret.find(said.substr(at, piece)) != std::string::npos)
            std::fill_n(hidden.begin() + static_cast<std::ptrdiff_t>(at), piece, true);
    std::string shown;
    for (std::size_t at = 0; at < said.size() && shown.size() < longest_shown; ++at) {
        if (!hidden[at])
            shown += said[at];
        else if (at == 0 || !hidden[at - 1])
            shown += "***";
    }
    return shown;
}

namespace {

void send(const Service& service, const Secret& token, const std::filesystem::path& package,
          const std::filesystem::path& output, const std::stop_token& stop) {
    const UploadReply reply = post({.url = service.url,
                                    .field = service.field,
                                    .file = package,
                                    .token = token,
                                    .output = output},
                                   stop);
    const std::string place = place_of(service.url);
    if (reply.too_large)
        fail(ErrorKind::refused,
             fmt::format("the answer of {} is larger than a signed package could be", place));
    if (reply.status == 200) return;
    if (reply.status == 0)
        fail(ErrorKind::unreachable,
             fmt::format("no whole answer from {}: {}", place,
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
