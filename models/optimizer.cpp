#include "models/optimizer.hpp"

#include "io/require.hpp"

namespace sdescent {

OptimizerSettings high_dimensional(OptimizerSettings settings) {
  const auto d = static_cast<double>(settings.problem->dimension());
  settings.eta /= d;
  settings.time_per_step = 1.0 / d;
  return settings;
}

Optimizer::Optimizer(OptimizerSettings settings)
    : Optimizer(settings, {{"x", settings.problem->dimension()}}) {}

Optimizer::Optimizer(OptimizerSettings settings, Layout layout)
    : settings_(std::move(settings)), layout_(std::move(layout)) {
  require_positive("eta", settings_.eta);
  require_non_negative("time of a step", settings_.time_per_step);
  if (settings_.time_per_step == 0) settings_.time_per_step = settings_.eta;
  if (settings_.start.dimension() != layout_.size())
    require_equal("dimension of the start of process " + settings_.name,
                  settings_.start.dimension(), settings_.problem->dimension());
}

void Optimizer::check_run(std::span<const std::shared_ptr<const Process>> before,
                          std::uint64_t paths) const {
  settings_.start.check_run(before, paths);
}

void Optimizer::start(const At& at, const Lockstep& others, BlockRef state) const {
  const Index given = settings_.start.dimension();
  settings_.start.write(at, others, state.leftCols(given));
  state.rightCols(state.cols() - given).setZero();
}

}  // namespace sdescent
