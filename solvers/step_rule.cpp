#include "solvers/step_rule.hpp"

#include "io/error.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

StepProbabilities step_probabilities(const StepRule& rule, const Eigen::ArrayXd& x) {
  StepProbabilities p = rule(x);
  require_equal("number of probabilities of a step up", p.up.size(), x.size());
  require_equal("number of probabilities of no step", p.stay.size(), x.size());
  require_equal("number of probabilities of a step down", p.down.size(), x.size());
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    double &up = p.up(i), &stay = p.stay(i), &down = p.down(i);
    const double excess = up + stay + down - 1.0;
    if (!(up >= 0.0 && stay >= 0.0 && down >= 0.0 && std::abs(excess) < 1e-12))
      throw InvalidInput(fmt::format(
          "probabilities of a step at x = {} must be >= 0 with sum 1, got {}, {} and {}", x(i), up,
          stay, down));
    if (up >= stay && up >= down)
      up = 1.0 - (stay + down);
    else if (down >= stay)
      down = 1.0 - (stay + up);
    else
      stay = 1.0 - (up + down);
  }
  return p;
}

}  // namespace sdescent
