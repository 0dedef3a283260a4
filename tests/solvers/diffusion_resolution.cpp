#include "solvers/diffusion_resolution.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

TEST_CASE("grids are refined and widened until nothing is left out", "[solvers]") {
  // A bump of width 1/5: frequencies to 40, and one of width 3: 25 to either side.
  for (const double width : {0.2, 3.0}) {
    INFO("width " << width);
    int attempts = 0;
    const auto error = with_resolution(
        DiffusionResolution{0.3, 12}, 1e-13, [&](const SincGrid& grid, GridDefect& defect) {
          ++attempts;
          const Eigen::ArrayXd f = (-0.5 * (grid.nodes() / width).square()).exp();
          defect.observe(grid, f);
          return grid.integral(f) - width * std::sqrt(2.0 * std::numbers::pi);
        });
    CHECK(std::abs(error) < 1e-13);
    CHECK(attempts > 1);
    CHECK(attempts < 6);
  }
}

TEST_CASE("what no grid resolves is refused", "[solvers]") {
  const auto jump = [](const SincGrid& grid, GridDefect& defect) {
    defect.observe(grid, (grid.nodes().abs() < 1.0).cast<double>());
    return 0;
  };
  CHECK_THROWS_AS(with_resolution(DiffusionResolution{}, 1e-6, jump), NumericalFailure);
}

}  // namespace
}  // namespace sdescent
