#pragma once
/// \file
/// What the parts of law/variance-reduction share: E h of SignSGD and of its SDE in two
/// coordinates, by martingale control variates and by multilevel Monte Carlo over Δt.

#include "models/problem.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/multilevel.hpp"
#include "solvers/state_function.hpp"
#include "validation/refinement.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <memory>
#include <optional>
#include <vector>

namespace sdescent::law {

/// f = ½xᵀHx with H = diag(λ), whose laws are products, or turned.
enum class Coupling { separable, dense };
inline constexpr Coupling couplings[] = {Coupling::separable, Coupling::dense};
inline constexpr const char* coupling_names[] = {"separable", "dense"};

/// x₁, x₁², x₁x₂, cos x₁.
const StateFunction& reduction_functions();
inline constexpr Eigen::Index reduction_function_count = 4;
inline constexpr const char* reduction_symbols[] = {"x_{1}", "x_{1}²", "x_{1}x_{2}", "cos x_{1}"};

struct ReductionSetting {
  Eigen::ArrayXd lambda;
  double angle;
  Eigen::VectorXd sigma, x0;
  double duration;
  Eigen::ArrayXd eta;
  std::uint64_t paths, level_paths, sde_refine, lattice_steps;
  RefinementRange refinement;  ///< of the finest level

  std::uint64_t steps(double step) const;
  std::shared_ptr<const Problem> problem(Coupling coupling, double sigma_factor = 1.0) const;
};

/// Throws InvalidInput for dimensions other than 2 and η that do not divide the duration.
ReductionSetting reduction_setting(const ParameterValues& p);

/// E h of SignSGD at T without sampling: of independent coordinates by their chains, else by the
/// law on the lattice of the plane if it takes no more than `lattice_steps` steps.
std::optional<Eigen::ArrayXd> exact_chain(const ReductionSetting& s, Coupling coupling, double eta);
/// E h of its SDE at T, for independent coordinates, by their forward equations.
Eigen::ArrayXd exact_sde(const ReductionSetting& s, double eta);
/// lim (E h(x_{T/η}) − E h(X_T))/η, without sampling.
Eigen::ArrayXd weak_error_limit(const ReductionSetting& s, Coupling coupling);
/// A third of the weak error ηlim: what tells SignSGD from its SDE.
Eigen::ArrayXd reduction_tolerance(const ReductionSetting& s, Coupling coupling, double eta);

/// h as it is and less its controls, of both processes.
enum class Variant { sign_plain, sign_first, sign_second, sde_plain, sde_second };
inline constexpr std::size_t variant_count = 5;

/// All variants of h at T, for one problem and one η. The SDE is solved at Δt = η/sde-refine.
class ControlRun {
 public:
  ControlRun(Session& session, const ReductionSetting& s, Coupling coupling, double eta);

  Estimate mean(Variant variant) const;
  Estimate variance(Variant variant) const;
  /// Var h less its controls over Var h.
  Estimate variance_left(Variant controlled, Variant plain) const;

 private:
  MomentRecorder moments_;
};

/// A step of a process with its controls evaluates coefficients twice, one without them once.
inline constexpr double controlled_work = 2.0;

/// Multilevel Monte Carlo of the SDE with its controls and without, on the same levels.
struct MultilevelRun {
  MultilevelResult controlled, plain;
  MultilevelResult coarse;  ///< plain, down to Δt = T/32 by many paths
  Refinement refinement;    ///< the finest Δt is η/refine or less

  /// Work of a path of the finest process without controls.
  double plain_work() const { return plain.plain_work; }
};
/// Standard errors are those of `level-paths` paths, whose variances `beside` has, or a tenth of
/// the tolerance.
MultilevelRun multilevel_run(Session& session, const ReductionSetting& s, Coupling coupling,
                             double eta, const ControlRun& beside);

/// Everything of one problem: control runs by η, multilevel runs at the smallest and the largest.
struct ReductionResults {
  Coupling coupling;
  std::vector<ControlRun> controls;
  std::vector<double> multilevel_eta;
  std::vector<MultilevelRun> multilevel;

  /// The control run at the η of a multilevel run.
  const ControlRun& beside(std::size_t number) const;
  /// Work at equal standard errors over that of plain Monte Carlo at the finest Δt, by function.
  Estimate work_left(std::size_t number, bool controlled) const;
};

/// What the small noise of rate c would leave of the work: (Σ √(V_l C_l))²/(V_L C_L) of
/// dX = −cX dt + √η dW and h = x under Euler–Maruyama, at Δt = T/4 … T/refine, exactly.
double linear_work_left(double rate, double duration, std::uint64_t refine);
/// √(2/π) λ_max/σ_min, above the rate of every direction: erf is steepest at 0.
double largest_rate(const ReductionSetting& s);

void reduction_evidence(Session& session, const ReductionSetting& s,
                        const std::vector<ReductionResults>& all);
void reduction_tables(Session& session, const ReductionSetting& s,
                      const std::vector<ReductionResults>& all);
void reduction_figure(Session& session, const ReductionSetting& s,
                      const std::vector<ReductionResults>& all);

std::vector<Parameter> reduction_parameters();
std::vector<Claim> reduction_claims();
std::vector<Control> reduction_controls();

}  // namespace sdescent::law
