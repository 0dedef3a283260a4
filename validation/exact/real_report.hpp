#pragma once
/// \file
/// Tables and figure of a data set.

#include "validation/exact/real_curves.hpp"
#include "validation/exact/real_runs.hpp"

namespace sdescent::exact {

/// R by theory, averaged over the windows of the runs.
struct RealCurves {
  Eigen::ArrayXd predicted, empirical, gaussian, sgd;
};

void report_real(Session& session, const RealSetting& s, const RealRuns& runs,
                 const RealCurves& curves);

}  // namespace sdescent::exact
