#include "builder/plan/surroundings.hpp"

#include "engine/endpoint.hpp"
#include "engine/image_name.hpp"
#include "support/environment.hpp"

#include <random>

#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::builder {

Surroundings surroundings(EngineKind engine) {
    const std::string program = engine_name(engine);
    std::random_device random;
    Surroundings result{.engine = engine,
                        .remote = engine::engine_is_remote(program),
                        .other_builder = engine::has_other_builder(program),
                        .uid = ::getuid(),
                        .gid = ::getgid(),
                        .token = fmt::format("{}-{:08x}", ::getpid(), random()),
                        .sdk_repository = engine::repository_of_user(),
                        .source_date_epoch = environment("SOURCE_DATE_EPOCH").value_or("")};
    // What images before March 2026, and those that somebody built, say of themselves.
    if (auto version = environment("AXIS_OS_VERSION"); version && *version != "unknown")
        result.axis_os_version = *std::move(version);
    for (const char* name : {"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY",
                             "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"})
        if (environment(name)) result.proxies.emplace_back(name);
    return result;
}

Surroundings surroundings(LocalSdk local) {
    Surroundings result = surroundings(EngineKind::local);
    result.local_sdk = std::move(local);
    return result;
}

} // namespace acapctl::builder
