#pragma once
/// \file
/// The parts of adaptive/stationary.

#include "validation/adaptive/stationary_cells.hpp"

#include <vector>

namespace sdescent::adaptive {

struct StationaryResults {
  StationaryGrid grid;
  std::vector<StationaryResult> cells;  ///< η of the first case, then of the next

  const StationaryResult& at(std::size_t number_of_case, Eigen::Index eta) const {
    return cells[number_of_case * static_cast<std::size_t>(grid.etas.size()) +
                 static_cast<std::size_t>(eta)];
  }
};

/// (1, 1), (1, 2), (2, 2).
using CovarianceEntries = Eigen::Array3d;

/// lim Cov/η as printed: Lemma 3.8 (SGD), 3.7 (SignSGD), C.40, C.45, C.52, 3.14. Where Σ^{1/2} and
/// H do not commute these are not symmetric; the upper entry is taken.
CovarianceEntries printed_limit(const StationaryCase& at, const StationaryMethod& method);

/// lim Cov/η that solves AC + CAᵀ = Q of the SDE at V = diag Σ, M = ∇f; with momentum at a fixed
/// ρ₁ of (219) itself.
CovarianceEntries lyapunov_limit(const StationaryGrid& grid, const StationaryCase& at,
                                 const StationaryMethod& method);

/// √(C_ii C_jj) of the entries: what deviations are relative to.
CovarianceEntries scale_of(const CovarianceEntries& entries);

void measure_stationary(Session& session);
void show_stationary(Session& session, const StationaryResults& results,
                     const StationaryResults& sign);

}  // namespace sdescent::adaptive
