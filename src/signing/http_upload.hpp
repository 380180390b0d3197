#pragma once
// One POST of a file as a form, whose reply is a file.

#include "support/secret.hpp"

#include <filesystem>
#include <stop_token>
#include <string>

namespace acapctl::signing {

struct Upload {
    std::string url{};
    std::string field{};
    std::filesystem::path file{};
    Secret token{}; // empty: none is sent
    std::filesystem::path output{};
};

struct UploadReply {
    int status = 0;         // of HTTP; 0: there was no answer
    std::string failure{};  // why there was none
    bool too_large = false; // for a signed package; nothing is in `output`
    std::string said{};     // the beginning of an answer other than 200; may hold the token
};

// The body of an answer with 200 goes to `output`. Redirects are not followed: the token is for one
// place. Throws `interrupted` after a stop.
UploadReply post(const Upload& upload, const std::stop_token& stop);

} // namespace acapctl::signing
