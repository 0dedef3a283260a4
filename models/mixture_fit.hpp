#pragma once
/// \file
/// Mixtures of normals fitted to a sample by expectation and maximisation.

#include "models/gaussian_mixture_noise.hpp"

namespace sdescent {

/// A mixture and how well it fits.
struct MixtureFit {
  GaussianMixture mixture;  ///< components by increasing mean
  double log_likelihood;    ///< Σ log p(z_i)
  double bic;  ///< (3J − 1) log n − 2 log-likelihood of J components: less is better
  int iterations;
};

/// Fits `components` normals. EM starts from the blocks of the sorted sample (J blocks of equal
/// size, their means and deviations), so that the result is a function of the sample alone; it
/// finds a local maximum of the likelihood and ends when an iteration changes the mean
/// log-likelihood by less than 1e-10. Deviations are kept above 1e-3 of the sample's: the
/// likelihood has no maximum where a component shrinks to a point.
///
/// Throws InvalidInput for no components, fewer than two rows for each, a sample that is not finite
/// or constant; NumericalFailure after 20 000 iterations.
MixtureFit fit_mixture(const Eigen::VectorXd& sample, int components);

/// The fit of 1 … `most` components with the smallest BIC. Throws as fit_mixture().
MixtureFit choose_mixture(const Eigen::VectorXd& sample, int most);

/// P(z <= x) under a mixture; deviations > 0.
double mixture_cdf(const GaussianMixture& mixture, double x);

/// The density.
double mixture_density(const GaussianMixture& mixture, double x);

}  // namespace sdescent
