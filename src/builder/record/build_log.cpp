#include "builder/record/build_log.hpp"

#include "support/program_output.hpp"

#include <fcntl.h>

namespace acapctl::builder {

// Removed first: a link of that name would lead elsewhere.
BuildLog::BuildLog(const Beneath& directory, const std::string& name, const Observer& listener)
    : file_((directory.remove(name), directory.open(name, O_WRONLY | O_CREAT | O_EXCL, 0644))),
      listener_(listener) {}

Observer BuildLog::observer() {
    return {.note =
                [this](const Notice& notice) {
                    write(notice.text);
                    listener_.note(notice);
                },
            .output =
                [this](std::string_view line) {
                    write(line);
                    listener_.output(line);
                },
            .warn =
                [this](const Notice& notice) {
                    warnings_.push_back(notice.text);
                    write("warning: " + notice.text);
                    listener_.warn(notice);
                }};
}

void BuildLog::write(std::string_view line) {
    // In one piece and at once, so that it is there even if this process is killed. A log that
    // cannot be written is no reason to fail the build.
    const std::string whole = program_line(line, false) + "\n";
    (void)!::write(file_.get(), whole.data(), whole.size());
}

} // namespace acapctl::builder
