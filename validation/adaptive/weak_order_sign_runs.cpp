#include "models/sign_sgd_lattice_law.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/tangent_control.hpp"
#include "validation/adaptive/weak_order_sign.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive::weak_order {
namespace {

using Eigen::ArrayXXd;

std::shared_ptr<const SdeModel> sde(const Session& session, const Setting& s, double eta) {
  // erf(Σ^{−1/2}∇f) is the drift of noise σ/√2.
  const double factor = session.control("erf-without-root-two") ? 1 / std::numbers::sqrt2 : 1.0;
  auto diffusion = Diffusion::right;
  if (session.control("noise-free")) diffusion = Diffusion::none;
  if (session.control("diffusion-without-mean")) diffusion = Diffusion::without_mean;
  if (session.control("diffusion-times-eta")) diffusion = Diffusion::times_eta;
  return std::make_shared<PlantedSde>(s.problem(Accuracy::fast, factor), eta, diffusion);
}

std::shared_ptr<const TangentControl> solution(const Session& session, const Setting& s,
                                               const SdeGrid& grid, const char* name) {
  const auto model = sde(session, s, grid.unit);
  auto process = std::make_shared<SdeProcess>(name, model, std::make_shared<EulerMaruyama>(), grid,
                                              StartPoint(s.x0));
  return std::make_shared<const TangentControl>(std::move(process), model, s.x0,
                                                s.steps(grid.unit) * grid.refine);
}

using Solutions = std::vector<std::shared_ptr<const TangentControl>>;

// Solutions at Δt = η/refine, twice and four times that, on one Brownian path; in this order.
enum : std::size_t { fine, middle, coarse };
Solutions refined(const Session& session, const Setting& s, double eta) {
  const auto make = [&](const char* name, std::uint64_t refine) {
    return solution(session, s, {eta, refine, s.refine}, name);
  };
  return {make("fine", s.refine), make("middle", s.refine / 2), make("coarse", s.refine / 4)};
}

Solutions at_eta(const Session& session, const Setting& s, double eta) {
  return {solution(session, s, {eta, 1, 1}, "at_eta")};
}

/// What a cell keeps: h less its controls for every process, and h itself for the first.
struct Recorders {
  MomentRecorder less, plain;
};

Recorders recorders_of(const Solutions& all) {
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < all.size(); ++i) parts.push_back(controlled(*all[i], i, functions()));
  return {{"controlled", side_by_side(parts)}, {"plain", observed(*all[fine], fine, functions())}};
}

Recorders run_solutions(Session& session, const Setting& s, const Solutions& all, const char* paths,
                        std::uint64_t seed) {
  Recorders keep = recorders_of(all);
  const double tick = all[fine]->time_per_step();
  const Clock clock(tick, s.steps(tick));
  session.run({all.begin(), all.end()}, clock, RecordTimes::evenly(clock, 1),
              session.parameters().count(paths), Philox(seed), {&keep.less, &keep.plain});
  return keep;
}

Archive saved(const Recorders& keep) {
  Archive archive;
  keep.less.save(archive);
  keep.plain.save(archive);
  return archive;
}

Recorders loaded(const Solutions& all, const Archive& archive) {
  Recorders keep = recorders_of(all);
  keep.less.load(archive);
  keep.plain.load(archive);
  return keep;
}

/// Mean of functions at T, of one process.
ArrayXd mean_of(const MomentCurves& m, std::size_t process) {
  const Index width = functions().width();
  return m.mean.bottomRows(1)
      .middleCols(static_cast<Index>(process) * width, width)
      .row(0)
      .transpose();
}

/// The means of the SDE at Δt → 0: from Δt and 2Δt on one Brownian path, O(Δt²) from the truth.
ArrayXd extrapolated(const MomentCurves& m, std::size_t process) {
  return 2.0 * mean_of(m, process) - mean_of(m, process + 1);
}

/// What is compared at one η: errors of the tested means, then of spreads over η, then the SDE's
/// spreads over η themselves.
ArrayXd differences(const ArrayXd& optimizer, const ArrayXd& sde, double eta) {
  ArrayXd all(tested + 2 * spreads);
  all << (optimizer - sde).head(tested), (spread(optimizer) - spread(sde)) / eta, spread(sde) / eta;
  return all;
}

Errors errors_of_sde(const Recorders& keep, double eta, const ArrayXd& exact) {
  const auto from = [&](std::size_t process) {
    return jackknife(keep.less, [&](const MomentCurves& m) -> ArrayXd {
      return differences(exact, extrapolated(m, process), eta);
    });
  };
  const Estimate best = from(fine);
  return {best, discretisation_bias(from(middle), best, 2.0, 2.0)};
}

Comparison comparison(const Session& session, const Setting& s, double eta, const ArrayXd& exact,
                      const Archive& sde, const Archive& euler) {
  const Recorders keep = loaded(refined(session, s, eta), sde);
  const Recorders keep_euler = loaded(at_eta(session, s, eta), euler);
  const ArrayXXd left = keep.less.curves().second.bottomRows(1).leftCols(tested) /
                        keep.plain.curves().second.bottomRows(1).leftCols(tested);
  const auto of_euler = [&](const MomentCurves& m) -> ArrayXd {
    return differences(exact, mean_of(m, 0), eta);
  };
  return {errors_of_sde(keep, eta, exact), Refinement::load(sde, "sde"),
          jackknife(keep_euler.less, of_euler), left.row(0).transpose()};
}

/// What the errors at one η may be off by without any claim's number being off by its tolerance. A
/// slope over η is a sum of logarithms with weights w_i; each may be off by its tolerance over
/// Σ|w_i|.
ArrayXd tested_tolerance(const Setting& s, const Theory& theory, const Errors& at, double eta) {
  const ArrayXd log_eta = s.eta.log() - s.eta.log().mean();
  const double weights = log_eta.abs().sum() / log_eta.square().sum();
  ArrayXd all(tested + 2 * spreads);
  all << (eta * theory.coefficient_tolerance)
             .min(order_tolerance / weights * at.value.value.head(tested).abs()),
      theory.spread_tolerance, theory.spread_tolerance;
  return all;
}

std::vector<Archive> sde_cells(Session& session, const Setting& setting, const Theory& theory,
                               const std::vector<ArrayXd>& exact) {
  const ParameterGrid grid("sde", {{"eta", setting.eta}});
  const RefinementRange range = refinement_range(session.parameters());
  return session.cells(grid, [&](const Cell& cell) {
    const double eta = cell.point.real("eta");
    const auto number =
        std::find(setting.eta.begin(), setting.eta.end(), eta) - setting.eta.begin();
    Setting s = setting;
    Archive archive;
    const Refinement end = refine_until_small(range, [&](std::uint64_t refine) {
      s.refine = refine;
      const Recorders keep =
          run_solutions(session, s, refined(session, s, eta), "paths", cell.seed);
      archive = saved(keep);
      const Errors errors = errors_of_sde(keep, eta, exact[static_cast<std::size_t>(number)]);
      return bias_share(errors.bias, tested_tolerance(s, theory, errors, eta));
    });
    end.save(archive, "sde");
    return archive;
  });
}

std::vector<Archive> euler_cells(Session& session, const Setting& s) {
  return session.cells(ParameterGrid("euler", {{"eta", s.eta}}), [&](const Cell& cell) {
    const Solutions all = at_eta(session, s, cell.point.real("eta"));
    return saved(run_solutions(session, s, all, "euler-paths", cell.seed));
  });
}

}  // namespace

std::vector<Comparison> compare(Session& session, const Setting& s, const Theory& theory) {
  std::vector<ArrayXd> exact;
  for (const double eta : s.eta)
    exact.push_back(sign_sgd_lattice_law(*s.problem(Accuracy::accurate), eta, s.x0, s.steps(eta))
                        .mean(functions()));
  const auto sde = sde_cells(session, s, theory, exact);
  const auto euler = euler_cells(session, s);
  std::vector<Comparison> all;
  for (std::size_t i = 0; i < sde.size(); ++i)
    all.push_back(comparison(session, s, s.eta(static_cast<Index>(i)), exact[i], sde[i], euler[i]));
  return all;
}

}  // namespace sdescent::adaptive::weak_order
