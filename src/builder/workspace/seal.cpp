#include "builder/workspace/seal.hpp"

#include "acapctl/error.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/secret.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace acapctl::builder {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t key_size = 32;
constexpr std::string_view head = "acapctl-seal ";
constexpr std::size_t seal_size = 64; // hex digits of SHA-256

std::string random_key() {
    unsigned char bytes[key_size];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        throw Error({.message = "this machine has no random numbers for the key of builds"});
    return text::hex({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

constexpr std::size_t shortest_key = 16; // of those that a user chooses

struct Key {
    Secret secret{};
    std::optional<Failure> trouble{}; // why no other process has it
};

std::optional<std::string> read_key(const fs::path& file) {
    auto key = read_private_file(file, Privacy::secret);
    return key && key->size() >= key_size ? std::move(key) : std::nullopt;
}

std::string kept_key() {
    const fs::path file = state_directory() / "build-key";
    if (auto key = read_key(file)) return *key; // also in a home that cannot be written
    make_private_directory(file.parent_path());
    const FileLock lock(file); // of two that begin at once, one makes it
    if (auto key = read_key(file)) return *key;
    std::string key = random_key();
    write_file(file, key, 0600, Durability::flushed);
    return key;
}

Key make_key() {
    if (auto key = environment("ACAPCTL_BUILD_KEY")) {
        if (key->size() >= shortest_key) return {.secret = Secret(std::move(*key))};
        throw_usage(fmt::format("ACAPCTL_BUILD_KEY is shorter than {} characters", shortest_key),
                    "take a random one, as 'openssl rand -hex 32' prints");
    }
    try {
        return {.secret = Secret(kept_key())};
    } catch (const Error& error) {
        Failure trouble = error.failure();
        trouble.message = fmt::format("the key {} cannot be kept: {}",
                                      visible_path(state_directory() / "build-key"), error.what());
        if (trouble.hint.empty()) trouble.hint = "set ACAPCTL_BUILD_KEY to a secret of your own";
        return {.secret = Secret(random_key()), .trouble = std::move(trouble)};
    }
}

const Key& key() {
    static const Key instance = make_key();
    return instance;
}

// The same for every name of the file.
std::string place_of(const fs::path& file) {
    std::error_code error;
    const fs::path directory = fs::canonical(file.parent_path(), error);
    return (error ? fs::absolute(file.parent_path()) : directory) / file.filename();
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace

std::string seal(const fs::path& file, std::string_view text) {
    const std::string message = (place_of(file) + '\0').append(text);
    const std::string& secret = key().secret.reveal();
    unsigned char code[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(message.data()), message.size(), code, &size);
    return text::hex({reinterpret_cast<const char*>(code), size});
}

const std::optional<Failure>& key_trouble() {
    return key().trouble;
}

std::string sealed(const fs::path& file, std::string_view text) {
    return std::string(head).append(seal(file, text)).append("\n").append(text);
}

std::optional<std::string> unsealed(const fs::path& file, std::string_view content) {
    const std::size_t begin = head.size() + seal_size + 1;
    if (!content.starts_with(head) || content.size() < begin) return std::nullopt;
    const std::string_view text = content.substr(begin);
    if (!equal(content.substr(head.size(), seal_size), seal(file, text))) return std::nullopt;
    return std::string(text);
}

} // namespace acapctl::builder
