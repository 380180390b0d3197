#include "builder/plan/surroundings.hpp"

#include "engine/endpoint.hpp"
#include "engine/image_name.hpp"
#include "sdk/catalog.hpp"
#include "support/environment.hpp"

#include <random>

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::builder {

Surroundings surroundings(const std::string& engine) {
    std::random_device random;
    Surroundings result{.engine = engine,
                        .remote = engine::engine_is_remote(engine),
                        .other_builder = engine::has_other_builder(engine),
                        .uid = ::getuid(),
                        .gid = ::getgid(),
                        .token = fmt::format("{}-{:08x}", ::getpid(), random()),
                        .sdk_repository = engine::repository_of_user(),
                        .source_date_epoch = environment("SOURCE_DATE_EPOCH").value_or("")};
    for (const char* name : {"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY",
                             "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"})
        if (environment(name)) result.proxies.emplace_back(name);
    return result;
}

Surroundings surroundings_with(const Project& project, const Request& request,
                               const std::string& engine) {
    Surroundings result = surroundings(engine);
    if (engine == "local")
        result.local_sdk = usable_sdk(project, request, sdk::Catalog::with_users());
    return result;
}

} // namespace acapctl::builder
