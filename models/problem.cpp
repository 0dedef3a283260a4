#include "models/problem.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/special_functions.hpp"

namespace sdescent {

void Problem::sample_sign(const At& at, const ConstBlockRef& x, BlockRef s,
                          std::uint16_t node) const {
  sample_gradient(at, x, s, node);
  sign(s, s);
}

AdditiveNoiseProblem::AdditiveNoiseProblem(std::shared_ptr<const Objective> objective,
                                           std::shared_ptr<const AdditiveNoise> noise,
                                           SignDraw signs)
    : Problem(std::move(objective)), noise_(std::move(noise)), signs_(signs) {
  require_equal("dimension of the gradient noise", noise_->dimension(), dimension());
  require(signs == SignDraw::noise || (noise_->has_independent_signs() && !noise_->has_atoms()),
          "gradient noise of signs drawn by thresholds",
          "of known P(sign), independent between coordinates and without atoms",
          noise_->description());
}

void AdditiveNoiseProblem::sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                                           std::uint16_t node) const {
  objective().gradient(x, g, node, at.scratch);
  noise_->add(at, node, g);
}

void AdditiveNoiseProblem::sample_sign(const At& at, const ConstBlockRef& x, BlockRef s,
                                       std::uint16_t node) const {
  if (signs_ == SignDraw::noise) return Problem::sample_sign(at, x, s, node);
  Scratch::Frame frame(at.scratch);
  BlockMap uniforms = frame.block(x.rows(), x.cols());
  at.noise.uniforms(at.key(0, node), uniforms);
  objective().gradient(x, s, node, at.scratch);
  noise_->sign_mean(x, s, s, at.scratch);
  threshold_sign(s, uniforms, s);
}

Observable loss_of(const Process& process, std::size_t number,
                   std::shared_ptr<const Problem> problem) {
  const Field x = process.layout().field("x");
  require_equal("dimension of x in process " + process.name(), x.size, problem->dimension());
  return {{process.name() + ".loss"},
          [number, x, problem](const Lockstep& blocks, BlockRef out, Scratch& scratch) {
            problem->objective().loss(blocks.state(number).middleCols(x.first, x.size), out,
                                      scratch);
          }};
}

}  // namespace sdescent
