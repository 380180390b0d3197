// For which variants of the manifest, and for which architectures.
#include "builder/plan/plan_targets.hpp"

#include "acapctl/error.hpp"
#include "builder/plan/plan_sdk.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

using Strings = std::vector<std::string>;

class Chooser {
  public:
    explicit Chooser(const Question& question)
        : question_(question), project_(question.project), request_(question.request),
          catalog_(question.catalog) {}

    std::vector<Target> targets() const {
        std::vector<Target> result;
        for (const std::string& variant : variants())
            for (Target target : architectures(variant)) {
                target.variant = variant;
                target.chip = chip_for(variant);
                result.push_back(std::move(target));
            }
        return result;
    }

  private:
    std::string app() const { return text::visible(project_.app_name()); }

    Strings names() const {
        Strings result;
        for (const ManifestFile& manifest : project_.manifests)
            if (!manifest.variant.empty()) result.push_back(manifest.variant);
        for (const auto& [name, settings] : project_.settings.variants)
            if (!text::contains(result, name)) result.push_back(name);
        return result;
    }

    Strings variants() const {
        const Strings known = names();
        const bool plain = project_.manifests.front().variant.empty(); // a manifest.json is there
        if (!request_.variant.empty()) {
            if (!text::contains(known, request_.variant)) refuse(request_.variant, known);
            return {request_.variant};
        }
        if (!request_.chip.empty()) {
            for (const std::string& name : known)
                if (chip_of(name) == catalog_.chip(request_.chip).name) return {name};
            if (!plain)
                throw_usage(fmt::format("{} has no manifest for chip {}", app(), request_.chip),
                            "it has " + text::visible(text::join(known, ", ")),
                            {{Advice::choose_variant}});
            return {""};
        }
        if (request_.all && !known.empty()) {
            Strings all = known;
            if (plain) all.insert(all.begin(), "");
            return all;
        }
        if (plain) return {""};
        if (known.size() == 1) return known;
        if (const std::string usual = default_of_dockerfile(); text::contains(known, usual))
            return {usual};
        throw_usage(fmt::format("{} has a manifest for each of {}", app(),
                                text::visible(text::join(known, ", "))),
                    {}, {{Advice::choose_variants}});
    }

    [[noreturn]] void refuse(const std::string& name, const Strings& known) const {
        const std::string suggestion = text::did_you_mean(name, known);
        throw_usage(fmt::format("{} has no variant '{}'", app(), text::visible(name)),
                    !suggestion.empty() ? suggestion
                    : known.empty() ? "a variant is a file manifest.json.NAME beside manifest.json"
                                    : "it has " + text::visible(text::join(known, ", ")));
    }

    // What the Dockerfile builds when it is told nothing.
    std::string default_of_dockerfile() const {
        if (!project_.dockerfile) return {};
        const std::string name = variant_argument(*project_.dockerfile);
        for (const Dockerfile::Argument& argument : project_.dockerfile->arguments)
            if (!name.empty() && argument.name == name && argument.value) return *argument.value;
        return {};
    }

    // The chip a variant is for, as far as the project file or its name says.
    std::string chip_of(const std::string& variant) const {
        const std::string named = question_.settings_of(variant).chip;
        if (!named.empty()) return catalog_.chip(named).name;
        for (const sdk::Chip& chip : catalog_.chips())
            if (chip.name == text::lower(variant)) return chip.name;
        return {};
    }

    std::string chip_for(const std::string& variant) const {
        return request_.chip.empty() ? chip_of(variant) : catalog_.chip(request_.chip).name;
    }

    // The one architecture the variant is for; empty if it leaves a choice.
    std::string fixed_architecture(const std::string& variant) const {
        if (const std::string chip = chip_for(variant); !chip.empty())
            return catalog_.chip(chip).architecture;
        const std::string named = question_.settings_of(variant).architecture;
        if (!named.empty()) return catalog_.architecture(named).name;
        for (const sdk::Chip& chip : catalog_.chips())
            if (text::contains(chip.variants, variant)) return chip.architecture;
        // A Dockerfile without an argument for it.
        const bool followed = question_.uses_dockerfile() || question_.method.recipe;
        if (followed && !project_.dockerfile_architecture.empty())
            return project_.dockerfile_architecture;
        if (followed && !project_.dockerfile->declares("ARCH"))
            return architecture_of_base(question_);
        return {};
    }

    std::vector<Target> architectures(const std::string& variant) const {
        const std::string own = question_.manifest_of(variant).architecture;
        if (own == "all") return {{.architecture = "all"}};
        const std::string fixed = fixed_architecture(variant);
        for (const std::string& wanted : request_.architectures)
            if (!fixed.empty() && wanted != fixed)
                throw_usage(
                    fmt::format("{} can be built for {} only, not for {}",
                                variant.empty() ? app() : "variant " + text::visible(variant),
                                fixed, text::visible(wanted)));
        if (!request_.architectures.empty()) return targets_of(request_.architectures);
        if (!fixed.empty()) return {{.architecture = fixed}};
        if (!own.empty()) return {{.architecture = own}};
        const auto& local = question_.around.local_sdk;
        if (!request_.all && local && local->scripts.size() == 1)
            return {{.architecture = local->scripts.begin()->first}};
        if (!request_.all) return {{.architecture = "aarch64", .by_default = true}};
        Strings all;
        for (const std::string& name : project_.settings.build.architectures)
            all.push_back(catalog_.architecture(name).name);
        if (all.empty())
            for (const sdk::Architecture& architecture : catalog_.architectures())
                all.push_back(architecture.name);
        return targets_of(all);
    }

    static std::vector<Target> targets_of(const Strings& architectures) {
        std::vector<Target> targets;
        for (const std::string& name : architectures) targets.push_back({.architecture = name});
        return targets;
    }

    const Question& question_;
    const Project& project_;
    const Request& request_;
    const sdk::Catalog& catalog_;
};

} // namespace

std::vector<Target> choose_targets(const Question& question) {
    return Chooser(question).targets();
}

} // namespace acapctl::builder
