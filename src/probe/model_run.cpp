#include "probe/model_run.hpp"

#include "acapctl/error.hpp"
#include "probe/unpacked.hpp"
#include "support/ascii.hpp"
#include "support/digest.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/regular_file.hpp"
#include "support/text.hpp"

#include <cerrno>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl::probe {

namespace fs = std::filesystem;

namespace {

// What apps/probe/conf.h has room for.
constexpr std::size_t longest_device = 63;
constexpr std::size_t most_devices = 32;
constexpr unsigned most_model_runs = 10'000;

std::uint64_t size_of(const Descriptor& file) {
    struct stat status {};
    return ::fstat(file.get(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

// Opened and measured in one: what lies under the name may change in between.
Descriptor open_model(const fs::path& model) {
    Descriptor file = open_to_read(model);
    const std::uint64_t size = size_of(file);
    if (size == 0)
        throw_invalid(fmt::format("the model {} is empty, or no file", visible_path(model)));
    if (size > largest_model)
        throw_invalid(fmt::format("the model {} has {}; at most {} are sent to a device",
                                  visible_path(model), text::human_size(size),
                                  text::human_size(largest_model)));
    return file;
}

// "model.tflite": larod looks at the content, and the name may be anything.
std::string name_in_package(const fs::path& model) {
    const std::string extension = text::lower(model.extension().string());
    const bool plain = extension.size() > 1 && extension.size() <= 16 &&
                       ascii::is_made_of(extension.substr(1), "");
    return plain ? "model" + extension : "model";
}

void copy_model(const fs::path& model, const fs::path& copy, const std::stop_token& stop) {
    const Descriptor from = open_model(model);
    AtomicFile to(copy);
    std::string buffer(std::size_t{1} << 18U, '\0');
    std::uint64_t total = 0;
    for (;;) {
        check(stop);
        const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_system_error(errno, "read " + visible_path(model));
        if (count == 0) break;
        total += static_cast<std::uint64_t>(count);
        if (total > largest_model)
            throw_invalid(fmt::format("the model {} grows while it is read", visible_path(model)));
        to.write(std::string_view(buffer).substr(0, static_cast<std::size_t>(count)));
    }
    to.commit();
}

} // namespace

void check_model_run(const ModelRun& run) {
    if (!run.wanted()) return;
    open_model(run.model);
    if (run.runs == 0 || run.runs > most_model_runs)
        throw_usage(fmt::format("a model is run 1 to {} times, not {}", most_model_runs, run.runs));
    if (run.devices.size() > most_devices)
        throw_usage(fmt::format("at most {} larod devices can be named", most_devices));
    for (const std::string& device : run.devices)
        if (device.empty() || device.size() > longest_device || !ascii::is_made_of(device, "-_."))
            throw_usage(fmt::format("'{}' is no name of a larod device", text::visible(device)),
                        "they are called like axis-a8-dlpu-tflite");
}

std::string probe_conf(const ModelRun& run) {
    std::string conf = fmt::format("model {}\nruns {}\n", name_in_package(run.model), run.runs);
    for (const std::string& device : run.devices) conf += fmt::format("device {}\n", device);
    return conf;
}

ModelPackages::ModelPackages(ModelRun run, const std::stop_token& stop) : run_(std::move(run)) {
    copy_model(run_.model, copy(), stop);
    const std::string bytes = read_file(copy(), largest_model);
    sha256_ = sha256(bytes);
    facts_ = model::model_facts(run_.model.string(), bytes);
    if (facts_.problem.empty()) return;
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "damaged-model",
                 .message = fmt::format("{}: no sound model of {}: {}", visible_path(run_.model),
                                        model::format_label(facts_.format), facts_.problem),
                 .hint = "take the file as the converter wrote it"});
}

fs::path ModelPackages::copy() const {
    return room_.path() / name_in_package(run_.model);
}

nlohmann::json ModelPackages::identity() const {
    return {{"name", run_.model.filename().string()},
            {"size", facts_.size},
            {"sha256", sha256_},
            {"format", model::format_name(facts_.format)}};
}

fs::path ModelPackages::with(const Offer& offer, const std::stop_token& stop) {
    const std::lock_guard lock(mutex_);
    const auto made = packages_.find(offer.file);
    if (made != packages_.end()) return made->second;
    return packages_[offer.file] = pack(offer, stop);
}

fs::path ModelPackages::pack(const Offer& offer, const std::stop_token& stop) const {
    Unpacked package(offer, stop);
    const fs::path model = copy();
    fs::copy_file(model, package.directory() / model.filename());
    write_file(package.directory() / "probe.conf", probe_conf(run_));
    package.add(model.filename().string());
    package.add("probe.conf");
    // Packages of two manifest schemas have one name.
    return package.pack_into(room_.path() / std::to_string(packages_.size()));
}

} // namespace acapctl::probe
