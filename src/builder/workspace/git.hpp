#pragma once
// What git calls the sources, for the build record.

#include <filesystem>
#include <stop_token>
#include <string>

namespace acapctl::builder {

// `git describe --always --tags` of the commit that is checked out; empty without git, a repository
// or a commit, or where git does not trust the owner of the repository. What is not committed is
// not looked at: the repository comes from others, and to compare files by its rules would run what
// it names (filters, a file system monitor). Nothing of it is run, and nothing is fetched. One
// whose settings include others, or that is not answered about in five seconds, is not described.
std::string git_description(const std::filesystem::path& directory, const std::stop_token& stop);

} // namespace acapctl::builder
