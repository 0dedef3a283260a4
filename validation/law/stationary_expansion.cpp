#include "validation/law/stationary_expansion.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::law {
namespace {

double normal_density(double u) {
  return std::exp(-0.5 * u * u) / std::sqrt(2.0 * std::numbers::pi);
}

}  // namespace

SignMean gaussian_sign_mean(double lambda, double sigma) {
  const double c = std::sqrt(2.0 / std::numbers::pi) * lambda / sigma;
  return {c, c * lambda * lambda / (6.0 * sigma * sigma)};
}

SignMean student_sign_mean(double lambda, double sigma, double nu) {
  const double c = 2.0 * std::exp(std::lgamma(0.5 * (nu + 1.0)) - std::lgamma(0.5 * nu)) /
                   std::sqrt(std::numbers::pi * nu) * lambda / sigma;
  return {c, c * (nu + 1.0) * lambda * lambda / (6.0 * nu * sigma * sigma)};
}

double StationaryShift::at(double u) const {
  return normal_density(u) * u * (alpha * u * u + beta);
}

/// at'(u) = 0 where −αs² + (3α − β)s + β = 0, s = u².
StationaryShift::Extrema StationaryShift::extrema() const {
  const double linear = 3.0 * alpha - beta;
  const double root = std::sqrt(std::max(linear * linear + 4.0 * alpha * beta, 0.0));
  const double s1 = (linear - root) / (2.0 * alpha), s2 = (linear + root) / (2.0 * alpha);
  const auto value = [this](double s) { return s > 0.0 ? at(std::sqrt(s)) : 0.0; };
  return {value(std::min(s1, s2)), value(std::max(s1, s2))};
}

double StationaryShift::total_variation() const {
  const auto [first, second] = extrema();  // both halves of the line, halved
  return std::abs(first) + std::abs(second - first) + std::abs(second);
}

double StationaryShift::kolmogorov() const {
  const auto [first, second] = extrema();
  return std::max(std::abs(first), std::abs(second));
}

double StationaryShift::wasserstein() const {
  const auto primitive = [this](double u) {
    return -(alpha * u * u + 2.0 * alpha + beta) * normal_density(u);
  };
  const double square = -beta / alpha;
  const double change = square > 0.0 ? std::sqrt(square) : 0.0;
  return 2.0 * (std::abs(primitive(change) - primitive(0.0)) + std::abs(primitive(change)));
}

StationaryShift StationaryShift::on_cells(const SignMean& m, double r) const {
  return {alpha, beta - m.c * r * r / 12.0};
}

StationaryShift sde_shift(const SignMean& m) { return {m.c / 12.0, 0.0}; }

StationaryShift phase_three_shift(const SignMean& m) {
  return {m.c / 12.0 + m.curvature(), 3.0 * m.curvature()};
}

StationaryShift lemma_shift(const SignMean& m) {
  return {-m.c / 24.0 + m.curvature(), 3.0 * m.c / 8.0 + 3.0 * m.curvature()};
}

StationaryShift sde_without_mean_shift(const SignMean& m) { return {-m.c / 24.0, m.c / 8.0}; }

StationaryShift lemma_without_second_shift(const SignMean& m) {
  return {-m.c / 24.0 + m.curvature(), m.c / 8.0 + 3.0 * m.curvature()};
}

}  // namespace sdescent::law
