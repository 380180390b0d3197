#pragma once
// Failures of this machine: no descriptors, memory or threads are left. They say nothing about the
// file, the device or the program that was being worked with, so they must not be blamed on it.

#include "acapctl/error.hpp"

#include <cstddef>
#include <exception>
#include <string>

namespace acapctl {

// Whether an errno is such a failure. EAGAIN is one only of fork() and of a thread.
bool is_of_this_machine(int error);

// Exit code `unexpected`, with the code no-descriptors, no-memory or no-threads. `doing`: "read
// /tmp/x", "start make"; already visible.
Failure machine_failure(int error, const std::string& doing);

// What a system call failed with while `doing` so: invalid_input "cannot read /tmp/x: why", or a
// failure of this machine.
[[noreturn]] void throw_system_error(int error, const std::string& doing);

// The same of what is written, with the code cannot-write and what to do.
[[noreturn]] void throw_write_error(int error, const std::string& doing);

// An exception that nobody foresaw: a failure of this machine if it is one, else a defect.
Failure unforeseen(const std::exception& error);

// How many more descriptors this process may open; a large number where that is not known.
std::size_t descriptors_left();

} // namespace acapctl
