#pragma once
/// \file
/// What every SdeModel and every Process promises, as checks for use over the whole catalogue and
/// by whoever adds to it. Each promise broken gives one line of text.

#include "solvers/noise.hpp"
#include "solvers/process.hpp"
#include "solvers/sde_model.hpp"
#include "solvers/stepper.hpp"

#include <Eigen/Core>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sdescent {

using Violations = std::vector<std::string>;

/// Looks at the model on states drawn from the box lo <= s <= hi, its corners lo and hi included,
/// at several times, 0 or, where the model is singular at 0, a little later among them:
///   - the dimensions fit together,
///   - a model that is singular at 0 refuses times <= 0,
///   - coefficients and noise are finite and write every entry they are given, and no other,
///   - diffuse() is linear in dW and agrees with the declared kind of noise: zero; independent of
///     the state; the diagonal times dW on the declared columns and zero elsewhere,
///   - separable noise, if it is declared: an entry of the diagonal does not change with a column
///     that another source drives,
///   - a derivative, if there is one, leaves the coefficients as they are and is, to 1e-6, the
///     difference quotient of the diagonal along the column that it drives,
///   - a path's values do not depend, to the bit, on the tile it is computed in, nor on what
///     earlier steps left in the scratch,
///   - nothing is allocated once the scratch has grown.
Violations sde_model_violations(const SdeModel& model, const Eigen::VectorXd& lo,
                                const Eigen::VectorXd& hi);

/// s after one step of size dt of a scheme for ds/dt = a(t, s).
using OdeStep = std::function<Block(const SdeModel& model, double t, double dt, const Block& s)>;

/// s + a(t, s) dt: the scheme of a stepper whose order without noise is 1.
Block explicit_euler(const SdeModel& model, double t, double dt, const Block& s);

/// Kutta's scheme of order 3, with nodes 0, ½, 1 and weights 1/6, 2/3, 1/6.
Block kutta(const SdeModel& model, double t, double dt, const Block& s);

/// Takes a step of the model from states of the box, as sde_model_violations() does:
///   - name and orders make sense, and the declared order without noise is `ode_order`,
///   - an SdeProcess can be made of the two if and only if the stepper accepts the model; the rest
///     is asked of accepted models only,
///   - a step leaves every entry finite and touches no other,
///   - a path's step does not depend, to the bit, on the tile it is in, nor on what was left in the
///     scratch, and nothing is allocated once that has grown,
///   - of the same model without its noise it takes the step of `ode_step`, whatever dW is and
///     whatever its two-point variables.
Violations stepper_violations(const Stepper& stepper, std::shared_ptr<const SdeModel> model,
                              const Eigen::VectorXd& lo, const Eigen::VectorXd& hi,
                              double ode_order = 1.0, const OdeStep& ode_step = explicit_euler);

/// Under what circumstances a process is looked at.
struct ProcessSetting {
  std::vector<const Process*> before = {};  ///< processes it may start from, as run() has them
  std::uint64_t steps = 5;                  ///< taken after the start
  double continuous_dt = 0.0625;            ///< length of a step where the process accepts any
};

/// Starts the process and advances it:
///   - name, layout and clock are valid,
///   - start() and advance() leave every entry finite and touch no other,
///   - the same key and state give the same bits, whatever tile a path is in and whatever earlier
///     steps left in the scratch,
///   - nothing is allocated in a step once the scratch has grown.
Violations process_violations(const Process& process, const ProcessSetting& setting = {});

/// Catch2 checks that there are no violations; the scheme without noise is the one above that has
/// the stepper's order, Euler's or Kutta's.
void check_sde_model(const SdeModel& model, const Eigen::VectorXd& lo, const Eigen::VectorXd& hi);
void check_stepper(const Stepper& stepper, std::shared_ptr<const SdeModel> model,
                   const Eigen::VectorXd& lo, const Eigen::VectorXd& hi);
void check_process(const Process& process, const ProcessSetting& setting = {});

}  // namespace sdescent
