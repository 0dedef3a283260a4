#include "models/optimizer.hpp"

#include "io/require.hpp"

namespace sdescent {

Optimizer::Optimizer(OptimizerSettings settings)
    : settings_(std::move(settings)), layout_({{"x", settings_.problem->dimension()}}) {
  require_positive("eta", settings_.eta);
  require_equal("dimension of the start of process " + settings_.name, settings_.start.dimension(),
                settings_.problem->dimension());
}

void Optimizer::start(const At&, const Lockstep&, BlockRef state) const {
  settings_.start.write(state);
}

}  // namespace sdescent
