#pragma once
/// \file
/// What the contract kits share: tiles that know whether they were left, states of a box, findings.

#include "solvers/philox.hpp"
#include "solvers/recorder.hpp"
#include "tests/support/contract_kit.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>

namespace sdescent::contract {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double guard = 12345.0;

/// A last tile of one path is where vectorised code takes its other branch; the second number
/// leaves a tile that is neither one path nor whole.
inline constexpr Index path_counts[] = {replicate_batches + 1, replicate_batches + 22};

/// States that suffice for what is true of each path alone: corners, midpoint and draws.
inline constexpr Index few_states = 12;

/// Rows of the memory behind a tile of `rows` paths: whole lanes, and one more to watch.
inline Index memory_rows(Index rows) { return (rows / replicate_batches + 2) * replicate_batches; }

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

/// Leaves `value` in every temporary that a function could find in the scratch, for blocks of up to
/// rows × cols.
inline void fill_scratch(Scratch& scratch, Index rows, Index cols, double value) {
  Scratch::Frame frame(scratch);
  for (int i = 0; i < 32; ++i) frame.block(rows, std::max<Index>(cols, 1)).setConstant(value);
}

/// Cuts `rows` paths into tiles of one lane, as the smallest tile size of a run does.
inline void for_each_lane(Index rows, const std::function<void(Index first, Index count)>& act) {
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

/// |a − b| within `tolerance` of the largest entry of its row in `scale`.
inline bool close(const Block& a, const Block& b, const Block& scale, double tolerance) {
  const Eigen::ArrayXd bound = tolerance * scale.abs().rowwise().maxCoeff();
  return ((a - b).abs() <= bound.replicate(1, a.cols())).all();
}

inline bool finite(const Block& block) { return block.allFinite(); }

/// lo, hi, their midpoint, and uniform draws between them.
inline Block box_states(const Eigen::VectorXd& lo, const Eigen::VectorXd& hi, Index rows) {
  Block states(rows, lo.size());
  Philox(7).uniforms({.draw = 0}, states);
  states.row(0).setZero();
  states.row(1).setOnes();
  states.row(2).setConstant(0.5);
  for (Index c = 0; c < states.cols(); ++c)
    states.col(c) = lo(c) * (1.0 - states.col(c)) + hi(c) * states.col(c);
  return states;
}

}  // namespace sdescent::contract
