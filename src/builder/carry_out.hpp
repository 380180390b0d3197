#pragma once
// One plan carried out: mirror the sources, compile, pack, keep the symbols, write the record.

#include "builder/engines/engine.hpp"
#include "builder/plan/plan.hpp"
#include "builder/record/built.hpp"
#include "builder/workspace/sources.hpp"

#include <mutex>

namespace acapctl::builder {

// `engine` is null when nothing has to be compiled; `sources` is the survey of source_directory().
// With `afresh` nothing of an earlier build is used. Plans carried out at the same time take turns
// with `preparing` where they could fetch the same image. Of a plan that packs nothing there is no
// record, and nothing is returned. Throws build_failed, with the log and the
// build tree in the hint.
std::vector<Built> carry_out(const Plan& plan, Engine* engine, const Sources& sources, bool afresh,
                             std::mutex& preparing, const Observer& observer,
                             const std::stop_token& stop);

} // namespace acapctl::builder
