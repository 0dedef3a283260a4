#include "solvers/sde_process.hpp"

#include "io/error.hpp"
#include "solvers/coarsened.hpp"
#include "solvers/dri1.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/contract_kit.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/linear_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace sdescent;
using Catch::Message;

SdeProcess brownian_motion(std::string name, const SdeGrid& grid) {
  return SdeProcess(std::move(name), std::make_shared<GeometricBrownianMotion>(0.0, 1.0),
                    std::make_shared<EulerMaruyama>(), grid, StartPoint(Eigen::VectorXd::Ones(1)));
}

/// dX = dW.
std::shared_ptr<const Process> wiener(const SdeGrid& grid, std::string name = "w") {
  struct Wiener final : SdeModel {
    Layout columns = {{"x", 1}};
    const Layout& layout() const override { return columns; }
    Index noise_dimension() const override { return 1; }
    NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
    void coefficients(double, const ConstBlockRef&, BlockRef drift, BlockRef diagonal,
                      Scratch&) const override {
      drift.setZero();
      diagonal.setOnes();
    }
  };
  return std::make_shared<SdeProcess>(std::move(name), std::make_shared<Wiener>(),
                                      std::make_shared<EulerMaruyama>(), grid,
                                      StartPoint(Eigen::VectorXd::Zero(1)));
}

/// The Brownian paths at times 0.5, 1, … 3 that this grid sees.
Block brownian_paths(const SdeGrid& grid) {
  const auto process = wiener(grid);
  SampleRecorder samples("w", state_field(*process, 0, "x"), 100);
  const Clock clock(0.5, 6);
  REQUIRE(run({process}, clock, RecordTimes::every(clock, 1), 100, Philox(8), {&samples}).ok());
  Block paths(100, 7);
  for (std::size_t i = 0; i < 7; ++i) paths.col(static_cast<Index>(i)) = samples.at(i).col(0);
  return paths;
}

TEST_CASE("grids of equal unit/brownian see one Brownian path", "[solvers]") {
  const Block path = brownian_paths({.unit = 0.5, .refine = 12, .brownian = 12});
  for (const std::uint64_t refine : {1u, 2u, 3u, 4u, 6u}) {
    INFO("refine " << refine);
    const Block other = brownian_paths({.unit = 0.5, .refine = refine, .brownian = 12});
    CHECK((other - path).abs().maxCoeff() < 1e-13);
  }
  CHECK((path.col(0) == 0.0).all());
  const Block elsewhere = brownian_paths({.unit = 0.5, .refine = 6, .brownian = 6});
  CHECK((elsewhere - path).rightCols(6).abs().minCoeff() > 1e-6);
  const Block other_stream =
      brownian_paths({.unit = 0.5, .refine = 12, .brownian = 12, .stream = 1});
  CHECK((other_stream - path).rightCols(6).abs().minCoeff() > 1e-6);
}

TEST_CASE("increments have the variance of their time", "[solvers]") {
  // One step of 0.5 from one normal.
  const Block paths = brownian_paths({.unit = 0.5});
  Block z(100, 1);
  Philox(8).normals({.step = 0}, z);
  CHECK((paths.col(1) - std::sqrt(0.5) * z.col(0)).abs().maxCoeff() < 1e-15);
}

TEST_CASE("an SDE's clock is its unit divided by its refinement", "[solvers]") {
  const SdeProcess process =
      brownian_motion("b", {.unit = 0.5, .refine = 4, .brownian = 8, .stream = 3});
  CHECK(process.name() == "b");
  CHECK(process.time_per_step() == 0.125);
  CHECK(process.stream() == 3);
  CHECK(process.start_time() == 0.0);
  CHECK(process.layout().size() == 1);
  CHECK(process.model().noise_dimension() == 1);
}

TEST_CASE("grids that do not fit are refused", "[solvers]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_MATCHES(brownian_motion("b", {.unit = 0.0}), InvalidInput,
                       Message("unit of the SDE's grid must be > 0, got 0"));
  CHECK_THROWS_AS(brownian_motion("b", {.unit = nan}), InvalidInput);
  CHECK_THROWS_MATCHES(brownian_motion("b", {.unit = 1.0, .refine = 0}), InvalidInput,
                       Message("refine must be >= 1, got 0"));
  for (const std::uint64_t brownian : {0u, 2u, 4u, 5u})
    CHECK_THROWS_MATCHES(
        brownian_motion("b", {.unit = 1.0, .refine = 3, .brownian = brownian}), InvalidInput,
        Message("Brownian grid must be a multiple of refine = 3, got " + std::to_string(brownian)));
}

TEST_CASE("a start of another dimension is refused", "[solvers]") {
  CHECK_THROWS_MATCHES(SdeProcess("b", std::make_shared<GeometricBrownianMotion>(0.0, 1.0),
                                  std::make_shared<EulerMaruyama>(), {.unit = 1.0},
                                  StartPoint(Eigen::Vector2d(1.0, 2.0))),
                       InvalidInput,
                       Message("dimension of the start of process b must be 1, got 2"));
}

/// Says what a stepper may say, and never steps.
struct OnPaper final : Stepper {
  bool accepts_general = true;
  std::string_view name() const override { return "on_paper"; }
  Orders orders(NoiseKind) const override { return {1.0, 1.0, 1.0}; }
  bool accepts(const SdeModel& model) const override {
    return accepts_general || model.noise_kind() != NoiseKind::general;
  }
  void step(const SdeModel&, double, double, const ConstBlockRef&, BlockRef,
            Scratch&) const override {}
};

TEST_CASE("a stepper that cannot serve the model is refused", "[solvers]") {
  const Eigen::MatrixXd a = Eigen::MatrixXd::Identity(1, 1);
  const auto general = std::make_shared<LinearSde>(a, std::vector<Eigen::MatrixXd>{a});
  const StartPoint start(Eigen::VectorXd::Ones(1));
  const auto make = [&](const OnPaper& stepper) {
    return SdeProcess("s", general, std::make_shared<OnPaper>(stepper), {.unit = 1.0}, start);
  };
  OnPaper stepper;
  CHECK_NOTHROW(make(stepper));
  stepper.accepts_general = false;
  CHECK_THROWS_MATCHES(make(stepper), InvalidInput,
                       Message("stepper of process s must be one that accepts the model's noise, "
                               "got on_paper"));
}

/// Adds the columns it is given to the state, two-point variables last.
struct Showing final : Stepper {
  std::string_view name() const override { return "showing"; }
  Orders orders(NoiseKind) const override { return {1.0, 1.0, 1.0}; }
  bool accepts(const SdeModel&) const override { return true; }
  Index two_point_variables(const SdeModel&) const override { return 2; }
  void step(const SdeModel&, double, double, const ConstBlockRef& dW, BlockRef s,
            Scratch&) const override {
    s += dW;
  }
};

TEST_CASE("two-point variables stand behind the Brownian increments", "[solvers]") {
  const Eigen::MatrixXd unit = Eigen::MatrixXd::Identity(3, 3);
  const SdeProcess process("s", std::make_shared<LinearSde>(unit, std::vector{unit}),
                           std::make_shared<Showing>(), {.unit = 0.25, .brownian = 4},
                           StartPoint(Eigen::VectorXd::Zero(3)));
  constexpr Index paths = 4096;
  const auto increments = [&](std::uint64_t step) {
    Scratch scratch;
    const Philox noise(8);
    Block s = Block::Zero(paths, 3);
    process.advance({step, 0.0, 0.25, 0, 0, noise, scratch}, s);
    return s;
  };
  const Block first = increments(0), second = increments(1);
  Block z(paths, 1);
  const Philox noise(8);
  Coarsened(noise, 4).normals({.step = 1}, z);
  CHECK((second.col(0) - 0.5 * z.col(0)).abs().maxCoeff() < 1e-15);
  CHECK((first.rightCols(2).abs() == 0.5).all());
  // Products of independent signs average to 0 within 6 standard deviations, 6/√4096.
  const auto product = [](const auto& a, const auto& b) { return std::abs((a * b).mean()) / 0.25; };
  CHECK(product(first.col(1), first.col(2)) < 0.094);
  CHECK(product(first.col(1), second.col(1)) < 0.094);
  CHECK(std::abs(first.col(1).mean()) / 0.5 < 0.094);
}

TEST_CASE("an SDE with a stepper keeps what every process promises", "[solvers]") {
  // Among it that no step but the first allocates.
  const auto check = [](std::shared_ptr<const SdeModel> model, const SdeGrid& grid) {
    const StartPoint start(Eigen::VectorXd::Ones(model->layout().size()));
    check_process(SdeProcess("s", model, std::make_shared<EulerMaruyama>(), grid, start));
    check_process(SdeProcess("s", model, std::make_shared<Dri1>(), grid, start));
  };
  Eigen::Matrix2d a, b;
  a << -1.0, 0.5, 0.25, -2.0;
  b << 0.1, 0.8, 0.6, -0.4;
  const auto diagonal = std::make_shared<GeometricBrownianMotion>(0.5, 0.25);
  const auto general = std::make_shared<LinearSde>(a, std::vector<Eigen::MatrixXd>{a, b, a});
  const auto additive = std::make_shared<AdditiveSde>(a, Eigen::Vector2d(1.0, 2.0), b);
  for (const SdeGrid& grid :
       {SdeGrid{.unit = 0.1}, SdeGrid{.unit = 0.1, .refine = 2, .brownian = 6, .stream = 4}}) {
    check(diagonal, grid);
    check(general, grid);
    check(additive, grid);
  }
}

}  // namespace
