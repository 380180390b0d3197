#include "cli/shared/client_certificate.hpp"

#include "acapctl/error.hpp"
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

// Where no key is named, the file of the certificate has it.
void check_client_certificate(const device::Target& target) {
    if (target.client_certificate.empty()) return;
    const std::string& key =
        target.client_key.empty() ? target.client_certificate : target.client_key;
    if (!std::filesystem::is_regular_file(target.client_certificate))
        missing("the client certificate", target.client_certificate);
    auto text = read_private_file(key, Privacy::secret, largest);
    if (!text) missing("the key of the client certificate", key);
    const Secret wiped(std::move(*text));
}

} // namespace acapctl::cli
