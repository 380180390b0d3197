#pragma once
// What this process remembers of passwords stays in it.

namespace acapctl {

// From now on a crash leaves no core dump, and other processes of the same user, such as a
// project's make, can neither trace this one nor read its memory and environment. What this one
// starts by exec is as open as ever.
void keep_memory_private();

// In a child that is about to become another program: core dumps as this process found them
// allowed. Async-signal-safe.
void restore_core_limit() noexcept;

} // namespace acapctl
