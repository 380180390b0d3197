#include "support/secret.hpp"

#include "catch.hpp"

using namespace acapctl;

TEST_CASE("a secret is copied, moved and replaced like any value") {
    Secret first("one");
    Secret second(first);
    CHECK(second.reveal() == "one");
    const Secret third(std::move(second));
    CHECK(third.reveal() == "one");
    first = Secret("a password longer than a string holds in itself");
    CHECK(first.reveal().starts_with("a password"));
    first = third;
    CHECK(first.reveal() == "one");
    CHECK(Secret().empty());
}
