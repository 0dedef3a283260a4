#include "solvers/fused_algebra.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace sdescent;
using Eigen::VectorXd;

TEST_CASE("a linear combination is summed from left to right, whatever its length", "[solvers]") {
  for (const Eigen::Index n : {0, 1, 2, 3, 5, 8, 13, 64, 67}) {
    std::vector<VectorXd> inputs;
    std::vector<double> weights;
    std::vector<const double*> pointers;
    for (int k = 0; k < 7; ++k) {
      inputs.push_back(VectorXd::LinSpaced(n, 0.1 * k - 0.3, 1.7 - 0.2 * k));
      weights.push_back(std::pow(-1.3, k) / 3.0);
    }
    for (const VectorXd& input : inputs) pointers.push_back(input.data());
    for (std::size_t terms = 2; terms <= 7; ++terms) {
      VectorXd out = VectorXd::Constant(n, std::numeric_limits<double>::quiet_NaN());
      linear_combination(n, terms, weights.data(), pointers.data(), out.data());
      INFO(n << " numbers, " << terms << " terms");
      for (Eigen::Index i = 0; i < n; ++i) {
        double sum = weights[0] * inputs[0](i);
        for (std::size_t k = 1; k < terms; ++k) sum += weights[k] * inputs[k](i);
        CHECK(out(i) == sum);
      }
    }
  }
}

TEST_CASE("the largest error is found wherever it is, and so is one that is not finite",
          "[solvers]") {
  const double dt = 0.25, absolute = 1e-9, relative = 1e-3;
  for (const Eigen::Index n : {1, 3, 4, 7, 8, 21}) {
    const VectorXd s = VectorXd::LinSpaced(n, -2.0, 3.0), ds = VectorXd::LinSpaced(n, 5.0, -1.0);
    const VectorXd small = VectorXd::LinSpaced(n, -1e-6, 1e-6);
    const auto error = [&](const VectorXd& difference) {
      return largest_error(n, difference.data(), s.data(), ds.data(), dt, absolute, relative);
    };
    for (Eigen::Index i = 0; i < n; ++i) {
      INFO("place " << i << " of " << n);
      VectorXd difference = small;
      difference(i) = -0.5;
      const double expected = 0.5 / (absolute + relative * (std::abs(s(i)) + dt * std::abs(ds(i))));
      CHECK(error(difference) == expected);
      difference(i) = std::numeric_limits<double>::quiet_NaN();
      CHECK(std::isnan(error(difference)));
      difference(i) = -std::numeric_limits<double>::infinity();
      CHECK_FALSE(std::isfinite(error(difference)));
    }
  }
}

}  // namespace
