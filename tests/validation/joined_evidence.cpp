#include "validation/joined_evidence.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

using Eigen::Array2d;
using Eigen::ArrayXd;
using Eigen::ArrayXXd;

Evidence part(double first, std::string remark = {}, std::string unfit = {}) {
  const ArrayXd value = Array2d(first, first + 1);
  Estimate deviation{value, ArrayXXd::Zero(4, 2), 100.0};
  deviation.pseudo_values.rowwise() += value.transpose();
  return {deviation, value + 10, value + 20, value + 30, {}, std::move(remark), std::move(unfit)};
}

TEST_CASE("joined evidence has the points of its parts in their order", "[validation]") {
  const Evidence whole = joined({part(1, "first"), part(3), part(5, "third", "unfit")});
  const ArrayXd expected = ArrayXd::LinSpaced(6, 1, 6);
  CHECK((whole.deviation.value == expected).all());
  CHECK((whole.predicted == expected + 10).all());
  CHECK((whole.tolerance == expected + 20).all());
  CHECK((whole.bias == expected + 30).all());
  CHECK(whole.deviation.pseudo_values.cols() == 6);
  CHECK(whole.remark == "first; third");
  CHECK(whole.unfit == "unfit");
}

TEST_CASE("evidence is not joined from nothing or from parts with conditions", "[validation]") {
  CHECK_THROWS_AS(joined(std::vector<Evidence>{}), InvalidInput);
  Evidence conditional = part(1);
  conditional.conditions.push_back({"decreases", Condition::Reach::at_most});
  CHECK_THROWS_AS(joined({part(3), conditional}), InvalidInput);
}

}  // namespace
}  // namespace sdescent
