#pragma once
/// \file
/// What the homogenized SDEs of streaming linear regression share:
///
///     dΘ = −a(t, R) M K(Θ − θ*) dt + √(2 b(t, R)) S^{1/2} dB,   R = R(Θ),   t = k/d.
///
/// a, b are the RiskRates of a RiskEquation, M is I or D^{-1} = diag(1/√K_ii), and B has d
/// independent components. By Itô's formula the risk of a state v = Θ − θ* drifts by
///
///     −a vᵀK M K v + b tr(K S) = Σ_i (−2a λ_i r_i + b c_i)
///
/// on the modes of the equation (models/risk_modes.hpp): an SDE and the ODE of one RiskEquation
/// cannot disagree about a constant.
///
/// B is not the data of the optimizer: sharing its stream couples nothing, give the SDE its own.

#include "models/risk_equation.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/sde_model.hpp"

#include <memory>

namespace sdescent {

/// What the problem's RiskEquation's are made of. B and the label noise are the problem's.
RiskSetting risk_setting(const StreamingRegression& problem, LearningRate eta);

/// M.
enum class Preconditioner { none, inverse_root };

/// State: x = Θ. A step costs O(d) where K is diagonal. Otherwise a drift costs 2d² operations for
/// each path, noise d², and 2d² more where b depends on R.
class HomogenizedSde : public SdeModel {
 public:
  /// `noise` is S. Throws InvalidInput unless it has the dimension of K and is diagonal where K is.
  HomogenizedSde(std::shared_ptr<const StreamingRegression> problem,
                 std::shared_ptr<const RiskEquation> equation, Preconditioner preconditioner,
                 std::shared_ptr<const FeatureCovariance> noise);

  const RiskEquation& equation() const { return *equation_; }

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return layout_.size(); }
  /// Diagonal where K is; otherwise additive unless b depends on R.
  NoiseKind noise_kind() const override;
  bool has_separable_noise() const override;
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override;
  void diffuse(double t, const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;

 private:
  std::shared_ptr<const StreamingRegression> problem_;
  std::shared_ptr<const RiskEquation> equation_;
  Eigen::VectorXd preconditioner_;  // the diagonal of M, empty for I
  std::shared_ptr<const FeatureCovariance> noise_;
  Layout layout_;
};

}  // namespace sdescent
