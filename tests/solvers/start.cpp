#include "solvers/start.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/problem.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/ode_process.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "solvers/sde_process.hpp"
#include "tests/support/contract_kit.hpp"
#include "tests/support/function_process.hpp"
#include "tests/support/linear_sde.hpp"
#include "tests/support/same_bits.hpp"

#include <Eigen/QR>
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace sdescent;
using Catch::Message;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What a start writes for paths path, path + 1, …
Block written(const Start& start, Index rows, std::uint64_t path = 0, std::uint16_t stream = 0,
              std::uint64_t step = 0) {
  const Philox philox(5);
  Scratch scratch;
  Block memory = Block::Constant(rows + 2, start.dimension() + 1, 9.0);
  start.write({step, 0.0, 0.1, path, stream, philox, scratch}, {},
              memory.block(1, 1, rows, start.dimension()));
  CHECK((memory.col(0) == 9.0).all());
  CHECK((memory.row(0) == 9.0).all());
  CHECK((memory.row(rows + 1) == 9.0).all());
  return memory.block(1, 1, rows, start.dimension());
}

TEST_CASE("a start point is written into every row", "[solvers]") {
  const StartPoint start(Eigen::Vector3d(1.0, -2.0, 0.5));
  CHECK(start.dimension() == 3);
  CHECK(start.point() == Eigen::Vector3d(1.0, -2.0, 0.5));
  Block expected(4, 3);
  for (Index r = 0; r < 4; ++r) expected.row(r) << 1.0, -2.0, 0.5;
  CHECK((written(start, 4) == expected).all());
}

TEST_CASE("a start point without coordinates or with one not finite is refused", "[solvers]") {
  CHECK_THROWS_MATCHES(StartPoint(VectorXd()), InvalidInput,
                       Message("dimension of the start point must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(StartPoint(Vector2d(1.0, infinity)), InvalidInput,
                       Message("coordinate 2 of the start point must be finite, got inf"));
  CHECK_THROWS_AS(StartPoint(Vector2d(std::numeric_limits<double>::quiet_NaN(), 0.0)),
                  InvalidInput);
}

TEST_CASE("a Gaussian start is its mean plus deviations times the normals kept for starts",
          "[solvers]") {
  Block z(100, 2);
  Philox(5).normals({.path = 64, .step = 0, .stream = 3, .draw = start_draw}, z);
  const GaussianStart start(Vector2d(1.0, -2.0), Vector2d(0.5, 0.0));
  // The step at which a process starts does not matter, its stream and paths do.
  for (const std::uint64_t step : {0u, 17u}) {
    const Block x = written(start, 100, 64, 3, step);
    CHECK((x.col(0) == 1.0 + 0.5 * z.col(0)).all());
    CHECK((x.col(1) == -2.0).all());
  }
  CHECK((written(start, 100, 64, 4).col(0) != written(start, 100, 64, 3).col(0)).all());
}

TEST_CASE("a Gaussian start has the covariance it was given, singular ones included", "[solvers]") {
  // F with F Fᵀ = C, read off from starts: x − mean is linear in the normals.
  MatrixXd full(3, 3), singular(3, 3);
  full << 2.0, -0.5, 0.3, -0.5, 1.0, 0.1, 0.3, 0.1, 0.5;
  const Eigen::Vector3d v(1.0, -2.0, 0.5);
  singular = v * v.transpose();
  for (const MatrixXd& covariance : {full, singular, MatrixXd(MatrixXd::Zero(3, 3))}) {
    Block z(200, 3);
    Philox(5).normals({.draw = start_draw}, z);
    const GaussianStart start = GaussianStart::with_covariance(VectorXd::Zero(3), covariance);
    const MatrixXd x = written(start, 200).matrix();
    const MatrixXd factor = z.matrix().colPivHouseholderQr().solve(x).transpose();
    CHECK((factor * factor.transpose() - covariance).cwiseAbs().maxCoeff() < 1e-12);
  }
}

TEST_CASE("Gaussian starts that are none are refused", "[solvers]") {
  CHECK_THROWS_MATCHES(GaussianStart(Vector2d(0, 0), VectorXd::Ones(3)), InvalidInput,
                       Message("number of standard deviations of the start must be 2, got 3"));
  CHECK_THROWS_MATCHES(GaussianStart(Vector2d(0, 0), Vector2d(1, -1)), InvalidInput,
                       Message("standard deviation 2 of the start must be >= 0, got -1"));
  CHECK_THROWS_AS(GaussianStart(Vector2d(0, infinity), Vector2d(1, 1)), InvalidInput);
  const auto with = [](double a, double b, double c, double d) {
    MatrixXd covariance(2, 2);
    covariance << a, b, c, d;
    return GaussianStart::with_covariance(Vector2d(0, 0), covariance);
  };
  CHECK_NOTHROW(with(1, 0.5, 0.5, 1));
  CHECK_THROWS_WITH(with(1, 0.5, 0.4, 1), Catch::Contains("must be symmetric"));
  CHECK_THROWS_WITH(with(1, 2, 2, 1), Catch::Contains("must be positive semidefinite"));
  CHECK_THROWS_WITH(with(0, 1, 1, 0), Catch::Contains("must be positive semidefinite"));
  CHECK_THROWS_WITH(with(-1, 0, 0, 1), Catch::Contains("must be positive semidefinite"));
  CHECK_THROWS_AS(with(1, std::nan(""), std::nan(""), 1), InvalidInput);
  CHECK_THROWS_AS(GaussianStart::with_covariance(Vector2d(0, 0), MatrixXd::Identity(3, 3)),
                  InvalidInput);
}

TEST_CASE("a uniform start lies in its box, as its uniforms say", "[solvers]") {
  const UniformStart start(Vector2d(-1.0, 4.0), Vector2d(3.0, 4.0));
  Block u(500, 2);
  Philox(5).uniforms({.draw = start_draw}, u);
  const Block x = written(start, 500);
  CHECK((x.col(0) - (4.0 * u.col(0) - 1.0)).abs().maxCoeff() < 1e-15);
  CHECK((x.col(1) - 4.0).abs().maxCoeff() < 1e-15);
  CHECK_THROWS_MATCHES(UniformStart(Vector2d(0, 1), Vector2d(1, 0.5)), InvalidInput,
                       Message("coordinate 2 of the upper corner of the start must be >= 1, got "
                               "0.5"));
  CHECK_THROWS_AS(UniformStart(Vector2d(0, 0), VectorXd::Ones(3)), InvalidInput);
  CHECK_THROWS_AS(UniformStart(Vector2d(0, -infinity), Vector2d(1, 1)), InvalidInput);
}

Block numbered_points(Index n) {
  Block points(n, 2);
  for (Index r = 0; r < n; ++r) points.row(r) << static_cast<double>(r), 0.5;
  return points;
}

TEST_CASE("paths start from given points in their order", "[solvers]") {
  const SampleStart start(numbered_points(200), SampleChoice::in_order);
  CHECK((written(start, 64, 128) == numbered_points(200).middleRows(128, 64)).all());
  CHECK_NOTHROW(start.check_run({}, 200));
  CHECK_THROWS_MATCHES(start.check_run({}, 201), InvalidInput,
                       Message("paths must be <= 200, the points given to start from in order, "
                               "got 201"));
}

TEST_CASE("paths start from given points drawn with replacement", "[solvers]") {
  const SampleStart start(numbered_points(3), SampleChoice::resampled);
  CHECK_NOTHROW(start.check_run({}, 1'000'000));
  Block u(1000, 1);
  Philox(5).uniforms({.draw = start_draw}, u);
  const Block x = written(start, 1000);
  for (Index r = 0; r < 1000; ++r)
    REQUIRE(x(r, 0) == (u(r, 0) < 1.0 / 3 ? 0.0 : u(r, 0) < 2.0 / 3 ? 1.0 : 2.0));
  CHECK((x.col(1) == 0.5).all());
}

TEST_CASE("points to start from must be there and finite", "[solvers]") {
  CHECK_THROWS_AS(SampleStart(Block(0, 2), SampleChoice::in_order), InvalidInput);
  CHECK_THROWS_AS(SampleStart(Block(2, 0), SampleChoice::in_order), InvalidInput);
  Block points = numbered_points(5);
  points(3, 1) = infinity;
  CHECK_THROWS_MATCHES(SampleStart(points, SampleChoice::resampled), InvalidInput,
                       Message("coordinate 2 of start point 3 must be finite, got inf"));
}

/// Stays where it starts.
std::shared_ptr<const Process> still_sde(std::string name, const Start& start, double unit = 0.5,
                                         std::uint16_t stream = 0) {
  const MatrixXd zero = MatrixXd::Zero(2, 2);
  return std::make_shared<SdeProcess>(
      std::move(name), std::make_shared<LinearSde>(zero, std::vector<MatrixXd>{zero}),
      std::make_shared<EulerMaruyama>(), SdeGrid{.unit = unit, .stream = stream}, start);
}

std::shared_ptr<const Problem> quadratic() {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(Vector2d(1.0, 2.0)),
      std::make_shared<GaussianNoise>(Vector2d(1.0, 1.0)));
}

/// States of two processes at these ticks: paths × 4.
std::vector<Block> states_of(const std::vector<std::shared_ptr<const Process>>& processes,
                             std::vector<std::uint64_t> ticks) {
  const Clock clock(0.5, 8);
  SampleRecorder samples(
      "s", side_by_side({state_field(*processes[0], 0, "x"), state_field(*processes[1], 1, "s")}),
      1000);
  REQUIRE(run(processes, clock, RecordTimes::at(clock, ticks), 1000, Philox(5), {&samples},
              {.threads = 2, .tile = 128})
              .ok());
  std::vector<Block> states;
  for (std::size_t i = 0; i < ticks.size(); ++i) states.push_back(samples.at(i));
  return states;
}

TEST_CASE("processes of one stream start from the same random points", "[solvers]") {
  const Start law = GaussianStart(Vector2d(0, 0), Vector2d(1, 1));
  const auto sgd = std::make_shared<Sgd>(OptimizerSettings{"sgd", quadratic(), 0.5, law, 2});
  const Block same = states_of({sgd, still_sde("sde", law, 0.25, 2)}, {0}).front();
  CHECK(same_bits(same.leftCols(2), same.rightCols(2)));
  const Block other = states_of({sgd, still_sde("sde", law, 0.25, 1)}, {0}).front();
  CHECK((other.leftCols(2) != other.rightCols(2)).all());
}

TEST_CASE("a process starts from the points and later states of another of any stream",
          "[solvers]") {
  const Start law = GaussianStart(Vector2d(0, 0), Vector2d(1, 1));
  const auto sgd = std::make_shared<Sgd>(OptimizerSettings{"sgd", quadratic(), 0.5, law, 2});
  const Block start = states_of({sgd, still_sde("sde", StartFrom(*sgd, 0), 0.5, 1)}, {0}).front();
  CHECK(same_bits(start.leftCols(2), start.rightCols(2)));
  // From t = 1.5, tick 3, on; the SDE stays there and SGD goes on.
  const auto sde = still_sde("sde", StartFrom(*sgd, 0, "x", 1.5), 0.5, 1);
  CHECK(sde->start_time() == 1.5);
  const auto states = states_of({sgd, sde}, {3, 5});
  CHECK(same_bits(states[0].leftCols(2), states[0].rightCols(2)));
  CHECK(same_bits(states[1].rightCols(2), states[0].leftCols(2)));
  CHECK((states[1].leftCols(2) != states[0].leftCols(2)).all());
}

TEST_CASE("random starts and the first step are independent", "[solvers]") {
  // One step of SGD at η = 1 from N(0, 1) on f = 0: x₁ = x₀ − z₁, z₁ ≠ ±x₀.
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(Vector2d(0.0, 0.0)),
      std::make_shared<GaussianNoise>(Vector2d(1.0, 1.0)));
  const Start law = GaussianStart(Vector2d(0, 0), Vector2d(1, 1));
  const auto sgd = std::make_shared<Sgd>(OptimizerSettings{"sgd", problem, 1.0, law, 2});
  const auto states = states_of({sgd, still_sde("sde", law, 0.5, 2)}, {0, 2});
  Block z(1000, 2);
  Philox(5).normals({.step = 0, .stream = 2}, z);
  CHECK((states[1].leftCols(2) - states[0].leftCols(2) + z).abs().maxCoeff() < 1e-14);
  CHECK((states[0].leftCols(2) != z).all());
}

TEST_CASE("a start from a process that is not there is refused before any work", "[solvers]") {
  const Start point = StartPoint(Vector2d(0, 0));
  const auto first = still_sde("first", point), second = still_sde("second", point);
  const Clock clock(0.5, 8);
  const auto run_both = [&](const Start& start) {
    return run({first, still_sde("third", start)}, clock, RecordTimes::at(clock, {8}), 10,
               Philox(0), {});
  };
  CHECK(run_both(StartFrom(*first, 0)).ok());
  CHECK_THROWS_MATCHES(run_both(StartFrom(*first, 1)), InvalidInput,
                       Message("process to start from, number 1, must be before the one that "
                               "starts from it, got 1 before it"));
  CHECK_THROWS_MATCHES(run_both(StartFrom(*second, 0)), InvalidInput,
                       Message("process to start from, number 0, must be second, got first"));
  CHECK_THROWS_MATCHES(StartFrom(*first, 0, -1.0), InvalidInput,
                       Message("time of the start from process first must be >= 0, got -1"));
  CHECK_THROWS_AS(StartFrom(*first, 0, "v", 1.0), InvalidInput);
  const auto late = still_sde("late", StartFrom(*first, 0, 2.0));
  CHECK_THROWS_MATCHES(
      run({first, late, still_sde("early", StartFrom(*late, 1, 1.0))}, clock,
          RecordTimes::at(clock, {8}), 10, Philox(0), {}),
      InvalidInput,
      Message("start time of process late must be <= 1, when another starts from it, got 2"));
  CHECK_THROWS_AS(run_both(SampleStart(numbered_points(9), SampleChoice::in_order)), InvalidInput);
}

TEST_CASE("an ODE starts from a point and from nothing else", "[solvers]") {
  struct Decay final : OdeModel {
    Layout columns = {{"x", 2}};
    const Layout& layout() const override { return columns; }
    void derivative(double, const ConstBlockRef& s, BlockRef ds, Scratch&) const override {
      ds = -s;
    }
  };
  CHECK_NOTHROW(OdeProcess("flow", Decay(), StartPoint(Vector2d(1, 1)), 1.0));
  CHECK_THROWS_MATCHES(
      OdeProcess("flow", Decay(), UniformStart(Vector2d(0, 0), Vector2d(1, 1)), 1.0), InvalidInput,
      Message("start of process flow must be one point, for an ODE is solved once, got one that "
              "differs from path to path"));
}

TEST_CASE("processes with any start keep what every process promises", "[solvers]") {
  MatrixXd covariance(2, 2);
  covariance << 2.0, 0.5, 0.5, 1.0;
  for (const Start& start : {Start(GaussianStart(Vector2d(1, 2), Vector2d(1, 0))),
                             Start(GaussianStart::with_covariance(Vector2d(1, 2), covariance)),
                             Start(UniformStart(Vector2d(-1, 2), Vector2d(1, 3))),
                             Start(SampleStart(numbered_points(1000), SampleChoice::in_order)),
                             Start(SampleStart(numbered_points(7), SampleChoice::resampled))}) {
    check_process(*still_sde("sde", start));
    check_process(Sgd({"sgd", quadratic(), 0.125, start}));
  }
  const auto first = still_sde("first", StartPoint(Vector2d(0, 0)));
  check_process(*still_sde("second", StartFrom(*first, 0, 1.0)), {.before = {first.get()}});
}

}  // namespace
