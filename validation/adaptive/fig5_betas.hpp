#pragma once
/// \file
/// The parts of adaptive/fig5-betas.

#include "validation/adaptive/fig5_betas_runs.hpp"

namespace sdescent::adaptive {

struct BetasResults {
  BetasSetting setting;
  std::vector<BetasResult> starts;  ///< far, near
  Eigen::ArrayXXd noise_free;       ///< noise_free_basins()

  const BetasResult& far() const { return starts.front(); }
  const BetasResult& near() const { return starts.back(); }
};

void measure_fig5_betas(Session& session);
void show_fig5_betas(Session& session, const BetasResults& results);

}  // namespace sdescent::adaptive
