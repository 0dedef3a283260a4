#include "solvers/mean_flow.hpp"

#include "io/error.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

StateFunction drift_of(const SdeModel& model, double t) {
  std::vector<std::string> columns;
  for (Index i = 0; i < model.layout().size(); ++i)
    columns.push_back(fmt::format("drift{}", i + 1));
  return {std::move(columns), [&model, t](const ConstBlockRef& x, BlockRef out, Scratch& scratch) {
            Scratch::Frame frame(scratch);
            const bool diagonal = model.noise_kind() == NoiseKind::diagonal;
            BlockMap unused = frame.block(x.rows(), diagonal ? model.noise_dimension() : 0);
            model.coefficients(t, x, out, unused, scratch);
          }};
}

MeanFlow mean_flow(const SdeModel& model, const Eigen::VectorXd& x0, double dt, std::uint64_t steps,
                   double start) {
  require_positive("time step of the mean flow", dt);
  const Index d = model.layout().size();
  require_equal("dimension of the start of the mean flow", x0.size(), d);
  MeanFlow flow{start, dt, {x0}, {}};
  for (std::uint64_t n = 0; n < steps; ++n) {
    const double t = start + static_cast<double>(n) * dt;
    const Jet drift = jet(drift_of(model, t), flow.points.back());
    flow.steps.push_back(
        {Eigen::MatrixXd::Identity(d, d) + dt * drift.gradient, dt * drift.second});
    flow.points.push_back(flow.points.back() + dt * drift.value);
    if (!flow.points.back().allFinite())
      throw NumericalFailure(fmt::format("mean flow: not finite after step {}", n + 1));
  }
  return flow;
}

}  // namespace sdescent
