#include "solvers/ode_process.hpp"

#include "io/require.hpp"

#include <algorithm>

namespace sdescent {
namespace {

const Eigen::VectorXd& start_point(const Start& start, const OdeModel& model,
                                   const std::string& name) {
  require_equal("dimension of the start of process " + name, start.dimension(),
                model.layout().size());
  require(start.common_point() != nullptr, "start of process " + name,
          "one point, for an ODE is solved once", "one that differs from path to path");
  return *start.common_point();
}

}  // namespace

OdeProcess::OdeProcess(std::string name, const OdeModel& model, const Start& start, double end,
                       OdeTolerance tolerance)
    : name_(std::move(name)),
      layout_(model.layout()),
      start_time_(start.time()),
      end_(end),
      solution_(model, start_point(start, model, name_), start_time_, end, tolerance) {}

void OdeProcess::start(const At& at, const Lockstep&, BlockRef state) const {
  write(at.t, state, at.scratch);
}

void OdeProcess::advance(const At& at, BlockRef state) const {
  // t + dt may pass the end by the rounding of one addition.
  const double t = at.t + at.dt;
  const double within = t > end_ && t - end_ <= 1e-12 * end_ ? end_ : t;
  write(within, state, at.scratch);
}

void OdeProcess::write(double t, BlockRef state, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap row = frame.block(1, state.cols());
  solution_.at(t, Eigen::Map<Eigen::VectorXd>(row.data(), row.cols()));
  state.rowwise() = row.row(0);
}

}  // namespace sdescent
