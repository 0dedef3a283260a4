#include "solvers/step_mean.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/symmetric_pairs.hpp"

#include <cmath>
#include <stdexcept>

namespace sdescent {
namespace {

/// Every normal is the same number.
class EqualNormals final : public NoiseSource {
 public:
  explicit EqualNormals(double value) : value_(value) {}

  void scaled_normals(const DrawKey&, double scale, BlockRef out) const override {
    out.setConstant(scale * value_);
  }
  void uniforms(const DrawKey&, BlockRef) const override {
    throw std::logic_error("a step mean over normals asked for uniforms");
  }

 private:
  double value_;
};

}  // namespace

StepMean::StepMean(std::shared_ptr<const Process> process, Index nodes)
    : process_(std::move(process)), rule_(nodes) {
  const std::string& name = process_->name();
  require_positive("time per step of process " + name, process_->time_per_step());
  width_ = process_->layout().fields().front().size;
  for (const Field& field : process_->layout().fields())
    require_equal("columns of a field of process " + name, field.size, width_);
}

void StepMean::increment(Index i, double t, const ConstBlockRef& s, BlockRef out,
                         Scratch& scratch) const {
  const double dt = process_->time_per_step();
  const EqualNormals noise(rule_.nodes(i));
  const auto step = static_cast<std::uint64_t>(std::llround(t / dt));
  out = s;
  process_->advance({step, t, dt, 0, process_->stream(), noise, scratch}, out);
  add_scaled(-1.0, s, out);
}

void StepMean::coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef,
                            Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap moved = frame.block(s.rows(), s.cols());
  drift.setZero();
  for (Index i = 0; i < rule_.nodes.size(); ++i) {
    increment(i, t, s, moved, scratch);
    add_scaled(rule_.weights(i) / process_->time_per_step(), moved, drift);
  }
}

void StepMean::covariance(double t, const ConstBlockRef& s, BlockRef pairs,
                          Scratch& scratch) const {
  const double dt = process_->time_per_step();
  Scratch::Frame frame(scratch);
  BlockMap moved = frame.block(s.rows(), s.cols()), mean = frame.block(s.rows(), s.cols());
  const auto add_products = [&](double factor, const ConstBlockRef& v) {
    for_each_pair(s.cols(), [&](Index column, Index p, Index q) {
      if ((q - p) % width_ == 0) pairs.col(column) += factor * v.col(p) * v.col(q);
    });
  };
  pairs.setZero();
  mean.setZero();
  for (Index i = 0; i < rule_.nodes.size(); ++i) {
    increment(i, t, s, moved, scratch);
    add_scaled(rule_.weights(i), moved, mean);
    add_products(rule_.weights(i) / dt, moved);
  }
  add_products(-1.0 / dt, mean);
}

}  // namespace sdescent
