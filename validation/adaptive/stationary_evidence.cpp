// What the cells of adaptive/stationary say of each claim.
#include "models/adaptive_asymptotics.hpp"
#include "models/adaptive_linearisation.hpp"
#include "solvers/lyapunov.hpp"
#include "validation/adaptive/evidence_parts.hpp"
#include "validation/adaptive/stationary.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/limit.hpp"

#include <Eigen/LU>
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Kind = StationaryMethod::Kind;

const double slope_of_sign = std::sqrt(2.0 * std::numbers::inv_pi);

CovarianceEntries entries_of(const MatrixXd& c) { return {c(0, 0), c(0, 1), c(1, 1)}; }

/// A limit with the errors that controls plant in it.
CovarianceEntries planted_limit(const Session& session, StationaryCase at,
                                StationaryMethod method) {
  if (session.control("diagonal-hessian")) {
    const Eigen::VectorXd diagonal = at.hessian.diagonal();
    at.hessian = diagonal.asDiagonal();
  }
  if (session.control("without-root-sigma")) at.sigma.setOnes();
  if (session.control("decay-dropped")) method.decay = 0.0;
  CovarianceEntries limit = printed_limit(at, method);
  if (session.control("without-half")) limit *= 2.0;
  if (session.control("slope-one") && method.kind == Kind::sign_sgd) limit *= slope_of_sign;
  return limit;
}

/// A limit, and how far off a measured one may be.
struct Tested {
  CovarianceEntries limit;
  double tolerance;
};

/// Limits of Cov/η of a method in the cases that are asked for, relative to scale_of(). `of` gives
/// what is tested of a case.
class LimitClaim {
 public:
  explicit LimitClaim(const StationaryResults& results) : results_(results) {}

  void add(std::size_t number_of_case, std::size_t method, const Tested& tested) {
    const StationaryGrid& grid = results_.grid;
    const StationaryCase& at = grid.cases[number_of_case];
    const CovarianceEntries scale = scale_of(printed_limit(at, grid.methods[method]));
    for (Index entry = 0; entry < 3; ++entry) {
      std::vector<Estimate> deviations;
      for (Index i = 0; i < grid.etas.size(); ++i) {
        const Estimate measured =
            points(results_.at(number_of_case, i).covariance(method), entry, 1);
        deviations.push_back(relative_to(measured - ArrayXd::Constant(1, tested.limit(entry)),
                                         ArrayXd::Constant(1, scale(entry))));
      }
      curves_.push_back({fmt::format("{}, {}, {}", grid.methods[method].label(), at.label(),
                                     entry == 0   ? "(1, 1)"
                                     : entry == 1 ? "(1, 2)"
                                                  : "(2, 2)"),
                         grid.etas, joined(deviations), ArrayXd::Zero(grid.etas.size())});
      predicted_.push_back(tested.limit(entry) / scale(entry));
      tolerance_.push_back(tested.tolerance);
    }
  }

  Evidence evidence() const {
    const auto n = static_cast<Index>(curves_.size());
    return limit_evidence(curves_, Eigen::Map<const ArrayXd>(predicted_.data(), n),
                          Eigen::Map<const ArrayXd>(tolerance_.data(), n));
  }

 private:
  const StationaryResults& results_;
  std::vector<Deviations> curves_;
  std::vector<double> predicted_, tolerance_;
};

using TestedOf = std::function<Tested(const StationaryCase&, const StationaryMethod&)>;

/// Evidence over all methods of a kind, with decay or without, in the cases whose Σ^{1/2} and H
/// commute, or in the others.
Evidence limits(const StationaryResults& results, Kind kind, bool decayed, bool commuting,
                const TestedOf& of) {
  LimitClaim claim(results);
  const StationaryGrid& grid = results.grid;
  for (std::size_t c = 0; c < grid.cases.size(); ++c) {
    if (grid.cases[c].commutes() != commuting) continue;
    for (std::size_t m = 0; m < grid.methods.size(); ++m)
      if (grid.methods[m].kind == kind && (grid.methods[m].decay > 0) == decayed)
        claim.add(c, m, of(grid.cases[c], grid.methods[m]));
  }
  return claim.evidence();
}

double largest_distance(const CovarianceEntries& right, const CovarianceEntries& wrong) {
  return ((right - wrong) / scale_of(right)).abs().maxCoeff();
}

/// ρ₁/(ρ₁ + ϑ), which momentum at a fixed ρ₁ leaves.
double momentum_factor(const StationaryGrid& grid, double decay) {
  return grid.rho1 / (grid.rho1 + decay);
}

void commuting_claims(Session& session, const StationaryResults& results,
                      const StationaryResults& sign) {
  const StationaryGrid& grid = results.grid;
  const auto formula = [&](double tolerance) -> TestedOf {
    return [&session, tolerance](const StationaryCase& at, const StationaryMethod& method) {
      return Tested{planted_limit(session, at, method), tolerance};
    };
  };
  // SignSGD's formula is RMSprop's over √(2/π).
  const double to_other_slope = (1.0 - slope_of_sign) / 3.0;
  session.evidence("sgd", limits(results, Kind::sgd, false, true, formula(to_other_slope)));
  session.evidence("sign-sgd", limits(sign, Kind::sign_sgd, false, true, formula(to_other_slope)));
  session.evidence("rmsprop", limits(results, Kind::rmsprop, false, true, formula(to_other_slope)));
  session.evidence("adam", limits(results, Kind::adam, false, true, formula(to_other_slope)));

  const auto to_no_decay = [&](const StationaryCase& at, const StationaryMethod& method) {
    return Tested{
        planted_limit(session, at, method),
        largest_distance(printed_limit(at, method), printed_limit(at, {method.kind, 0.0})) / 3.0};
  };
  session.evidence("rmspropw", limits(results, Kind::rmsprop, true, true, to_no_decay));
  session.evidence("adamw-fixed-beta1",
                   limits(results, Kind::adam_fixed_beta, true, true, to_no_decay));

  const auto with_factor = [&](bool counted) -> TestedOf {
    return [&session, &grid, counted](const StationaryCase& at, const StationaryMethod& method) {
      const double factor = momentum_factor(grid, method.decay);
      return Tested{planted_limit(session, at, method) * (counted ? factor : 1.0),
                    (1.0 - factor) / 3.0};
    };
  };
  session.evidence("adamw", limits(results, Kind::adam, true, true,
                                   with_factor(session.control("momentum-counted"))));
  session.evidence("adamw-momentum", limits(results, Kind::adam, true, true,
                                            with_factor(!session.control("momentum-forgotten"))));
}

/// Dense H with unequal σ.
void other_claims(Session& session, const StationaryResults& results) {
  const StationaryGrid& grid = results.grid;
  const auto tested = [&](bool printed) -> TestedOf {
    return [&grid, printed](const StationaryCase& at, const StationaryMethod& method) {
      const CovarianceEntries right = lyapunov_limit(grid, at, method),
                              wrong = printed_limit(at, method);
      return Tested{printed ? wrong : right, largest_distance(right, wrong) / 3.0};
    };
  };
  const bool swapped = session.control("printed-and-lyapunov-swapped");
  struct Line {
    const char* id;
    Kind kind;
    bool decayed;
  };
  for (const Line& line : {Line{"sgd", Kind::sgd, false}, Line{"rmsprop", Kind::rmsprop, false},
                           Line{"rmspropw", Kind::rmsprop, true}}) {
    session.evidence(fmt::format("{}-printed", line.id),
                     limits(results, line.kind, line.decayed, false, tested(!swapped)));
    session.evidence(fmt::format("{}-lyapunov", line.id),
                     limits(results, line.kind, line.decayed, false, tested(swapped)));
  }
}

/// In standard deviations, at all η.
void add_means(EvidenceParts& parts, const StationaryResults& results) {
  const StationaryGrid& grid = results.grid;
  for (std::size_t c = 0; c < grid.cases.size(); ++c)
    for (std::size_t m = 0; m < grid.methods.size(); ++m) {
      const CovarianceEntries limit = lyapunov_limit(grid, grid.cases[c], grid.methods[m]);
      for (Index i = 0; i < grid.etas.size(); ++i) {
        const ArrayXd deviation = (grid.etas(i) * Eigen::Array2d(limit(0), limit(2))).sqrt();
        parts.add(relative_to(results.at(c, i).mean(m), deviation), ArrayXd::Zero(2), 0.1);
      }
    }
}

StationaryResults results_of(Session& session, const char* label, const StationaryGrid& grid) {
  StationaryResults results{grid, {}};
  const auto cases = static_cast<Index>(grid.cases.size());
  const ArrayXd numbers = ArrayXd::LinSpaced(cases, 0, static_cast<double>(cases - 1));
  const auto archives = session.cells(
      ParameterGrid(label, {{"case", numbers}, {"eta", grid.etas}}), [&](const Cell& cell) {
        return StationaryResult::run(session, grid, grid.cases[cell.point.count("case")],
                                     cell.point.real("eta"), cell.seed);
      });
  const auto etas = static_cast<std::size_t>(grid.etas.size());
  for (std::size_t i = 0; i < archives.size(); ++i) {
    results.cells.emplace_back(grid, grid.cases[i / etas], grid.etas(static_cast<Index>(i % etas)));
    results.cells.back().load(archives[i]);
  }
  return results;
}

}  // namespace

CovarianceEntries scale_of(const CovarianceEntries& c) {
  return {c(0), std::sqrt(c(0) * c(2)), c(2)};
}

CovarianceEntries printed_limit(const StationaryCase& at, const StationaryMethod& method) {
  const MatrixXd root = at.sigma.matrix().asDiagonal(), inverse = at.hessian.inverse();
  if (method.kind == Kind::sgd) return entries_of(0.5 * inverse * root * root);
  if (method.kind == Kind::sign_sgd) return entries_of(0.5 / slope_of_sign * inverse * root);
  return entries_of(adaptive_stationary_covariance(at.hessian, at.sigma, 1.0, method.decay));
}

CovarianceEntries lyapunov_limit(const StationaryGrid& grid, const StationaryCase& at,
                                 const StationaryMethod& method) {
  const MatrixXd one = MatrixXd::Identity(2, 2);
  const MatrixXd root = at.sigma.matrix().asDiagonal();
  if (method.kind == Kind::sgd) return entries_of(lyapunov(at.hessian, root * root));
  const MatrixXd pull = root.inverse() * at.hessian;
  if (method.kind == Kind::sign_sgd) return entries_of(lyapunov(slope_of_sign * pull, one));
  if (method.kind != Kind::adam) return entries_of(lyapunov(pull + method.decay * one, one));
  // (219) as η → 0 at ρ₁: what ηρ₁(∇f − M) adds goes with η.
  constexpr double small = 1e-7;
  const AdaptiveLinearisation linear{at.hessian, at.sigma, small, method.decay,
                                     1.0 - small * grid.rho1};
  return entries_of(sde_stationary_covariance(linear, SecondMomentModel::noise_only) / small);
}

void measure_stationary(Session& session) {
  const ParameterValues& p = session.parameters();
  const StationaryResults results = results_of(session, "covariance", stationary_grid(p)),
                          sign = results_of(session, "sign", sign_grid(p));
  commuting_claims(session, results, sign);
  other_claims(session, results);
  EvidenceParts means;
  add_means(means, results);
  add_means(means, sign);
  session.evidence("mean", means.evidence());
  show_stationary(session, results, sign);
}

}  // namespace sdescent::adaptive
