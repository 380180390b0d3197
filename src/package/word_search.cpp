#include "package/word_search.hpp"

#include "support/ascii.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace acapctl {

namespace {

bool is_part_of_word(char c) {
    return ascii::is_letter_or_digit(c) || c == '_' || c == '-';
}

} // namespace

WordSearch::WordSearch(std::vector<std::string> words) : words_(std::move(words)) {
    nodes_.emplace_back();
    for (std::size_t i = 0; i < words_.size(); ++i) add(i);
    link();
}

void WordSearch::add(std::size_t word) {
    std::uint16_t at = 0;
    for (const char c : words_[word]) {
        const auto byte = static_cast<unsigned char>(c);
        if (nodes_[at].next[byte] == 0) {
            if (nodes_.size() > UINT16_MAX) throw std::length_error("too many words to look for");
            nodes_[at].next[byte] = static_cast<std::uint16_t>(nodes_.size());
            nodes_.emplace_back();
        }
        at = nodes_[at].next[byte];
    }
    nodes_[at].words.push_back(word);
}

// Breadth first: what is shorter is complete before what is longer asks it. Afterwards each node
// knows where every byte leads.
void WordSearch::link() {
    std::vector<std::uint16_t> queue{0};
    for (std::size_t i = 0; i < queue.size(); ++i) {
        const std::uint16_t at = queue[i];
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint16_t next = nodes_[at].next[byte];
            const std::uint16_t instead = at == 0 ? 0 : nodes_[nodes_[at].shorter].next[byte];
            if (next == 0) {
                nodes_[at].next[byte] = instead;
                continue;
            }
            nodes_[next].shorter = instead;
            for (const std::size_t word : nodes_[instead].words) nodes_[next].words.push_back(word);
            queue.push_back(next);
        }
    }
}

bool WordSearch::stands_alone(std::string_view bytes, std::size_t end,
                              const std::string& word) const {
    const std::size_t begin = end - word.size();
    if (is_part_of_word(word.front()) && begin > 0 && is_part_of_word(bytes[begin - 1]))
        return false;
    return !is_part_of_word(word.back()) || end >= bytes.size() || !is_part_of_word(bytes[end]);
}

std::vector<std::string> WordSearch::find(std::string_view bytes) const {
    std::vector<bool> found(words_.size());
    std::uint16_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        at = nodes_[at].next[static_cast<unsigned char>(bytes[i])];
        for (const std::size_t word : nodes_[at].words)
            if (!found[word]) found[word] = stands_alone(bytes, i + 1, words_[word]);
    }
    std::vector<std::string> list;
    for (std::size_t i = 0; i < words_.size(); ++i)
        if (found[i]) list.push_back(words_[i]);
    return list;
}

} // namespace acapctl
