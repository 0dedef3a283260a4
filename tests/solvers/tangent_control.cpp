/// The controls have mean 0 exactly: shown on laws of finitely many paths, all of which are walked.

#include "solvers/tangent_control.hpp"

#include "io/error.hpp"
#include "models/adam.hpp"
#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_lattice_law.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/later_start.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/replay.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/step_mean.hpp"
#include "solvers/symmetric_pairs.hpp"
#include "tests/support/contract_kit.hpp"
#include "tests/support/coupled_quadratic.hpp"
#include "tests/support/function_process.hpp"
#include "tests/support/linear_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

std::shared_ptr<const Process> euler(std::shared_ptr<const SdeModel> model, double eta,
                                     std::uint64_t refine = 1) {
  return std::make_shared<SdeProcess>("sde", std::move(model), std::make_shared<EulerMaruyama>(),
                                      SdeGrid{eta, refine, refine}, StartPoint(coupled_start()));
}

/// States after all steps, one row for each path of a law on finitely many.
struct Walk {
  Block state;
  ArrayXd weight;

  ArrayXd mean(const Block& values) const {
    return (values.colwise() * weight).colwise().sum().transpose();
  }
};

/// Columns that should have mean 0: c, ccᵀ − K, q.
Block controls(const Block& state) {
  Block all(state.rows(), 7);
  all.leftCols(2) = state.middleCols(2, 2);
  for_each_pair(2, [&](Index column, Index p, Index q) {
    all.col(2 + column) = state.col(2 + p) * state.col(2 + q) - state.col(4 + column);
  });
  all.rightCols(2) = state.rightCols(2);
  return all;
}

Walk walk(const Process& process, const NoiseSource& noise, Index paths, std::uint64_t steps,
          const std::function<ArrayXd(std::uint64_t step, const Block& state)>& probability) {
  Scratch scratch;
  Walk result{Block(paths, process.layout().size()), ArrayXd::Ones(paths)};
  const double dt = process.time_per_step();
  for (std::uint64_t n = 0; n <= steps; ++n) {
    const At at{n, static_cast<double>(n) * dt, dt, 0, 0, noise, scratch};
    if (n == 0) process.start(at, Lockstep{}, result.state);
    if (n == steps) break;
    result.weight *= probability(n, result.state);
    process.advance(at, result.state);
  }
  return result;
}

/// An observable of the one process at this state and time.
Block evaluated(const Observable& observable, const Block& state, double t) {
  Scratch scratch;
  const std::vector<ConstBlockMap> states = {
      {state.data(), state.rows(), state.cols(), Eigen::OuterStride<>(state.rows())}};
  Block values(state.rows(), observable.width());
  observable.evaluate({states, 0, t}, values, scratch);
  return values;
}

/// Digit n of the path's number: which of the values of its law the path takes at that draw.
Index choice(Index path, std::uint64_t draw, Index values) {
  for (; draw > 0; --draw) path /= values;
  return path % values;
}

/// SignSGD on the path whose signs are the binary digits of its number.
std::shared_ptr<const Process> all_signs(double eta) {
  return make_process(
      {.name = "signs",
       .layout = {{"x", 2}},
       .time_per_step = eta,
       .start = [](const At&, const Lockstep&,
                   BlockRef x) { x = coupled_start().transpose().array().replicate(x.rows(), 1); },
       .advance =
           [eta](const At& at, BlockRef x) {
             for (Index r = 0; r < x.rows(); ++r)
               for (Index i = 0; i < 2; ++i) {
                 const auto draw = 2 * at.step + static_cast<std::uint64_t>(i);
                 x(r, i) += choice(r, draw, 2) == 1 ? eta : -eta;
               }
           }});
}

/// Probabilities of the signs that `all_signs` takes at a step.
ArrayXd sign_probability(std::uint64_t step, const Block& state) {
  const auto problem = coupled_quadratic();
  Scratch scratch;
  const Block x = state.leftCols(2);
  Block g(x.rows(), 2), mean(x.rows(), 2);
  problem->objective().gradient(x, g, 0, scratch);
  problem->noise().sign_mean(x, g, mean, scratch);
  ArrayXd p = ArrayXd::Ones(x.rows());
  for (Index r = 0; r < x.rows(); ++r)
    for (Index i = 0; i < 2; ++i) {
      const auto draw = 2 * step + static_cast<std::uint64_t>(i);
      p(r) *= 0.5 * (1.0 + (choice(r, draw, 2) == 1 ? -mean(r, i) : mean(r, i)));
    }
  return p;
}

TEST_CASE("controls of SignSGD have mean 0 to rounding at a large step", "[solvers]") {
  constexpr double eta = 0.3;
  constexpr std::uint64_t steps = 5;
  const TangentControl process(all_signs(eta), coupled_sde(eta), coupled_start(), steps);
  const Walk all = walk(process, Philox(1), 1 << (2 * steps), steps, sign_probability);
  CHECK(all.weight.sum() == Approx(1).epsilon(1e-14));
  const Block values = controls(all.state);
  CHECK(all.mean(values.square()).minCoeff() > 1e-4);
  CHECK(all.mean(values).abs().maxCoeff() < 1e-14);
}

TEST_CASE("h less its controls has the mean of SignSGD's law on the lattice", "[solvers]") {
  constexpr double eta = 0.3;
  constexpr std::uint64_t steps = 5;
  const StateFunction h = smooth_functions();
  const ArrayXd exact =
      sign_sgd_lattice_law(*coupled_quadratic(), eta, coupled_start(), steps).mean(h);
  for (const ControlOrder order : {ControlOrder::first, ControlOrder::second}) {
    const TangentControl process(all_signs(eta), coupled_sde(eta), coupled_start(), steps, order);
    const Walk all = walk(process, Philox(1), 1 << (2 * steps), steps, sign_probability);
    const Block values = evaluated(controlled(process, 0, h), all.state, eta * steps);
    CHECK((all.mean(values) - exact).abs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("controls of Euler-Maruyama have mean 0 to rounding", "[solvers]") {
  // Normals replaced by ζ = −√3, 0, √3 of probabilities 1/6, 2/3, 1/6: the same first moments.
  constexpr std::uint64_t steps = 3;
  constexpr Index paths = 729;
  std::vector<Block> zetas;
  ArrayXd weight = ArrayXd::Ones(paths);
  for (std::uint64_t n = 0; n < steps; ++n) {
    zetas.emplace_back(paths, 2);
    for (Index r = 0; r < paths; ++r)
      for (Index i = 0; i < 2; ++i) {
        const Index value = choice(r, 2 * n + static_cast<std::uint64_t>(i), 3);
        zetas.back()(r, i) = std::numbers::sqrt3 * static_cast<double>(value - 1);
        weight(r) *= value == 1 ? 2.0 / 3 : 1.0 / 6;
      }
  }
  const TangentControl process(euler(coupled_sde(0.5), 0.5), coupled_sde(0.5), coupled_start(),
                               steps);
  Walk all = walk(process, Replay(zetas), paths, steps,
                  [](std::uint64_t, const Block&) -> ArrayXd { return ArrayXd::Ones(paths); });
  all.weight = weight;
  const Block values = controls(all.state);
  CHECK(all.mean(values.square()).minCoeff() > 1e-4);
  CHECK(all.mean(values).abs().maxCoeff() < 1e-14);
}

TEST_CASE("for a linear SDE of additive noise the controls are all of h's fluctuation",
          "[solvers]") {
  // x − x̄ = c, and a quadratic h has no third order: h(x) − ∇h(x̄)c − ½∇²h(x̄):(ccᵀ − K) is
  // deterministic.
  const auto sde = std::make_shared<SgdSde>(coupled_quadratic(), 0.1);
  const TangentControl process(euler(sde, 0.1, 2), sde, coupled_start(), 20);
  const StateFunction square{{"square"}, [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                               out.col(0) = x.col(0).square() - 3.0 * x.col(0) * x.col(1);
                             }};
  SampleRecorder samples("samples", controlled(process, 0, square), 100);
  const Clock clock(0.1, 10);
  const auto shared = std::shared_ptr<const Process>(std::shared_ptr<void>(), &process);
  REQUIRE(run({shared}, clock, RecordTimes::every(clock, 1), 100, Philox(3), {&samples}).ok());
  for (const std::size_t i : {1u, 10u}) {
    const Block& values = samples.at(i);
    CHECK(values.maxCoeff() - values.minCoeff() < 1e-6);
  }
}

TEST_CASE("a controlled process takes the path of the process, bit for bit", "[solvers]") {
  const auto sign_sgd = std::make_shared<SignSgd>(
      OptimizerSettings{"sign_sgd", coupled_quadratic(), 0.1, StartPoint(coupled_start())});
  const TangentControl process(sign_sgd, coupled_sde(0.1), coupled_start(), 10);
  const Clock clock(0.1, 10);
  const auto end = RecordTimes::evenly(clock, 1);
  SampleRecorder with("with", state_field(process, 0, "x"), 100);
  SampleRecorder without("without", state_field(*sign_sgd, 0, "x"), 100);
  const auto shared = std::shared_ptr<const Process>(std::shared_ptr<void>(), &process);
  REQUIRE(run({shared}, clock, end, 100, Philox(4), {&with}).ok());
  REQUIRE(run({sign_sgd}, clock, end, 100, Philox(4), {&without}).ok());
  CHECK((with.at(1) == without.at(1)).all());
}

/// Adam from a whole state at t₀ on the path whose normals are −√3, 0, √3 by the digits of its
/// number, with the moments that three Gauss–Hermite nodes give, exactly.
TEST_CASE("controls of Adam have mean 0 to rounding from a later start", "[solvers]") {
  constexpr std::uint64_t steps = 2;
  constexpr Index paths = 81;
  constexpr double eta = 0.25;
  const VectorXd state{{1.0, -0.4, 0.5, 0.9, 1.3, 0.6}};
  const auto adam = std::make_shared<Adam>(
      OptimizerSettings{"adam", coupled_quadratic(), eta, LaterStart(StartPoint(state), 2 * eta)},
      AdamSettings{.beta1 = 0.5, .beta2 = 0.6, .epsilon = 0.1, .accuracy = Accuracy::accurate});
  const auto moments = std::make_shared<StepMean>(adam, 3);
  const TangentControl process(
      adam, moments, state, steps, ControlOrder::second,
      [&](double t, const ConstBlockRef& s, BlockRef pairs, Scratch& scratch) {
        moments->covariance(t, s, pairs, scratch);
      });
  CHECK(process.start_time() == 2 * eta);
  CHECK(process.flow().start == 2 * eta);
  std::vector<Block> normals(2, Block::Zero(paths, 2));  // of the steps before t₀, not used
  ArrayXd weight = ArrayXd::Ones(paths);
  for (std::uint64_t n = 0; n < steps; ++n) {
    normals.emplace_back(paths, 2);
    for (Index r = 0; r < paths; ++r)
      for (Index i = 0; i < 2; ++i) {
        const Index value = choice(r, 2 * n + static_cast<std::uint64_t>(i), 3);
        normals.back()(r, i) = std::numbers::sqrt3 * static_cast<double>(value - 1);
        weight(r) *= value == 1 ? 2.0 / 3 : 1.0 / 6;
      }
  }
  Scratch scratch;
  const Replay noise(normals);
  Block all(paths, process.layout().size());
  for (std::uint64_t n = 2; n < 2 + steps; ++n) {
    const At at{n, static_cast<double>(n) * eta, eta, 0, 0, noise, scratch};
    if (n == 2) process.start(at, Lockstep{}, all);
    process.advance(at, all);
  }
  const auto mean = [&](const ArrayXd& values) { return (values * weight).sum(); };
  for (Index i = 0; i < 6; ++i) {
    CHECK(std::abs(mean(all.col(6 + i))) < 1e-14);   // c
    CHECK(std::abs(mean(all.col(33 + i))) < 1e-14);  // q
  }
  for_each_pair(6, [&](Index column, Index p, Index q) {
    CHECK(std::abs(mean(all.col(6 + p) * all.col(6 + q) - all.col(12 + column))) < 1e-14);
  });
  CHECK(mean(all.col(6).square()) > 1e-4);
}

TEST_CASE("controls have mean 0 to rounding for noise that is not diagonal", "[solvers]") {
  // dS = −S dt + G S dW, one source: normals replaced by −√3, 0, √3 as above.
  constexpr std::uint64_t steps = 3;
  constexpr Index paths = 27;
  const auto linear = std::make_shared<LinearSde>(
      -Eigen::MatrixXd::Identity(2, 2), std::vector{Eigen::MatrixXd{{0.5, 0.2}, {-0.3, 0.4}}});
  std::vector<Block> zetas;
  ArrayXd weight = ArrayXd::Ones(paths);
  for (std::uint64_t n = 0; n < steps; ++n) {
    zetas.emplace_back(paths, 1);
    for (Index r = 0; r < paths; ++r) {
      const Index value = choice(r, n, 3);
      zetas.back()(r, 0) = std::numbers::sqrt3 * static_cast<double>(value - 1);
      weight(r) *= value == 1 ? 2.0 / 3 : 1.0 / 6;
    }
  }
  const TangentControl process(euler(linear, 0.5), linear, coupled_start(), steps);
  Walk all = walk(process, Replay(zetas), paths, steps,
                  [](std::uint64_t, const Block&) -> ArrayXd { return ArrayXd::Ones(paths); });
  all.weight = weight;
  const Block values = controls(all.state);
  CHECK(all.mean(values.leftCols(5).square()).minCoeff() > 1e-4);
  CHECK(all.mean(values).abs().maxCoeff() < 1e-14);
}

TEST_CASE("controlled processes keep the contract of a process", "[solvers][contract]") {
  const auto sde = coupled_sde(0.1);
  for (const ControlOrder order : {ControlOrder::first, ControlOrder::second})
    check_process(TangentControl(euler(sde, 0.1, 4), sde, coupled_start(), 10, order));
}

/// log Var at T = 1 of smooth functions under the SDE: plain, with controls of first and of second
/// order.
Eigen::ArrayXXd log_variances(double eta) {
  constexpr std::uint64_t paths = 1 << 17;
  const Clock clock(eta, static_cast<std::uint64_t>(1 / eta));
  const auto end = RecordTimes::evenly(clock, 1);
  const auto sde = coupled_sde(eta);
  const StateFunction h = smooth_functions();
  Eigen::ArrayXXd result(3, h.width());
  const auto add = [&](Index row, ControlOrder order, auto observable) {
    const auto process = std::make_shared<TangentControl>(euler(sde, eta), sde, coupled_start(),
                                                          clock.ticks(), order);
    MomentRecorder moments("h", observable(*process, 0, h));
    REQUIRE(run({process}, clock, end, paths, Philox(5), {&moments}).ok());
    result.row(row) = moments.curves().second.bottomRows(1).log();
  };
  add(0, ControlOrder::first, observed);
  add(1, ControlOrder::first, controlled);
  add(2, ControlOrder::second, controlled);
  return result;
}

TEST_CASE("the variance left by controls falls by an order of the noise each",
          "[solvers][statistical]") {
  // Var h = O(η), O(η²), O(η³). A third of the distance between orders; the logarithms have a
  // standard error of about 0.02, since kurtoses of cubic forms are some tens.
  const Eigen::ArrayXXd coarse = log_variances(1.0 / 16), fine = log_variances(1.0 / 64);
  const Eigen::ArrayXXd order = (coarse - fine) / std::log(4.0);
  INFO("orders\n" << order << "\nvariances\n" << fine.exp());
  for (Index i = 0; i < 3; ++i)
    for (Index c = 0; c < order.cols(); ++c)
      CHECK(order(i, c) == Approx(static_cast<double>(i + 1)).margin(1.0 / 3));
}

TEST_CASE("what cannot be controlled is refused", "[solvers]") {
  const auto sde = coupled_sde(0.1);
  const auto process = euler(sde, 0.1);
  CHECK_THROWS_WITH(
      TangentControl(make_process({.name = "ode", .time_per_step = 0.0}), sde, coupled_start(), 3),
      "time per step of process ode must be > 0, got 0");
  CHECK_THROWS_WITH(TangentControl(make_process({.name = "p"}), sde, coupled_start(), 3),
                    "state columns of the moments of process p must be 1, got 2");
  const auto short_flow = std::make_shared<TangentControl>(process, sde, coupled_start(), 3);
  const Clock clock(0.1, 4);
  MomentRecorder x("x", state_field(*short_flow, 0, "x"));
  CHECK_THROWS_WITH(run({short_flow}, clock, RecordTimes::evenly(clock, 1), 64, Philox(1), {&x}),
                    "step of process sde must be below 3, got 3");
}

}  // namespace
}  // namespace sdescent
