#include "tests/support/contract_kit.hpp"

#include "io/error.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/milstein.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/steppers.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/function_process.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/linear_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace sdescent;
using Catch::VectorContains;

/// A model of two columns to plant one fault in.
struct PlantedModel final : SdeModel {
  using Coefficients =
      std::function<void(double, const ConstBlockRef&, BlockRef, BlockRef, Scratch&)>;
  using Diffuse = std::function<void(const ConstBlockRef&, const ConstBlockRef&, BlockRef)>;

  NoiseKind kind = NoiseKind::diagonal;
  bool singular = false;
  Index sources = 2;
  Index column = 0;
  bool separable = false;
  Layout columns = {{"x", 2}};
  Coefficients coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift,
                                    BlockRef diagonal, Scratch&) {
    drift = -s;
    diagonal = 1.0 + s.square();
  };
  Diffuse diffuse_of;

  const Layout& layout() const override { return columns; }
  Index noise_dimension() const override { return sources; }
  NoiseKind noise_kind() const override { return kind; }
  Index noise_column() const override { return column; }
  bool has_separable_noise() const override { return separable; }
  bool is_singular_at_zero() const override { return singular; }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    coefficients_of(t, s, drift, diagonal, scratch);
  }
  void diffuse(double t, const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override {
    if (diffuse_of)
      diffuse_of(s, dW, out);
    else
      SdeModel::diffuse(t, s, dW, out, scratch);
  }
};

/// A model without diagonal whose diffuse() is what is wrong.
PlantedModel with_noise(NoiseKind kind, PlantedModel::Diffuse diffuse) {
  PlantedModel model;
  model.kind = kind;
  model.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef, Scratch&) {
    drift = -s;
  };
  model.diffuse_of = std::move(diffuse);
  return model;
}

Violations violations(const PlantedModel& model) {
  return sde_model_violations(model, Eigen::Vector2d(-1.0, 0.5), Eigen::Vector2d(1.0, 2.0));
}

Violations only(const std::string& what) { return {what}; }

TEST_CASE("models that keep their promises have no violations", "[support]") {
  const Eigen::Vector2d lo(-1.0, 0.5), hi(1.0, 2.0);
  Eigen::Matrix2d a, b0, b1;
  a << -1.0, 0.5, 0.25, -2.0;
  b0 << 0.0, 1.0, 0.5, 0.0;
  b1 << 0.25, 0.0, 0.0, -0.5;
  check_sde_model(GeometricBrownianMotion(0.5, 0.25), Eigen::VectorXd::Constant(1, 0.5),
                  Eigen::VectorXd::Constant(1, 2.0));
  check_sde_model(LinearSde(a, {b0, b1, a}), lo, hi);
  check_sde_model(AdditiveSde(a, lo, b0), lo, hi);
  check_sde_model(PlantedModel(), lo, hi);
  check_sde_model(with_noise(NoiseKind::none, [](const ConstBlockRef&, const ConstBlockRef&,
                                                 BlockRef out) { out.setZero(); }),
                  lo, hi);
}

TEST_CASE("dimensions that do not fit are found", "[support]") {
  PlantedModel model;
  model.column = 1;
  CHECK(violations(model) == only("diagonal noise drives columns that the state does not have"));
  model = PlantedModel();
  model.sources = 0;
  CHECK(violations(model) == only("there is noise but its dimension is 0"));
  CHECK(sde_model_violations(PlantedModel(), Eigen::VectorXd::Zero(3), Eigen::VectorXd::Ones(3)) ==
        only("the box has another dimension than the state"));
}

TEST_CASE("coefficients that leave the finite numbers in a corner of the box are found",
          "[support]") {
  PlantedModel model;
  model.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch&) {
    drift = 1.0 / (2.0 - s);  // infinite where the second coordinate is at its upper end
    diagonal.setOnes();
  };
  CHECK(violations(model) == only("the drift is not finite or not written everywhere"));
}

TEST_CASE("a model that is singular at 0 must say so and refuse that time", "[support]") {
  PlantedModel model;
  model.coefficients_of = [](double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch&) {
    drift = s / t;
    diagonal.setOnes();
  };
  CHECK(violations(model) == only("the drift is not finite or not written everywhere"));
  model.singular = true;
  CHECK(violations(model) ==
        only("the model is declared singular at 0 but does not refuse a time <= 0"));
  model.coefficients_of = [](double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch&) {
    if (!(t > 0)) throw InvalidInput("time");
    drift = s / t;
    diagonal.setOnes();
  };
  CHECK(violations(model) == Violations{});
  check_stepper(EulerMaruyama(), std::make_shared<PlantedModel>(model), Eigen::Vector2d(-1.0, 0.5),
                Eigen::Vector2d(1.0, 2.0));
}

TEST_CASE("a column not written is found", "[support]") {
  PlantedModel model;
  model.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch&) {
    drift.col(0) = -s.col(0);
    diagonal.setOnes();
  };
  CHECK(violations(model) == only("the drift is not finite or not written everywhere"));
  CHECK_THAT(
      violations(with_noise(NoiseKind::general, [](const ConstBlockRef&, const ConstBlockRef& dW,
                                                   BlockRef out) { out.col(1) = dW.col(0); })),
      VectorContains<std::string>("diffuse() is not finite or does not write everywhere"));
}

TEST_CASE("a write beyond the tile is found", "[support]") {
  PlantedModel model;
  model.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch&) {
    drift = -s;
    diagonal.setOnes();
    if (drift.outerStride() > drift.rows()) *(drift.data() + drift.rows()) = 0.0;
  };
  CHECK(violations(model) == only("rows that are not the tile's were written to"));
}

TEST_CASE("noise that is not linear in dW is found", "[support]") {
  CHECK(violations(with_noise(NoiseKind::general,
                              [](const ConstBlockRef&, const ConstBlockRef& dW, BlockRef out) {
                                out = dW + 1e-9 * dW.cube();
                              })) == only("diffuse() is not linear in dW"));
  CHECK_THAT(
      violations(with_noise(NoiseKind::general, [](const ConstBlockRef&, const ConstBlockRef& dW,
                                                   BlockRef out) { out = dW + 1e-9; })),
      VectorContains<std::string>("diffuse() of dW = 0 is not 0"));
}

TEST_CASE("a declared kind of noise that is not the model's is found", "[support]") {
  const auto multiplicative = [](const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out) {
    out = (1.0 + 1e-6 * s.square()) * dW;
  };
  const auto mixed = [](const ConstBlockRef&, const ConstBlockRef& dW, BlockRef out) {
    out.col(0) = dW.col(0) + 1e-6 * dW.col(1);
    out.col(1) = dW.col(1);
  };
  CHECK(violations(with_noise(NoiseKind::general, multiplicative)).empty());
  CHECK(violations(with_noise(NoiseKind::additive, multiplicative)) ==
        only("B depends on the state though the noise is additive"));
  CHECK(violations(with_noise(NoiseKind::additive, mixed)).empty());
  CHECK(violations(with_noise(NoiseKind::none, mixed)) ==
        only("diffuse() is not 0 though the noise is none"));

  PlantedModel diagonal;
  diagonal.diffuse_of = multiplicative;  // its coefficients say 1 + s²
  const auto differs = only("diffuse() is not the diagonal times dW on the driven columns");
  CHECK(violations(diagonal) == differs);
  diagonal.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef entries,
                                Scratch&) {
    drift = -s;
    entries.setOnes();
  };
  diagonal.diffuse_of = mixed;
  CHECK(violations(diagonal) == differs);
}

TEST_CASE("a model whose rows depend on each other is found", "[support]") {
  PlantedModel model;
  model.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch&) {
    drift = s - s.mean();
    diagonal.setOnes();
  };
  CHECK(violations(model) == only("a path's coefficients depend on the tile it is in"));
}

TEST_CASE("a model that reads temporaries it has not written is found", "[support]") {
  PlantedModel model;
  model.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch& scratch) {
    Scratch::Frame frame(scratch);
    BlockMap sum = frame.block(s.rows(), s.cols());
    sum += s;
    drift = sum;
    diagonal.setOnes();
  };
  CHECK(violations(model) == only("the coefficients depend on what was left in the scratch"));
}

TEST_CASE("a model that allocates in every step is found", "[support]") {
  if (!allocation_counting_available()) return;
  PlantedModel model;
  model.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch&) {
    const Block negative = -s;
    drift = negative;
    diagonal.setOnes();
  };
  CHECK(violations(model) == only("memory is allocated in every step"));
}

/// A process of two columns that keeps its promises, to plant one fault in.
FunctionProcessParts random_walk() {
  FunctionProcessParts parts;
  parts.layout = {{"x", 2}};
  parts.time_per_step = 0.25;
  parts.start = [](const At& at, const Lockstep&, BlockRef state) {
    at.noise.uniforms(at.key(1), state);
  };
  parts.advance = [](const At& at, BlockRef state) {
    Scratch::Frame frame(at.scratch);
    BlockMap z = frame.block(state.rows(), state.cols());
    at.noise.normals(at.key(), z);
    state += std::sqrt(at.dt) * z;
  };
  return parts;
}

Violations violations(FunctionProcessParts parts) {
  return process_violations(FunctionProcess(std::move(parts)));
}

TEST_CASE("noise that is separable in name only is found", "[support]") {
  PlantedModel model;
  model.separable = true;
  CHECK(violations(model) == Violations{});
  model.coefficients_of = [](double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                             Scratch&) {
    drift = s.rowwise().reverse();
    diagonal.col(0) = 1.0 + s.col(0).square();
    diagonal.col(1) = 1.0 + 1e-9 * s.col(0);
  };
  CHECK(violations(model) ==
        only("the noise is declared separable but depends on another source's column"));
  model.separable = false;
  CHECK(violations(model) == Violations{});
  CHECK_THAT(violations([] {
               PlantedModel general = with_noise(
                   NoiseKind::general,
                   [](const ConstBlockRef&, const ConstBlockRef& dW, BlockRef out) { out = dW; });
               general.separable = true;
               return general;
             }()),
             VectorContains<std::string>("noise that is not diagonal is declared separable"));
}

/// PlantedModel with the derivative of its diagonal, 1 + s², times `factor`.
struct Derived final : SdeModel {
  PlantedModel model;
  double factor = 1.0;
  const Layout& layout() const override { return model.layout(); }
  Index noise_dimension() const override { return 2; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    model.coefficients(t, s, drift, diagonal, scratch);
  }
  bool has_derivative() const override { return true; }
  void coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    model.coefficients(t, s, drift, diagonal, scratch);
    derivative = factor * 2.0 * s;
  }
};

TEST_CASE("a derivative that is not the diagonal's is found", "[support]") {
  const Eigen::Vector2d lo(-1.0, 0.5), hi(1.0, 2.0);
  Derived model;
  CHECK(sde_model_violations(model, lo, hi) == Violations{});
  model.factor = 1.00001;
  CHECK(sde_model_violations(model, lo, hi) ==
        only("the derivative is not that of the diagonal along its own column"));
}

TEST_CASE("steppers keep their promises on every kind of noise", "[support]") {
  Eigen::Matrix2d a, b;
  a << -1.0, 0.5, 0.25, -2.0;
  b << 0.0, 1.0, 0.5, 0.0;
  const Eigen::Vector2d lo(-1.0, 0.5), hi(1.0, 2.0);
  for (const auto& stepper : steppers()) {
    INFO(stepper->name());
    check_stepper(*stepper, std::make_shared<Derived>(), lo, hi);
    check_stepper(*stepper, std::make_shared<PlantedModel>(), lo, hi);
    check_stepper(*stepper, std::make_shared<LinearSde>(a, std::vector<Eigen::MatrixXd>{b}), lo,
                  hi);
    check_stepper(*stepper, std::make_shared<AdditiveSde>(a, lo, b), lo, hi);
  }
}

/// Euler–Maruyama with a fault.
struct PlantedStepper final : Stepper {
  using Step = std::function<void(const SdeModel&, double, double, const ConstBlockRef&, BlockRef,
                                  Scratch&)>;
  Step after = [](const SdeModel&, double, double, const ConstBlockRef&, BlockRef, Scratch&) {};
  Orders declared = {.weak = 1, .strong = 0.5, .zero_noise = 1};
  Index signs = 0;
  std::string_view name() const override { return "planted"; }
  Orders orders(NoiseKind) const override { return declared; }
  bool accepts(const SdeModel&) const override { return true; }
  Index two_point_variables(const SdeModel&) const override { return signs; }
  void step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW, BlockRef s,
            Scratch& scratch) const override {
    EulerMaruyama().step(model, t, dt, dW, s, scratch);
    after(model, t, dt, dW, s, scratch);
  }
};

Violations violations(const PlantedStepper& stepper) {
  return stepper_violations(stepper, std::make_shared<PlantedModel>(), Eigen::Vector2d(-1.0, 0.5),
                            Eigen::Vector2d(1.0, 2.0));
}

TEST_CASE("faults of a stepper are found", "[support]") {
  PlantedStepper stepper;
  CHECK(violations(stepper) == Violations{});
  stepper.declared.zero_noise = 2;
  CHECK(violations(stepper) == only("the order without noise is not the ODE's"));
  stepper = {};
  stepper.declared.strong = 0;
  CHECK(violations(stepper) == only("a declared order is not > 0"));
  stepper = {};
  stepper.signs = 1;
  CHECK(violations(stepper) == Violations{});
  stepper.signs = -1;
  CHECK(violations(stepper) == only("the number of two-point variables is negative"));
  stepper = {};
  stepper.after = [](const SdeModel&, double, double, const ConstBlockRef& dW, BlockRef s,
                     Scratch&) { s += 1e-3 * dW; };
  CHECK(violations(stepper) == only("without noise a step is not that of the ODE scheme"));
  stepper.after = [](const SdeModel&, double, double, const ConstBlockRef&, BlockRef s, Scratch&) {
    s(s.rows() - 1, 0) = std::numeric_limits<double>::quiet_NaN();
  };
  CHECK_THAT(violations(stepper), VectorContains(std::string("a step is not finite")));
  stepper.after = [](const SdeModel&, double, double, const ConstBlockRef& dW, BlockRef s,
                     Scratch&) { s.col(0) += 1e-9 * dW.col(0).mean(); };
  CHECK_THAT(violations(stepper),
             VectorContains(std::string("a path's step depends on the tile it is in")));
  stepper.after = [](const SdeModel&, double, double, const ConstBlockRef& dW, BlockRef s,
                     Scratch& scratch) {
    Scratch::Frame frame(scratch);
    for (int i = 0; i < 10; ++i) s += 0.0 * frame.block(s.rows(), s.cols()) + 0.0 * dW;
  };
  CHECK_THAT(violations(stepper),
             VectorContains(std::string("a step depends on what was left in the scratch")));
  if (!allocation_counting_available()) return;
  stepper.after = [](const SdeModel&, double, double, const ConstBlockRef&, BlockRef s, Scratch&) {
    s = Block(s);
  };
  CHECK(violations(stepper) == only("memory is allocated in every step"));
}

TEST_CASE("processes that keep their promises have no violations", "[support]") {
  check_process(FunctionProcess(random_walk()));
  FunctionProcessParts continuous = random_walk();
  continuous.time_per_step = 0.0;
  check_process(FunctionProcess(continuous));
  Eigen::Matrix2d a;
  a << -1.0, 0.5, 0.25, -2.0;
  check_process(SdeProcess("sde", std::make_shared<LinearSde>(a, std::vector<Eigen::MatrixXd>{a}),
                           std::make_shared<EulerMaruyama>(),
                           {.unit = 0.25, .refine = 2, .brownian = 6},
                           StartPoint(Eigen::Vector2d(1.0, 2.0))));
}

TEST_CASE("a process that starts from another sees it at its own start time", "[support]") {
  FunctionProcessParts counter;
  counter.time_per_step = 0.5;
  counter.start_time = 1.0;
  counter.advance = [](const At&, BlockRef state) { state += 1.0; };
  const FunctionProcess first(counter);
  FunctionProcessParts follower = random_walk();
  follower.start_time = 2.0;
  double seen = 0.0, time = 0.0;
  follower.start = [&](const At& at, const Lockstep& others, BlockRef state) {
    seen = others.state(0)(0, 0);
    time = at.t;
    state.colwise() = others.state(0).col(0);
  };
  CHECK(process_violations(FunctionProcess(follower), {.before = {&first}}) == Violations{});
  CHECK(seen == 2.0);
  CHECK(time == 2.0);
}

TEST_CASE("an invalid name or clock of a process is found", "[support]") {
  FunctionProcessParts parts = random_walk();
  parts.name = "";
  CHECK(violations(parts) == only("the process has no name"));
  parts = random_walk();
  parts.time_per_step = -1.0;
  CHECK(violations(parts) == only("the time per step is not a number >= 0"));
  parts = random_walk();
  parts.start_time = std::numeric_limits<double>::quiet_NaN();
  CHECK(violations(parts) == only("the start time is not a number >= 0"));
}

TEST_CASE("a start that leaves a column is found", "[support]") {
  FunctionProcessParts parts = random_walk();
  parts.start = [](const At&, const Lockstep&, BlockRef state) { state.col(0).setOnes(); };
  CHECK_THAT(
      violations(parts),
      VectorContains<std::string>("start() does not write every entry, or differs when repeated"));
}

TEST_CASE("a process with a memory is found", "[support]") {
  FunctionProcessParts parts = random_walk();
  int calls = 0;
  parts.advance = [&](const At&, BlockRef state) { state += ++calls; };
  CHECK_THAT(violations(parts),
             VectorContains<std::string>(
                 "advance() depends on what was left in the scratch, or differs when repeated"));
}

TEST_CASE("a process that forgets its tile's first path is found", "[support]") {
  FunctionProcessParts parts = random_walk();
  parts.advance = [](const At& at, BlockRef state) {
    DrawKey key = at.key();
    key.path = 0;
    at.noise.normals(key, state);
  };
  CHECK(violations(parts) == only("a path's steps depend on the tile it is in"));
  parts = random_walk();
  parts.start = [](const At&, const Lockstep&, BlockRef state) {
    state.setConstant(static_cast<double>(state.rows()));
  };
  CHECK_THAT(violations(parts),
             VectorContains<std::string>("a path's start depends on the tile it is in"));
}

TEST_CASE("a process that leaves the finite numbers is found", "[support]") {
  FunctionProcessParts parts = random_walk();
  parts.advance = [](const At&, BlockRef state) { state = 1.0 / (state - state); };
  CHECK(violations(parts) == only("advance() is not finite"));
}

TEST_CASE("a process that writes beyond its tile is found", "[support]") {
  FunctionProcessParts parts = random_walk();
  parts.advance = [](const At&, BlockRef state) {
    if (state.outerStride() > state.rows()) *(state.data() + state.rows()) = 0.0;
  };
  CHECK(violations(parts) == only("rows that are not the tile's were written to"));
}

TEST_CASE("a process that allocates in every step is found", "[support]") {
  if (!allocation_counting_available()) return;
  FunctionProcessParts parts = random_walk();
  parts.advance = [](const At& at, BlockRef state) {
    Block z(state.rows(), state.cols());
    at.noise.normals(at.key(), z);
    state += z;
  };
  CHECK(violations(parts) == only("memory is allocated in every step"));
}

}  // namespace
