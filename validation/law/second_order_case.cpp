#include "models/sgd_second_order_sde.hpp"
#include "models/sign_sgd_chain.hpp"
#include "models/sign_sgd_second_order_sde.hpp"
#include "solvers/density_law.hpp"
#include "validation/law/second_order.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;
using ModelPointer = std::shared_ptr<const SdeModel>;

/// The coefficients of `base`, and in the drift `factor` times what `second` has more than `first`.
class Corrected final : public SdeModel {
 public:
  Corrected(ModelPointer base, ModelPointer first, ModelPointer second, double factor)
      : base_(std::move(base)),
        first_(std::move(first)),
        second_(std::move(second)),
        factor_(factor) {}

  const Layout& layout() const override { return base_->layout(); }
  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    Scratch::Frame frame(scratch);
    BlockMap one = frame.block(x.rows(), x.cols()), two = frame.block(x.rows(), x.cols());
    first_->coefficients(t, x, one, diagonal, scratch);
    second_->coefficients(t, x, two, diagonal, scratch);
    base_->coefficients(t, x, drift, diagonal, scratch);
    drift += factor_ * (two - one);
  }

 private:
  ModelPointer base_, first_, second_;
  double factor_;
};

/// The law of SGD on ½x² under Gaussian noise of variance 1 after `steps` steps.
DensityLaw sgd_law(double x0, const Schedule& schedule, double eta, std::uint64_t steps) {
  double m = x0, v = 0;
  for (std::uint64_t k = 0; k < steps; ++k) {
    const double rate = eta * schedule(static_cast<double>(k) * eta);
    m *= 1.0 - rate;
    v = (1.0 - rate) * (1.0 - rate) * v + rate * rate;
  }
  const double deviation = std::sqrt(v);
  const auto density = [m, deviation](double x) {
    const double z = (x - m) / deviation;
    return std::exp(-0.5 * z * z) / (deviation * std::sqrt(2.0 * std::numbers::pi));
  };
  return {density, m + deviation * ArrayXd::LinSpaced(25, -12.0, 12.0), 0.0};
}

}  // namespace

std::shared_ptr<const SdeModel> second_order_sde(const SecondOrderCase& c,
                                                 const SecondOrderMistakes& mistakes, double eta,
                                                 double correction) {
  const auto& problem = c.of.problem;
  const Schedule& schedule = c.of.schedule;
  if (c.method == SecondOrderMethod::sgd) {
    const auto first = std::make_shared<SgdSde>(problem, eta, schedule);
    return std::make_shared<Corrected>(
        first, first, std::make_shared<SgdSecondOrderSde>(problem, eta, schedule), correction);
  }
  return std::make_shared<Corrected>(
      std::make_shared<MistakenSde>(c.of, eta, mistakes.mistake),
      std::make_shared<SignSgdSde>(problem, eta, schedule),
      std::make_shared<SignSgdSecondOrderSde>(problem, eta, schedule), correction);
}

std::vector<double> optimizer_means(const SecondOrderCase& c,
                                    const std::vector<TestFunction>& functions, double eta,
                                    std::uint64_t steps) {
  const auto means = [&](const Law& law) {
    std::vector<double> all;
    for (const TestFunction& f : functions) all.push_back(law.mean(f.h));
    return all;
  };
  const Schedule& schedule = c.of.schedule;
  if (c.method == SecondOrderMethod::sgd) return means(sgd_law(c.x0, schedule, eta, steps));
  const SignSgdChain chain(c.of.problem, eta, VectorXd::Constant(1, c.x0), 0, schedule);
  if (schedule.name() == "constant") return means(chain.laws(c.x0, {steps}).front());
  // Noise and test functions vary over lengths of order 1.
  constexpr double spacing = 0.005;
  return means(chain.laws_on_grid(c.x0, spacing, {steps}).front().law);
}

}  // namespace sdescent::law
