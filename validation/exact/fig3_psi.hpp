#pragma once
/// \file
/// exact/fig3-psi, in parts: what follows from the laws, and the run with a floor.

#include "validation/exact/known_curve.hpp"
#include "validation/exact/noise_family.hpp"
#include "validation/session.hpp"

#include <vector>

namespace sdescent::exact {

/// Student's laws of the `nu` parameter (increasing), then the others, all of variance 1.
struct PsiLaws {
  std::vector<NoiseFamily> student, other;
};
PsiLaws psi_laws(const ParameterValues& p);

/// Claims on ψ and φ themselves, without sampling.
void psi_evidence(Session& session, const PsiLaws& laws);

/// signSGD under Rademacher's law, SGD at the matched rate beside it.
struct FloorRun {
  Eigen::ArrayXd times;
  Estimate sign, sgd;  ///< E R
  KnownCurve sign_ode, gaussian_ode, sgd_ode;
  double floor;     ///< stationary risk of signODE under Rademacher's law
  double gaussian;  ///< and under the Gaussian of its variance
};
FloorRun floor_run(Session& session);
void floor_evidence(Session& session, const FloorRun& run);

/// The R with η φ(R) √(2R) = η²/2, where signODE rests for K = I.
double resting_risk(const LabelNoise& law, double eta);

void show_psi(Session& session, const PsiLaws& laws, const FloorRun& run);

}  // namespace sdescent::exact
