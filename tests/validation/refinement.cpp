#include "validation/refinement.hpp"

#include "io/error.hpp"
#include "tests/validation/synthetic.hpp"
#include "validation/session.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace sdescent {
namespace {

using Catch::Contains;
using Eigen::ArrayXd;
using End = Refinement::End;

/// Refines where the share is that of a table, by m = 2, 4, 8, …
Refinement refine_over(const std::vector<double>& shares, std::uint64_t most,
                       std::vector<std::uint64_t>* tried = nullptr) {
  return refine_until_small({2, most}, [&](std::uint64_t m) {
    if (tried) tried->push_back(m);
    return shares.at(static_cast<std::size_t>(std::log2(m)) - 1);
  });
}

TEST_CASE("a grid that is fine enough is run once", "[validation]") {
  std::vector<std::uint64_t> tried;
  const Refinement at = refine_over({0.2, 0.1}, 64, &tried);
  CHECK(tried == std::vector<std::uint64_t>{2});
  CHECK(at.refine == 2);
  CHECK(at.share == 0.2);
  CHECK(at.end == End::fine_enough);
  CHECK(at.remark().empty());
}

TEST_CASE("steps are halved until the bias is a fifth of the tolerance", "[validation]") {
  std::vector<std::uint64_t> tried;
  const Refinement at = refine_over({1.0, 0.5, 0.25, 0.125, 0.0}, 64, &tried);
  CHECK(tried == std::vector<std::uint64_t>{2, 4, 8, 16});
  CHECK(at.refine == 16);
  CHECK(at.end == End::fine_enough);
}

TEST_CASE("refinement ends at the most steps allowed and says so", "[validation]") {
  std::vector<std::uint64_t> tried;
  const Refinement at = refine_over({1.0, 0.5, 0.25, 0.125}, 15, &tried);
  CHECK(tried == std::vector<std::uint64_t>{2, 4, 8});
  CHECK(at.end == End::most_allowed);
  CHECK(at.remark() ==
        "at Δt = η/8 the bias bound of Δt is still 0.25 of the tolerance: no finer "
        "grid was allowed");
}

TEST_CASE("refinement ends where only sampling noise is left", "[validation]") {
  const Refinement at = refine_over({1.0, 0.74, 0.6, 0.5}, 64);
  CHECK(at.refine == 8);
  CHECK(at.end == End::noise);
  CHECK_THAT(at.remark(), Contains("sampling noise"));
  CHECK(refine_over({0.26, 0.199}, 64).end == End::fine_enough);
}

TEST_CASE("refinement ends at once where the bias is not known", "[validation]") {
  for (const double share : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    const Refinement at = refine_over({share}, 64);
    CHECK(at.refine == 2);
    CHECK(at.end == End::unknown);
    CHECK_THAT(at.remark(), Contains("not a finite number"));
  }
}

TEST_CASE("the share of a bias is taken where there is a tolerance", "[validation]") {
  const ArrayXd bias = Eigen::Array3d(1, 3, 9);
  CHECK(bias_share(bias, Eigen::Array3d(4, 4, 0)) == 0.75);
  CHECK(bias_share(bias, ArrayXd::Zero(3)) == 0.0);
  CHECK(std::isnan(bias_share(Eigen::Array2d(std::nan(""), 1), ArrayXd::Ones(2))));
  CHECK_THROWS_AS(bias_share(bias, ArrayXd::Ones(2)), InvalidInput);
}

TEST_CASE("a refinement is stored with its cell", "[validation]") {
  Archive archive;
  const Refinement at{8, 0.3, End::noise};
  at.save(archive, "sde");
  const Refinement read = Refinement::load(archive, "sde");
  CHECK(read.refine == 8);
  CHECK(read.share == 0.3);
  CHECK(read.end == End::noise);
  CHECK_THROWS_AS(Refinement::load(archive, "other"), InvalidInput);
}

TEST_CASE("captions name the steps of all cells", "[validation]") {
  CHECK(time_steps({{4, 0.1}, {4, 0.2}}) == "η/4");
  CHECK(time_steps({{8, 0.1}, {4, 0.2}, {16, 0.1}}) == "η/4 … η/16");
  CHECK_THROWS_AS(time_steps({}), InvalidInput);
}

Experiment adaptive_experiment() {
  return {.id = "paper/name",
          .title = "",
          .reference = "",
          .statement = "",
          .parameters = {count("refine", {2, 2, 2}, "", ""), most_refine({16, 16, 16})},
          .claims = {synthetic::claim(ClaimKind::equality, "mean"),
                     synthetic::claim(ClaimKind::equality, "other"),
                     synthetic::claim(ClaimKind::bound, "loss")},
          .controls = {},
          .measure = {}};
}

Evidence with_bias(double bias, double tolerance) {
  const auto point = [](double x) { return ArrayXd::Constant(1, x); };
  return {synthetic::estimate(point(0), point(0.01)), point(0), point(tolerance), point(bias)};
}

TEST_CASE("the range of a refinement is checked", "[validation]") {
  const Experiment experiment = adaptive_experiment();
  const auto range = [&](const std::vector<std::string>& settings) {
    return refinement_range(ParameterValues(experiment.parameters, Effort::quick, settings));
  };
  CHECK(range({}).start == 2);
  CHECK(range({}).most == 16);
  CHECK_THROWS_AS(range({"refine=1"}), InvalidInput);
  CHECK_THROWS_AS(range({"refine=32"}), InvalidInput);
}

TEST_CASE("a session keeps what the finest grid gave", "[validation]") {
  const Experiment experiment = adaptive_experiment();
  Session session(experiment, {});
  session.evidence("other", with_bias(1.0, 1.0));
  session.table({"before", {}, {}});
  const Refinement end = session.refined({2, 64}, [&](std::uint64_t m) {
    session.evidence("mean", with_bias(1.0 / static_cast<double>(m), 1.0));
    session.evidence("loss", with_bias(5.0, 0.0));
    session.table({fmt::format("steps {}", m), {}, {}});
  });
  CHECK(end.refine == 8);
  REQUIRE(session.tables().size() == 2);
  CHECK(session.tables()[0].name == "before");
  CHECK(session.tables()[1].name == "steps 8");
  for (const Assessment& a : session.assessments()) {
    CHECK(a.evidence().remark.empty());
    if (a.claim().id == "mean") CHECK(a.evidence().bias(0) == 0.125);
  }
}

TEST_CASE("a session says where no grid was fine enough", "[validation]") {
  const Experiment experiment = adaptive_experiment();
  Session session(experiment, {});
  session.refined({2, 4}, [&](std::uint64_t m) {
    session.evidence("mean", with_bias(1.0 / static_cast<double>(m), 1.0));
    session.evidence("other", with_bias(0.1, 1.0));
    session.evidence("loss", with_bias(5.0, 0.0));
  });
  for (const Assessment& a : session.assessments())
    CHECK(a.evidence().remark.empty() == (a.claim().id != "mean"));
}

TEST_CASE("a refinement of a session has no cells and none within it", "[validation]") {
  const Experiment experiment = adaptive_experiment();
  Session session(experiment, {});
  const ParameterGrid grid("grid", {{"eta", ArrayXd::Ones(1)}});
  CHECK_THROWS_AS(session.refined({2, 4},
                                  [&](std::uint64_t) {
                                    session.cells(grid, [](const Cell&) { return Archive(); });
                                  }),
                  std::logic_error);
  CHECK_THROWS_AS(session.refined({2, 4},
                                  [&](std::uint64_t) {
                                    session.refined({2, 4}, [](std::uint64_t) {});
                                  }),
                  std::logic_error);
  CHECK(session.cells(grid, [](const Cell&) { return Archive(); }).size() == 1);
}

TEST_CASE("a table lists the steps of each part", "[validation]") {
  const ResultTable table = refinement_table({{"far", {4, 0.1}}, {"near", {8, 0.2}}});
  CHECK(table.columns ==
        std::vector<std::string>{"refine.far", "bias_share.far", "refine.near", "bias_share.near"});
  CHECK(table.values(0, 2) == 8.0);
  CHECK(table.values(0, 1) == 0.1);
}

}  // namespace
}  // namespace sdescent
