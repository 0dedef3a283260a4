#include "models/risk_ode.hpp"

#include "io/require.hpp"
#include "models/tile_product.hpp"
#include "solvers/kernels/kernels.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace sdescent {
namespace {

/// Σ r_i as eight interleaved sums, which a processor can keep going at once.
inline double interleaved_sum(const double* r, Index n) {
  std::array<double, 8> sums{};
  const Index whole = n / 8 * 8;
  for (Index i = 0; i < whole; i += 8)
    for (Index k = 0; k < 8; ++k) sums[static_cast<std::size_t>(k)] += r[i + k];
  for (Index i = whole; i < n; ++i) sums[static_cast<std::size_t>(i - whole)] += r[i];
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

}  // namespace

RiskOde::RiskOde(std::shared_ptr<const RiskEquation> equation, const Eigen::VectorXd& lambda,
                 Eigen::VectorXd load)
    : layout_({{"r", lambda.size()}}), equation_(std::move(equation)), load_(std::move(load)) {
  require_equal("number of noise loads", load_.size(), lambda.size());
  for (Index i = 0; i < lambda.size(); ++i) {
    if (!(lambda(i) >= 0 && std::isfinite(lambda(i))))
      require_non_negative(fmt::format("lambda of mode {}", i + 1), lambda(i));
    if (!std::isfinite(load_(i)))
      require_finite(fmt::format("noise load of mode {}", i + 1), load_(i));
  }
  rate_ = 2.0 * lambda;
}

void RiskOde::derivative(double t, const ConstBlockRef& r, BlockRef dr, Scratch& scratch) const {
  // The kernels want a path's modes beside each other, as the one path of a solver has them.
  Scratch::Frame frame(scratch);
  const bool copied = r.rows() > 1 || r.outerStride() != 1 || dr.outerStride() != 1;
  BlockMap modes = frame.block(copied ? r.cols() : 0, 1), slopes = frame.block(modes.rows(), 1);
  for (Index row = 0; row < r.rows(); ++row) {
    if (copied) modes.col(0) = r.row(row).transpose();
    const double* in = copied ? modes.data() : r.data();
    double* out = copied ? slopes.data() : dr.data();
    const Index n = r.cols();
    const RiskRates rates = equation_->rates(t, interleaved_sum(in, n));
    kernels().multiply_add(n, -rates.drift, rate_.data(), in, rates.noise, load_.data(), out);
    if (copied) dr.row(row) = slopes.col(0).transpose();
  }
}

double RiskOde::risk(const Eigen::VectorXd& r) { return interleaved_sum(r.data(), r.size()); }

Observable risk_of(const Process& process, std::size_t number) {
  const Field r = process.layout().field("r");
  return {{process.name() + ".loss"}, [number, r](const Lockstep& blocks, BlockRef out, Scratch&) {
            sum_columns(blocks.state(number).middleCols(r.first, r.size), out);
          }};
}

}  // namespace sdescent
