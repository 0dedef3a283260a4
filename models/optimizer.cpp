#include "models/optimizer.hpp"

#include "io/require.hpp"

namespace sdescent {

Optimizer::Optimizer(OptimizerSettings settings)
    : settings_(std::move(settings)), layout_({{"x", settings_.problem->dimension()}}) {
  require_positive("eta", settings_.eta);
  require_equal("dimension of the start of process " + settings_.name, settings_.start.dimension(),
                settings_.problem->dimension());
}

void Optimizer::check_run(std::span<const std::shared_ptr<const Process>> before,
                          std::uint64_t paths) const {
  settings_.start.check_run(before, paths);
}

void Optimizer::start(const At& at, const Lockstep& others, BlockRef state) const {
  settings_.start.write(at, others, state);
}

}  // namespace sdescent
