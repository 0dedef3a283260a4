#include "models/problem.hpp"

#include "io/require.hpp"

namespace sdescent {

AdditiveNoiseProblem::AdditiveNoiseProblem(std::shared_ptr<const Objective> objective,
                                           std::shared_ptr<const AdditiveNoise> noise)
    : Problem(std::move(objective)), noise_(std::move(noise)) {
  require_equal("dimension of the gradient noise", noise_->dimension(), dimension());
}

void AdditiveNoiseProblem::sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                                           std::uint16_t node) const {
  objective().gradient(x, g, node, at.scratch);
  noise_->add(at, node, g);
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
