#include "natural.h"

#include <string.h>

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(const char* text)
{
    size_t count = 0;
    while (is_digit(text[count]))
        ++count;
    return count;
}

int natural_compare(const char* left, const char* right)
{
    while (*left != '\0' && *right != '\0') {
        if (!is_digit(*left) || !is_digit(*right)) {
            if (*left != *right)
                return (unsigned char)*left < (unsigned char)*right ? -1 : 1;
            ++left;
            ++right;
            continue;
        }
        while (*left == '0' && is_digit(left[1]))
            ++left;
        while (*right == '0' && is_digit(right[1]))
            ++right;
        const size_t left_length = digits(left);
        const size_t right_length = digits(right);
        if (left_length != right_length)
            return left_length < right_length ? -1 : 1;
        const int order = strncmp(left, right, left_length);
        if (order != 0)
            return order;
        left += left_length;
        right += right_length;
    }
    return *left != '\0' ? 1 : *right != '\0' ? -1 : 0;
}
