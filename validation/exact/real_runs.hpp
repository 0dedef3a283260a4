#pragma once
/// \file
/// The runs on a data set and what they measure.

#include "validation/exact/real_data.hpp"

namespace sdescent::exact {

/// Streams of signSGD, each with one thing more that theory assumes, then SGD's.
enum class Stream : Index {
  once,        ///< one pass through the data, shuffled
  again,       ///< rows drawn anew in each step
  relabelled,  ///< and labels of independent noise, of the law of the residuals
  gaussian,    ///< and Gaussian features of the same K
  sgd,         ///< SGD, one pass
};
inline constexpr Index streams = 5;

/// Time is cut into so many windows of equal length, over which R is averaged: single times of some
/// dozen runs have skewed laws.
inline constexpr Index windows = 20;

/// R of every stream.
struct RealRuns {
  Eigen::ArrayXd record_times;  ///< after the start
  std::unique_ptr<MomentRecorder> risk;

  /// Means over the windows of a curve at the record times.
  Eigen::ArrayXd averaged(const Eigen::ArrayXd& curve) const;
  /// The middles of the windows.
  Eigen::ArrayXd times() const { return averaged(record_times); }

  /// The logarithm of E R, averaged over windows.
  Estimate log_risk(Stream stream) const;
  Eigen::ArrayXd mean(Stream stream) const;
  Eigen::ArrayXd deviation(Stream stream) const;  ///< of R over runs, at one time
};

RealRuns run_real(Session& session, const RealSetting& s);

}  // namespace sdescent::exact
