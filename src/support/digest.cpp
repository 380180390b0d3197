#include "support/digest.hpp"

#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/regular_file.hpp"
#include "support/text.hpp"

#include <cerrno>

#include <openssl/evp.h>

namespace acapctl {

Sha256::Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
}

void Sha256::add(std::string_view bytes) {
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
}

std::string Sha256::finish() {
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_DigestFinal_ex(context_.get(), hash, &length);
    return text::hex({reinterpret_cast<const char*>(hash), length});
}

std::string sha256(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.finish();
}

std::string sha256_of_file(const std::filesystem::path& path, const std::stop_token& stop) {
    return sha256_of(open_to_read(path), path, stop);
}

std::string sha256_of(const Descriptor& file, const std::filesystem::path& name,
                      const std::stop_token& stop) {
    Sha256 hash;
    char buffer[65536];
    while (true) {
        check(stop);
        const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_system_error(errno, "read " + text::visible(name.string()));
        if (count == 0) return hash.finish();
        hash.add({buffer, static_cast<std::size_t>(count)});
    }
}

} // namespace acapctl
