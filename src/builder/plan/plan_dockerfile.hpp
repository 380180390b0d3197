#pragma once
// What a Dockerfile is told.

#include "builder/plan/question.hpp"

namespace acapctl::builder {

// Fills in what `docker build` is told: file, arguments, target, tag.
void choose_image_build(const Question& question, Plan& plan);

} // namespace acapctl::builder
