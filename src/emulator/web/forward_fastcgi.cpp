// A request for a FastCGI program and its answer.
#include "emulator/http/http_message.hpp"
#include "emulator/state/access.hpp"
#include "emulator/state/device.hpp"
#include "emulator/web/fastcgi.hpp"
#include "emulator/web/forward.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <strings.h>

namespace acapctl::emulator {

namespace {

// RFC 3875 keeps credentials from programs. A header Proxy would become HTTP_PROXY, which libraries
// obey.
bool is_withheld(const std::string& name) {
    for (const char* withheld :
         {"Authorization", "Proxy", "Content-Type", "Content-Length", "Expect"})
        if (::strcasecmp(name.c_str(), withheld) == 0) return true;
    return false;
}

std::string variable_of(const std::string& header) {
    std::string name = "HTTP_";
    for (const char c : header) name += ascii::is_letter_or_digit(c) ? ascii::to_capital(c) : '_';
    return name;
}

Fields parameters_of(const Forwarded& forwarded) {
    const Request& request = forwarded.request;
    const std::size_t question = request.target.find('?');
    const std::string whole = fmt::format("/local/{}/{}{}", forwarded.path.app, forwarded.path.rest,
                                          forwarded.path.directory ? "/" : "");
    const auto header = [&](const char* name) {
        const std::string* value = request.header(name);
        return value == nullptr ? std::string() : *value;
    };
    const std::string host = header("Host");
    Fields fields{
        {"GATEWAY_INTERFACE", "CGI/1.1"},
        {"SERVER_SOFTWARE", "Apache"},
        {"SERVER_PROTOCOL", "HTTP/1.1"},
        {"SERVER_NAME", host.substr(0, host.find(':'))},
        {"REQUEST_SCHEME", request.tls ? "https" : "http"},
        {"REQUEST_METHOD", request.method},
        {"REQUEST_URI", request.target},
        {"SCRIPT_NAME", forwarded.script},
        {"QUERY_STRING",
         question == std::string::npos ? std::string() : request.target.substr(question + 1)},
        {"CONTENT_TYPE", header("Content-Type")},
        {"CONTENT_LENGTH", header("Content-Length")},
        {"REMOTE_ADDR", request.client},
        {"REMOTE_USER", forwarded.device.access().user(request)},
    };
    if (request.tls) fields.emplace_back("HTTPS", "on");
    if (host.find(':') != std::string::npos)
        fields.emplace_back("SERVER_PORT", host.substr(host.find(':') + 1));
    if (whole.size() > forwarded.script.size())
        fields.emplace_back("PATH_INFO", whole.substr(forwarded.script.size()));
    for (const auto& [name, value] :
         end_to_end(Fields(request.headers.begin(), request.headers.end())))
        if (!is_withheld(name)) fields.emplace_back(variable_of(name), value);
    return fields;
}

// What the program writes to its standard output, record by record.
class Output {
  public:
    Output(Device& device, std::string app, std::shared_ptr<Upstream> upstream)
        : device_(device), app_(std::move(app)), upstream_(std::move(upstream)) {}

    // Empty at the end; nothing if the connection broke off before.
    std::optional<std::string> next() {
        while (!ended_) {
            while (auto record = reader_.next()) {
                if (record->type == fastcgi::Type::standard_error) complain(record->content);
                if (record->type == fastcgi::Type::end_request) ended_ = true;
                if (record->type == fastcgi::Type::standard_output && !record->content.empty())
                    return std::move(record->content);
                if (ended_) return std::string();
            }
            const auto piece = upstream_->read();
            if (reader_.broken() || !piece || piece->empty()) return std::nullopt;
            reader_.feed(*piece);
        }
        return std::string();
    }

  private:
    void complain(const std::string& text) {
        for (const std::string& line : text::lines(text))
            if (!line.empty())
                device_.log().system("httpd",
                                     fmt::format("/local/{}: {}", app_, text::visible(line)), 3);
    }

    Device& device_;
    std::string app_;
    std::shared_ptr<Upstream> upstream_;
    fastcgi::RecordReader reader_{};
    bool ended_ = false;
};

Reply read_fastcgi_answer(const std::shared_ptr<Output>& output) {
    std::string rest;
    auto length = head_length(rest);
    for (; !length; length = head_length(rest)) {
        const auto piece = output->next();
        if (!piece || piece->empty() || rest.size() > head_limit) return bad_gateway();
        rest += *piece;
    }
    const auto head = parse_cgi_head(std::string_view(rest).substr(0, *length));
    if (!head) return bad_gateway();
    rest.erase(0, *length);
    Reply reply = reply_of(*head);
    if (head->status == 204 || head->status == 304) return reply;
    reply.source = [output, rest = std::move(rest)]() mutable -> std::optional<std::string> {
        if (!rest.empty()) return std::exchange(rest, {});
        return output->next();
    };
    return reply;
}

} // namespace

Exchange forward_fastcgi(const Forwarded& forwarded) {
    using namespace fastcgi;
    const auto upstream = forwarded.upstream;
    const auto output =
        std::make_shared<Output>(forwarded.device, forwarded.path.app, forwarded.upstream);
    upstream->write(begin(parameters_of(forwarded)));
    return {.receive =
                [upstream](std::string_view bytes) {
                    if (!bytes.empty()) upstream->write(records(Type::standard_input, bytes));
                },
            .finish =
                [upstream, output] {
                    upstream->write(records(Type::standard_input, {}));
                    return read_fastcgi_answer(output);
                }};
}

} // namespace acapctl::emulator
