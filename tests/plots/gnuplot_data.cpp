#include "plots/gnuplot_data.hpp"

#include "tests/plots/figures.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace sdescent {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("Data are blocks of rows under the names of their columns", "[plots]") {
  const Figure figure = figure_of(Panel{.title = "Loss"}
                                      .line({0, 0.1}, {1, -kNaN}, "SDE\nslow", {})
                                      .horizontal(0)
                                      .band({0}, {1}, {2}, "", {}),
                                  Panel{}.points({5}, {1}, {0.5}, {1e-20}, "runs", {}));
  CHECK(gnuplot_data(figure) ==
        "# panel \"Loss\": SDE slow\n"
        "# x y\n"
        "0 1\n"
        "0.1 NaN\n"
        "\n\n"
        "# panel \"Loss\": \n"
        "# x lower upper\n"
        "0 1 2\n"
        "\n\n"
        "# panel 2: runs\n"
        "# x y lower upper\n"
        "5 1 0.5 1e-20\n");
  CHECK(plots::data_blocks(figure) == std::vector<std::vector<std::size_t>>{{0, 1, 1}, {2}});
}

TEST_CASE("Numbers are written so that they read back exactly", "[plots]") {
  const double third = 1.0 / 3;
  const std::string data = gnuplot_data(figure_of(Panel{}.line({third}, {0.1 + 0.2}, "", {})));
  CHECK_THAT(data, Catch::Contains("0.3333333333333333 0.30000000000000004\n"));
}

}  // namespace
}  // namespace sdescent
