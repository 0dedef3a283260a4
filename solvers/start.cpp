#include "solvers/start.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

StartPoint::StartPoint(Eigen::VectorXd point) : point_(std::move(point)) {
  require_at_least("dimension of the start point", point_.size(), 1);
  for (Index i = 0; i < point_.size(); ++i)
    require_finite(fmt::format("coordinate {} of the start point", i + 1), point_(i));
}

void StartPoint::write(BlockRef state) const { state.rowwise() = point_.transpose().array(); }

}  // namespace sdescent
