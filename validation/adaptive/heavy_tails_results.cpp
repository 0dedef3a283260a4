#include "validation/adaptive/heavy_tails_results.hpp"

#include "io/require.hpp"

#include <limits>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double gaussian_nu = std::numeric_limits<double>::infinity();

ParameterGrid grid_of(const char* label, const char* axis, const ArrayXd& values) {
  return {label, {{axis, values}}};
}

void run_lockstep(Session& session, TailResults& r) {
  const TailSetting& s = r.setting;
  const Landscape quadratic = tail_quadratic(s);
  const auto stored = session.cells(grid_of("lockstep", "nu", r.nu), [&](const Cell& cell) {
    const double nu = cell.point.real("nu");
    Archive archive;
    LockstepResult::run(session, s, quadratic, nu, tail_paths(nu, s.paths, r.nu), cell.seed,
                        archive);
    ResponseResult::run(session, s, nu, tail_paths(nu, s.response_paths, r.nu), cell.seed, archive);
    return archive;
  });
  for (Index i = 0; i < r.nu.size(); ++i) {
    const Archive& archive = stored[static_cast<std::size_t>(i)];
    r.lockstep.emplace_back(session, s, quadratic, r.nu(i)).load(archive);
    r.response.emplace_back().load(archive);
  }
}

/// One cell of a lockstep run elsewhere, with as many paths as noise `like` has.
LockstepResult other_lockstep(Session& session, const TailResults& r, const char* label,
                              const Landscape& on, double nu, double like) {
  const auto stored = session.cells(
      grid_of(label, "eta", ArrayXd::Constant(1, r.setting.eta)), [&](const Cell& cell) {
        Archive archive;
        LockstepResult::run(session, r.setting, on, nu, tail_paths(like, r.setting.paths, r.nu),
                            cell.seed, archive);
        return archive;
      });
  LockstepResult result(session, r.setting, on, nu);
  result.load(stored.front());
  return result;
}

void run_pairs(Session& session, TailResults& r) {
  const ParameterGrid grid("pair", {{"nu", r.nu}, {"eta", r.pair_eta}});
  const auto stored = session.cells(grid, [&](const Cell& cell) {
    Archive archive;
    PairResult::run(session, r.setting, cell.point.real("nu"), cell.point.real("eta"), cell.seed,
                    archive);
    return archive;
  });
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const ParameterPoint& point = grid.points()[i];
    r.pair.emplace_back(session, r.setting, point.real("nu"), point.real("eta")).load(stored[i]);
  }
}

}  // namespace

TailResults tail_results(Session& session) {
  const ParameterValues& p = session.parameters();
  TailResults r;
  r.setting = tail_setting(p);
  r.saddle = tail_saddle(p);
  r.nu = p.reals("nu");
  r.pair_eta = r.setting.eta * p.reals("eta_factors");
  r.saddle_nu = p.real("saddle_nu");
  require_at_least("number of eta_factors", r.pair_eta.size(), 3);
  const bool complete =
      (r.nu == 1).any() && (r.nu == 2).any() && (r.nu > 2).any() && (r.nu > 4).any();
  require(complete, "nu", "1, 2 and numbers > 4 among others, which have claims of their own",
          to_string(ParameterValue(r.nu)));
  run_lockstep(session, r);
  r.gaussian.push_back(other_lockstep(session, r, "gaussian", tail_quadratic(r.setting),
                                      gaussian_nu, r.nu.minCoeff()));
  r.at_saddle.push_back(other_lockstep(session, r, "saddle", r.saddle, r.saddle_nu, r.saddle_nu));
  run_pairs(session, r);
  return r;
}

ArrayXd phase_three_mean(const TailSetting& s, double slope, const ArrayXd& t) {
  Eigen::ArrayXXd mean(t.size(), s.near.size());
  for (Index i = 0; i < s.near.size(); ++i)
    mean.col(i) = (-slope * s.lambda(i) * t).exp() * s.near(i);
  return mean.reshaped();
}

ArrayXd phase_three_variance(double eta, double slope, const ArrayXd& curvature) {
  return eta / (2.0 * slope * curvature);
}

}  // namespace sdescent::adaptive
