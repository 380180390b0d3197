#pragma once
// What a Dockerfile is told.

#include "builder/plan/question.hpp"

namespace acapctl::builder {

// What `docker build` is told: file, arguments, stage, tag. Of a plan that knows its SDK; what is
// not told to it becomes a warning there.
DockerfileBuild choose_image_build(const Question& question, const Dockerfile& file, Plan& plan);
// Says which of the arguments that were given nothing reads, as the builders do.
void warn_of_unused_arguments(const Question& question, Plan& plan);

} // namespace acapctl::builder
