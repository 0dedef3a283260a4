#pragma once
/// \file
/// Estimates, claims and evidence made by hand, with uncertainties that are known exactly.

#include "io/archive.hpp"
#include "validation/evidence.hpp"

#include <Eigen/Core>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace sdescent::synthetic {

constexpr Eigen::Index batches = 64;

/// ±1 by batch: 63 patterns that sum to 0 and are orthogonal to each other (Walsh functions).
inline Eigen::ArrayXd pattern(std::uint32_t number) {
  Eigen::ArrayXd signs(batches);
  for (Eigen::Index b = 0; b < batches; ++b)
    signs(b) = std::popcount(static_cast<std::uint32_t>(b) & (number % 63 + 1)) % 2 == 0 ? 1 : -1;
  return signs;
}

/// Values with standard errors `se`. Points have correlation 0 (as many as 63 of them), or 1.
enum class Points { independent, identical };
inline Estimate estimate(const Eigen::ArrayXd& value, const Eigen::ArrayXd& se,
                         Points points = Points::independent, double runs = 6400) {
  Estimate e{value, Eigen::ArrayXXd(batches, value.size()), runs};
  // Pseudo-values ±a have the standard error √(64 a² / (64 · 63)).
  for (Eigen::Index i = 0; i < value.size(); ++i) {
    const auto number = points == Points::identical ? 0U : static_cast<std::uint32_t>(i);
    e.pseudo_values.col(i) = value(i) + se(i) * std::sqrt(batches - 1.0) * pattern(number);
  }
  return e;
}

inline Claim claim(ClaimKind kind = ClaimKind::equality, std::string id = "mean") {
  Claim c;
  c.id = std::move(id);
  c.kind = kind;
  return c;
}

/// A claim about one point.
inline Assessment one_point(ClaimKind kind, double deviation, double se, double tolerance,
                            double bias = 0.0, double runs = 6400) {
  const auto point = [](double x) { return Eigen::ArrayXd::Constant(1, x); };
  return {claim(kind), Evidence{estimate(point(deviation), point(se), Points::independent, runs),
                                point(1.0), point(tolerance), point(bias)}};
}

/// Numbers that text or careless reading would change.
inline Archive awkward_archive() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double payload = std::bit_cast<double>(std::uint64_t{0xFFF8'0000'DEAD'BEEF});
  Archive archive;
  archive.set("risk", {2, 3}, {0.1, -0.0, 5e-324, infinity, -infinity, payload});
  archive.set("eta", {}, {1.0 / 3.0});
  archive.set("none", {3, 0, 2}, {});
  return archive;
}

}  // namespace sdescent::synthetic
