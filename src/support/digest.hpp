#pragma once
// Hashes, by OpenSSL.

#include "support/descriptor.hpp"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

struct evp_md_ctx_st; // EVP_MD_CTX

namespace acapctl {

class Sha256 {
  public:
    Sha256();
    void add(std::string_view bytes);
    std::string finish(); // lower-case hex; once

  private:
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

std::string sha256(std::string_view bytes); // lower-case hex
// Throws `interrupted` after a stop.
std::string sha256_of_file(const std::filesystem::path& path, const std::stop_token& stop = {});
// The same of what is open already; `name` for messages.
std::string sha256_of(const Descriptor& file, const std::filesystem::path& name,
                      const std::stop_token& stop = {});

} // namespace acapctl
