#pragma once
/// \file
/// Temporary blocks inside a step without allocating: one Scratch per thread, grown on first use.

#include "solvers/block.hpp"

#include <deque>

namespace sdescent {

/// A stack of temporary blocks. Memory taken inside a Frame is given back, for reuse, when the
/// frame ends; nothing is returned to the system until the Scratch goes, so a step that has run
/// once allocates nothing.
class Scratch {
 public:
  /// Marks the start of a function's temporaries and frees them at its end.
  class Frame {
   public:
    explicit Frame(Scratch& scratch) : scratch_(scratch), used_(scratch.used_) {}
    ~Frame() { scratch_.used_ = used_; }
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

    /// An uninitialised rows × cols block, valid until this frame ends.
    BlockMap block(Index rows, Index cols) { return scratch_.take(rows, cols); }

   private:
    Scratch& scratch_;
    std::size_t used_;
  };

 private:
  BlockMap take(Index rows, Index cols) {
    if (used_ == buffers_.size()) buffers_.emplace_back();
    Eigen::ArrayXd& buffer = buffers_[used_++];
    if (buffer.size() < rows * cols) buffer.resize(rows * cols);
    return {buffer.data(), rows, cols, Eigen::OuterStride<>(rows)};
  }

  std::deque<Eigen::ArrayXd> buffers_;  // a deque: growing it must not move buffers in use
  std::size_t used_ = 0;
};

}  // namespace sdescent
