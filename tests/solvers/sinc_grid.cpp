#include "solvers/sinc_grid.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

TEST_CASE("a sinc grid differentiates and integrates what vanishes at its ends", "[solvers]") {
  const SincGrid grid(0.3, 12.0);
  const ArrayXd y = grid.nodes(), f = (-0.5 * (y - 0.4).square()).exp();
  CHECK(grid.size() == 81);
  CHECK(grid.reach() == Approx(12.0));
  const ArrayXd first = (grid.first_derivative() * f.matrix()).array();
  const ArrayXd second = (grid.second_derivative() * f.matrix()).array();
  CHECK((first + (y - 0.4) * f).abs().maxCoeff() < 1e-13);
  CHECK((second - ((y - 0.4).square() - 1.0) * f).abs().maxCoeff() < 1e-12);
  CHECK(grid.integral(f) == Approx(std::sqrt(2.0 * std::numbers::pi)).epsilon(1e-14));
  for (const double at : {-11.9, -3.21, 0.0, 0.3, 0.44, 5.0})
    CHECK(grid.interpolate(f, at) ==
          Approx(std::exp(-0.5 * (at - 0.4) * (at - 0.4))).margin(1e-14));
  CHECK(grid.interpolate(f, 12.1) == 0.0);
}

TEST_CASE("a sinc grid tells what it leaves out", "[solvers]") {
  const SincGrid grid(0.5, 6.0);
  const ArrayXd& y = grid.nodes();
  const ArrayXd wide = (-0.125 * y.square()).exp(), narrow = (-2.0 * y.square()).exp();
  CHECK(grid.at_ends(wide) == Approx(std::exp(-0.125 * 5.5 * 5.5)));
  CHECK(grid.at_ends(narrow) < 1e-20);
  const double k = 0.9 * std::numbers::pi / 0.5;
  CHECK(grid.at_highest_frequency(wide) < 2.0 * grid.at_ends(wide));
  // The alias at 1.1 π/δ adds to the transform √(π/2) e^{−k²/8}.
  const double alias = k * 11.0 / 9.0;
  CHECK(grid.at_highest_frequency(narrow) ==
        Approx(std::sqrt(0.5 * std::numbers::pi) *
               (std::exp(-k * k / 8.0) + std::exp(-alias * alias / 8.0))));
  CHECK_THROWS_WITH(SincGrid(0.0, 1.0), "spacing of a sinc grid must be > 0, got 0");
  CHECK_THROWS(SincGrid(1e-3, 2.0));
}

}  // namespace
}  // namespace sdescent
