#pragma once
// What the user can do next, in the words of the domain. Which verb or option does it is for the
// program to say: acapctl does so in one place, and another program has words of its own.

#include <string>
#include <vector>

namespace acapctl {

struct Advice {
    // In brackets: what `words` holds.
    enum Kind : int {
        // Talking to a device.
        list_devices,         // look up the names that were given to devices
        add_device,           // give one a name
        show_device,          // ask it what it is
        ask_devices,          // [devices, with commas] ask what they are
        trust_certificate,    // [device, fingerprint] trust it, if it is the device's own
        trust_new_devices,    // trust whatever a new device shows first
        give_password,        // in one of the ways in which it is not seen
        send_password_openly, // over plain HTTP, where the network is one's own
        give_client_certificate,
        name_device,      // [address] name this one, if it is meant
        bound_request,    // give a request more or less time
        wait_longer,      // for what did not come true in time
        wait_until_ready, // until the device answers
        work_on_fewer,    // do fewer things at a time

        // Applications on a device.
        deploy_application,
        list_applications,
        remove_application, // [application]
        note_settings,      // [application] before they are lost
        read_log,           // what it, or the device, said
        list_parameters,
        install_licence,
        allow_unsigned,      // have the device take unsigned packages
        forbid_unsigned,     // [device] have it refuse them again
        allow_root,          // have the device run applications as root
        deploy_as_ending,    // say that the application is meant to end
        deploy_all_the_same, // though a check says no
        allow_downgrade,     // replace a newer version
        allow_other_vendor,  // replace an application of another vendor
        allow_bundled,       // replace what came with AXIS OS
        name_probe_package,  // where the probe's package is
        export_probe,        // to have it signed under a name of one's own
        take_own_probe,      // the one that came along, which fits every device
        keep_probe,          // [application] so that its log can be read
        share_dlpu,          // run a model on it though others use it

        // Packages and manifests.
        inspect_package,         // see what is in it
        compare_packages,        // see what differs
        lint_package,            // see all that is wrong with it
        see_where_it_runs,       // on which chips and AXIS OS versions
        name_architecture,       // say which one the package is for
        choose_architecture,     // another than was said
        use_usual_compression,   // which needs no other program
        pack_without_validation, // of the manifest
        upgrade_manifest,        // to schema 2

        // Projects and builds.
        make_project, // one that builds
        list_templates,
        build_project,
        build_for_architecture, // [architecture]
        build_for_device,       // as the device is
        build_for_others,       // for the other architectures too
        build_in_container,     // and not on this machine
        build_on_this_machine,  // with the distribution's cross compilers
        leave_host_compilers,   // as the project has nothing for them
        trust_project,          // to be built on this machine
        choose_network,         // another than the project says
        choose_packer_of_sdk,
        choose_no_packer,
        choose_variant,
        choose_variants, // one, by name or chip, or all
        name_stage,      // of the Dockerfile, that makes the package
        ignore_dockerfile,
        leave_dockerfile, // do not ask for it
        copy_tree,        // to the container, which does not see it

        // SDKs.
        choose_sdk,
        take_sdk,             // [version]
        choose_axis_os,       // [version] have an SDK chosen that is for it
        name_axis_os,         // that an SDK is made from
        fetch_sdk,            // [version]
        take_any_image,       // also one that Axis did not release
        choose_sdk_directory, // another one
        leave_sdk_directory,  // do not name one
        scan_sysroot,
        measure_sdk, // and write its table of symbol versions
    };

    Kind kind{};
    std::vector<std::string> words{}; // as the device, a file or the user wrote them

    bool operator==(const Advice&) const = default;
};

} // namespace acapctl
