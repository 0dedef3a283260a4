#include "solvers/ode_model.hpp"

#include <memory>

namespace sdescent {

OdeRightHandSide right_hand_side(const OdeModel& model) {
  return [&model, scratch = std::make_shared<Scratch>()](double t, const Eigen::VectorXd& s,
                                                         Eigen::VectorXd& ds) {
    const ConstBlockMap row(s.data(), 1, s.size(), Eigen::OuterStride<>(1));
    BlockMap out(ds.data(), 1, ds.size(), Eigen::OuterStride<>(1));
    model.derivative(t, row, out, *scratch);
  };
}

}  // namespace sdescent
