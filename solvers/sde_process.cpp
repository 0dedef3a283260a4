#include "solvers/sde_process.hpp"

#include "io/require.hpp"
#include "solvers/coarsened.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

SdeProcess::SdeProcess(std::string name, std::shared_ptr<const SdeModel> model,
                       std::shared_ptr<const Stepper> stepper, SdeGrid grid, Start start)
    : name_(std::move(name)),
      model_(std::move(model)),
      stepper_(std::move(stepper)),
      grid_(grid),
      start_(std::move(start)) {
  require_positive("unit of the SDE's grid", grid_.unit);
  require(grid_.refine >= 1, "refine", ">= 1", fmt::format("{}", grid_.refine));
  require(grid_.brownian >= grid_.refine && grid_.brownian % grid_.refine == 0, "Brownian grid",
          fmt::format("a multiple of refine = {}", grid_.refine),
          fmt::format("{}", grid_.brownian));
  require(stepper_->accepts(*model_), "stepper of process " + name_,
          "one that accepts the model's noise", std::string(stepper_->name()));
  require_equal("dimension of the start of process " + name_, start_.dimension(),
                model_->layout().size());
  require(!model_->is_singular_at_zero() || start_.time() > 0, "start time of process " + name_,
          "> 0, where its equation holds: from an optimizer's state at such a time",
          fmt::format("{}", start_.time()));
}

void SdeProcess::check_run(std::span<const std::shared_ptr<const Process>> before,
                           std::uint64_t paths) const {
  start_.check_run(before, paths);
}

void SdeProcess::start(const At& at, const Lockstep& others, BlockRef state) const {
  start_.write(at, others, state);
}

void SdeProcess::advance(const At& at, BlockRef state) const {
  Scratch::Frame frame(at.scratch);
  const Index sources = model_->noise_dimension();
  const Index signs = stepper_->two_point_variables(*model_);
  const double root = std::sqrt(at.dt);
  BlockMap dW = frame.block(state.rows(), sources + signs);
  Coarsened(at.noise, grid_.brownian / grid_.refine)
      .scaled_normals(at.key(), root, dW.leftCols(sources));
  if (signs > 0) {
    auto two_point = dW.rightCols(signs);
    at.noise.uniforms(at.key(two_point_draw), two_point);
    two_point = (two_point < 0.5).select(-root, BlockMap::Constant(two_point.rows(), signs, root));
  }
  stepper_->step(*model_, at.t, at.dt, dW, state, at.scratch);
}

}  // namespace sdescent
