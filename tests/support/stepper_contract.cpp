#include "io/error.hpp"
#include "solvers/later_start.hpp"
#include "solvers/sde_process.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/contract_parts.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {

using namespace contract;

namespace {

/// The same equation with B = 0, of the same declared kind.
class Silenced final : public SdeModel {
 public:
  explicit Silenced(const SdeModel& model) : model_(model) {}

  const Layout& layout() const override { return model_.layout(); }
  Index noise_dimension() const override { return model_.noise_dimension(); }
  NoiseKind noise_kind() const override { return model_.noise_kind(); }
  Index noise_column() const override { return model_.noise_column(); }
  bool has_separable_noise() const override { return model_.has_separable_noise(); }
  bool is_singular_at_zero() const override { return model_.is_singular_at_zero(); }
  bool has_derivative() const override { return model_.has_derivative(); }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    model_.coefficients(t, s, drift, diagonal, scratch);
    diagonal.setZero();
  }
  void coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    coefficients(t, s, drift, diagonal, scratch);
    derivative.setZero();
  }
  void diffuse(double, const ConstBlockRef&, const ConstBlockRef&, BlockRef out,
               Scratch&) const override {
    out.setZero();
  }

 private:
  const SdeModel& model_;
};

Block drift(const SdeModel& model, double t, const Block& s) {
  Scratch scratch;
  Block drift(s.rows(), s.cols());
  Block diagonal(s.rows(), model.noise_kind() == NoiseKind::diagonal ? model.noise_dimension() : 0);
  model.coefficients(t, s, drift, diagonal, scratch);
  return drift;
}

/// Brownian increments and the two-point variables behind them.
Block increments(const Stepper& stepper, const SdeModel& model, double dt, Index rows) {
  const Index signs = stepper.two_point_variables(model);
  Block dW(rows, model.noise_dimension() + signs), uniforms(rows, signs);
  Philox(7).normals({.draw = 1}, dW.leftCols(model.noise_dimension()));
  Philox(7).uniforms({.draw = 2}, uniforms);
  dW.rightCols(signs) = (uniforms - 0.5).sign();
  return std::sqrt(dt) * dW;
}

}  // namespace

Block explicit_euler(const SdeModel& model, double t, double dt, const Block& s) {
  return s + dt * drift(model, t, s);
}

Block kutta(const SdeModel& model, double t, double dt, const Block& s) {
  const Block first = drift(model, t, s);
  const Block second = drift(model, t + 0.5 * dt, s + 0.5 * dt * first);
  const Block third = drift(model, t + dt, s - dt * first + 2.0 * dt * second);
  return s + dt / 6.0 * (first + 4.0 * second + third);
}

Violations stepper_violations(const Stepper& stepper, std::shared_ptr<const SdeModel> model,
                              const Eigen::VectorXd& lo, const Eigen::VectorXd& hi,
                              double ode_order, const OdeStep& ode_step) {
  Findings findings;
  findings.require(!stepper.name().empty(), "the stepper has no name");
  const Orders orders = stepper.orders(model->noise_kind());
  findings.require(orders.weak > 0 && orders.strong > 0, "a declared order is not > 0");
  findings.require(orders.zero_noise == ode_order, "the order without noise is not the ODE's");
  const Index signs = stepper.two_point_variables(*model);
  findings.require(signs >= 0, "the number of two-point variables is negative");
  const bool accepted = stepper.accepts(*model);
  const auto made = [&] {
    try {
      // The stepper outlives the process.
      const std::shared_ptr<const Stepper> borrowed(std::shared_ptr<void>{}, &stepper);
      SdeProcess("s", model, borrowed, {.unit = 1.0}, LaterStart(StartPoint(lo), 1.0));
      return true;
    } catch (const InvalidInput&) {
      return false;
    }
  };
  findings.require(made() == accepted, "what the stepper accepts is not what a process takes");
  if (Violations found = findings.take(); !found.empty() || !accepted) return found;

  const double t = 0.375, dt = 0.0625;
  for (const Index rows : path_counts) {
    const Block states = box_states(lo, hi, rows);
    const Block dW = increments(stepper, *model, dt, rows);
    Scratch scratch;
    const auto step = [&](const SdeModel& of, Index first, Index count) {
      Guarded s(count, states.cols(), 0.0), increment(count, dW.cols(), 0.0);
      s.view() = states.middleRows(first, count);
      increment.view() = dW.middleRows(first, count);
      stepper.step(of, t, dt, increment.view(), s.view(), scratch);
      findings.require(s.intact() && increment.intact(),
                       "rows that are not the tile's were written to");
      return Block(s.view());
    };
    const auto step_with_scratch = [&](double value) {
      fill_scratch(scratch, rows, states.cols() + dW.cols(), value);
      return step(*model, 0, rows);
    };
    const Block whole = step_with_scratch(0.0);
    findings.require(finite(whole), "a step is not finite");
    findings.require(same_bits(whole, step_with_scratch(nan)),
                     "a step depends on what was left in the scratch");
    Block lanes = whole;
    for_each_lane(rows, [&](Index first, Index count) {
      lanes.middleRows(first, count) = step(*model, first, count);
    });
    findings.require(same_bits(whole, lanes), "a path's step depends on the tile it is in");
    const Silenced silent(*model);
    const Block expected = ode_step(silent, t, dt, states);
    findings.require(close(step(silent, 0, rows), expected, states.abs() + expected.abs(), 1e-15),
                     "without noise a step is not that of the ODE scheme");

    Block s = states;
    stepper.step(*model, t, dt, dW, s, scratch);
    const AllocationCount count;
    stepper.step(*model, t, dt, dW, s, scratch);
    const std::size_t allocations = count.so_far();  // before the text below is one
    findings.require(allocations == 0, "memory is allocated in every step");
  }
  return findings.take();
}

void check_stepper(const Stepper& stepper, std::shared_ptr<const SdeModel> model,
                   const Eigen::VectorXd& lo, const Eigen::VectorXd& hi) {
  const bool euler = stepper.orders(model->noise_kind()).zero_noise == 1.0;
  CHECK(stepper_violations(stepper, std::move(model), lo, hi, euler ? 1.0 : 3.0,
                           euler ? explicit_euler : kutta) == Violations{});
}

}  // namespace sdescent
