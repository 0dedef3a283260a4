#include "models/sign_sgd_coordinate_laws.hpp"

#include "io/require.hpp"
#include "models/sign_sgd_chain.hpp"
#include "solvers/lattice_chain.hpp"

namespace sdescent {

CoordinateMoments sign_sgd_coordinate_laws(const Problem& problem, double eta,
                                           const Eigen::VectorXd& x0,
                                           const std::vector<std::uint64_t>& steps) {
  require_positive("eta", eta);
  require_equal("dimension of the start of the coordinate laws", x0.size(), problem.dimension());
  require(problem.noise().has_independent_signs() && !problem.noise().has_atoms(),
          "gradient noise of the coordinate laws",
          "of known P(sign), independent between coordinates and without atoms",
          problem.noise().description());
  require_steps(steps);
  // Nothing of the chain outlives this call.
  const std::shared_ptr<const Problem> borrowed(std::shared_ptr<const Problem>(), &problem);
  const Block empty(static_cast<Index>(steps.size()), x0.size());
  CoordinateMoments moments{empty, empty, empty};
  for (Index i = 0; i < x0.size(); ++i) {
    const auto laws = SignSgdChain(borrowed, eta, x0, i).laws(x0(i), steps);
    for (Index row = 0; row < empty.rows(); ++row) {
      const AtomicLaw& law = laws[static_cast<std::size_t>(row)];
      moments.mean(row, i) = law.mean();
      moments.variance(row, i) = law.variance();
      moments.positive(row, i) = law.survival(0.0);
    }
  }
  return moments;
}

}  // namespace sdescent
