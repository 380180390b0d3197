#pragma once
// Reading a FlatBuffers file that anybody may have written: tables, vectors and strings, each
// offset checked against the file, and a bound on all that is looked at. Where a table has no such
// field, the default of its schema is taken. Format: FlatBuffers internals, "Format details".

#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace acapctl::model {

// What is wrong, as a phrase: "an offset leads out of the file". Caught in this room.
struct Damaged : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class FlatBytes {
  public:
    // `budget`: how many tables, numbers and texts may be read. Many offsets may name one place, so
    // that the size of the file bounds nothing.
    FlatBytes(std::string_view bytes, std::size_t budget) : bytes_(bytes), budget_(budget) {}

    template <typename T>
    T number(std::size_t at) const {
        spend();
        need(at, sizeof(T));
        T value;
        std::memcpy(&value, bytes_.data() + at, sizeof(T)); // both sides are little-endian
        return value;
    }
    // Where the offset at this place leads.
    std::size_t target(std::size_t at) const {
        const std::size_t to = at + number<std::uint32_t>(at);
        need(to, 4);
        return to;
    }
    std::string_view text(std::size_t at, std::size_t size) const {
        need(at, size);
        return bytes_.substr(at, size);
    }

  private:
    void need(std::size_t at, std::size_t size) const {
        if (at > bytes_.size() || size > bytes_.size() - at)
            throw Damaged("an offset leads out of the file");
    }
    void spend() const {
        if (budget_ == 0) throw Damaged("it has more parts than any model");
        --budget_;
    }

    std::string_view bytes_;
    mutable std::size_t budget_;
};

class FlatTable;

// Of numbers (T), or of tables.
class FlatVector {
  public:
    FlatVector() = default;
    // Elements of `width` bytes; a vector that is longer than the file is damaged.
    FlatVector(const FlatBytes& bytes, std::size_t at, std::size_t width)
        : bytes_(&bytes), first_(at + 4), size_(bytes.number<std::uint32_t>(at)) {
        bytes.text(first_, size_ * width);
    }

    std::size_t size() const { return size_; }
    template <typename T>
    T number(std::size_t i) const {
        return bytes_->number<T>(first_ + i * sizeof(T));
    }
    FlatTable table(std::size_t i) const;
    std::string_view text() const { return bytes_ ? bytes_->text(first_, size_) : ""; }

  private:
    const FlatBytes* bytes_ = nullptr;
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

class FlatTable {
  public:
    FlatTable(const FlatBytes& bytes, std::size_t at) : bytes_(&bytes), at_(at) {
        const auto back = bytes.number<std::int32_t>(at);
        const auto vtable = static_cast<std::int64_t>(at) - back;
        if (vtable < 0) throw Damaged("an offset leads out of the file");
        vtable_ = static_cast<std::size_t>(vtable);
        slots_ = bytes.number<std::uint16_t>(vtable_);
    }

    template <typename T>
    T number(unsigned field, T otherwise) const {
        const auto at = place(field);
        return at ? bytes_->number<T>(*at) : otherwise;
    }
    std::optional<FlatTable> table(unsigned field) const {
        const auto at = place(field);
        if (!at) return std::nullopt;
        return FlatTable(*bytes_, bytes_->target(*at));
    }
    // An empty one where the field is absent. A text is a vector of bytes.
    FlatVector vector(unsigned field, std::size_t width) const {
        const auto at = place(field);
        return at ? FlatVector(*bytes_, bytes_->target(*at), width) : FlatVector();
    }
    std::string_view text(unsigned field) const { return vector(field, 1).text(); }

  private:
    std::optional<std::size_t> place(unsigned field) const {
        const std::size_t slot = 4 + 2UL * field;
        if (slot + 2 > slots_) return std::nullopt;
        const auto offset = bytes_->number<std::uint16_t>(vtable_ + slot);
        if (offset == 0) return std::nullopt;
        return at_ + offset;
    }

    const FlatBytes* bytes_;
    std::size_t at_;
    std::size_t vtable_ = 0;
    std::size_t slots_ = 0; // bytes of the vtable
};

inline FlatTable FlatVector::table(std::size_t i) const {
    return {*bytes_, bytes_->target(first_ + 4 * i)};
}

} // namespace acapctl::model
