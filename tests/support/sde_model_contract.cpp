#include "io/error.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/contract_parts.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>

namespace sdescent {

using namespace contract;

namespace {

/// All that a model says about a tile of states.
struct Evaluation {
  Block drift, diagonal, noise;
  bool intact;
};

/// One model at one time. Its scratch is kept, as a thread's is in a run.
class Evaluator {
 public:
  Evaluator(const SdeModel& model, double t) : model_(model), t_(t) {}

  double time() const { return t_; }

  Evaluation operator()(const Block& states, const Block& dW) {
    const Index rows = states.rows();
    const bool diagonal_noise = model_.noise_kind() == NoiseKind::diagonal;
    Guarded s(rows, states.cols(), 0.0), increment(rows, dW.cols(), 0.0);
    s.view() = states;
    increment.view() = dW;
    Guarded drift(rows, states.cols(), nan), noise(rows, states.cols(), nan);
    Guarded diagonal(rows, diagonal_noise ? model_.noise_dimension() : 0, nan);
    model_.coefficients(t_, s.view(), drift.view(), diagonal.view(), scratch_);
    model_.diffuse(t_, s.view(), increment.view(), noise.view(), scratch_);
    return {drift.view(), diagonal.view(), noise.view(),
            drift.intact() && diagonal.intact() && noise.intact()};
  }

  /// The same with `value` in all temporaries.
  Evaluation with_scratch(double value, const Block& states, const Block& dW) {
    fill_scratch(scratch_, states.rows(), states.cols() + dW.cols(), value);
    return (*this)(states, dW);
  }

  Evaluation in_lanes(const Block& states, const Block& dW) {
    Evaluation all{states, Block(states.rows(), 0), states, true};
    if (model_.noise_kind() == NoiseKind::diagonal)
      all.diagonal.resize(states.rows(), model_.noise_dimension());
    for_each_lane(states.rows(), [&](Index first, Index count) {
      const Evaluation lane =
          with_scratch(0.0, states.middleRows(first, count), dW.middleRows(first, count));
      all.drift.middleRows(first, count) = lane.drift;
      all.diagonal.middleRows(first, count) = lane.diagonal;
      all.noise.middleRows(first, count) = lane.noise;
    });
    return all;
  }

 private:
  const SdeModel& model_;
  double t_;
  Scratch scratch_;
};

bool same_evaluation(const Evaluation& a, const Evaluation& b) {
  return same_bits(a.drift, b.drift) && same_bits(a.diagonal, b.diagonal) &&
         same_bits(a.noise, b.noise);
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

void check_linearity(Evaluator& evaluate, const Block& states, const Block& dW,
                     const Evaluation& seen, Findings& findings) {
  const Block other = dW.colwise().reverse();
  const Block of_other = evaluate(states, other).noise;
  const Block of_sum = evaluate(states, dW - 0.5 * other).noise;
  const Block scale = seen.noise.abs() + of_other.abs();
  findings.require(close(of_sum, seen.noise - 0.5 * of_other, scale, 1e-12),
                   "diffuse() is not linear in dW");
  const Block of_zero = evaluate(states, 0.0 * dW).noise;
  findings.require((of_zero == 0.0).all(), "diffuse() of dW = 0 is not 0");
}

void check_noise_kind(const SdeModel& model, Evaluator& evaluate, const Block& states,
                      const Block& dW, const Evaluation& seen, Findings& findings) {
  switch (model.noise_kind()) {
    case NoiseKind::none:
      findings.require((seen.noise == 0.0).all(), "diffuse() is not 0 though the noise is none");
      break;
    case NoiseKind::additive: {
      Block equal = dW;
      equal.rowwise() = dW.row(0);
      const Block noise = evaluate(states, equal).noise;
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

/// Other columns that have noise are replaced by those of other states of the box.
void check_separability(const SdeModel& model, Evaluator& evaluate, const Block& states,
                        const Block& dW, const Evaluation& seen, Findings& findings) {
  findings.require(model.noise_kind() == NoiseKind::diagonal,
                   "noise that is not diagonal is declared separable");
  if (model.noise_kind() != NoiseKind::diagonal) return;
  for (Index j = 0; j < model.noise_dimension(); ++j) {
    Block other = states;
    for (Index k = 0; k < model.noise_dimension(); ++k)
      if (k != j)
        other.col(model.noise_column() + k) = states.col(model.noise_column() + k).reverse();
    const Evaluation there = evaluate(other, dW);
    findings.require(
        close(there.diagonal.col(j), seen.diagonal.col(j), seen.diagonal.col(j), 1e-13),
        "the noise is declared separable but depends on another source's column");
  }
}

void check_derivative(const SdeModel& model, Evaluator& evaluate, const Block& states,
                      const Evaluation& seen, Findings& findings) {
  const Index rows = states.rows(), sources = model.noise_dimension();
  Scratch scratch;
  Guarded drift(rows, states.cols(), nan), diagonal(rows, sources, nan);
  Guarded derivative(rows, sources, nan);
  model.coefficients_and_derivative(evaluate.time(), states, drift.view(), diagonal.view(),
                                    derivative.view(), scratch);
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
      return Eigen::ArrayXd(evaluate(shifted, no_dW).diagonal.col(j));
    };
    // Truncation of fourth order in h against rounding in 1/h.
    const double h = 1e-3;
    const Eigen::ArrayXd quotient = (8.0 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    const double scale = 1.0 + quotient.abs().maxCoeff();
    findings.require(((quotient - derivative.view().col(j)).abs() <= 1e-6 * scale).all(),
                     "the derivative is not that of the diagonal along its own column");
  }
}

void check_singularity(const SdeModel& model, const Eigen::VectorXd& state, Findings& findings) {
  if (!model.is_singular_at_zero()) return;
  const auto refused = [&](double t) {
    try {
      Evaluator(model, t)(state.transpose().array(), Block::Zero(1, model.noise_dimension()));
      return false;
    } catch (const InvalidInput&) {
      return true;
    }
  };
  findings.require(refused(0.0) && refused(-1.0),
                   "the model is declared singular at 0 but does not refuse a time <= 0");
}

/// What a tile promises: all that is asked of it, nothing beyond, whatever the tile.
void check_tile(const SdeModel& model, double t, const Block& states, const Block& dW,
                Findings& findings) {
  Evaluator evaluate(model, t);
  const Evaluation seen = evaluate.with_scratch(0.0, states, dW);
  findings.require(seen.intact, "rows that are not the tile's were written to");
  findings.require(finite(seen.drift), "the drift is not finite or not written everywhere");
  findings.require(finite(seen.diagonal),
                   "the diagonal of B is not finite or not written everywhere");
  findings.require(finite(seen.noise), "diffuse() is not finite or does not write everywhere");
  findings.require(same_evaluation(seen, evaluate.with_scratch(nan, states, dW)),
                   "the coefficients depend on what was left in the scratch");
  findings.require(same_evaluation(seen, evaluate.in_lanes(states, dW)),
                   "a path's coefficients depend on the tile it is in");
}

/// What is true of each path alone.
void check_paths(const SdeModel& model, double t, const Block& states, const Block& dW,
                 Findings& findings) {
  Evaluator evaluate(model, t);
  const Evaluation seen = evaluate.with_scratch(0.0, states, dW);
  if (!finite(seen.noise)) return;
  check_linearity(evaluate, states, dW, seen, findings);
  check_noise_kind(model, evaluate, states, dW, seen, findings);
  if (model.has_separable_noise()) check_separability(model, evaluate, states, dW, seen, findings);
  if (model.has_derivative()) check_derivative(model, evaluate, states, seen, findings);
}

/// The first is 0, or early where that is none.
std::array<double, 3> times_of(const SdeModel& model) {
  return {model.is_singular_at_zero() ? 1.0 / 1024 : 0.0, 0.375, 0.5};
}

Block normals(Index rows, Index cols) {
  Block z(rows, cols);
  Philox(7).normals({.draw = 1}, z);
  return z;
}

}  // namespace

Violations sde_model_violations(const SdeModel& model, const Eigen::VectorXd& lo,
                                const Eigen::VectorXd& hi) {
  Findings findings;
  check_dimensions(model, lo, hi, findings);
  if (Violations found = findings.take(); !found.empty()) return found;

  check_singularity(model, lo, findings);
  for (const Index rows : path_counts) {
    const Block states = box_states(lo, hi, rows);
    const Block dW = normals(rows, model.noise_dimension());
    for (const double t : times_of(model)) check_tile(model, t, states, dW, findings);
    findings.require(allocations_of_second_call(model, 0.375, states, dW) == 0,
                     "memory is allocated in every step");
  }
  const Block states = box_states(lo, hi, few_states);
  for (const double t : times_of(model))
    check_paths(model, t, states, normals(few_states, model.noise_dimension()), findings);
  return findings.take();
}

void check_sde_model(const SdeModel& model, const Eigen::VectorXd& lo, const Eigen::VectorXd& hi) {
  CHECK(sde_model_violations(model, lo, hi) == Violations{});
}

}  // namespace sdescent
