#include "validation/law/variance_reduction.hpp"

#include "io/error.hpp"
#include "models/sign_sgd_lattice_law.hpp"
#include "validation/law/law.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;

ReductionSetting setting(const std::vector<std::string>& settings = {}) {
  return reduction_setting(
      ParameterValues(variance_reduction().parameters, Effort::quick, settings));
}

TEST_CASE("work left on the linear SDE is that of its moments", "[validation]") {
  CHECK(linear_work_left(2.0, 1.0, 4) == Approx(1.0).epsilon(1e-14));  // one level saves nothing
  // Two levels, by hand: h = 1/8, factors a = 3/4 of a fine step and 1/2 of a coarse one.
  const double a = 0.75, coarse = 0.5;
  double fine = 0, term = 0, rough = 0;
  for (int k = 0; k < 8; ++k) {
    const double left = std::pow(a, k), left_coarse = std::pow(coarse, k / 2);
    fine += left * left / 8;
    rough += left_coarse * left_coarse / 8;
    term += std::pow(left - left_coarse, 2) / 8;
  }
  const double roots = std::sqrt(4 * rough) + std::sqrt(12 * term);
  CHECK(linear_work_left(2.0, 1.0, 8) == Approx(roots * roots / (8 * fine)).epsilon(1e-13));
}

TEST_CASE("of a separable problem the chains give the lattice's means", "[validation]") {
  const ReductionSetting s = setting();
  const double eta = 0.05;
  const ArrayXd chains = *exact_chain(s, Coupling::separable, eta);
  const ArrayXd lattice = sign_sgd_lattice_law(*s.problem(Coupling::separable), eta, s.x0, 20)
                              .mean(reduction_functions());
  CHECK((chains - lattice).abs().maxCoeff() < 1e-13);
  CHECK_FALSE(exact_chain(s, Coupling::dense, 1e-3).has_value());
}

TEST_CASE("exact laws of chain and SDE differ by the limit of the weak error", "[validation]") {
  const ReductionSetting s = setting();
  const ArrayXd limit = weak_error_limit(s, Coupling::separable);
  const double eta = 0.01;
  const ArrayXd error = (*exact_chain(s, Coupling::separable, eta) - exact_sde(s, eta)) / eta;
  CHECK(((error - limit) / limit).abs().maxCoeff() < 0.05);
  CHECK((reduction_tolerance(s, Coupling::separable, eta) - eta * limit.abs() / 3.0)
            .abs()
            .maxCoeff() < 1e-18);
}

TEST_CASE("settings of variance-reduction that do not fit are refused", "[validation]") {
  for (const char* bad : {"eta=0.01,0.02", "eta=0.001,0.003,0.01", "multilevel-eta=0.005", "x0=1",
                          "paths=100", "level-paths=64", "refine=1"})
    CHECK_THROWS_AS(setting({bad}), InvalidInput);
}

}  // namespace
}  // namespace sdescent::law
