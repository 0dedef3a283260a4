#pragma once
/// \file
/// What every SdeModel and every Process promises, as checks for use over the whole catalogue and
/// by whoever adds to it. Each promise broken gives one line of text.

#include "solvers/noise.hpp"
#include "solvers/process.hpp"
#include "solvers/sde_model.hpp"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace sdescent {

using Violations = std::vector<std::string>;

/// Looks at the model on states drawn from the box lo <= s <= hi, its corners lo and hi included,
/// at several times:
///   - the dimensions fit together,
///   - coefficients and noise are finite and write every entry they are given, and no other,
///   - diffuse() is linear in dW and agrees with the declared kind of noise: zero; independent of
///     the state; the diagonal times dW on the declared columns and zero elsewhere,
///   - a path's values do not depend, to the bit, on the tile it is computed in, nor on what
///   earlier
///     steps left in the scratch,
///   - nothing is allocated once the scratch has grown.
Violations sde_model_violations(const SdeModel& model, const Eigen::VectorXd& lo,
                                const Eigen::VectorXd& hi);

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

/// Catch2 checks that there are no violations.
void check_sde_model(const SdeModel& model, const Eigen::VectorXd& lo, const Eigen::VectorXd& hi);
void check_process(const Process& process, const ProcessSetting& setting = {});

}  // namespace sdescent
