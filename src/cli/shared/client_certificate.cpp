#include "cli/shared/client_certificate.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/secret.hpp"
#include "support/text.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

constexpr std::uint64_t largest = 1U << 20U;

[[noreturn]] void missing(const char* what, const std::string& file) {
    throw_invalid(fmt::format("{} {} is not there", what, text::visible(file)),
                  "name a PEM file with it");
}

// A file that holds no key is no secret.
bool holds_key(const std::string& file) {
    const Secret text(read_file(file, largest));
    return text.reveal().find("PRIVATE KEY-----") != std::string::npos;
}

} // namespace

void give_client_certificate(std::vector<device::Target>& targets, const std::string& certificate,
                             const std::string& key) {
    if (certificate.empty() && key.empty()) return;
    if (certificate.empty())
        throw_usage("--client-key needs --client-cert", "name the certificate of that key");
    for (device::Target& target : targets) {
        target.client_certificate = certificate;
        target.client_key = key;
    }
}

void check_client_certificate(const device::Target& target) {
    if (target.client_certificate.empty()) return;
    if (!std::filesystem::is_regular_file(target.client_certificate))
        missing("the client certificate", target.client_certificate);
    if (target.client_key.empty() && !holds_key(target.client_certificate))
        throw_invalid(fmt::format("the client certificate {} comes without its key",
                                  text::visible(target.client_certificate)),
                      "name the file of the key: --client-key, or client_key in the inventory");
    auto text = read_private_file(target.key_file(), Privacy::secret, largest);
    if (!text) missing("the key of the client certificate", target.key_file());
    const Secret wiped(std::move(*text));
}

} // namespace acapctl::cli
