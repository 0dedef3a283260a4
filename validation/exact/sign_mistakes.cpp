#include "validation/exact/sign_mistakes.hpp"

#include "models/homogenized_adam.hpp"
#include "models/sign_hsgd.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

/// Rates of the right equation, changed.
class MistakenRates final : public RiskEquation {
 public:
  MistakenRates(SignMistake mistake, std::shared_ptr<const RiskEquation> right,
                const StreamingRegression& problem)
      : mistake_(mistake),
        right_(std::move(right)),
        labels_(problem.labels()),
        d_(static_cast<double>(problem.dimension())),
        batch_(problem.batch()) {}

  RiskRates rates(double t, double risk) const override {
    RiskRates r = right_->rates(t, risk);
    switch (mistake_) {
      case SignMistake::root_of_batch:
        r.drift *= std::sqrt(static_cast<double>(batch_)) / batch_drift_factor(batch_);
        break;
      case SignMistake::phi_without_root:
        r.drift *= 0.5 * std::numbers::pi * labels_->phi(risk);
        break;
      case SignMistake::population_risk:
        r.drift = right_->rates(t, risk + 0.5 * labels_->second_moment()).drift;
        break;
      case SignMistake::full_rate:
        r.noise *= d_;
        break;
      case SignMistake::none:
      case SignMistake::no_arcsin:
        break;
    }
    return r;
  }
  bool noise_depends_on_risk() const override { return right_->noise_depends_on_risk(); }

 private:
  SignMistake mistake_;
  std::shared_ptr<const RiskEquation> right_;
  std::shared_ptr<const LabelNoise> labels_;
  double d_;
  Index batch_;
};

}  // namespace

std::string_view name_of(SignMistake mistake) {
  switch (mistake) {
    case SignMistake::root_of_batch:
      return "root-of-batch";
    case SignMistake::phi_without_root:
      return "phi-without-root";
    case SignMistake::no_arcsin:
      return "no-arcsin";
    case SignMistake::population_risk:
      return "population-risk";
    case SignMistake::full_rate:
      return "full-rate";
    case SignMistake::none:
      break;
  }
  return "none";
}

std::string_view change_of(SignMistake mistake) {
  switch (mistake) {
    case SignMistake::root_of_batch:
      return "signODE with c_B = √B";
    case SignMistake::phi_without_root:
      return "signODE with φ = (2/π) 2R/(2R + v²), without the root";
    case SignMistake::no_arcsin:
      return "signODE with the correlations of the features for K_σ, without the arc sine";
    case SignMistake::population_risk:
      return "signODE with the population risk P for R in its drift";
    case SignMistake::full_rate:
      return "signODE with η² for η²/d in its noise";
    case SignMistake::none:
      break;
  }
  return "nothing";
}

SignTheory::SignTheory(std::shared_ptr<const StreamingRegression> problem, const LearningRate& eta,
                       const Eigen::VectorXd& start)
    : problem_(std::move(problem)), eta_(eta) {
  const Eigen::VectorXd v = start - problem_->risk().optimum();
  right_ = sign_risk_modes(problem_->covariance(), v);
  without_arcsin_ = adam_risk_modes(problem_->covariance(), v);  // Adam's noise is that
}

std::shared_ptr<const RiskEquation> SignTheory::equation(SignMistake mistake) const {
  return std::make_shared<MistakenRates>(
      mistake, std::make_shared<SignRisk>(risk_setting(*problem_, eta_)), *problem_);
}

KnownCurve SignTheory::curve(const ArrayXd& times, SignMistake mistake) const {
  return known_curve(equation(mistake),
                     mistake == SignMistake::no_arcsin ? without_arcsin_ : right_, times);
}

std::vector<ArrayXd> SignTheory::wrong_curves(const ArrayXd& times,
                                              const std::vector<SignMistake>& mistakes) const {
  std::vector<ArrayXd> curves;
  for (const SignMistake mistake : mistakes) curves.push_back(curve(times, mistake).value);
  return curves;
}

std::shared_ptr<const HomogenizedSde> SignTheory::sde(SignMistake mistake) const {
  if (mistake == SignMistake::none) return std::make_shared<SignHsgd>(problem_, eta_);
  const FeatureCovariance& k = problem_->covariance();
  const bool right_noise = mistake != SignMistake::no_arcsin;
  return std::make_shared<HomogenizedSde>(
      problem_, equation(mistake), Preconditioner::inverse_root,
      std::make_shared<FeatureCovariance>(right_noise ? sign_noise_covariance(k)
                                                      : adam_noise_covariance(k)));
}

}  // namespace sdescent::exact
