#include "models/rmsprop.hpp"

#include "io/require.hpp"
#include "models/moment_step.hpp"
#include "solvers/arithmetic.hpp"

namespace sdescent {
namespace {

Layout layout_of(const OptimizerSettings& settings) {
  const Index d = settings.problem->dimension();
  return {{"x", d}, {"v", d}};
}

}  // namespace

Rmsprop::Rmsprop(OptimizerSettings settings, RmspropSettings constants)
    : Optimizer(settings, layout_of(settings)), constants_(constants) {
  require_averaging_rate("beta", constants.beta);
  require_non_negative("epsilon", constants.epsilon);
  require_non_negative("decay", constants.decay);
}

void Rmsprop::advance(const At& at, BlockRef state) const {
  const Index d = problem().dimension();
  BlockRef x = state.leftCols(d), v = state.rightCols(d);
  Scratch::Frame frame(at.scratch);
  BlockMap g = frame.block(state.rows(), d), work = frame.block(state.rows(), d);
  const double rate = learning_rate(at);
  problem().sample_gradient(at, x, g, 0);
  apply_weight_decay(constants_.kind, constants_.decay, rate, g, x);
  multiply(1.0, g, g, work);
  update_average(constants_.beta, work, v);
  vec::inverse_root(v, constants_.epsilon, work, constants_.accuracy);
  multiply(-rate, work, g, g);
  add_scaled(1.0, g, x);
}

}  // namespace sdescent
