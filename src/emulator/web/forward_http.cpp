// A reverse proxy's request and answer, as Apache hands them on.
#include "emulator/http/http_message.hpp"
#include "emulator/state/device.hpp"
#include "emulator/web/forward.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <strings.h>

namespace acapctl::emulator {

namespace {

// Headers of our own take the place of the client's.
bool is_set_by_the_proxy(const std::string& name) {
    for (const char* ours : {"Host", "Content-Length", "Expect", "Authorization", "X-Forwarded-For",
                             "X-Forwarded-Host", "X-Forwarded-Server"})
        if (::strcasecmp(name.c_str(), ours) == 0) return true;
    return false;
}

bool is_chunked(const Request& request) {
    return request.header("Transfer-Encoding") != nullptr;
}

std::string head_of(const Forwarded& forwarded) {
    const Request& request = forwarded.request;
    const Target& target = forwarded.target;
    std::string head = fmt::format(
        "{} {}{} HTTP/1.1\r\nHost: {}\r\n", request.method, target.prefix, request.target,
        target.socket.empty() ? fmt::format("localhost:{}", target.port) : "localhost");
    const auto add = [&](std::string_view name, std::string_view value) {
        const bool plain = value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos;
        if (plain) head += fmt::format("{}: {}\r\n", name, value);
    };
    for (const auto& [name, value] :
         end_to_end(Fields(request.headers.begin(), request.headers.end())))
        if (!is_set_by_the_proxy(name)) add(name, value);
    add("X-Forwarded-For", request.client);
    if (const std::string* host = request.header("Host")) add("X-Forwarded-Host", *host);
    add("X-Forwarded-Server", forwarded.device.profile().host_name());
    const std::string* length = request.header("Content-Length");
    if (is_chunked(request))
        add("Transfer-Encoding", "chunked");
    else if (length != nullptr)
        add("Content-Length", std::to_string(text::parse_unsigned(*length).value_or(0)));
    return head + "Connection: close\r\n\r\n";
}

// The head of the final response; what came behind it stays in `rest`.
std::optional<ResponseHead> read_head(Upstream& upstream, std::string& rest) {
    std::size_t interim = 0;
    while (true) {
        const auto length = head_length(rest);
        if (!length) {
            if (rest.size() > head_limit) return std::nullopt;
            const auto piece = upstream.read();
            if (!piece || piece->empty()) return std::nullopt;
            rest += *piece;
            continue;
        }
        auto head = parse_http_head(std::string_view(rest).substr(0, *length));
        rest.erase(0, *length);
        if (!head || head->status == 101 || ++interim > 10) return std::nullopt;
        if (head->status >= 200) return head;
    }
}

Reply read_http_answer(const std::shared_ptr<Upstream>& upstream, bool bodiless) {
    std::string rest;
    const auto head = read_head(*upstream, rest);
    if (!head) return bad_gateway();
    auto decoder = std::make_shared<BodyDecoder>(*head, bodiless);
    if (decoder->state() == BodyDecoder::State::broken) return bad_gateway();
    Reply reply = reply_of(*head);
    reply.length = decoder->length();
    if (decoder->state() == BodyDecoder::State::done && !bodiless) return reply;
    reply.source = [upstream, decoder,
                    rest = std::move(rest)]() mutable -> std::optional<std::string> {
        while (true) {
            const std::string body = decoder->take(std::exchange(rest, {}));
            if (!body.empty()) return body;
            if (decoder->state() == BodyDecoder::State::done) return std::string();
            if (decoder->state() == BodyDecoder::State::broken) return std::nullopt;
            const auto piece = upstream->read();
            if (!piece) return std::nullopt;
            if (piece->empty()) decoder->end();
            rest = *piece;
        }
    };
    return reply;
}

} // namespace

Exchange forward_http(const Forwarded& forwarded) {
    const auto upstream = forwarded.upstream;
    const bool chunked = is_chunked(forwarded.request);
    const bool bodiless = forwarded.request.method == "HEAD";
    upstream->write(head_of(forwarded));
    // An application may answer and close before it has read everything: the answer counts.
    return {.receive =
                [upstream, chunked](std::string_view bytes) {
                    upstream->write(chunked ? chunk(bytes) : std::string(bytes));
                },
            .finish =
                [upstream, chunked, bodiless] {
                    if (chunked) upstream->write("0\r\n\r\n");
                    return read_http_answer(upstream, bodiless);
                }};
}

} // namespace acapctl::emulator
