#pragma once
/// \file
/// A start at a time t₀ > 0 that looks at no other process.

#include "io/require.hpp"
#include "solvers/start.hpp"

#include <cmath>

namespace sdescent {

/// Another start, put off to t₀: a whole state given there, for equations that hold for t > 0 only.
/// Steps keep their numbers: the first of a process is number t₀/Δt, and what counts steps (the
/// bias correction of Adam) is what it is at that time.
class LaterStart final : public StartRule {
 public:
  /// Throws InvalidInput unless t₀ is finite and >= 0 and `start` one at time 0.
  LaterStart(Start start, double time) : start_(std::move(start)), time_(time) {
    require_non_negative("time of the start", time);
    require_finite("time of the start", time);
    require(start_.time() == 0.0, "the start that is put off", "one at time 0",
            "one that has a time already");
  }

  Index dimension() const override { return start_.dimension(); }
  double time() const override { return time_; }
  const Eigen::VectorXd* common_point() const override { return start_.common_point(); }
  void check_run(std::span<const std::shared_ptr<const Process>> before,
                 std::uint64_t paths) const override {
    start_.check_run(before, paths);
  }
  void write(const At& at, const Lockstep& others, BlockRef state) const override {
    start_.write(at, others, state);
  }

 private:
  Start start_;
  double time_;
};

}  // namespace sdescent
