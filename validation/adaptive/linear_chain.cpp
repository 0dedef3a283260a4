#include "validation/adaptive/linear_chain.hpp"

#include "solvers/lyapunov.hpp"

namespace sdescent::adaptive {

Eigen::MatrixXd LinearDynamics::covariance() const {
  return discrete_lyapunov(step, noise * noise.transpose())
      .topLeftCorner(noise.cols(), noise.cols());
}

LinearChain::LinearChain(std::string name, LinearDynamics dynamics, double eta,
                         std::uint16_t stream)
    : name_(std::move(name)),
      dynamics_(std::move(dynamics)),
      eta_(eta),
      stream_(stream),
      layout_({{"s", dynamics_.step.rows()}}) {}

void LinearChain::start(const At&, const Lockstep&, BlockRef state) const { state.setZero(); }

void LinearChain::advance(const At& at, BlockRef state) const {
  const Index n = dynamics_.step.rows(), d = dynamics_.noise.cols();
  Scratch::Frame frame(at.scratch);
  BlockMap z = frame.block(state.rows(), d), next = frame.block(state.rows(), n);
  at.noise.normals(at.key(), z);
  if (dynamics_.takes_signs) z = z.sign();
  for (Index i = 0; i < n; ++i) {
    next.col(i).setZero();
    for (Index j = 0; j < n; ++j)
      if (dynamics_.step(i, j) != 0.0) next.col(i) += dynamics_.step(i, j) * state.col(j);
    for (Index j = 0; j < d; ++j)
      if (dynamics_.noise(i, j) != 0.0) next.col(i) += dynamics_.noise(i, j) * z.col(j);
  }
  state = next;
}

}  // namespace sdescent::adaptive
