#pragma once
/// \file
/// An experiment of one part, refined as a whole.

#include "validation/session.hpp"

namespace sdescent {

/// Calls `measure(session, setting)` with `setting.refine` as Session::refined() has it, from the
/// parameter `refine` to `most-refine`, and adds the table `refinement`, one part "sde".
template <class Setting, class Measure>
void measure_refined(Session& session, Setting setting, Measure measure) {
  const Refinement end =
      session.refined(refinement_range(session.parameters()), [&](std::uint64_t refine) {
        setting.refine = refine;
        measure(session, setting);
      });
  session.table(refinement_table({{"sde", end}}));
}

}  // namespace sdescent
