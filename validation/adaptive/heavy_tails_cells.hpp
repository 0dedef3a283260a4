#pragma once
/// \file
/// What the cells of adaptive/heavy-tails run, and how their results are read.
///
/// Three kinds of run, each with the noise Z_i = σT_i, T_i ~ t_ν (ν = ∞: Gaussian):
/// long       SignSGD, alone or beside its SDE (46) at Δt = η and η/refine, from far off into
///            stationarity;
/// response   two copies of SignSGD from x_0 and −x_0 that see one noise. By symmetry half their
///            difference has the mean E x_k. It has little noise: both make the same step unless
///            Z falls between their gradients;
/// pair       SGD beside SignSGD.

#include "models/noise_law.hpp"
#include "models/objective.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/quantile_recorder.hpp"
#include "validation/refinement.hpp"
#include "validation/session.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace sdescent::adaptive {

struct TailSetting {
  Eigen::ArrayXd lambda;      ///< of the quadratic
  double sigma = 0, eta = 0;  ///< scale of the noise, learning rate
  Eigen::ArrayXd far, near;
  std::uint64_t steps = 0, response_steps = 0, refine = 0, most_refine = 0;
  double burn_in = 0, saddle_burn_in = 0;  ///< times after which long runs count as stationary
  double pair_horizon = 0;                 ///< T of the pairs
  std::uint64_t paths = 0, sde_paths = 0, response_paths = 0, pair_paths = 0;
};
TailSetting tail_setting(const ParameterValues& p);

/// Z of dimension 2 and scale σ.
std::shared_ptr<const AdditiveNoise> tail_noise(double nu, double sigma);

/// c_ν/σ of each coordinate: the slope of E sign(∂_i f + Z_i) in ∂_i f at 0.
double tail_slope(double nu, double sigma);

/// The Gaussian noise planted for Student's: of the same scale, or of the same covariance where
/// there is one (ν > 2), which is what Corollary 3.3's Σ is.
enum class Planted { same_scale, same_covariance };
double planted_deviation(Planted planted, double nu, double sigma);

/// A third of the relative distance between the stationary variances under noise ν and under the
/// planted one, which are as 1/c.
double third_of_planted(Planted planted, double nu);

/// Paths of the cell of noise ν if that of the smallest tolerance third_of_planted() has `paths`:
/// all cells are to have one ratio of tolerance to standard error.
std::uint64_t tail_paths(Planted planted, double nu, std::uint64_t paths,
                         const Eigen::ArrayXd& all);

/// What is minimised, from where, its curvatures at the minimum that is reached, and the time after
/// which the start is forgotten.
struct Landscape {
  std::shared_ptr<const Objective> objective;
  Eigen::ArrayXd start, curvature;
  double burn_in;
};
Landscape tail_quadratic(const TailSetting& s);
/// The embedded saddle of F.3, with σ and η of this experiment.
Landscape tail_saddle(const TailSetting& s, const ParameterValues& p);

// Processes of a long run, and of a pair.
enum : std::size_t { sign_optimizer, coarse_sde, fine_sde };
enum : std::size_t { pair_sgd, pair_sign };

enum class Company { alone, with_sde };

/// Moments of all states at all times.
class LongResult {
 public:
  LongResult(const Session& session, const TailSetting& s, const Landscape& on, double nu,
             Company company);

  static LongResult run(Session& session, const TailSetting& s, const Landscape& on, double nu,
                        Company company, std::uint64_t paths, std::uint64_t seed);
  /// Beside its SDE, on finer grids until the bias bounds in what `tested` makes of the result are
  /// small.
  static LongResult refined(Session& session, const TailSetting& s, const Landscape& on, double nu,
                            std::uint64_t paths, std::uint64_t seed,
                            const std::function<std::vector<Evidence>(const LongResult&)>& tested);
  /// Adds to what a cell returns.
  void save(Archive& archive) const;
  void load(const Archive& archive);

  /// How far the SDE was refined.
  const Refinement& refinement() const { return refinement_; }

  const MomentRecorder& moments() const { return x_; }
  Eigen::ArrayXd times() const;  ///< after the start
  /// Means at these times, one coordinate after the other.
  Estimate mean(std::size_t process) const;
  /// Variances of both coordinates, averaged over the times after the burn-in.
  Estimate stationary_variance(std::size_t process) const;
  /// Of the first half of these times minus that of the second: 0 if the start is forgotten.
  Estimate drift_of_variance(std::size_t process) const;

 private:
  double burn_in_;
  Refinement refinement_;
  MomentRecorder x_;
};

/// E x_k of SignSGD on the quadratic.
class ResponseResult {
 public:
  ResponseResult();

  static void run(Session& session, const TailSetting& s, double nu, std::uint64_t paths,
                  std::uint64_t seed, Archive& archive);
  void load(const Archive& archive) { half_difference_.load(archive); }

  Eigen::ArrayXd times() const;  ///< after the start
  Estimate mean() const;         ///< at these times, one coordinate after the other

 private:
  MomentRecorder half_difference_;
};

/// Half the distance of the p- and the (1 − p)-quantile of x_i, by coordinate, and the bound of
/// what the sketch adds to it.
struct Spread {
  Estimate value;
  Eigen::ArrayXd bias;
};

/// Losses of SGD and SignSGD, and the iterates of SGD.
class PairResult {
 public:
  PairResult(const Session& session, const TailSetting& s, double nu, double eta);

  static void run(Session& session, const TailSetting& s, double nu, double eta, std::uint64_t seed,
                  Archive& archive);
  void load(const Archive& archive);

  static std::uint64_t steps(const TailSetting& s, double eta);
  Eigen::ArrayXd times() const;
  /// The p-quantile of f over time.
  Estimate loss(std::size_t process, double p) const;
  /// Of SGD at the end: quartiles (p = 0.75) and deciles (p = 0.9).
  const Spread& quartiles() const { return quartiles_; }
  const Spread& deciles() const { return deciles_; }
  /// Var x_i of both processes at the end.
  Estimate variance(std::size_t process) const;

 private:
  Spread spread(double p) const;

  double scale_;  // of x where the narrowest of the laws has its quantiles
  QuantileRecorder iterate_, loss_;
  MomentRecorder x_;
  Spread quartiles_, deciles_;
};

}  // namespace sdescent::adaptive
