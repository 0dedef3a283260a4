#include "validation/adaptive/heavy_tails_results.hpp"

#include "io/require.hpp"

#include <algorithm>
#include <limits>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double gaussian_nu = std::numeric_limits<double>::infinity();

ParameterGrid grid_of(const char* label, const char* axis, const ArrayXd& values) {
  return {label, {{axis, values}}};
}

/// SignSGD alone and its response.
void run_alone(Session& session, TailResults& r) {
  const TailSetting& s = r.setting;
  const Landscape quadratic = tail_quadratic(s);
  const auto stored = session.cells(grid_of("alone", "nu", r.nu), [&](const Cell& cell) {
    const double nu = cell.point.real("nu");
    const auto paths_of = [&](std::uint64_t paths) {
      return tail_paths(Planted::same_scale, nu, paths, r.nu);
    };
    Archive archive;
    LongResult::run(session, s, quadratic, nu, Company::alone, paths_of(s.paths), cell.seed)
        .save(archive);
    ResponseResult::run(session, s, nu, paths_of(s.response_paths), cell.seed, archive);
    return archive;
  });
  for (Index i = 0; i < r.nu.size(); ++i) {
    const Archive& archive = stored[static_cast<std::size_t>(i)];
    r.alone.emplace_back(session, s, quadratic, r.nu(i), Company::alone).load(archive);
    r.response.emplace_back().load(archive);
  }
}

/// What is tested of a cell beside its SDE.
using Tested = std::vector<Evidence> (*)(const TailSetting&, const Landscape&, double nu,
                                         const LongResult&);

std::vector<LongResult> run_beside_sde(Session& session, const TailResults& r, const char* label,
                                       const Landscape& on, const ArrayXd& nus, Tested tested) {
  const TailSetting& s = r.setting;
  const auto stored = session.cells(grid_of(label, "nu", nus), [&](const Cell& cell) {
    const double nu = cell.point.real("nu");
    Archive archive;
    LongResult::refined(
        session, s, on, nu,
        std::max(s.sde_paths / 2, tail_paths(Planted::same_covariance, nu, s.sde_paths, r.nu)),
        cell.seed, [&](const LongResult& result) { return tested(s, on, nu, result); })
        .save(archive);
    return archive;
  });
  std::vector<LongResult> results;
  for (Index i = 0; i < nus.size(); ++i)
    results.emplace_back(session, s, on, nus(i), Company::with_sde)
        .load(stored[static_cast<std::size_t>(i)]);
  return results;
}

/// As many paths as ν = 2 has, with which it is compared.
void run_gaussian(Session& session, TailResults& r) {
  const TailSetting& s = r.setting;
  const Landscape quadratic = tail_quadratic(s);
  const auto stored = session.cells(
      grid_of("gaussian", "sigma", ArrayXd::Constant(1, s.sigma)), [&](const Cell& cell) {
        Archive archive;
        LongResult::run(session, s, quadratic, gaussian_nu, Company::alone,
                        tail_paths(Planted::same_scale, 2.0, s.paths, r.nu), cell.seed)
            .save(archive);
        return archive;
      });
  r.gaussian.emplace_back(session, s, quadratic, gaussian_nu, Company::alone).load(stored.front());
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
  r.saddle = tail_saddle(r.setting, p);
  r.nu = p.reals("nu");
  r.pair_eta = r.setting.eta * p.reals("eta_factors");
  r.saddle_nu = p.real("saddle_nu");
  require_at_least("number of eta_factors", r.pair_eta.size(), 3);
  const bool complete =
      (r.nu == 1).any() && (r.nu == 2).any() && (r.nu > 2).any() && (r.nu > 4).any();
  require(complete, "nu", "1, 2 and numbers > 4 among others, which have claims of their own",
          to_string(ParameterValue(r.nu)));
  run_alone(session, r);
  const auto mean_and_variance = [](const TailSetting& s, const Landscape& on, double nu,
                                    const LongResult& cell) -> std::vector<Evidence> {
    return {mean_of_sde(s, on, nu, cell), variance_of_sde(s, on, nu, cell)};
  };
  const auto mean = [](const TailSetting& s, const Landscape& on, double nu,
                       const LongResult& cell) -> std::vector<Evidence> {
    return {mean_of_sde(s, on, nu, cell)};
  };
  r.beside_sde =
      run_beside_sde(session, r, "sde", tail_quadratic(r.setting), r.nu, mean_and_variance);
  r.at_saddle =
      run_beside_sde(session, r, "saddle", r.saddle, ArrayXd::Constant(1, r.saddle_nu), mean);
  run_gaussian(session, r);
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
