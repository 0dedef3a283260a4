#include "models/sign_sgd_correlated_sde.hpp"

#include "solvers/arithmetic.hpp"

#include <fmt/format.h>

#include <limits>

namespace sdescent {
namespace {

constexpr double zero_pivot = 1e-12, worst_rounding = 1e-9;

/// L dW for L Lᵀ = C, row by row of L. On entry `pairs` has the entries of C above its diagonal, on
/// return those of Lᵀ; `pivot` and `inverse` are work space.
void correlate(const ConstBlockRef& dW, BlockRef pairs, BlockRef pivot, BlockRef inverse,
               BlockRef out) {
  const Index d = dW.cols();
  const auto entry = [&](Index i, Index j) { return pairs.col(correlation_column(d, i, j)); };
  out.setZero();
  for (Index i = 0; i < d; ++i) {
    pivot.setOnes();
    for (Index k = 0; k < i; ++k) {
      pivot -= entry(k, i).square();
      out.col(i) += entry(k, i) * dW.col(k);
    }
    pivot = (pivot < -worst_rounding).select(std::numeric_limits<double>::quiet_NaN(), pivot);
    inverse = (pivot < zero_pivot).select(0.0, pivot.sqrt().inverse());
    pivot = (pivot < zero_pivot).select(0.0, pivot.sqrt());
    out.col(i) += pivot.col(0) * dW.col(i);
    for (Index j = i + 1; j < d; ++j) {
      for (Index k = 0; k < i; ++k) entry(i, j) -= entry(k, i) * entry(k, j);
      entry(i, j) *= inverse.col(0);
    }
  }
}

}  // namespace

SignSgdCorrelatedSde::SignSgdCorrelatedSde(std::shared_ptr<const Problem> problem, double eta,
                                           Schedule schedule)
    : OptimizerSde(std::move(problem), eta, std::move(schedule)) {
  require(this->problem().noise().has_sign_correlation(),
          "gradient noise of sign_sgd_correlated_sde", "of known correlations between signs",
          this->problem().noise().description());
  require(this->problem().dimension() <= largest_dimension, "dimension of sign_sgd_correlated_sde",
          fmt::format("<= {}", largest_dimension), fmt::format("{}", this->problem().dimension()));
}

void SignSgdCorrelatedSde::coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef,
                                        Scratch& scratch) const {
  problem().objective().gradient(x, drift, 0, scratch);
  problem().noise().sign_mean(x, drift, drift, scratch);
  scale(drift_factor(t), drift, drift);
}

void SignSgdCorrelatedSde::diffuse(double t, const ConstBlockRef& x, const ConstBlockRef& dW,
                                   BlockRef out, Scratch& scratch) const {
  const Index n = x.rows(), d = x.cols();
  Scratch::Frame frame(scratch);
  BlockMap g = frame.block(n, d), pairs = frame.block(n, d * (d - 1) / 2),
           pivot = frame.block(n, 1), inverse = frame.block(n, 1);
  problem().objective().gradient(x, g, 0, scratch);
  problem().noise().sign_correlation(x, g, pairs, scratch);
  correlate(dW, pairs, pivot, inverse, out);
  BlockMap deviation = frame.block(n, d);
  problem().noise().sign_moments(x, g, g, deviation, scratch);
  multiply(diffusion_factor(t), deviation, out, out);
}

}  // namespace sdescent
