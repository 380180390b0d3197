#include "cli/projects/watch.hpp"

#include "cli/app/advice.hpp"
#include "support/source_watch.hpp"
#include "support/text.hpp"

#include <atomic>
#include <thread>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

// Of the project, which is being worked on.
bool may_be_mended(ExitCode code) {
    return code == exit_code(ErrorKind::build_failed) ||
           code == exit_code(ErrorKind::invalid_input);
}

// A build may put its package among the sources.
bool is_source(std::string_view name) {
    return !name.ends_with(".eap") && !name.ends_with("_LICENSE.txt");
}

class Watching {
  public:
    Watching(const std::filesystem::path& directory, Context& context, const Action& action)
        : watch_(directory, is_source), context_(context), action_(action) {
        if (const auto& left_out = watch_.left_out(); !left_out.empty())
            context.terminal.warn(
                fmt::format("there are too many directories to watch, or too deep ones: changes in "
                            "{} and maybe others are not seen",
                            text::visible(left_out.string())));
    }

    ExitCode run() {
        for (;;) {
            changed_ = false;
            const ExitCode code = once();
            if (context_.stop.stop_requested() || !changed_) return code;
            context_.terminal.note("the sources changed");
        }
    }

  private:
    // Until the sources change, or it ends.
    ExitCode once() {
        std::stop_source round;
        const std::stop_callback ended(context_.stop, [&] { round.request_stop(); });
        std::jthread watcher([&](const std::stop_token& done) {
            if (!watch_.wait(done)) return;
            changed_ = true;
            round.request_stop();
        });
        try {
            Context inner = context_;
            inner.stop = round.get_token();
            const ExitCode code = action_(inner);
            if (changed_ || !may_be_mended(code)) return code;
        } catch (const Error& error) {
            if (changed_ && !context_.stop.stop_requested()) return ExitCode::interrupted;
            if (!may_be_mended(exit_code(error.kind()))) throw;
            context_.terminal.error(advised(error.failure()));
        }
        context_.terminal.note("waiting for a change of the sources");
        watcher.request_stop();
        watcher.join();
        if (!changed_) changed_ = watch_.wait(context_.stop);
        return ExitCode::interrupted;
    }

    SourceWatch watch_;
    Context& context_;
    const Action& action_;
    std::atomic<bool> changed_ = false;
};

} // namespace

ExitCode again_on_change(const std::filesystem::path& directory, Context& context,
                         const Action& action) {
    return Watching(directory, context, action).run();
}

} // namespace acapctl::cli
