#include "validation/adaptive/complete_adaptive_sde.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/special_functions.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

class CompleteSde final : public SdeModel {
 public:
  CompleteSde(std::shared_ptr<const SdeModel> drift, const AdaptiveMethod& method,
              std::shared_ptr<const Problem> problem)
      : drift_(std::move(drift)), method_(method), problem_(std::move(problem)) {}

  const Layout& layout() const override { return drift_->layout(); }
  /// W_1, then W_2.
  Index noise_dimension() const override { return 2 * problem_->dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::general; }

  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef,
                    Scratch& scratch) const override {
    Scratch::Frame frame(scratch);
    BlockMap diagonal = frame.block(s.rows(), problem_->dimension());
    drift_->coefficients(t, s, drift, diagonal, scratch);
  }

  void diffuse(double t, const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override {
    const Index d = problem_->dimension();
    const double root_eta = std::sqrt(method_.eta);
    const double rho = (1.0 - method_.beta2) / method_.eta;
    drift_->diffuse(t, s, dW.leftCols(d), out, scratch);
    Scratch::Frame frame(scratch);
    BlockMap g = frame.block(s.rows(), d), sigma = frame.block(s.rows(), d);
    problem_->objective().gradient(s.leftCols(d), g, 0, scratch);
    problem_->noise().diagonal(s.leftCols(d), sigma, scratch);
    out.rightCols(d) = root_eta * rho * sigma *
                       (2.0 * g * dW.leftCols(d) + std::numbers::sqrt2 * sigma * dW.rightCols(d));
    if (method_.kind == AdaptiveMethod::Kind::adam)
      add_newest_noise(t, s, sigma, dW.leftCols(d), out.leftCols(d));
  }

 private:
  /// That of η dM, which Adam's x feels in the same step.
  void add_newest_noise(double t, const ConstBlockRef& s, BlockRef sigma, const ConstBlockRef& dW,
                        BlockRef dx) const {
    const double rho1 = (1.0 - method_.beta1) / method_.eta;
    const double rho2 = (1.0 - method_.beta2) / method_.eta;
    const double iota1 = -std::expm1(-rho1 * t), root2 = std::sqrt(-std::expm1(-rho2 * t));
    const double step = std::sqrt(method_.eta) * (1.0 - method_.beta1);
    multiply(-step * root2 / iota1, sigma, dW, sigma);
    dx += sigma / (s.rightCols(dx.cols()).sqrt() + method_.epsilon * root2);
  }

  std::shared_ptr<const SdeModel> drift_;
  AdaptiveMethod method_;
  std::shared_ptr<const Problem> problem_;
};

}  // namespace

std::shared_ptr<const SdeModel> complete_sde_of(const AdaptiveMethod& method,
                                                std::shared_ptr<const Problem> problem) {
  require(method.kappa == 1.0, "kappa of a complete SDE", "1", fmt::format("{}", method.kappa));
  return std::make_shared<CompleteSde>(sde_of(method, problem), method, problem);
}

}  // namespace sdescent::adaptive
