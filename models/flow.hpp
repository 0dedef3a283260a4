#pragma once
/// \file
/// What the noise-free limits of optimizers with state x share.

#include "models/problem.hpp"
#include "models/schedule.hpp"
#include "solvers/ode.hpp"

#include <memory>

namespace sdescent {

/// dx/dt = −η_t φ(∇f(x)); a derived class writes derivative().
class Flow : public OdeModel {
 public:
  explicit Flow(std::shared_ptr<const Problem> problem, Schedule schedule = {})
      : problem_(std::move(problem)),
        schedule_(std::move(schedule)),
        layout_({{"x", problem_->dimension()}}) {}

  const Layout& layout() const override { return layout_; }

 protected:
  const Problem& problem() const { return *problem_; }
  const Schedule& schedule() const { return schedule_; }

 private:
  std::shared_ptr<const Problem> problem_;
  Schedule schedule_;
  Layout layout_;
};

}  // namespace sdescent
