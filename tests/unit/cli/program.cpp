// What ends a command line other than its verb: a stop, a lost result, a defect.
#include "refusals.hpp"

#include "cli/program.hpp"

#include <cstdio>
#include <stdexcept>

namespace acapctl::cli {

namespace {

int run(std::vector<std::string> words, const Edges& edges, const std::stop_token& stop = {}) {
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    return run_command_line(static_cast<int>(words.size()), argv.data(), edges, stop);
}

} // namespace

TEST_CASE("a command that is stopped ends with 130") {
    const Desk desk;
    const Stream out;
    const Stream err;
    device::FakeDevice device;
    device.answer = [](const device::Request&) { return device::ok(""); };
    Edges edges;
    edges.out = out.file();
    edges.err = err.file();
    edges.connect = [&](const device::Target&) {
        return std::make_unique<device::FakeTransport>(device);
    };
    std::stop_source stop;
    stop.request_stop();
    CHECK(run({"acapctl", "list", "-t", "http://one"}, edges, stop.get_token()) == 130);
    CHECK(device.requests.empty());
    CHECK(out.text().empty());
}

TEST_CASE("a result that nobody gets is told, whichever way it is printed") {
    const Desk desk;
    std::FILE* full = std::fopen("/dev/full", "w");
    REQUIRE(full != nullptr);
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"acapctl", "explain"}, {"acapctl", "new", "--help"}, {"acapctl", "--version"}}) {
        const Stream err;
        Edges edges;
        edges.out = full;
        edges.err = err.file();
        CHECK(run(words, edges) == 1);
        CHECK_THAT(err.text(), contains("error: cannot write the result: No space left"));
        std::clearerr(full);
    }
    std::fclose(full);
}

TEST_CASE("what nobody foresaw is an error like others, with 1") {
    Desk desk;
    const std::string eap = desk.write("a.eap", "x").string();
    desk.devices["one"].bend = [](const device::Request&) -> std::optional<device::Answer> {
        throw std::logic_error("a defect");
    };
    check_refused(desk, {{{"compat", eap, "--for", "http://one"}, "a defect", 1}});
}

} // namespace acapctl::cli
