#include "emulator/state/web_entry.hpp"
#include "emulator/web/web_path.hpp"
#include "support/files.hpp"

#include "catch.hpp"

#include <filesystem>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

using namespace acapctl;
using namespace acapctl::emulator;
namespace fs = std::filesystem;

namespace {

std::string rest_of(std::string_view target) {
    const auto path = local_path(target);
    return path ? path->app + "|" + path->rest + (path->directory ? "|/" : "") : "none";
}

WebEntry proxy(const std::string& path, const std::string& target = {},
               const std::string& api_type = {}) {
    return {.type = "reverseProxy",
            .path = path,
            .access = "admin",
            .target = target,
            .api_type = api_type};
}

std::string all_of(Reply reply) {
    return without_source(std::move(reply), 1U << 20U).body;
}

int status_of(const fs::path& package, const std::string& target) {
    const auto path = local_path(target);
    return path ? html_file(package, *path, {.method = "GET", .target = target}).status : 0;
}

} // namespace

TEST_CASE("a path below /local is an application and what is behind it") {
    CHECK(rest_of("/local/app/a/b.html?x=/../y") == "app|a/b.html");
    CHECK(rest_of("/local/app") == "app||/");
    CHECK(rest_of("/local/app/") == "app||/");
    CHECK(rest_of("/local//app/./a//b/") == "app|a/b|/");
    CHECK(rest_of("/local/app/a%20b+c") == "app|a b+c");
    CHECK(rest_of("/local/app/...") == "app|...");
}

TEST_CASE("a path that leads upwards or hides something is none") {
    for (const char* target : {"/local/app/../x",
                               "/local/app/a/..",
                               "/local/..",
                               "/local/app/%2e%2e/x",
                               "/local/app/.%2E/x",
                               "/local/app/..%2fx",
                               "/local/app/a%2Fb",
                               "/local/app/a%00b",
                               "/local/app/a%0d%0aX:y",
                               "/local/app/a b",
                               "/local/app/%",
                               "/local/app/%4",
                               "/local/app/%zz",
                               "/local/app/a\x7f",
                               "/local",
                               "/local/",
                               "/other/app",
                               "local/app",
                               "//local/app",
                               "http://host/local/app",
                               "/x/../local/app",
                               "*",
                               ""}) {
        CAPTURE(target);
        CHECK(rest_of(target) == "none");
    }
}

TEST_CASE("files come out of html alone") {
    const TempDir directory;
    const fs::path package = directory.path() / "package";
    fs::create_directories(package / "html" / "sub");
    fs::create_directories(package / "localdata");
    write_file(directory.path() / "secret", "secret");
    write_file(package / "manifest.json", "{}");
    write_file(package / "html" / "index.html", "page");
    write_file(package / "localdata" / "shot", "shot");
    fs::create_symlink("../localdata/shot", package / "html" / "shot");
    fs::create_symlink("../../secret", package / "html" / "up");
    fs::create_symlink(directory.path() / "secret", package / "html" / "absolute");
    fs::create_symlink("/proc/self/environ", package / "html" / "proc");
    fs::create_symlink("nowhere", package / "html" / "dangling");
    fs::create_symlink("loop", package / "html" / "loop");
    fs::create_directory_symlink("../..", package / "html" / "top");
    ::mkfifo((package / "html" / "fifo").c_str(), 0644);

    const auto get = [&](const std::string& target) { return status_of(package, target); };
    CHECK(get("/local/app/index.html") == 200);
    CHECK(get("/local/app/") == 200);
    CHECK(get("/local/app") == 301);
    CHECK(get("/local/app/sub") == 301);
    CHECK(get("/local/app/sub/") == 403);
    CHECK(get("/local/app/shot") == 200);
    CHECK(get("/local/app/fifo") == 403);
    for (const char* name : {"up", "absolute", "proc", "dangling", "loop", "top/secret", "absent",
                             "index.html/", "index.html/x", "manifest.json", "html/index.html"}) {
        CAPTURE(name);
        CHECK(get(std::string("/local/app/") + name) == 404);
    }
    const Request request{.method = "GET", .target = "/local/app/shot?v=1"};
    const Reply reply = html_file(package, *local_path(request.target), request);
    CHECK(reply.length == 4U);
    CHECK(all_of(reply) == "shot");
    CHECK(status_of(directory.path() / "absent", "/local/app/") == 404);
}

TEST_CASE("an entry is found by its whole path, a proxy by its pattern") {
    const std::vector<WebEntry> entries{
        {.type = "directory", .access = "viewer"},
        {.type = "fastCgi", .path = "api/x.cgi", .access = "viewer"},
        proxy("api"),
        proxy("v[0-9]+/.*end"),
        proxy("(unbalanced"),
        proxy("")};
    const auto found = [&](std::string_view path) {
        const WebEntry* entry = find_entry(entries, path);
        return entry == nullptr ? std::string("file") : entry->path;
    };
    CHECK(found("api") == "api");
    CHECK(found("api/x/y") == "api");
    CHECK(found("api/x.cgi") == "api");
    CHECK(found("apix") == "file");
    CHECK(found("x/api") == "file");
    CHECK(found("v12/a/end") == "v[0-9]+/.*end");
    CHECK(found("(unbalanced") == "file");
    CHECK(found("") == "file");
    CHECK(found("api\n") == "file");
}

TEST_CASE("a pattern that could search for ever is given up") {
    const std::vector<WebEntry> entries{proxy("(a*)*(a*)*(a*)*b")};
    CHECK(find_entry(entries, std::string(5000, 'a')) == nullptr);
}

TEST_CASE("a target is a socket or a port of the loopback interface") {
    using Protocol = Target::Protocol;
    const auto unix = target_of(proxy("a", "unix:/tmp/a.sock", "fcgi"));
    REQUIRE(unix);
    CHECK(unix->socket == "/tmp/a.sock");
    CHECK(unix->protocol == Protocol::fast_cgi);
    const auto tcp = target_of(proxy("a", "http://localhost:2001/"));
    REQUIRE(tcp);
    CHECK(tcp->port == 2001);
    CHECK(tcp->prefix.empty());
    CHECK(target_of(proxy("a", "http://127.0.0.1/api/"))->port == 80);
    CHECK(target_of(proxy("a", "http://127.0.0.1:1/api/"))->prefix == "/api");
    CHECK(target_of(proxy("a", "ws://[::1]:9000"))->protocol == Protocol::websocket);
    for (const char* bad :
         {"http://example.com:80/", "http://10.0.0.1:80", "http://localhost:0",
          "http://localhost:x", "http://localhost:65536", "http://localhost@example.com:80",
          "unix:relative", "localhost:1", "http://", ""}) {
        CAPTURE(bad);
        CHECK_FALSE(target_of(proxy("a", bad)));
    }
}

TEST_CASE("who may ask is what the manifest says, and administrators otherwise") {
    CHECK(role_of({.type = "fastCgi", .access = "viewer"}) == Role::view);
    CHECK(role_of({.type = "fastCgi", .access = "operator"}) == Role::operate);
    CHECK(role_of({.type = "fastCgi", .access = "anonymous"}) == Role::administer);
    CHECK(role_of({.type = "fastCgi", .access = "everyone"}) == Role::administer);
    CHECK_FALSE(role_of({.type = "reverseProxy", .access = "anonymous"}));
    CHECK(role_of_files({}) == Role::administer);
    CHECK(role_of_files({{.type = "directory", .access = "viewer"}}) == Role::view);
}

TEST_CASE("entries come from the manifest, else from cgi.conf") {
    Package package{.schema_version = "1.7.0"};
    package.cgi_conf = "administrator /a.cgi fastCgi\nviewer //b\n\nbad\n";
    const auto conf = web_entries(package, {});
    CHECK(conf == std::vector<WebEntry>{{.type = "fastCgi", .path = "a.cgi", .access = "admin"},
                                        {.type = "transferCgi", .path = "b", .access = "viewer"}});
    const auto manifest = nlohmann::json::parse(R"({"acapPackageConf": {"configuration": {
        "httpConfig": [{"type": "fastCgi", "name": "/c.cgi", "access": "admin"}, 7, {"name": 5}],
        "reverseProxy": [{"apiPath": "p", "target": "http://localhost:1", "access": "anonymous"}]}}})");
    const auto entries = web_entries(package, manifest);
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].path == "c.cgi");
    CHECK(entries[2].target == "http://localhost:1");
    CHECK(web_entries_from_json(to_json(entries)) == entries);
    package.schema_version = "1.4.0";
    CHECK(web_entries(package, manifest).size() == 2);
    for (const char* odd : {"{}", R"({"acapPackageConf": []})",
                            R"({"acapPackageConf": {"configuration": {"httpConfig": {}}}})"})
        CHECK(web_entries(package, nlohmann::json::parse(odd)).empty());
}
