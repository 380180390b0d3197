// docs/rules, which `acapctl explain --write-pages` makes.
#include "lint/page.hpp"

#include "catch.hpp"
#include "lint/rules.hpp"
#include "support/files.hpp"

#include <filesystem>

using namespace acapctl;
using namespace acapctl::lint;
namespace fs = std::filesystem;

TEST_CASE("the pages of docs/rules are those of the table") {
    const fs::path directory = fs::path(TEST_DATA) / "../../docs/rules";
    CHECK(read_file(directory / "README.md") == index_page());
    for (const Rule& each : rules()) CHECK(read_file(directory / (each.id + ".md")) == page(each));
    const auto files = std::distance(fs::directory_iterator(directory), fs::directory_iterator{});
    CHECK(static_cast<std::size_t>(files) == rules().size() + 1);
}
