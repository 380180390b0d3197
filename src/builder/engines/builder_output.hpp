#pragma once
// What `docker build` or `podman build` says while it builds an image: the classic builder,
// BuildKit's plain progress, and podman. Lines in, lines out; nothing else is known of the build.

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::builder {

class BuilderOutput {
  public:
    // The line as a person, or an editor that looks for "file.c:1:2: error", wants it: without
    // colour and without the "#8 0.184 " that BuildKit puts before everything a command says.
    // Nothing for empty lines between BuildKit's steps and for digests of its own.
    std::optional<std::string> read(std::string_view line);

    // If the build failed: the image that could not be had, by the name the builder used, maybe
    // with variables; empty if that was not the reason.
    std::string missing_image() const;
    // That image is the one that "# syntax=" in the Dockerfile names.
    bool misses_frontend() const { return text_after(frontend).has_value(); }
    // docker was told to use buildx, and has none.
    bool lacks_buildx() const { return lacks_buildx_; }

  private:
    static constexpr std::string_view frontend = "resolve image config for ";

    std::optional<std::string> read_buildkit(std::string_view line);
    void read_classic(std::string_view line);
    std::optional<std::string_view> text_after(std::string_view beginning) const;

    std::string number_{}; // "#8", of BuildKit; empty: another builder
    std::string step_{};   // what is being done
    std::string failed_{}; // the step that BuildKit says failed
    bool lacks_buildx_ = false;
};

} // namespace acapctl::builder
