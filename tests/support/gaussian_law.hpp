#pragma once
/// \file
/// A law with a density for tests that do not need the library's own.

#include "solvers/law.hpp"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>

#include <memory>

namespace sdescent::test {

/// N(mean, deviation²) on ±9 deviations.
class GaussianLaw final : public Law {
 public:
  GaussianLaw(double mean, double deviation)
      : mean_(mean),
        deviation_(deviation),
        knots_(mean + deviation * Eigen::ArrayXd::LinSpaced(19, -9.0, 9.0)) {}

  using Law::mean;
  double mean(const RealFunction& h) const override {
    double sum = 0.0;
    const std::unique_ptr<gsl_integration_glfixed_table, void (*)(gsl_integration_glfixed_table*)>
        rule(gsl_integration_glfixed_table_alloc(20), gsl_integration_glfixed_table_free);
    for (Eigen::Index i = 1; i < knots_.size(); ++i)
      for (std::size_t node = 0; node < 20; ++node) {
        double x = 0.0, weight = 0.0;
        gsl_integration_glfixed_point(knots_(i - 1), knots_(i), node, &x, &weight, rule.get());
        sum += weight * h(x) * density(x);
      }
    return sum;
  }
  double cdf(double x) const override { return gsl_cdf_gaussian_P(x - mean_, deviation_); }
  double cdf_left(double x) const override { return cdf(x); }
  double quantile(double p) const override { return mean_ + gsl_cdf_gaussian_Pinv(p, deviation_); }
  double density(double x) const override { return gsl_ran_gaussian_pdf(x - mean_, deviation_); }
  bool is_atomic() const override { return false; }
  const Eigen::ArrayXd& knots() const override { return knots_; }
  double tail() const override { return 3e-19; }

 private:
  double mean_, deviation_;
  Eigen::ArrayXd knots_;
};

}  // namespace sdescent::test
