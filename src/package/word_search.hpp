#pragma once
// Which of some words stand in the bytes of a program or script. One pass over the bytes, however
// many words there are (Aho and Corasick, 1975).

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

class WordSearch {
  public:
    // Each is not empty; all together have at most some ten thousand bytes.
    explicit WordSearch(std::vector<std::string> words);

    // In the order of the list, each once. A word that begins or ends with a letter or digit counts
    // only where no further letter, digit, '_' or '-' stands before or behind it: "127.0.0.2" is
    // not in "127.0.0.25". One that ends with '.' or '/' may go on.
    std::vector<std::string> find(std::string_view bytes) const;

  private:
    struct Node {
        std::array<std::uint16_t, 256> next{};
        std::uint16_t shorter = 0; // the node of the longest proper ending that is in the tree
        std::vector<std::size_t> words{}; // that end here, of the shorter ones too
    };
    void add(std::size_t word);
    void link();
    bool stands_alone(std::string_view bytes, std::size_t end, const std::string& word) const;

    std::vector<std::string> words_;
    std::vector<Node> nodes_;
};

} // namespace acapctl
