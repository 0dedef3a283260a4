#pragma once
/// \file
/// What the parts of adaptive/svag share: SGD, RMSprop and Adam with amplified gradients beside the
/// SDEs of the methods themselves.

#include "solvers/state_function.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/adaptive/controlled_runs.hpp"
#include "validation/adaptive/coupled_plane.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace sdescent::adaptive::svag {

using Eigen::ArrayXd;

enum class Method { sgd, rmsprop, adam };
inline constexpr Method methods[] = {Method::sgd, Method::rmsprop, Method::adam};
inline constexpr const char* method_names[] = {"SGD", "RMSprop", "Adam"};
inline std::string name_of(Method m) { return method_names[static_cast<std::size_t>(m)]; }

/// The SDEs beside them: (238) of SGD, (131) or (169), and Malladi's (228) or (233).
enum class Model { own, malladi };

struct Setting {
  CoupledPlane plane;
  double start, duration, eta, rho1, rho2, epsilon;
  ArrayXd levels;  ///< ℓ, increasing
  std::uint64_t refine;

  /// Gradient noise of the problem: Laplace for SGD, Gaussian for the others, of equal Σ.
  std::shared_ptr<const Problem> problem(Method m) const;
  AdaptiveMethod adaptive_method(Method m) const;
  /// From (x₀, m, v) at t₀ with the v of SVAG, ℓ²V; SGD from x₀ at 0.
  Horizon horizon(Method m, double v_factor = 1.0) const;
  std::shared_ptr<const SdeModel> sde(Method m, Model model) const;
};

/// Throws InvalidInput for lengths that do not fit, fewer than three levels, levels that are not
/// whole, and η that does not divide t₀ and T.
Setting setting_of(const ParameterValues& p);

/// The numbers of the claims: f, x₁² and Var x₁/η.
inline constexpr Index tested = 3;
inline constexpr const char* tested_names[tested] = {"E f", "E x1^2", "Var x1 over η"};
inline constexpr const char* tested_symbols[tested] = {"E f", "E x_{1}²", "Var x_{1}/η"};
/// f, x₁², x₁.
StateFunction functions(const Setting& s);
/// From the means of functions().
ArrayXd numbers(const ArrayXd& mean, double eta);

/// Numbers of the SDE of RMSprop or Adam to first order in η, without sampling.
ArrayXd expanded(const Setting& s, Method m, Model model);

/// A third of the distance between both SDEs, to first order in η; of SGD's, to its noise-free ODE.
ArrayXd tolerance_of(const Setting& s, Method m);

/// One method at one ℓ.
ControlledProcess amplified(const Session& session, const Setting& s, Method m, double level);

/// Numbers of one SDE: at Δt → 0 with the bound of what Δt left, and at Δt = η.
struct Solved {
  Estimate value;
  ArrayXd bias;
  Estimate at_eta;
};

/// What is measured of a method: SVAG at each ℓ, and the SDEs.
struct Results {
  Method method;
  std::vector<Estimate> levels;
  Solved own, malladi;  ///< SGD has only its own

  const Solved& model(Model m) const { return m == Model::own ? own : malladi; }
  /// SVAG − SDE of one number over 1/ℓ, increasing.
  Estimate difference(Model m, Index number) const;
};

std::vector<Estimate> run_levels(Session& session, const Setting& s, Method m);
Solved solve(Session& session, const Setting& s, Method m, Model model);

void assess(Session& session, const Setting& s, const std::vector<Results>& all);
void draw(Session& session, const Setting& s, const std::vector<Results>& all);

}  // namespace sdescent::adaptive::svag
