#pragma once
/// \file
/// exact/fig2-phi: φ and φ^(B) as one step of signSGD shows them.

#include "solvers/estimate.hpp"
#include "validation/exact/noise_family.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent::exact {

/// One law at several risks with one batch size: what is measured and predicted.
struct PhiCase {
  NoiseFamily family;
  Index batch;
};

struct PhiSetting {
  Index dimension;
  Eigen::ArrayXd risks;
  std::uint64_t paths;
  std::vector<PhiCase> single, batches;
};

PhiSetting phi_setting(const ParameterValues& p);

/// c_B φ^(B)(R) at all risks: the mean over runs of ⟨v, θ_0 − θ_1⟩ d/(η √(2R)) for one step of
/// signSGD, K = I and v_i = √(2R/d), which is that to O(1/d). Points in the order of the cases, a
/// risk after the other.
Estimate measured_drift(Session& session, const PhiSetting& s, const std::vector<PhiCase>& cases,
                        std::string_view part);

/// The mean of that at dimension d without approximation, for a law whose φ is known: x_i and ⟨x,
/// v⟩ have correlation ρ = 1/√d, and d/dρ E sign(x_i) sign(⟨x, v⟩ − ε) is φ(R(1 − ρ²))/√(1 − ρ²):
/// (1/ρ) ∫_0^ρ φ(R(1 − r²))/√(1 − r²) dr (derived here; B = 1).
double drift_at_correlation(const LabelNoise& law, double risk, double rho);

void show_phi(Session& session, const PhiSetting& s, const Estimate& single,
              const Estimate& batches);

}  // namespace sdescent::exact
