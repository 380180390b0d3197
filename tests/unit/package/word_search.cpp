#include "package/word_search.hpp"

#include "catch.hpp"

#include <random>

using namespace acapctl;

namespace {

using Words = std::vector<std::string>;

bool is_part(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

// The same by the plainest of ways.
Words find_plainly(const Words& words, const std::string& bytes) {
    Words found;
    for (const std::string& word : words)
        for (std::size_t at = bytes.find(word); at != std::string::npos;
             at = bytes.find(word, at + 1)) {
            const std::size_t end = at + word.size();
            if (is_part(word.front()) && at > 0 && is_part(bytes[at - 1])) continue;
            if (is_part(word.back()) && end < bytes.size() && is_part(bytes[end])) continue;
            found.push_back(word);
            break;
        }
    return found;
}

} // namespace

TEST_CASE("a word is found where it stands alone") {
    const WordSearch search(
        {"127.0.0.2", "127.0.0.25", "ambarella-cvflow", "root.SNMP.", "/a/b.cgi"});
    CHECK(search.find("") == Words{});
    CHECK(search.find("http://127.0.0.2:80/") == Words{"127.0.0.2"});
    CHECK(search.find("127.0.0.25") == Words{"127.0.0.25"});
    CHECK(search.find("127.0.0.251 1127.0.0.2") == Words{});
    CHECK(search.find(std::string("x\0ambarella-cvflow\0y", 19)) == Words{"ambarella-cvflow"});
    CHECK(search.find("ambarella-cvflow-proc") == Words{});
    CHECK(search.find("root.SNMP.V1ReadCommunity") == Words{"root.SNMP."});
    CHECK(search.find("http://camera/a/b.cgi?c=d /a/b.cgi2") == Words{"/a/b.cgi"});
    CHECK(search.find("/a/b.cgi 127.0.0.2") == Words{"127.0.0.2", "/a/b.cgi"});
}

TEST_CASE("words that hold one another are found as by the plainest search") {
    const Words words{"a", "ab", "bab", "abc.", "b-a", "c.a", ".", "aa", "babab"};
    const WordSearch search(words);
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes(random() % 12, 'x');
        for (char& c : bytes) c = "abc.- "[random() % 6];
        INFO(bytes);
        CHECK(search.find(bytes) == find_plainly(words, bytes));
    }
}
