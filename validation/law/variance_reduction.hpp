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
  Eigen::ArrayXd multilevel_eta;  ///< some of them
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

/// How many times less is needed, by batch: what is left by controls is cubic in normals, of
/// kurtosis about 90, and its variance in a batch may be large but not small. So a factor with that
/// variance below has outliers near 0 only, and batches of it decide where those of the variance do
/// not.
struct Saved {
  Estimate factor;      ///< mean over batches, which are its pseudo-values
  Eigen::ArrayXd bias;  ///< its distance from the factor by variances of all paths
};

/// All variants of h at T, for one problem and one η. The SDE is solved at Δt = η/sde-refine.
class ControlRun {
 public:
  ControlRun(Session& session, const ReductionSetting& s, Coupling coupling, double eta);

  Estimate mean(Variant variant) const;
  Estimate variance(Variant variant) const;
  /// Var h less its controls over Var h.
  Eigen::ArrayXd variance_left(Variant controlled, Variant plain) const;
  /// Var h over Var h less its controls.
  Saved saved(Variant controlled, Variant plain) const;

 private:
  MomentRecorder moments_;
};

/// A step of a process with its controls evaluates coefficients twice, one without them once.
inline constexpr double controlled_work = 2.0;

/// Multilevel Monte Carlo of the SDE with its controls and without, on the same levels.
struct MultilevelRun {
  MultilevelResult controlled, plain;

  Refinement refinement;  ///< the finest Δt is η/refine or less

  /// Work of a path of the finest process without controls.
  double plain_work() const { return plain.plain_work; }
};
/// Standard errors are those of `level-paths` paths, whose variances `beside` has, or a tenth of
/// the tolerance.
MultilevelRun multilevel_run(Session& session, const ReductionSetting& s, Coupling coupling,
                             double eta, const ControlRun& beside);

/// Multilevel Monte Carlo without controls of an SDE of little noise, η a sixteenth of the
/// smallest, from Δt = T/4 to T/128: where terms are as for additive noise, and Δt is small against
/// 1/c.
MultilevelResult quiet_levels(Session& session, const ReductionSetting& s, Coupling coupling);

/// Everything of one problem: control runs by η, multilevel runs by theirs.
struct ReductionResults {
  Coupling coupling;
  std::vector<ControlRun> controls = {};
  std::vector<std::size_t> beside = {};  ///< the control run at the η of each multilevel run
  std::vector<MultilevelRun> multilevel = {};
  MultilevelResult quiet = {};
  /// Work of plain Monte Carlo at the finest Δt over that of multilevel Monte Carlo, at equal
  /// standard errors, by function.
  Saved work_saved(std::size_t number, bool controlled) const;
  /// Its inverse, by variances of all paths.
  Eigen::ArrayXd work_left(std::size_t number, bool controlled) const;
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
