#pragma once
/// \file
/// What law/stationary computes: distances between stationary laws at one η and σ.

#include "solvers/atomic_law.hpp"
#include "validation/law/stationary_expansion.hpp"

#include <array>
#include <memory>
#include <string_view>
#include <vector>

namespace sdescent::law {

/// Errors planted by the controls.
struct StationaryPlants {
  bool drift_without_root_two = false;
  bool noise_blind = false;
  bool linear_mean = false;
  bool without_mean = false;
  bool lemma_without_second = false;
  bool parity_ignored = false;
  bool as_it_is = false;
};

/// f = ½λx² with noise of scale σ; ν = ∞ is Gaussian.
struct StationarySetting {
  double lambda, sigma, eta, nu;
  StationaryPlants plants;

  double epsilon() const { return eta * lambda / sigma; }
  SignMean sign_mean() const;
  double scale() const;  ///< √(η/(2c))
};

/// The models compared with SignSGD, in this order.
enum StationaryModel : std::size_t { sde, phase_three, lemma };
inline constexpr std::array<std::string_view, 3> stationary_model_names{
    "SDE (3)", "Phase-3 SDE (5)", "Lemma 3.7"};

/// SignSGD's law on all sites and on those of even steps, and one model's.
AtomicLaw chain_law(const StationarySetting& s);
AtomicLaw even_chain_law(const StationarySetting& s);
std::unique_ptr<const Law> model_law(const StationarySetting& s, StationaryModel model);

/// Distances of the models from SignSGD; W_1 over scale().
struct StationaryDistances {
  StationarySetting setting;
  /// With the models on SignSGD's sites.
  std::array<double, 3> total_variation{}, kolmogorov{}, wasserstein{};
  /// The SDE on cells: of all sites, and of one parity.
  std::array<double, 2> cell_total_variation{}, cell_wasserstein{};
  /// The SDE's density against the lattice as it is: all sites, and one parity.
  std::array<double, 2> raw_wasserstein{};
};
StationaryDistances distances_at(const StationarySetting& s);

/// Bound on the numerical error of any of these distances: laws are accurate to 10⁻¹² and lack
/// tails of 10⁻¹⁷.
inline constexpr double distance_error = 3e-12;

}  // namespace sdescent::law
