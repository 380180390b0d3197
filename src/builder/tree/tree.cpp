#include "builder/tree/tree.hpp"

#include "acapctl/error.hpp"
#include "engine/ask_engine.hpp"
#include "engine/container.hpp"
#include "support/machine.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

struct State {
    std::string fingerprint{}; // of the toolchain that made the objects
    Copied copied{};
};

// "fingerprint", then "identity\tpath" for each file, each ended by NUL because a path may hold
// anything else.
std::string text_of(const State& state) {
    std::string text = state.fingerprint + '\0';
    for (const auto& [path, identity] : state.copied) text += identity + '\t' + path + '\0';
    return text;
}

State state_of(const std::string& text) {
    State state;
    const std::vector<std::string> records = text::split(text, '\0');
    state.fingerprint = records.front();
    for (std::size_t i = 1; i < records.size(); ++i)
        if (const auto tab = records[i].find('\t'); tab != std::string::npos)
            state.copied[records[i].substr(tab + 1)] = records[i].substr(0, tab);
    return state;
}

// The container in which an earlier compiler was started may still be running: it does not end with
// the docker command that watches it.
void end_container(const std::string& engine, const std::string& name,
                   const std::stop_token& stop) {
    if (engine.empty() || name.empty()) return;
    const auto removal = engine::ask_engine({engine, "rm", "--force", "--volumes", name}, stop);
    // One that is not there cannot be removed either, which is what is wanted.
    if (removal.status == 0 || engine::engine_answers(engine, stop)) return;
    throw Error(
        {.kind = ErrorKind::engine_unavailable,
         .code = "engine-unavailable",
         .message = fmt::format("an earlier build may still be running in the container {}, "
                                "and {} does not answer",
                                name, engine),
         .hint = "start the engine and build again",
         .retryable = true});
}

} // namespace

Beneath tree_of(const Plan& plan) {
    if (const auto workspace = Workspace::find(plan.project))
        if (auto tree = workspace->files().find(plan.tree.filename())) return std::move(*tree);
    throw_invalid(
        fmt::format("the build tree {} is not there any more", text::visible(plan.tree.string())));
}

std::filesystem::path source_directory(const Plan& plan) {
    return plan.dockerfile() != nullptr ? plan.project : plan.root;
}

History history_of(const Plan& plan) {
    return plan.dockerfile() != nullptr ? History::keep : History::leave_out;
}

Workspace make_workspace(const Plan& plan) {
    const std::filesystem::path output = plan.output.lexically_relative(plan.project);
    if (!output.empty() && *output.begin() == "build")
        Beneath(plan.project).make(output); // a clone may have a link there
    std::error_code error;
    std::filesystem::create_directories(plan.output, error);
    if (error) throw_write_error(error.value(), "make " + text::visible(plan.output.string()));
    return Workspace::make(plan.project);
}

Tree::Tree(const Plan& plan, const Workspace& workspace)
    : plan_(plan), workspace_(workspace), name_(plan.tree.filename().string()) {}

void Tree::settle(const std::string& fingerprint, const std::stop_token& stop) {
    fingerprint_ = fingerprint + " " + kind_name(plan_);
    if (const auto writer = workspace_.read(name_ + ".writer")) {
        const auto space = writer->find(' ');
        if (space != std::string::npos)
            end_container(writer->substr(0, space), writer->substr(space + 1), stop);
        forget();
        end_writing();
        return;
    }
    const auto text = workspace_.read(name_ + ".state");
    State state = text ? state_of(*text) : State{};
    if (!text || state.fingerprint != fingerprint_) return forget();
    copied_ = std::move(state.copied);
}

void Tree::forget() {
    workspace_.files().remove(name_ + ".state");
    workspace_.files().remove(name_ + ".made");
    workspace_.files().remove_all(name_);
    copied_.clear();
}

std::string Tree::follow(const Sources& sources) {
    std::string reason;
    if (plan_.dockerfile() == nullptr) reason = outdated_by(copied_, sources);
    if (!reason.empty()) forget();
    fresh_ = copied_.empty();
    workspace_.files().remove(name_ + ".state"); // an interrupted copy must not be believed
    mirror(source_directory(plan_), sources, files(), copied_);
    workspace_.write(name_ + ".state", text_of({fingerprint_, copied_}));
    if (plan_.dockerfile() == nullptr) put_manifest();
    return reason;
}

// The manifest of the variant in the place where the Makefile looks for one.
void Tree::put_manifest() const {
    if (plan_.manifest == "manifest.json") return;
    const Beneath tree = files();
    const auto text = tree.read(plan_.manifest);
    if (!text)
        throw_invalid(fmt::format("there is no {} in {}", text::visible(plan_.manifest.string()),
                                  text::visible(plan_.root.string())));
    if (tree.read("manifest.json") != text) // else it keeps its time, for make
        tree.write("manifest.json", *text);
}

void Tree::begin_writing() const {
    const Container* container = plan_.container();
    workspace_.write(name_ + ".writer",
                     container != nullptr ? container->program() + " " + container->name : "");
}

void Tree::end_writing() const {
    workspace_.files().remove(name_ + ".writer");
}

void prepare_tree(const Plan& plan, const Toolchain& toolchain, const Observer& observer,
                  const std::stop_token& stop) {
    const Workspace workspace = make_workspace(plan);
    const FileLock lock(workspace.lock(plan.key), observer.note, stop);
    Tree tree(plan, workspace);
    tree.settle(toolchain.fingerprint, stop);
    HashCache hashes(workspace.read("hashes").value_or(""), stop);
    tree.follow(survey(source_directory(plan), workspace.files().path(), history_of(plan), hashes));
}

} // namespace acapctl::builder
