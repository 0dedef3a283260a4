#include "solvers/step_mean.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"

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
  require_positive("time per step of process " + process_->name(), process_->time_per_step());
}

void StepMean::coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef,
                            Scratch& scratch) const {
  const double dt = process_->time_per_step();
  const auto step = static_cast<std::uint64_t>(std::llround(t / dt));
  Scratch::Frame frame(scratch);
  BlockMap next = frame.block(s.rows(), s.cols());
  drift = -s / dt;
  for (Index i = 0; i < rule_.nodes.size(); ++i) {
    const EqualNormals noise(rule_.nodes(i));
    const At at{step, t, dt, 0, process_->stream(), noise, scratch};
    next = s;
    process_->advance(at, next);
    add_scaled(rule_.weights(i) / dt, next, drift);
  }
}

}  // namespace sdescent
