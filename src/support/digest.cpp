#include "support/digest.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <fstream>

#include <fmt/format.h>
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

std::string sha256_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw_invalid(fmt::format("cannot read {}", text::visible(path.string())));
    Sha256 hash;
    char buffer[65536];
    while (file.read(buffer, sizeof buffer), file.gcount() > 0)
        hash.add({buffer, static_cast<std::size_t>(file.gcount())});
    if (file.bad()) throw_invalid(fmt::format("cannot read {}", text::visible(path.string())));
    return hash.finish();
}

} // namespace acapctl
