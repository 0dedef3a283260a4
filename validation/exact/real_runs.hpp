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

/// R of every stream.
struct RealRuns {
  Eigen::ArrayXd times;  ///< after the start
  std::unique_ptr<MomentRecorder> risk;

  /// log E R.
  Estimate log_risk(Stream stream) const;
  Eigen::ArrayXd mean(Stream stream) const;
  Eigen::ArrayXd deviation(Stream stream) const;  ///< of R over runs
};

RealRuns run_real(Session& session, const RealSetting& s);

}  // namespace sdescent::exact
