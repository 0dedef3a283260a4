#pragma once
/// \file
/// How far stationary laws are from SignSGD's, to leading order in η (docs/theory/
/// stationary-distances.md).

namespace sdescent::law {

/// m(x) = E sign(∂f + Z) = cx − dx³ + …: what the expansion knows of f and of the noise.
struct SignMean {
  double c, d;

  /// d/(8c²)
  double curvature() const { return d / (8.0 * c * c); }
};

/// Gaussian noise of deviation σ, f = ½λx².
SignMean gaussian_sign_mean(double lambda, double sigma);
/// Student's t of scale σ.
SignMean student_sign_mean(double lambda, double sigma, double nu);

/// The CDF of a model less SignSGD's, over η: φ(u)(αu³ + βu), u = x√(2c/η).
struct StationaryShift {
  double alpha, beta;

  double at(double u) const;
  /// lim TV/η: half the total variation of at().
  double total_variation() const;
  /// lim Kolmogorov/η: the maximum of |at()|.
  double kolmogorov() const;
  /// lim W_1/(η √(η/(2c))): ∫ |at()|.
  double wasserstein() const;

  /// The same seen on cells of width rη in place of the sites.
  StationaryShift on_cells(const SignMean& m, double r) const;

 private:
  /// Values of at() at its extrema for u > 0, in increasing order of u; 0 where there is one only.
  struct Extrema {
    double first, second;
  };
  Extrema extrema() const;
};

StationaryShift sde_shift(const SignMean& m);               ///< SDE (3)
StationaryShift phase_three_shift(const SignMean& m);       ///< SDE (5)
StationaryShift lemma_shift(const SignMean& m);             ///< Gaussian of Lemma 3.7
StationaryShift sde_without_mean_shift(const SignMean& m);  ///< wrong: (3) with diffusion √η
/// Wrong: (5) with diffusion √η, the Gaussian of variance η/(2c).
StationaryShift lemma_without_second_shift(const SignMean& m);

}  // namespace sdescent::law
