#include "builder/plan/words.hpp"

#include "support/subprocess.hpp"

namespace acapctl::builder {

namespace fs = std::filesystem;

std::string full_path(const fs::path& path) {
    return fs::absolute(path).lexically_normal().string();
}

std::string quoted(const fs::path& path) {
    return shell_quoted({full_path(path)});
}

} // namespace acapctl::builder
