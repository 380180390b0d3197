#include "support/names.hpp"

#include "catch.hpp"

#include <string>

using namespace acapctl;

namespace {
const std::string control = "a\nb";
const std::string zero("a\0b", 3);
} // namespace

TEST_CASE("a file's name is one part of a path and no option") {
    for (const char* name : {"hello", "a-b", "Ä pp", "..a", ".hidden", "@APP@"})
        CHECK(is_file_name(name));
    for (const std::string& name :
         {std::string(), std::string("."), std::string(".."), std::string("a/b"), std::string("/"),
          std::string("-x"), control, zero, std::string(256, 'a'), std::string("\x7f")}) {
        INFO(name);
        CHECK_FALSE(is_file_name(name));
    }
}

TEST_CASE("a path below a directory never leaves it and is no option") {
    for (const char* path : {"a", "./a", "a/", "html/-x", "a//b", "..a/b..", "a b"})
        CHECK(is_path_below(path));
    for (const std::string& path :
         {std::string(), std::string("."), std::string("./"), std::string(".."),
          std::string("../a"), std::string("a/../b"), std::string("a/.."), std::string("/a"),
          std::string("-T/etc/passwd"), std::string("--to-command=x"), control, zero,
          std::string(4096, 'a')}) {
        INFO(path);
        CHECK_FALSE(is_path_below(path));
    }
}

TEST_CASE("a path in an image is plain enough to stand in a pattern and a command") {
    for (const char* path : {"/opt/app", "/opt/out_1.2+3-x", "/a"}) CHECK(is_path_in_image(path));
    for (const char* path :
         {"", "/", "opt/app", "/opt/app/", "/opt//app", "/opt/../etc", "/opt/$(id)", "/x' ; id",
          "/opt/a*", "/opt/[a]", "--help", "/opt/--to-command=id", "/opt/a b", "/opt/a:b"}) {
        INFO(path);
        CHECK_FALSE(is_path_in_image(path));
    }
}

TEST_CASE("a word has letters, digits, '_' and '-'") {
    for (const char* word : {"artpec8", "edge-tpu_1", "_x", "7"}) CHECK(is_word(word));
    for (const std::string& word : {std::string(), std::string("-x"), std::string("a/b"),
                                    std::string("a.b"), std::string("é"), std::string(65, 'a')})
        CHECK_FALSE(is_word(word));
}
