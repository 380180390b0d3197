#include "emulator/http/http_server.hpp"

#include "acapctl/error.hpp"
#include "emulator/support/guard.hpp"
#include "support/text.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

// An answer before the body ends the connection, so that is for bodies worth not reading.
bool has_large_body(const Request& request) {
    if (request.header("Expect") != nullptr || request.header("Transfer-Encoding") != nullptr)
        return true;
    const std::string* length = request.header("Content-Length");
    return length != nullptr && text::parse_unsigned(*length).value_or(0) > 65536;
}

constexpr int linger_idle = 5'000; // milliseconds
constexpr std::chrono::seconds linger_limit{60};

// The library closes the connection behind an answer before the body. What the client is still
// sending would meet a reset, which may take the answer from it: so it is read until the client
// leaves. Apache lingers in the same way.
void linger(int descriptor) {
    std::array<char, 65536> bytes{};
    pollfd watched{.fd = descriptor, .events = POLLIN, .revents = 0};
    const auto end = std::chrono::steady_clock::now() + linger_limit;
    ::shutdown(descriptor, SHUT_WR);
    while (std::chrono::steady_clock::now() < end && ::poll(&watched, 1, linger_idle) > 0 &&
           ::recv(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT) > 0) {
    }
}

// One request, from its first line to the moment the library is done with it.
struct Transaction {
    Request request{};
    Exchange exchange{};
    std::uint64_t received = 0; // bytes of the body
    bool begun = false;
    bool last = false;   // the connection is closed after it, without notice
    bool unread = false; // it was answered before its body
    std::function<void()> sent{};
};

int socket_of(MHD_Connection* connection) {
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

// The library ends a connection with FIN. Dissolving the association makes Linux send RST at once
// and leaves the descriptor in the library's hands.
MHD_Result reset(MHD_Connection* connection) {
    sockaddr nobody{};
    nobody.sa_family = AF_UNSPEC;
    ::connect(socket_of(connection), &nobody, sizeof nobody);
    return MHD_NO;
}

// Until the client goes away, or the server stops and shuts its sockets down; at most so long
// (-1: for ever).
void wait_for_leaving(MHD_Connection* connection, int milliseconds) {
    pollfd watched{.fd = socket_of(connection), .events = POLLRDHUP, .revents = 0};
    while (::poll(&watched, 1, milliseconds) < 0 && errno == EINTR) {
    }
}

MHD_Result stall(MHD_Connection* connection) {
    wait_for_leaving(connection, -1);
    return MHD_NO;
}

// An answer that is not simply sent.
struct Trickle {
    std::string body{};
    bool slow = false; // else half of it

    static ssize_t read(void* self, std::uint64_t position, char* out, std::size_t room) {
        const auto& trickle = *static_cast<Trickle*>(self);
        const std::string_view body = trickle.body;
        if (trickle.slow) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            room = 1;
        } else if (position >= body.size() / 2) {
            return MHD_CONTENT_READER_END_WITH_ERROR;
        } else {
            room = std::min(room, body.size() / 2 - static_cast<std::size_t>(position));
        }
        return static_cast<ssize_t>(body.copy(out, room, static_cast<std::size_t>(position)));
    }
    static void free(void* self) { delete static_cast<Trickle*>(self); }
};

// A body as it comes.
struct Stream {
    Source source{};
    std::string piece{};
    std::size_t taken = 0;

    static ssize_t read(void* self, std::uint64_t, char* out, std::size_t room) {
        auto& stream = *static_cast<Stream*>(self);
        if (stream.taken == stream.piece.size()) {
            std::optional<std::string> next;
            guarded([&] { next = stream.source(); });
            if (!next) return MHD_CONTENT_READER_END_WITH_ERROR;
            if (next->empty()) return MHD_CONTENT_READER_END_OF_STREAM;
            stream.piece = std::move(*next);
            stream.taken = 0;
        }
        const std::size_t count = stream.piece.copy(out, room, stream.taken);
        stream.taken += count;
        return static_cast<ssize_t>(count);
    }
    static void free(void* self) { delete static_cast<Stream*>(self); }
};

MHD_Response* make_response(const Reply& reply) {
    if (reply.source)
        return MHD_create_response_from_callback(reply.length.value_or(MHD_SIZE_UNKNOWN), 65536,
                                                 &Stream::read, new Stream{.source = reply.source},
                                                 &Stream::free);
    if (reply.delivery == Delivery::whole || reply.delivery == Delivery::last)
        return MHD_create_response_from_buffer(
            reply.body.size(), const_cast<char*>(reply.body.data()), MHD_RESPMEM_MUST_COPY);
    auto* trickle = new Trickle{.body = reply.body, .slow = reply.delivery == Delivery::slow};
    return MHD_create_response_from_callback(reply.body.size(), 4096, &Trickle::read, trickle,
                                             &Trickle::free);
}

MHD_Result add_header(void* context, MHD_ValueKind, const char* key, const char* value) {
    static_cast<Request*>(context)->headers.emplace(key, value == nullptr ? "" : value);
    return MHD_YES;
}

std::string peer(MHD_Connection* connection) {
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == nullptr) return {};
    char text[INET6_ADDRSTRLEN] = "";
    if (info->client_addr->sa_family == AF_INET) {
        sockaddr_in address{};
        std::memcpy(&address, info->client_addr, sizeof address);
        ::inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
    } else if (info->client_addr->sa_family == AF_INET6) {
        sockaddr_in6 address{};
        std::memcpy(&address, info->client_addr, sizeof address);
        ::inet_ntop(AF_INET6, &address.sin6_addr, text, sizeof text);
    }
    return text;
}

MHD_Result send(MHD_Connection* connection, const Reply& reply) {
    if (reply.delay.count() > 0)
        wait_for_leaving(connection, static_cast<int>(reply.delay.count()));
    if (reply.delivery == Delivery::none) return MHD_NO;
    if (reply.delivery == Delivery::reset) return reset(connection);
    if (reply.delivery == Delivery::stall) return stall(connection);
    MHD_Response* response = make_response(reply);
    if (response == nullptr) return MHD_NO;
    for (const auto& [name, value] : reply.headers)
        MHD_add_response_header(response, name.c_str(), value.c_str());
    const MHD_Result result =
        MHD_queue_response(connection, static_cast<unsigned>(reply.status), response);
    MHD_destroy_response(response);
    return result;
}

} // namespace

struct HttpServer::State {
    Port port;
    std::vector<MHD_Daemon*> daemons; // one for each address
    bool tls = false;
    std::string key;
    std::string certificate;
    Begin begin;

    // Called when the request line is known; what it returns is the library's handle for us.
    static void* on_target(void*, const char* target, MHD_Connection*) {
        auto transaction = std::make_unique<Transaction>();
        guarded([&] { transaction->request.target = target; });
        return transaction.release();
    }

    static void on_completed(void*, MHD_Connection* connection, void** handle,
                             MHD_RequestTerminationCode) {
        const std::unique_ptr<Transaction> done(
            static_cast<Transaction*>(std::exchange(*handle, nullptr)));
        if (done && done->unread) linger(socket_of(connection));
        if (done && done->last) ::shutdown(socket_of(connection), SHUT_RDWR);
        if (done && done->sent) guarded(done->sent);
    }

    static MHD_Result on_request(void* self, MHD_Connection* connection, const char* path,
                                 const char* method, const char*, const char* data,
                                 std::size_t* size, void** handle) {
        const State& state = *static_cast<State*>(self);
        auto& transaction = *static_cast<Transaction*>(*handle);
        try {
            return state.advance(connection, transaction, path, method, data, *size);
        } catch (...) {
            complain_of_exception();
        }
        return state.fail(connection, transaction, std::exchange(*size, 0) > 0);
    }

    // The library takes an answer before the body or behind it, not in between.
    MHD_Result fail(MHD_Connection* connection, Transaction& transaction,
                    bool within_body) const noexcept {
        MHD_Result result = MHD_NO;
        guarded([&] {
            const Reply reply = with_headers(error_page(500), {});
            if (within_body) {
                transaction.exchange = {.refusal = reply};
                result = MHD_YES;
            } else {
                result = send(connection, reply);
            }
        });
        return result;
    }

    // Called once with the headers, then with pieces of the body, then with an empty piece.
    MHD_Result advance(MHD_Connection* connection, Transaction& transaction, const char* path,
                       const char* method, const char* data, std::size_t& size) const {
        if (!transaction.begun) {
            transaction.begun = true;
            describe(connection, transaction.request, path, method);
            transaction.exchange = begin(transaction.request);
            const auto& refusal = transaction.exchange.refusal;
            const bool now = refusal && (refusal->delivery != Delivery::whole ||
                                         has_large_body(transaction.request));
            transaction.unread = now && refusal->delivery == Delivery::whole;
            return now ? answer(connection, transaction, *refusal) : MHD_YES;
        }
        const Exchange& exchange = transaction.exchange;
        if (size > 0) {
            const std::string_view bytes(data, size);
            transaction.received += bytes.size();
            if (exchange.receive) exchange.receive(bytes);
            size = 0;
            const bool whole = !exchange.reset_at || transaction.received < *exchange.reset_at;
            return whole ? MHD_YES : reset(connection);
        }
        return answer(connection, transaction,
                      exchange.refusal ? *exchange.refusal : exchange.finish());
    }

    static MHD_Result answer(MHD_Connection* connection, Transaction& transaction,
                             const Reply& reply) {
        transaction.sent = reply.sent;
        transaction.last = reply.delivery == Delivery::last;
        return send(connection, reply);
    }

    void describe(MHD_Connection* connection, Request& request, const char* path,
                  const char* method) const {
        request.method = method;
        request.path = path;
        request.tls = tls;
        request.client = peer(connection);
        request.gone = [descriptor = socket_of(connection)] {
            pollfd watched{.fd = descriptor, .events = POLLRDHUP, .revents = 0};
            return ::poll(&watched, 1, 0) > 0;
        };
        MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &request);
        const std::size_t query = request.target.find('?');
        if (query != std::string::npos)
            request.fields = parse_fields(std::string_view(request.target).substr(query + 1));
    }
};

HttpServer::HttpServer(Port port, Begin begin)
    : state_(std::make_unique<State>(State{.port = std::move(port),
                                           .daemons = {},
                                           .key = {},
                                           .certificate = {},
                                           .begin = std::move(begin)})) {}

void HttpServer::start(const std::optional<Certificate>& certificate) {
    state_->tls = certificate.has_value();
    if (certificate) {
        state_->key = certificate->key;
        state_->certificate = certificate->pem;
    }
    const MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, state_->key.data()},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, state_->certificate.data()},
        {MHD_OPTION_END, 0, nullptr},
    };
    const MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, nullptr}};
    // With a channel to its thread a daemon gives its listening socket back.
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
                     MHD_USE_POLL | MHD_USE_ITC;
    if (certificate) flags |= MHD_USE_TLS;
    const std::uint16_t number = state_->port.number();
    for (const int listener : state_->port.listen()) {
        auto* daemon = MHD_start_daemon(
            flags, number, nullptr, nullptr, &State::on_request, state_.get(),
            MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_URI_LOG_CALLBACK, &State::on_target,
            nullptr, MHD_OPTION_NOTIFY_COMPLETED, &State::on_completed, nullptr,
            MHD_OPTION_CONNECTION_TIMEOUT, 120U, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
            static_cast<std::size_t>(256 * 1024), MHD_OPTION_ARRAY, certificate ? tls : plain,
            MHD_OPTION_END);
        if (daemon == nullptr)
            throw Error({.message = fmt::format("cannot serve {} on port {}",
                                                certificate ? "HTTPS" : "HTTP", number)});
        state_->daemons.push_back(daemon);
    }
}

void HttpServer::stop() {
    const auto daemons = std::exchange(state_->daemons, {});
    for (auto* daemon : daemons) MHD_quiesce_daemon(daemon);
    state_->port.rest();
    for (auto* daemon : daemons) MHD_stop_daemon(daemon);
}

HttpServer::~HttpServer() {
    stop();
}

} // namespace acapctl::emulator
