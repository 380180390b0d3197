#include "emulator/process/processes.hpp"

#include "support/descriptor.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

// More than any limit of a profile; each costs a few system calls.
constexpr std::size_t tree_limit = 16384;
constexpr std::size_t text_limit = 1U << 20U;

// A file of /proc; empty if its process has ended (ENOENT when opened, ESRCH when read).
std::string proc_text(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text;
    std::array<char, 4096> piece{};
    while (file && text.size() < text_limit) {
        const ssize_t count = ::read(file.get(), piece.data(), piece.size());
        if (count <= 0) break;
        text.append(piece.data(), static_cast<std::size_t>(count));
    }
    return text;
}

std::vector<std::string> tasks_of(pid_t pid) {
    std::vector<std::string> tasks;
    std::error_code gone;
    fs::directory_iterator entry(fmt::format("/proc/{}/task", pid), gone);
    for (; !gone && entry != fs::directory_iterator(); entry.increment(gone))
        tasks.push_back(entry->path().string());
    return tasks;
}

} // namespace

// Any thread may have started a child.
std::vector<pid_t> process_tree(pid_t pid) {
    std::vector<pid_t> tree{pid};
    for (std::size_t i = 0; i < tree.size() && tree.size() < tree_limit; ++i)
        for (const std::string& task : tasks_of(tree[i]))
            for (const std::string& word : text::split(proc_text(task + "/children"), ' '))
                if (const auto child = text::parse_unsigned(word))
                    tree.push_back(static_cast<pid_t>(*child));
    return tree;
}

Usage usage_of(const std::vector<pid_t>& pids) {
    static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    Usage usage;
    for (const pid_t pid : pids) {
        usage.tasks += tasks_of(pid).size();
        // "size resident shared ...", in pages
        const auto words = text::split(proc_text(fmt::format("/proc/{}/statm", pid)), ' ');
        if (words.size() < 3) continue;
        const auto resident = text::parse_unsigned(words[1]).value_or(0);
        const auto shared = text::parse_unsigned(words[2]).value_or(0);
        usage.memory += (resident - std::min(resident, shared)) * page;
    }
    return usage;
}

} // namespace acapctl::emulator
