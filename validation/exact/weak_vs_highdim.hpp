#pragma once
/// \file
/// The parts of exact/weak-vs-highdim.

#include "models/streaming_regression.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace sdescent::exact {

/// Streaming regression with K = diag of log-spaced numbers, Gaussian label noise, and a start at
/// which every coordinate has the same share of the risk. Times are ηt.
struct WeakHighdimSetting {
  Eigen::ArrayXd spectrum;  ///< first and last
  double deviation, risk, horizon;
  std::uint64_t records, paths;
  std::uint64_t refine;  ///< a multiple of 4; SDEs are solved at 4, 2 and 1 times 1/(refine d)
  bool localised;        ///< the whole risk in the first coordinate

  std::shared_ptr<const StreamingRegression> problem(Index d) const;
  Eigen::VectorXd start(Index d) const;
  std::uint64_t steps(Index d, double eta) const;
  /// ηt of the records after the start.
  Eigen::ArrayXd times() const;
};
WeakHighdimSetting weak_highdim_setting(const Session& session);

enum class Rival { weak, highdim };

/// The SDE of a rival on the clock t = k/d, with what controls plant in it.
std::shared_ptr<const SdeModel> rival_sde(const Session& session,
                                          std::shared_ptr<const StreamingRegression> problem,
                                          Rival rival, double eta);

/// E R and Var R of signSGD and both SDEs at one (d, η).
class WeakHighdimResult {
 public:
  WeakHighdimResult();

  static Archive run(Session& session, const WeakHighdimSetting& s, Index d, double eta,
                     std::uint64_t seed);
  void load(const Archive& archive) { recorder_.load(archive); }

  /// At the records after the start, the risk less its control. SDEs are extrapolated to Δt = 0.
  Estimate optimizer() const;
  Estimate sde(Rival rival) const;
  Eigen::ArrayXd bias(Rival rival) const;  ///< of sde()

  /// log(Var R of signSGD/Var R of the SDE), at the finest Δt.
  Estimate log_spread_ratio(Rival rival) const;
  Eigen::ArrayXd log_spread_bias(Rival rival) const;

 private:
  enum Level : std::size_t { coarse, middle, fine };
  Estimate mean(std::size_t process) const;
  Estimate log_variance(std::size_t process) const;

  MomentRecorder recorder_;
};

/// Without sampling: R along the drift of an SDE at η → 0, at the setting's times.
Eigen::ArrayXd drift_risk(const WeakHighdimSetting& s, Index d, Rival rival);

/// signODE's R at the setting's times, its noise load and label noise times a factor.
Eigen::ArrayXd ode_risk(const WeakHighdimSetting& s, Index d, double eta, double load = 1.0,
                        double label = 1.0);

/// Var R to leading order in 1/d, with mmᵀ in the covariance of the signs or without.
Eigen::ArrayXd linear_variance(const WeakHighdimSetting& s, Index d, double eta,
                               bool outer_product);

struct WeakHighdimResults {
  Index dimension;                    ///< of small_eta
  Eigen::ArrayXd etas;                ///< of small_eta, increasing
  Eigen::ArrayXd inverse_dimensions;  ///< of large_d, increasing
  double eta;                         ///< of large_d and spread
  Index spread_dimension;
  std::vector<WeakHighdimResult> small_eta, large_d;
  WeakHighdimSetting spread_setting;
  WeakHighdimResult spread;
};

void weak_highdim_evidence(Session& session, const WeakHighdimSetting& s,
                           const WeakHighdimResults& results);
void show_weak_highdim(Session& session, const WeakHighdimSetting& s,
                       const WeakHighdimResults& results);

}  // namespace sdescent::exact
