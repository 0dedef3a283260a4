#pragma once
/// \file
/// The equation of an ODE, without any say in how it is solved.

#include "solvers/block.hpp"
#include "solvers/layout.hpp"
#include "solvers/scratch.hpp"

#include <Eigen/Core>

#include <functional>

namespace sdescent {

/// ds/dt = derivative(t, s), on a tile (rows are independent initial values).
class OdeModel {
 public:
  virtual ~OdeModel() = default;
  virtual const Layout& layout() const = 0;
  virtual void derivative(double t, const ConstBlockRef& s, BlockRef ds,
                          Scratch& scratch) const = 0;
};

/// The same for one state; `ds` has the size of `s`.
using OdeRightHandSide =
    std::function<void(double t, const Eigen::VectorXd& s, Eigen::VectorXd& ds)>;

/// One path of a model, which must outlive the result. The result is for one thread: copies of it
/// share their temporaries.
OdeRightHandSide right_hand_side(const OdeModel& model);

}  // namespace sdescent
