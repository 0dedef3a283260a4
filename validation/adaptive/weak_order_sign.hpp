#pragma once
/// \file
/// What the parts of adaptive/weak-order-sign share: its setting, what it measures at each η, and
/// what theory says of that.

#include "models/optimizer_sde.hpp"
#include "models/problem.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/special_functions.hpp"
#include "solvers/state_function.hpp"
#include "validation/refinement.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sdescent::adaptive::weak_order {

using Eigen::ArrayXd;

/// The test functions of the claims (`tested` of them), and after them what variances need besides.
const StateFunction& functions();
constexpr Index tested = 4;
const std::string& name_of(Index h);

/// Var x₁, Cov(x₁, x₂), Var x₂ from the means of these functions.
ArrayXd spread(const ArrayXd& mean);
constexpr Index spreads = 3;

struct Setting {
  Eigen::Matrix2d hessian;
  Eigen::VectorXd sigma, x0;
  double duration;
  ArrayXd eta;
  std::uint64_t refine;

  std::uint64_t steps(double step) const;
  std::shared_ptr<const Problem> problem(Accuracy accuracy, double sigma_factor = 1.0) const;
};

/// Throws InvalidInput for lengths that do not fit and η that do not divide the duration.
Setting setting_of(const ParameterValues& p);

/// What may be wrong with the diffusion √η√(I − diag(m)²).
enum class Diffusion { right, none, without_mean, times_eta };

/// SDE (3) with that diffusion.
class PlantedSde final : public OptimizerSde {
 public:
  PlantedSde(std::shared_ptr<const Problem> problem, double eta, Diffusion diffusion)
      : OptimizerSde(problem, eta), right_(problem, eta), diffusion_(diffusion) {}

  Index noise_dimension() const override { return right_.noise_dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    right_.coefficients(t, x, drift, diagonal, scratch);
    if (diffusion_ == Diffusion::none) diagonal.setZero();
    if (diffusion_ == Diffusion::without_mean) diagonal.setConstant(diffusion_factor(t));
    if (diffusion_ == Diffusion::times_eta) diagonal *= std::sqrt(eta());
  }

 private:
  SignSgdSde right_;
  Diffusion diffusion_;
};

/// Limits as η → 0, without sampling: of errors over η, of spreads over η, and a third of their
/// distances to the nearest of the wrong models.
struct Theory {
  ArrayXd coefficient, spread;
  ArrayXd coefficient_tolerance, spread_tolerance;
};

Theory theory_of(const Setting& s);

/// Of a slope that should be 1.
constexpr double order_tolerance = 1.0 / 6.0;

/// optimizer − SDE at one η: differences(), and the bound of what Δt left in them.
struct Errors {
  Estimate value;
  ArrayXd bias;
};

/// Measured at one η.
struct Comparison {
  Errors sde;
  Refinement refinement;  ///< of the SDE
  Estimate euler;         ///< optimizer − Euler–Maruyama at Δt = η: differences()
  ArrayXd variance_left;  ///< by the controls, of what h itself has
};

/// Runs the SDE, on finer grids until what Δt leaves is small against the tolerances, and
/// Euler–Maruyama at Δt = η, in cells over η. Beside SignSGD's exact law, which refuses, before any
/// work, a lattice that is too large.
std::vector<Comparison> compare(Session& session, const Setting& s, const Theory& theory);

/// One quantity over η.
struct Curve {
  Estimate value;
  ArrayXd bias;

  Curve over(const ArrayXd& scale) const {
    return {{value.value / scale, value.pseudo_values.rowwise() / scale.transpose(), value.runs},
            bias / scale};
  }
};

/// Number `quantity` of the differences: errors of the tested means, then of spreads over η, then
/// the SDE's spreads over η themselves; of Euler–Maruyama at Δt = η in place of the SDE's where
/// `euler`.
Curve curve_of(const std::vector<Comparison>& all, Index quantity, bool euler = false);

/// Evidence for all claims, and tables.
void assess(Session& session, const Setting& s, const std::vector<Comparison>& all,
            const Theory& theory);
void draw(Session& session, const Setting& s, const std::vector<Comparison>& all,
          const Theory& theory);

}  // namespace sdescent::adaptive::weak_order
