#include "plots/column.hpp"

#include <catch2/catch.hpp>

#include <span>
#include <vector>

namespace sdescent::plots {
namespace {

std::vector<double> numbers(Column column) {
  return {column.values().begin(), column.values().end()};
}

TEST_CASE("A column is made from whatever holds numbers in a row", "[plots]") {
  const std::vector<double> expected{1, 2, 3};
  const Eigen::ArrayXd array = Eigen::ArrayXd::LinSpaced(3, 1, 3);
  const Eigen::VectorXd vector = array.matrix();
  CHECK(numbers({1, 2, 3}) == expected);
  CHECK(numbers(expected) == expected);
  CHECK(numbers(std::span<const double>(expected)) == expected);
  CHECK(numbers(array) == expected);
  CHECK(numbers(vector) == expected);
  CHECK(numbers(vector.transpose()) == expected);
  CHECK(numbers(Eigen::ArrayXi::LinSpaced(3, 1, 3)) == expected);
  CHECK(numbers(Eigen::VectorXf::LinSpaced(3, 1, 3)) == expected);
}

TEST_CASE("A column is made from parts and expressions of Eigen objects", "[plots]") {
  Eigen::ArrayXXd table(2, 2);
  table << 1, 2,  //
      3, 4;
  CHECK(numbers(table.col(1)) == std::vector<double>{2, 4});
  CHECK(numbers(table.row(1)) == std::vector<double>{3, 4});
  CHECK(numbers(table.col(1) / table.col(0) - 1) == std::vector<double>{1, 4.0 / 3 - 1});
  CHECK(numbers(table.matrix() * Eigen::Vector2d(1, 1)) == std::vector<double>{3, 7});
  CHECK(numbers(Eigen::ArrayXd()).empty());
}

}  // namespace
}  // namespace sdescent::plots
