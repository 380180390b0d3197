#include "cli/app/advice.hpp"

#include "support/subprocess.hpp"

namespace acapctl::cli {

namespace {

constexpr std::string_view any_on_devices = "list, deploy, logs, wait, params get, policy set";
constexpr std::string_view any_that_builds = "build, run, shell";

} // namespace

// Without a default: the compiler tells of a kind that nobody has put into words.
Saying saying(Advice::Kind kind) {
    switch (kind) {
    case Advice::list_devices:
        return {"'acapctl device list' shows the names you gave"};
    case Advice::add_device:
        return {"'acapctl device add NAME ADDRESS' adds one"};
    case Advice::show_device:
        return {"'acapctl device show' tells the serial number of this one"};
    case Advice::ask_devices:
        return {"'acapctl device show {}' asks, and remembers what it learns"};
    case Advice::trust_certificate:
        return {"if it is the device's own: 'acapctl device trust {} --fingerprint {}'"};
    case Advice::trust_new_devices:
        return {"--trust-new trusts what a device shows first", any_on_devices};
    case Advice::give_password:
        return {"set AXIS_DEVICE_PASS, or use --password-stdin, ~/.netrc or a password_command in "
                "the inventory",
                any_on_devices};
    case Advice::send_password_openly:
        return {"or --basic-over-http if the network is yours", any_on_devices};
    case Advice::give_client_certificate:
        return {"give one with --client-cert FILE and --client-key FILE, or as client_cert and "
                "client_key in the inventory",
                any_on_devices};
    case Advice::name_device:
        return {"if that is the device you mean, name it with -t {}", any_on_devices};
    case Advice::bound_request:
        return {"--timeout sets this bound", any_on_devices};
    case Advice::wait_longer:
        return {"--wait sets how long to wait", "deploy, logs, probe, wait"};
    case Advice::wait_until_ready:
        return {"'acapctl wait --for ready' waits for it"};
    case Advice::work_on_fewer:
        return {"or use fewer --jobs", "build, deploy, list, logs"};

    case Advice::deploy_application:
        return {"'acapctl deploy' installs one"};
    case Advice::list_applications:
        return {"see 'acapctl list'"};
    case Advice::remove_application:
        return {"'acapctl remove {}' removes it, its settings and its data"};
    case Advice::note_settings:
        return {"note its settings first: 'acapctl params get {}'"};
    case Advice::read_log:
        return {"see 'acapctl logs'"};
    case Advice::list_parameters:
        return {"'acapctl params get' lists the names"};
    case Advice::install_licence:
        return {"install its licence key with 'acapctl license install'"};
    case Advice::allow_unsigned:
        return {"add --allow-unsigned to switch AllowUnsigned on for this upload, or 'acapctl "
                "policy set allow-unsigned true' to keep it on",
                "deploy, probe, run"};
    case Advice::forbid_unsigned:
        return {"'acapctl policy set allow-unsigned false -t {}' switches it off at once"};
    case Advice::allow_root:
        return {"or allow it with 'acapctl policy set allow-root true'"};
    case Advice::deploy_as_ending:
        return {"a program that is meant to end is deployed with --expect exit", "deploy"};
    case Advice::deploy_all_the_same:
        return {"deploy --force tries it", "deploy"};
    case Advice::allow_downgrade:
        return {"--allow-downgrade installs the older version", "deploy"};
    case Advice::allow_other_vendor:
        return {"with --allow-other-vendor, deploy and run replace it", "deploy, run"};
    case Advice::allow_bundled:
        return {"with --allow-bundled, deploy and run replace it", "deploy, run"};
    case Advice::name_probe_package:
        return {"build apps/probe with 'acapctl build' and name the package with "
                "--package",
                "probe"};
    case Advice::export_probe:
        return {"'acapctl probe --export DIR --vendor V --vendor-id ID' writes the probe to be "
                "signed, and --package SIGNED.eap uses it",
                "probe"};
    case Advice::take_own_probe:
        return {
            "leave out --package to use the probe that came along, which is for every architecture "
            "and both manifest schemas",
            "probe"};
    case Advice::keep_probe:
        return {"with --keep the probe stays, and 'acapctl logs {}' shows its log", "probe"};
    case Advice::share_dlpu:
        return {"or --yes runs the model all the same", "probe"};

    case Advice::inspect_package:
        return {"'acapctl inspect' shows what is in a package"};
    case Advice::compare_packages:
        return {"'acapctl diff' shows what differs"};
    case Advice::lint_package:
        return {"'acapctl lint' shows all that is wrong with it"};
    case Advice::see_where_it_runs:
        return {"'acapctl compat' shows where it runs"};
    case Advice::name_architecture:
        return {"say --arch aarch64, --arch armv7hf or, for scripts, --arch all", "pack"};
    case Advice::choose_architecture:
        return {"or choose another architecture with --arch", "pack, build, shell"};
    case Advice::use_usual_compression:
        return {"or leave out --compression gzip", "pack, build"};
    case Advice::upgrade_manifest:
        return {"'acapctl manifest upgrade' rewrites a manifest of schema 1 for schema 2"};
    case Advice::pack_without_validation:
        return {"--disable-manifest-validation packs it all the same, though a device may refuse "
                "it",
                "pack, build"};

    case Advice::make_project:
        return {"'acapctl new DIR' makes a project that builds"};
    case Advice::list_templates:
        return {"'acapctl new --list' has them all"};
    case Advice::build_project:
        return {"'acapctl build' does that, or its own make"};
    case Advice::build_for_architecture:
        return {"build one with 'acapctl build --arch {}'"};
    case Advice::build_for_device:
        return {"'acapctl build --for DEVICE' builds what a device needs"};
    case Advice::build_for_others:
        return {"--arch armv7hf or --all for other devices", "build"};
    case Advice::build_in_container:
        return {"or use its image with --engine docker", any_that_builds};
    case Advice::build_on_this_machine:
        return {"or use this machine's own cross compilers with --engine host", any_that_builds};
    case Advice::leave_host_compilers:
        return {"leave out --engine host", any_that_builds};
    case Advice::trust_project:
        return {"if you trust the project, give --engine host on the command line",
                any_that_builds};
    case Advice::choose_network:
        return {"for another network give --network on the command line", any_that_builds};
    case Advice::choose_packer_of_sdk:
        return {"--packer sdk uses it", "build"};
    case Advice::choose_no_packer:
        return {"leave out --packer and --verify-packer", "build"};
    case Advice::choose_variant:
        return {"choose one with --variant", any_that_builds};
    case Advice::choose_variants:
        return {"choose one with --variant or --chip, or all of them with --all", "build"};
    case Advice::name_stage:
        return {"or say which stage makes it, with --stage", "build, run"};
    case Advice::ignore_dockerfile:
        return {"--no-dockerfile runs make in the SDK image itself", "build, run"};
    case Advice::leave_dockerfile:
        return {"or leave out --dockerfile", "build, run"};
    case Advice::copy_tree:
        return {"copy the files to the container with --transfer copy", any_that_builds};

    case Advice::choose_sdk:
        return {"name one with --sdk", any_that_builds};
    case Advice::take_sdk:
        return {"--sdk {} takes it", any_that_builds};
    case Advice::choose_axis_os:
        return {"--axis-os {} takes one that is for it", any_that_builds};
    case Advice::name_axis_os:
        return {"say so with --axis-os, for example --axis-os 12.11.72", "sdk scan"};
    case Advice::fetch_sdk:
        return {"'acapctl sdk pull {}' fetches it"};
    case Advice::take_any_image:
        return {"--any-image builds with what is here, as with an image that podman imported",
                any_that_builds};
    case Advice::choose_sdk_directory:
        return {"name another with --sdk-dir", any_that_builds};
    case Advice::leave_sdk_directory:
        return {"leave out --sdk-dir", any_that_builds};
    case Advice::scan_sysroot:
        return {"or with --sysroot a directory that holds usr/lib", "sdk scan"};
    case Advice::measure_sdk:
        return {"'acapctl sdk scan IMAGE --save' writes a new one"};
    }
    return {};
}

std::string said(const Advice& advice) {
    const std::string_view text = saying(advice.kind).text;
    std::string result;
    std::size_t from = 0;
    for (const std::string& word : advice.words) {
        const std::size_t place = text.find("{}", from);
        if (place == std::string_view::npos) break;
        result += text.substr(from, place - from);
        result += shell_shown({word});
        from = place + 2;
    }
    return result.append(text.substr(from));
}

std::string advised(std::string plain, const std::vector<Advice>& advice) {
    for (const Advice& one : advice) {
        const std::string sentence = said(one);
        // "install gzip, or ...", and nothing but a blank after a question.
        if (!plain.empty())
            plain += plain.back() == '?' ? " " : sentence.starts_with("or ") ? ", " : "; ";
        plain += sentence;
    }
    return plain;
}

std::string advised(const Notice& notice) {
    return advised(notice.text, notice.advice);
}

Failure advised(Failure failure) {
    failure.hint = advised(std::move(failure.hint), failure.advice);
    failure.advice.clear();
    return failure;
}

} // namespace acapctl::cli
