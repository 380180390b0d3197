#pragma once
// Every verb, one function each; the order here is the order of the help page.

#include "cli/app/verb.hpp"

namespace acapctl::cli {

void add_new(Verbs& verbs);
void add_build(Verbs& verbs);
void add_check(Verbs& verbs);
void add_clean(Verbs& verbs);
void add_shell(Verbs& verbs);
void add_pack(Verbs& verbs);
void add_inspect(Verbs& verbs);
void add_extract(Verbs& verbs);
void add_diff(Verbs& verbs);
void add_lint(Verbs& verbs);
void add_explain(Verbs& verbs);
void add_manifest(Verbs& verbs);
void add_sign(Verbs& verbs);
void add_device(Verbs& verbs);
// Sub-verbs of the group device.
void add_device_add(Verbs& verbs, const Command& device);
void add_device_list(Verbs& verbs, const Command& device);
void add_device_show(Verbs& verbs, const Command& device);
void add_device_discover(Verbs& verbs, const Command& device);
void add_device_import(Verbs& verbs, const Command& device);
void add_device_export(Verbs& verbs, const Command& device);
void add_device_trust(Verbs& verbs, const Command& device);
void add_deploy(Verbs& verbs);
void add_apply(Verbs& verbs);
void add_run(Verbs& verbs);
void add_list(Verbs& verbs);
void add_start(Verbs& verbs);
void add_stop(Verbs& verbs);
void add_restart(Verbs& verbs);
void add_remove(Verbs& verbs);
void add_logs(Verbs& verbs);
void add_wait(Verbs& verbs);
void add_params(Verbs& verbs);
void add_license(Verbs& verbs);
void add_policy(Verbs& verbs);
void add_probe(Verbs& verbs);
void add_fleet(Verbs& verbs);
void add_emulate(Verbs& verbs);
void add_compat(Verbs& verbs);
void add_sdk(Verbs& verbs);
// Sub-verbs of the group sdk.
void add_sdk_list(Verbs& verbs, const Command& sdk);
void add_sdk_show(Verbs& verbs, const Command& sdk);
void add_sdk_pull(Verbs& verbs, const Command& sdk);
void add_sdk_schema(Verbs& verbs, const Command& sdk);
void add_completion(Verbs& verbs);
void add_help(Verbs& verbs);
void add_version(Verbs& verbs);

} // namespace acapctl::cli
