#pragma once
// The build tree of a plan and what is known of it. Its state is sealed: a tree that came with a
// clone, or that a compiler may have left half-written, is not built upon.

#include "builder/engines/engine.hpp"
#include "builder/plan/plan.hpp"
#include "builder/tree/mirror.hpp"
#include "builder/workspace/sources.hpp"
#include "builder/workspace/workspace.hpp"

namespace acapctl::builder {

// The build tree, reached without a link: for whoever reads it after a compiler. Throws
// invalid_input if it is none any more.
Beneath tree_of(const Plan& plan);

// What is mirrored for a plan: for a Dockerfile the whole project with its history.
std::filesystem::path source_directory(const Plan& plan);
History history_of(const Plan& plan);

// The directories a build makes below the project. Before the survey, which would see them later.
Workspace make_workspace(const Plan& plan);

class Tree {
  public:
    Tree(const Plan& plan, const Workspace& workspace);

    // To be called by who holds the lock of the plan, before anything else. What is there goes
    // unless this user made it here, with the toolchain of that fingerprint and the build system of
    // the plan, and every compiler that was started on it was seen to end. A container that one was
    // started in is removed.
    void settle(const std::string& fingerprint, const std::stop_token& stop);
    void forget();

    // Makes it follow the sources of the plan. Where one of them is gone, or what says how to build
    // is another, what was made by it is not believed: the tree is started afresh. Returns the path
    // for whose sake; empty: it was not.
    std::string follow(const Sources& sources);
    // Whether nothing of an earlier build was there when it last followed the sources.
    bool is_fresh() const { return fresh_; }

    // Around everything that a compiler writes: what is between them when acapctl is killed is not
    // believed.
    void begin_writing() const;
    void end_writing() const;

    // The directory itself.
    Beneath files() const { return workspace_.directory(name_); }

  private:
    void put_manifest() const;

    const Plan& plan_;
    const Workspace& workspace_;
    std::string name_;
    std::string fingerprint_{};
    Copied copied_{};
    bool fresh_ = true;
};

// For those who run something else than the compiler on it: makes the tree follow the sources.
void prepare_tree(const Plan& plan, const Toolchain& toolchain, const Observer& observer,
                  const std::stop_token& stop);

} // namespace acapctl::builder
