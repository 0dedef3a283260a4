#include "solvers/filippov.hpp"

#include "solvers/dormand_prince.hpp"

#include <Eigen/QR>

#include <cmath>
#include <limits>
#include <optional>

namespace sdescent {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// θ with base + slope θ = 0, nearest to ½; NaN where there is none.
Eigen::VectorXd equivalent_weights(const Eigen::MatrixXd& slope, const Eigen::VectorXd& base) {
  const Eigen::VectorXd middle = Eigen::VectorXd::Constant(base.size(), 0.5);
  const Eigen::VectorXd at_middle = base + slope * middle;
  const Eigen::VectorXd step = slope.completeOrthogonalDecomposition().solve(-at_middle);
  const double scale = base.cwiseAbs().maxCoeff() + slope.cwiseAbs().maxCoeff();
  const double residual = (at_middle + slope * step).cwiseAbs().maxCoeff();
  if (!(residual <= 1e-9 * scale)) return Eigen::VectorXd::Constant(base.size(), nan);
  return middle + step;
}

}  // namespace

void Filippov::evaluate(double t, const Eigen::VectorXd& s, const PhaseModes& modes,
                        FilippovFlow& flow) {
  const Index m = model_.switches(), d = s.size();
  std::vector<Index> sliding;
  for (Index j = 0; j < m; ++j)
    if (modes[static_cast<std::size_t>(j)].sliding) sliding.push_back(j);
  const Index n = std::ssize(sliding);

  // Row 0 has every sliding component at its lower value, row i the i-th at its upper one.
  Scratch::Frame frame(scratch_);
  BlockMap states = frame.block(n + 1, d), y = frame.block(n + 1, m), u = frame.block(n + 1, m);
  BlockMap ds = frame.block(n + 1, d), dy = frame.block(n + 1, m);
  states.rowwise() = s.transpose().array();
  model_.switching(t, states, y, scratch_);
  for (Index j = 0; j < m; ++j) {
    const auto [place, slides] = modes[static_cast<std::size_t>(j)];
    const double c = slides ? model_.thresholds()[static_cast<std::size_t>(place)] : y(0, j);
    u.col(j).setConstant(std::isnan(y(0, j)) ? nan : model_.output(j, place, c));
  }
  for (Index i = 0; i < n; ++i) {
    const Index j = sliding[static_cast<std::size_t>(i)];
    const Index place = modes[static_cast<std::size_t>(j)].place;
    u(i + 1, j) = model_.output(j, place + 1, model_.thresholds()[static_cast<std::size_t>(place)]);
  }
  model_.flow(t, states, u, ds, scratch_);
  model_.switching_rate(t, states, ds, dy, scratch_);

  flow.y = y.row(0).matrix().transpose();
  flow.ds = ds.row(0).matrix().transpose();
  flow.dy = dy.row(0).matrix().transpose();
  flow.weight.setConstant(m, 0.5);
  if (n == 0) return;
  Eigen::VectorXd base(n);
  Eigen::MatrixXd slope(n, n);
  for (Index i = 0; i < n; ++i) {
    const Index j = sliding[static_cast<std::size_t>(i)];
    base(i) = dy(0, j);
    for (Index k = 0; k < n; ++k) slope(i, k) = dy(k + 1, j) - dy(0, j);
  }
  const Eigen::VectorXd theta = equivalent_weights(slope, base);
  for (Index i = 0; i < n; ++i) flow.weight(sliding[static_cast<std::size_t>(i)]) = theta(i);
  if (std::isnan(theta(0))) {
    flow.ds.setConstant(nan);
    return;
  }
  for (Index i = 0; i < n; ++i) {
    flow.ds += theta(i) * (ds.row(i + 1) - ds.row(0)).matrix().transpose();
    flow.dy += theta(i) * (dy.row(i + 1) - dy.row(0)).matrix().transpose();
  }
}

void Filippov::choose(double t, const Eigen::VectorXd& s, const std::vector<Index>& candidates,
                      const std::vector<Index>& held, PhaseModes& modes) {
  FilippovFlow flow;
  // The mode that a candidate's pivot leads to, or none if the flow agrees with the one it has.
  const auto pivot = [&](Index j, Index threshold) -> std::optional<PhaseMode> {
    const PhaseMode mode = modes[static_cast<std::size_t>(j)];
    if (mode.sliding) {
      const double theta = flow.weight(j);
      if (theta > 1.0 + sliding_tolerance) return PhaseMode{threshold + 1};
      if (theta < -sliding_tolerance) return PhaseMode{threshold};
      // Nothing holds it on the threshold; it goes where the lower value sends it.
      if (std::isnan(theta)) return PhaseMode{flow.dy(j) > 0.0 ? threshold + 1 : threshold};
      return std::nullopt;
    }
    const bool leaves = mode.place > threshold ? flow.dy(j) >= 0.0 : flow.dy(j) <= 0.0;
    if (leaves) return std::nullopt;
    return PhaseMode{threshold, true};
  };
  const std::size_t enough = 100 + 10 * candidates.size() * candidates.size();
  for (std::size_t pivots = 0; pivots < enough; ++pivots) {
    evaluate(t, s, modes, flow);
    if (!flow.dy.allFinite())
      throw_ode_failure(t, "the right-hand side on the switching surfaces is not finite");
    std::size_t i = 0;
    std::optional<PhaseMode> next;
    while (i < candidates.size() && !(next = pivot(candidates[i], held[i]))) ++i;
    if (!next) return;
    modes[static_cast<std::size_t>(candidates[i])] = *next;
  }
  throw_ode_failure(t, "no phases and sliding modes fit the flow, or more than one choice does");
}

}  // namespace sdescent
