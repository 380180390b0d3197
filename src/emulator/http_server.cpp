#include "emulator/http_server.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

[[noreturn]] void throw_port(std::uint16_t number, int error) {
    throw Error(
        {.exit = ExitCode::usage,
         .code = error == EADDRINUSE ? "port-in-use" : "cannot-listen",
         .message = fmt::format("cannot listen on 127.0.0.1:{}: {}", number, std::strerror(error)),
         .hint = error == EADDRINUSE
                     ? "choose another port with --port, or any free ones with --port 0"
                     : ""});
}

// An answer before the body ends the connection, so that is for bodies worth not reading.
bool has_large_body(const Request& request) {
    if (request.header("Expect") != nullptr || request.header("Transfer-Encoding") != nullptr)
        return true;
    const std::string* length = request.header("Content-Length");
    return length != nullptr && text::parse_unsigned(*length).value_or(0) > 65536;
}

// One request, from its first line to the moment the library is done with it.
struct Transaction {
    Request request{};
    Exchange exchange{};
    bool begun = false;
};

MHD_Result add_header(void* context, MHD_ValueKind, const char* key, const char* value) {
    static_cast<Request*>(context)->headers.emplace(key, value == nullptr ? "" : value);
    return MHD_YES;
}

std::string peer(MHD_Connection* connection) {
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET_ADDRSTRLEN] = "";
    if (info != nullptr && info->client_addr->sa_family == AF_INET) {
        sockaddr_in address{};
        std::memcpy(&address, info->client_addr, sizeof address);
        ::inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
    }
    return text;
}

MHD_Result send(MHD_Connection* connection, const Reply& reply) {
    MHD_Response* response = MHD_create_response_from_buffer(
        reply.body.size(), const_cast<char*>(reply.body.data()), MHD_RESPMEM_MUST_COPY);
    if (response == nullptr) return MHD_NO;
    MHD_add_response_header(response, "Server", "Apache/2.4.68 (Unix) OpenSSL/3.5.7");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Frame-Options", "SAMEORIGIN");
    MHD_add_response_header(response, "Content-Type", reply.type.c_str());
    for (const auto& [name, value] : reply.headers)
        MHD_add_response_header(response, name.c_str(), value.c_str());
    const MHD_Result result =
        MHD_queue_response(connection, static_cast<unsigned>(reply.status), response);
    MHD_destroy_response(response);
    return result;
}

} // namespace

struct HttpServer::State {
    MHD_Daemon* daemon = nullptr;
    bool tls = false;
    std::string key;
    std::string certificate;
    Begin begin;

    // Called when the request line is known; what it returns is the library's handle for us.
    static void* on_target(void*, const char* target, MHD_Connection*) {
        auto* transaction = new Transaction;
        transaction->request.target = target;
        return transaction;
    }

    static void on_completed(void*, MHD_Connection*, void** handle, MHD_RequestTerminationCode) {
        delete static_cast<Transaction*>(*handle);
        *handle = nullptr;
    }

    static MHD_Result on_request(void* self, MHD_Connection* connection, const char* path,
                                 const char* method, const char*, const char* data,
                                 std::size_t* size, void** handle) {
        const State& state = *static_cast<State*>(self);
        auto& transaction = *static_cast<Transaction*>(*handle);
        try {
            return state.advance(connection, transaction, path, method, data, *size);
        } catch (const std::exception& error) {
            *size = 0;
            std::fprintf(stderr, "acapctl-emulator: %s\n", error.what());
            return send(connection, error_page(500));
        }
    }

    // Called once with the headers, then with pieces of the body, then with an empty piece.
    MHD_Result advance(MHD_Connection* connection, Transaction& transaction, const char* path,
                       const char* method, const char* data, std::size_t& size) const {
        if (!transaction.begun) {
            transaction.begun = true;
            describe(connection, transaction.request, path, method);
            transaction.exchange = begin(transaction.request);
            const auto& refusal = transaction.exchange.refusal;
            const bool now = refusal && has_large_body(transaction.request);
            return now ? send(connection, *refusal) : MHD_YES;
        }
        if (size > 0) {
            const std::string_view bytes(data, std::exchange(size, 0));
            if (transaction.exchange.receive) transaction.exchange.receive(bytes);
            return MHD_YES;
        }
        const Exchange& exchange = transaction.exchange;
        return send(connection, exchange.refusal ? *exchange.refusal : exchange.finish());
    }

    void describe(MHD_Connection* connection, Request& request, const char* path,
                  const char* method) const {
        request.method = method;
        request.path = path;
        request.tls = tls;
        request.client = peer(connection);
        MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &request);
        const std::size_t query = request.target.find('?');
        if (query != std::string::npos)
            request.fields = parse_fields(std::string_view(request.target).substr(query + 1));
    }
};

Port::Port(std::uint16_t number) : number_(number) {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(number);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(descriptor_, any, length) != 0 || ::listen(descriptor_, 128) != 0 ||
        ::getsockname(descriptor_, any, &length) != 0) {
        const int error = errno;
        ::close(descriptor_);
        throw_port(number, error);
    }
    number_ = ntohs(address.sin_port);
}

Port::~Port() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Port::Port(Port&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), number_(other.number_) {}

int Port::release() {
    return std::exchange(descriptor_, -1);
}

HttpServer::HttpServer(Port port, std::optional<Certificate> certificate, Begin begin)
    : state_(std::make_unique<State>()) {
    state_->tls = certificate.has_value();
    state_->begin = std::move(begin);
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
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL;
    if (certificate) flags |= MHD_USE_TLS;
    const std::uint16_t number = port.number();
    state_->daemon = MHD_start_daemon(
        flags, number, nullptr, nullptr, &State::on_request, state_.get(), MHD_OPTION_LISTEN_SOCKET,
        port.release(), MHD_OPTION_URI_LOG_CALLBACK, &State::on_target, nullptr,
        MHD_OPTION_NOTIFY_COMPLETED, &State::on_completed, nullptr, MHD_OPTION_CONNECTION_TIMEOUT,
        120U, MHD_OPTION_CONNECTION_MEMORY_LIMIT, static_cast<std::size_t>(256 * 1024),
        MHD_OPTION_ARRAY, certificate ? tls : plain, MHD_OPTION_END);
    if (state_->daemon == nullptr)
        throw Error({.message = fmt::format("cannot serve {} on 127.0.0.1:{}",
                                            certificate ? "HTTPS" : "HTTP", number)});
}

HttpServer::~HttpServer() {
    if (state_->daemon != nullptr) MHD_stop_daemon(state_->daemon);
}

} // namespace acapctl::emulator
