#pragma once
/// \file
/// The figure of a synthetic run: risks, and what sets means apart from the ODEs.

#include "validation/exact/known_curve.hpp"
#include "validation/exact/synthetic.hpp"

#include <string>
#include <vector>

namespace sdescent::exact {

/// An optimizer, its SDE and its ODE.
struct SyntheticTriple {
  std::string optimizer, sde, ode;
  std::size_t optimizer_member, sde_member;
  KnownCurve curve;
};

Figure synthetic_figure(const SyntheticSetting& setting, const SyntheticRun& run,
                        const std::vector<SyntheticTriple>& triples);

}  // namespace sdescent::exact
