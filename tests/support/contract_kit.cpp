#include "tests/support/contract_kit.hpp"

#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "solvers/recorder.hpp"
#include "solvers/sde_process.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace sdescent {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double guard = 12345.0;

/// A last tile of one path is where vectorised code takes its other branch; the second number
/// leaves a tile that is neither one path nor whole.
constexpr Index path_counts[] = {2 * replicate_batches + 1, 2 * replicate_batches + 22};

/// Rows of the memory behind a tile of `rows` paths: whole lanes, and one more to watch.
Index memory_rows(Index rows) { return (rows / replicate_batches + 2) * replicate_batches; }

/// A block inside a larger one, as a tile's state is, that knows whether the rest was written to.
struct Guarded {
  Block memory;
  Index rows;

  Guarded(Index rows_, Index cols, double fill)
      : memory(Block::Constant(memory_rows(rows_), cols, guard)), rows(rows_) {
    memory.topRows(rows).setConstant(fill);
  }
  BlockRef view() { return memory.topRows(rows); }
  bool intact() const { return (memory.bottomRows(memory.rows() - rows) == guard).all(); }
};

/// Leaves `value` in every temporary that a function could find in the scratch.
void fill_scratch(Scratch& scratch, Index rows, Index cols, double value) {
  Scratch::Frame frame(scratch);
  for (int i = 0; i < 32; ++i) frame.block(rows, std::max<Index>(cols, 1)).setConstant(value);
}

/// Cuts `rows` paths into tiles of one lane, as the smallest tile size of a run does.
void for_each_lane(Index rows, const std::function<void(Index first, Index count)>& act) {
  for (Index first = 0; first < rows; first += replicate_batches)
    act(first, std::min(replicate_batches, rows - first));
}

class Findings {
 public:
  void require(bool condition, const std::string& what) {
    if (!condition && std::find(found_.begin(), found_.end(), what) == found_.end())
      found_.push_back(what);
  }
  Violations take() { return std::move(found_); }

 private:
  Violations found_;
};

/// All that a model says about a tile of states.
struct Evaluation {
  Block drift, diagonal, noise;
  bool intact;
};

Evaluation evaluate(const SdeModel& model, double t, const Block& states, const Block& dW,
                    double left_in_scratch) {
  const Index rows = states.rows();
  const bool diagonal_noise = model.noise_kind() == NoiseKind::diagonal;
  Scratch scratch;
  fill_scratch(scratch, memory_rows(rows), states.cols() + dW.cols(), left_in_scratch);
  Guarded s(rows, states.cols(), 0.0);
  s.view() = states;
  Guarded increment(rows, dW.cols(), 0.0);
  increment.view() = dW;
  Guarded drift(rows, states.cols(), nan);
  Guarded diagonal(rows, diagonal_noise ? model.noise_dimension() : 0, nan);
  Guarded noise(rows, states.cols(), nan);
  model.coefficients(t, s.view(), drift.view(), diagonal.view(), scratch);
  model.diffuse(t, s.view(), increment.view(), noise.view(), scratch);
  return {drift.view(), diagonal.view(), noise.view(),
          drift.intact() && diagonal.intact() && noise.intact()};
}

bool same_evaluation(const Evaluation& a, const Evaluation& b) {
  return same_bits(a.drift, b.drift) && same_bits(a.diagonal, b.diagonal) &&
         same_bits(a.noise, b.noise);
}

Block rows_of(const Block& block, Index first, Index count) {
  return block.middleRows(first, count);
}

Evaluation evaluate_in_lanes(const SdeModel& model, double t, const Block& states,
                             const Block& dW) {
  Evaluation all = evaluate(model, t, states, dW, 0.0);
  for_each_lane(states.rows(), [&](Index first, Index count) {
    const Evaluation lane =
        evaluate(model, t, rows_of(states, first, count), rows_of(dW, first, count), 0.0);
    all.drift.middleRows(first, count) = lane.drift;
    all.diagonal.middleRows(first, count) = lane.diagonal;
    all.noise.middleRows(first, count) = lane.noise;
  });
  return all;
}

std::size_t allocations_of_second_call(const SdeModel& model, double t, const Block& states,
                                       const Block& dW) {
  const bool diagonal_noise = model.noise_kind() == NoiseKind::diagonal;
  Scratch scratch;
  Block drift(states.rows(), states.cols());
  Block diagonal(states.rows(), diagonal_noise ? model.noise_dimension() : 0);
  Block noise(states.rows(), states.cols());
  const auto call = [&] {
    model.coefficients(t, states, drift, diagonal, scratch);
    model.diffuse(t, states, dW, noise, scratch);
  };
  call();
  const AllocationCount count;
  call();
  return count.so_far();
}

/// |a − b| within `tolerance` of the largest entry of its row in `scale`.
bool close(const Block& a, const Block& b, const Block& scale, double tolerance) {
  const Eigen::ArrayXd bound = tolerance * scale.abs().rowwise().maxCoeff();
  return ((a - b).abs() <= bound.replicate(1, a.cols())).all();
}

void check_dimensions(const SdeModel& model, const Eigen::VectorXd& lo, const Eigen::VectorXd& hi,
                      Findings& findings) {
  const Index d = model.layout().size();
  const Index m = model.noise_dimension();
  findings.require(d >= 1, "the state has no columns");
  findings.require(lo.size() == d && hi.size() == d,
                   "the box has another dimension than the state");
  findings.require(m >= 0, "the noise dimension is negative");
  if (model.noise_kind() == NoiseKind::none) return;
  findings.require(m >= 1, "there is noise but its dimension is 0");
  if (model.noise_kind() == NoiseKind::diagonal)
    findings.require(model.noise_column() >= 0 && model.noise_column() + m <= d,
                     "diagonal noise drives columns that the state does not have");
}

void check_linearity(const SdeModel& model, double t, const Block& states, const Block& dW,
                     Findings& findings) {
  const Block other = dW.colwise().reverse();
  const Block of_dW = evaluate(model, t, states, dW, 0.0).noise;
  const Block of_other = evaluate(model, t, states, other, 0.0).noise;
  const Block of_sum = evaluate(model, t, states, dW - 0.5 * other, 0.0).noise;
  const Block scale = of_dW.abs() + of_other.abs();
  findings.require(close(of_sum, of_dW - 0.5 * of_other, scale, 1e-12),
                   "diffuse() is not linear in dW");
  const Block of_zero = evaluate(model, t, states, 0.0 * dW, 0.0).noise;
  findings.require((of_zero == 0.0).all(), "diffuse() of dW = 0 is not 0");
}

void check_noise_kind(const SdeModel& model, double t, const Block& states, const Block& dW,
                      const Evaluation& seen, Findings& findings) {
  switch (model.noise_kind()) {
    case NoiseKind::none:
      findings.require((seen.noise == 0.0).all(), "diffuse() is not 0 though the noise is none");
      break;
    case NoiseKind::additive: {
      Block equal = dW;
      equal.rowwise() = dW.row(0);
      const Block noise = evaluate(model, t, states, equal, 0.0).noise;
      Block first = noise;
      first.rowwise() = noise.row(0);
      findings.require(close(noise, first, first, 1e-13),
                       "B depends on the state though the noise is additive");
      break;
    }
    case NoiseKind::diagonal: {
      Block expected = Block::Zero(states.rows(), states.cols());
      expected.middleCols(model.noise_column(), model.noise_dimension()) = seen.diagonal * dW;
      findings.require(((seen.noise - expected).abs() <= 1e-13 * expected.abs()).all(),
                       "diffuse() is not the diagonal times dW on the driven columns");
      break;
    }
    case NoiseKind::general:
      break;
  }
}

void check_derivative(const SdeModel& model, double t, const Block& states, const Evaluation& seen,
                      Findings& findings) {
  const Index rows = states.rows(), sources = model.noise_dimension();
  Scratch scratch;
  Guarded drift(rows, states.cols(), nan), diagonal(rows, sources, nan);
  Guarded derivative(rows, sources, nan);
  model.coefficients_and_derivative(t, states, drift.view(), diagonal.view(), derivative.view(),
                                    scratch);
  findings.require(drift.intact() && diagonal.intact() && derivative.intact(),
                   "rows that are not the tile's were written to");
  findings.require(same_bits(drift.view(), seen.drift) && same_bits(diagonal.view(), seen.diagonal),
                   "the coefficients beside the derivative are not those without it");
  findings.require(Block(derivative.view()).allFinite(),
                   "the derivative is not finite or not written everywhere");
  const Block no_dW = Block::Zero(rows, sources);
  for (Index j = 0; j < sources; ++j) {
    const auto at = [&](double offset) {
      Block shifted = states;
      shifted.col(model.noise_column() + j) += offset;
      return Eigen::ArrayXd(evaluate(model, t, shifted, no_dW, 0.0).diagonal.col(j));
    };
    // Truncation of fourth order in h against rounding in 1/h.
    const double h = 1e-3;
    const Eigen::ArrayXd quotient = (8.0 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    const double scale = 1.0 + quotient.abs().maxCoeff();
    findings.require(((quotient - derivative.view().col(j)).abs() <= 1e-6 * scale).all(),
                     "the derivative is not that of the diagonal along its own column");
  }
}

/// The same equation with B = 0, of the same declared kind.
class Silenced final : public SdeModel {
 public:
  explicit Silenced(const SdeModel& model) : model_(model) {}

  const Layout& layout() const override { return model_.layout(); }
  Index noise_dimension() const override { return model_.noise_dimension(); }
  NoiseKind noise_kind() const override { return model_.noise_kind(); }
  Index noise_column() const override { return model_.noise_column(); }
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

/// lo, hi, their midpoint, and uniform draws between them.
Block box_states(const Eigen::VectorXd& lo, const Eigen::VectorXd& hi, Index rows) {
  Block states(rows, lo.size());
  Philox(7).uniforms({.draw = 0}, states);
  states.row(0).setZero();
  states.row(1).setOnes();
  states.row(2).setConstant(0.5);
  for (Index c = 0; c < states.cols(); ++c)
    states.col(c) = lo(c) * (1.0 - states.col(c)) + hi(c) * states.col(c);
  return states;
}

/// Starts and advances one tile of a process.
class Walker {
 public:
  Walker(const Process& process, const ProcessSetting& setting, Index first, Index rows)
      : process_(process),
        setting_(setting),
        first_(static_cast<std::uint64_t>(first)),
        rows_(rows) {}

  /// The block after the start and after each step; `fill` is what was in it before, and in the
  /// scratch before every call.
  std::vector<Block> walk(double fill, Findings& findings) {
    const std::vector<Block> before = arrive_before();
    Guarded state(rows_, process_.layout().size(), fill);
    std::vector<Block> seen;
    const auto look = [&] {
      findings.require(state.intact(), "rows that are not the tile's were written to");
      seen.emplace_back(state.view());
    };
    refill(fill);
    start(process_, before, state.view());
    look();
    for (std::uint64_t i = 0; i < setting_.steps; ++i) {
      refill(fill);
      process_.advance(at(process_, first_step(process_) + i), state.view());
      look();
    }
    return seen;
  }

  std::size_t allocations_of_second_step() {
    Block state(rows_, process_.layout().size());
    start(process_, arrive_before(), state);
    process_.advance(at(process_, first_step(process_)), state);
    const At second = at(process_, first_step(process_) + 1);
    const AllocationCount count;
    process_.advance(second, state);
    return count.so_far();
  }

 private:
  double dt(const Process& process) const {
    return process.time_per_step() > 0 ? process.time_per_step() : setting_.continuous_dt;
  }

  std::uint64_t first_step(const Process& process) const {
    return static_cast<std::uint64_t>(std::llround(process.start_time() / dt(process)));
  }

  At at(const Process& process, std::uint64_t step) {
    const double h = dt(process);
    const double t =
        process.time_per_step() > 0
            ? static_cast<double>(step) * h
            : process.start_time() + static_cast<double>(step - first_step(process)) * h;
    return {step, t, h, first_, process.stream(), noise_, scratch_};
  }

  void start(const Process& process, const std::vector<Block>& before, BlockRef state) {
    std::vector<ConstBlockMap> views;
    for (const Block& block : before)
      views.emplace_back(block.data(), block.rows(), block.cols(),
                         Eigen::OuterStride<>(block.rows()));
    process.start(at(process, first_step(process)), {views, first_}, state);
  }

  /// The processes it may start from, brought to its start time.
  std::vector<Block> arrive_before() {
    std::vector<Block> blocks;
    for (const Process* other : setting_.before) {
      Block state(rows_, other->layout().size());
      start(*other, blocks, state);
      for (std::uint64_t step = first_step(*other);
           static_cast<double>(step) * dt(*other) < process_.start_time() - 1e-9 * dt(*other);
           ++step)
        other->advance(at(*other, step), state);
      blocks.push_back(std::move(state));
    }
    return blocks;
  }

  void refill(double fill) {
    fill_scratch(scratch_, memory_rows(rows_), process_.layout().size(), fill);
  }

  const Process& process_;
  const ProcessSetting& setting_;
  std::uint64_t first_;
  Index rows_;
  Philox noise_{11};
  Scratch scratch_;
};

bool same_walk(const std::vector<Block>& a, const std::vector<Block>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Block& x, const Block& y) { return same_bits(x, y); });
}

bool finite(const Block& block) { return block.allFinite(); }

}  // namespace

Violations sde_model_violations(const SdeModel& model, const Eigen::VectorXd& lo,
                                const Eigen::VectorXd& hi) {
  Findings findings;
  check_dimensions(model, lo, hi, findings);
  if (Violations found = findings.take(); !found.empty()) return found;

  for (const Index rows : path_counts) {
    const Block states = box_states(lo, hi, rows);
    Block dW(rows, model.noise_dimension());
    Philox(7).normals({.draw = 1}, dW);
    for (const double t : {0.0, 0.375, 0.5}) {
      const Evaluation seen = evaluate(model, t, states, dW, 0.0);
      findings.require(seen.intact, "rows that are not the tile's were written to");
      findings.require(finite(seen.drift), "the drift is not finite or not written everywhere");
      findings.require(finite(seen.diagonal),
                       "the diagonal of B is not finite or not written everywhere");
      findings.require(finite(seen.noise), "diffuse() is not finite or does not write everywhere");
      findings.require(same_evaluation(seen, evaluate(model, t, states, dW, nan)),
                       "the coefficients depend on what was left in the scratch");
      findings.require(same_evaluation(seen, evaluate_in_lanes(model, t, states, dW)),
                       "a path's coefficients depend on the tile it is in");
      if (!finite(seen.noise)) continue;
      check_linearity(model, t, states, dW, findings);
      check_noise_kind(model, t, states, dW, seen, findings);
      if (model.has_derivative()) check_derivative(model, t, states, seen, findings);
    }
    findings.require(allocations_of_second_call(model, 0.375, states, dW) == 0,
                     "memory is allocated in every step");
  }
  return findings.take();
}

Block explicit_euler(const SdeModel& model, double t, double dt, const Block& s) {
  Scratch scratch;
  Block drift(s.rows(), s.cols());
  Block diagonal(s.rows(), model.noise_kind() == NoiseKind::diagonal ? model.noise_dimension() : 0);
  model.coefficients(t, s, drift, diagonal, scratch);
  return s + dt * drift;
}

Violations stepper_violations(const Stepper& stepper, std::shared_ptr<const SdeModel> model,
                              const Eigen::VectorXd& lo, const Eigen::VectorXd& hi,
                              double ode_order, const OdeStep& ode_step) {
  Findings findings;
  findings.require(!stepper.name().empty(), "the stepper has no name");
  const Orders orders = stepper.orders(model->noise_kind());
  findings.require(orders.weak > 0 && orders.strong > 0, "a declared order is not > 0");
  findings.require(orders.zero_noise == ode_order, "the order without noise is not the ODE's");
  const bool accepted = stepper.accepts(*model);
  const auto made = [&] {
    try {
      // The stepper outlives the process.
      const std::shared_ptr<const Stepper> borrowed(std::shared_ptr<void>{}, &stepper);
      SdeProcess("s", model, borrowed, {.unit = 1.0}, StartPoint(lo));
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
    Block dW(rows, model->noise_dimension());
    Philox(7).normals({.draw = 1}, dW);
    dW *= std::sqrt(dt);
    const auto step = [&](const SdeModel& of, Index first, Index count, double left_in_scratch) {
      Scratch scratch;
      fill_scratch(scratch, memory_rows(rows), states.cols() + dW.cols(), left_in_scratch);
      Guarded s(count, states.cols(), 0.0), increment(count, dW.cols(), 0.0);
      s.view() = states.middleRows(first, count);
      increment.view() = dW.middleRows(first, count);
      stepper.step(of, t, dt, increment.view(), s.view(), scratch);
      findings.require(s.intact() && increment.intact(),
                       "rows that are not the tile's were written to");
      return Block(s.view());
    };
    const Block whole = step(*model, 0, rows, 0.0);
    findings.require(finite(whole), "a step is not finite");
    findings.require(same_bits(whole, step(*model, 0, rows, nan)),
                     "a step depends on what was left in the scratch");
    Block lanes = whole;
    for_each_lane(rows, [&](Index first, Index count) {
      lanes.middleRows(first, count) = step(*model, first, count, 0.0);
    });
    findings.require(same_bits(whole, lanes), "a path's step depends on the tile it is in");
    const Silenced silent(*model);
    const Block expected = ode_step(silent, t, dt, states);
    findings.require(
        close(step(silent, 0, rows, 0.0), expected, states.abs() + expected.abs(), 1e-15),
        "without noise a step is not that of the ODE scheme");

    Scratch scratch;
    Block s = states;
    stepper.step(*model, t, dt, dW, s, scratch);
    const AllocationCount count;
    stepper.step(*model, t, dt, dW, s, scratch);
    const std::size_t allocations = count.so_far();  // before the text below is one
    findings.require(allocations == 0, "memory is allocated in every step");
  }
  return findings.take();
}

Violations process_violations(const Process& process, const ProcessSetting& setting) {
  Findings findings;
  findings.require(!process.name().empty(), "the process has no name");
  findings.require(process.layout().size() >= 1, "the state has no columns");
  findings.require(std::isfinite(process.time_per_step()) && process.time_per_step() >= 0,
                   "the time per step is not a number >= 0");
  findings.require(std::isfinite(process.start_time()) && process.start_time() >= 0,
                   "the start time is not a number >= 0");
  if (Violations found = findings.take(); !found.empty()) return found;

  for (const Index rows : path_counts) {
    const std::vector<Block> whole = Walker(process, setting, 0, rows).walk(0.0, findings);
    findings.require(finite(whole.front()), "start() is not finite");
    findings.require(std::all_of(whole.begin() + 1, whole.end(), finite),
                     "advance() is not finite");

    const std::vector<Block> again = Walker(process, setting, 0, rows).walk(nan, findings);
    findings.require(same_bits(whole.front(), again.front()),
                     "start() does not write every entry, or differs when repeated");
    findings.require(same_walk(whole, again),
                     "advance() depends on what was left in the scratch, or differs when repeated");

    std::vector<Block> lanes = whole;
    for_each_lane(rows, [&](Index first, Index count) {
      const auto lane = Walker(process, setting, first, count).walk(0.0, findings);
      for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i].middleRows(first, count) = lane[i];
    });
    findings.require(same_bits(whole.front(), lanes.front()),
                     "a path's start depends on the tile it is in");
    findings.require(same_walk(whole, lanes), "a path's steps depend on the tile it is in");

    findings.require(Walker(process, setting, 0, rows).allocations_of_second_step() == 0,
                     "memory is allocated in every step");
  }
  return findings.take();
}

void check_sde_model(const SdeModel& model, const Eigen::VectorXd& lo, const Eigen::VectorXd& hi) {
  CHECK(sde_model_violations(model, lo, hi) == Violations{});
}

void check_stepper(const Stepper& stepper, std::shared_ptr<const SdeModel> model,
                   const Eigen::VectorXd& lo, const Eigen::VectorXd& hi) {
  CHECK(stepper_violations(stepper, std::move(model), lo, hi) == Violations{});
}

void check_process(const Process& process, const ProcessSetting& setting) {
  CHECK(process_violations(process, setting) == Violations{});
}

}  // namespace sdescent
