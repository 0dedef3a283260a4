#pragma once
/// \file
/// e_h(η) = (E h(x_k) − E h(X_{kη}))/η of SignSGD and its SDE in one coordinate without sampling:
/// what the weak-error experiments have in common.
///
/// SignSGD by its law on the lattice (solvers/lattice_chain.hpp), under a schedule on a grid
/// (solvers/scheduled_chain.hpp); the SDE by its forward equation (solvers/diffusion_law.hpp); the
/// noise-free ODE beside them.

#include "solvers/law.hpp"
#include "validation/law/mistaken_sde.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace sdescent::law {

struct TestFunction {
  std::string name;    ///< of columns: "x^2"
  std::string symbol;  ///< in figures and remarks: "x²"
  RealFunction h;
};

/// x, x², x⁴, cos x and Φ((x − centre)/width), in that order.
std::vector<TestFunction> test_functions(double centre, double width);

struct WeakErrorSetting {
  double x0, duration, centre, width;
  Eigen::ArrayXd eta;  ///< increasing, each a whole part of the duration
  std::vector<TestFunction> functions;
  std::vector<WeakErrorCase> cases;
  std::vector<Mistake> mistakes;  ///< of the controls

  std::uint64_t steps(double step) const;
};

/// The test functions and the rest of what all three experiments set.
/// Throws InvalidInput unless there are at least five increasing η that divide the duration.
WeakErrorSetting weak_error_setting(const ParameterValues& p);
/// The parameters read there.
std::vector<Parameter> weak_error_parameters();

/// f = λx²/2 with gradient noise.
std::shared_ptr<const Problem> scalar_problem(double lambda,
                                              std::shared_ptr<const AdditiveNoise> noise);

/// The laws at T over η: rows are η, columns test functions.
struct WeakErrorCurves {
  Eigen::ArrayXXd chain, sde, ode;  ///< E h
  Eigen::ArrayXd chain_variance, sde_variance, ode_variance;
  double bound;  ///< of the numerical error of each E h and variance, by other grids
};

/// What is in the place of the SDE and of the ODE.
struct Planted {
  Mistake mistake = Mistake::none;
  bool noise_in_ode = false;
};

WeakErrorCurves weak_error_curves(const WeakErrorSetting& s, const WeakErrorCase& of,
                                  Planted planted);

/// Limits as η → 0 by the weak expansion (solvers/weak_expansion.hpp), for each test function, and
/// what is still told from the nearest wrong model: a third of its distance in the quantity, from
/// its own law at the smallest η.
struct WeakErrorTheory {
  Eigen::ArrayXd coefficient;
  double spread;  ///< V = lim Var(X_T)/η
  Eigen::ArrayXd coefficient_tolerance;
  double spread_tolerance;
};

WeakErrorTheory weak_error_theory(const WeakErrorSetting& s, const WeakErrorCase& of);

/// How many of the smallest η orders and limits are read at: those with ηV <= w²/10, the variance
/// against the square of the indicator's width (1 where w is larger). Terms of next order may be
/// larger for other functions: for x⁴ they are, and are still within the tolerance there. Throws
/// InvalidInput where fewer than three are.
Eigen::Index expansion_window(const WeakErrorSetting& s,
                              const std::vector<WeakErrorTheory>& theory);

/// Everything measured, in the order of the cases.
struct WeakErrorResults {
  std::vector<WeakErrorCurves> curves;
  std::vector<WeakErrorTheory> theory;
  Eigen::Index window;  ///< expansion_window()
};

/// Evidence for weak_error_claims(), and tables.
void weak_error_evidence(Session& session, const WeakErrorSetting& s, const WeakErrorResults& r);
void weak_error_figure(Session& session, const WeakErrorSetting& s, const WeakErrorResults& r);

/// The claims of all three, about an SDE that `equation` of a paper states; `over_all_eta` is what
/// is expected of weak-order-all.
std::vector<Claim> weak_error_claims(const std::string& equation, Verdict over_all_eta);

/// A mistake as a control.
struct MistakeControl {
  Mistake mistake;
  std::string name, change;
};
/// Those of all three experiments; each of `own` comes first.
std::vector<MistakeControl> weak_error_mistakes(std::vector<MistakeControl> own);
std::vector<Control> weak_error_controls(const std::vector<MistakeControl>& mistakes,
                                         Verdict over_all_eta);

/// Measures, assesses, tabulates and draws.
void measure_weak_error(Session& session, WeakErrorSetting s,
                        const std::vector<MistakeControl>& mistakes);

}  // namespace sdescent::law
