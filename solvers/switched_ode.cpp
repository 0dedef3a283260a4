#include "solvers/switched_ode.hpp"

#include <algorithm>
#include <cmath>

namespace sdescent {

Index phase_of(const std::vector<double>& thresholds, double y) {
  return std::lower_bound(thresholds.begin(), thresholds.end(), y) - thresholds.begin();
}

void SwitchedOde::derivative(double t, const ConstBlockRef& s, BlockRef ds,
                             Scratch& scratch) const {
  const std::vector<double>& c = thresholds();
  Scratch::Frame frame(scratch);
  BlockMap u = frame.block(s.rows(), switches());
  switching(t, s, u, scratch);
  for (Index j = 0; j < u.cols(); ++j)
    for (Index r = 0; r < u.rows(); ++r) {
      const double y = u(r, j);
      if (std::isnan(y)) continue;  // u is NaN, too: a phase would hide it
      const Index phase = phase_of(c, y);
      const bool on_threshold = phase < std::ssize(c) && y == c[static_cast<std::size_t>(phase)];
      u(r, j) = on_threshold ? 0.5 * (output(j, phase, y) + output(j, phase + 1, y))
                             : output(j, phase, y);
    }
  flow(t, s, u, ds, scratch);
}

}  // namespace sdescent
