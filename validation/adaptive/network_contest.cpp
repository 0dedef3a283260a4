#include "validation/adaptive/network_contest.hpp"

#include "solvers/function_of_estimates.hpp"
#include "validation/adaptive/network_figure.hpp"
#include "validation/ordering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using enum NetworkMember;

double root_mean_square(const ArrayXd& curve) { return std::sqrt(curve.square().mean()); }

/// Root mean square over times of E f of the SDE minus that of the optimizer.
Estimate distance(const NetworkCurves& curves) {
  return function_of(std::vector<Estimate>{curves.loss(fine) - curves.loss(optimizer)},
                     [](const std::vector<ArrayXd>& difference) -> ArrayXd {
                       return ArrayXd::Constant(1, root_mean_square(difference[0]));
                     });
}

/// What Δt leaves in it: a norm of a difference is off by no more than the norm of its error.
double distance_bias(const NetworkCurves& curves) {
  return root_mean_square(curves.bias(curves.loss(coarse), curves.loss(fine)));
}

Evidence loss_evidence(const NetworkSetting& s, const NetworkContest& c,
                       const NetworkCurves& curves) {
  const ArrayXd& t = curves.times();
  const double wrong = root_mean_square(loss_without_noise(s, *c.wrong, c.state, t) -
                                        loss_without_noise(s, *c.right, c.state, t));
  return {distance(curves), ArrayXd::Zero(1), ArrayXd::Constant(1, wrong / 3.0),
          ArrayXd::Constant(1, distance_bias(curves))};
}

Evidence spread_evidence(double from, const NetworkCurves& curves) {
  const ArrayXd& t = curves.times();
  const Index first = std::min<Index>((t < from).count(), t.size() - 1);
  const Estimate ratio = from_point(curves.log_spread_ratio(fine), first);
  const Estimate at_eta = from_point(curves.log_spread_ratio(coarse), first);
  const ArrayXd zero = ArrayXd::Zero(ratio.points());
  Evidence evidence{ratio, zero, zero + std::numbers::ln2 / 3.0, curves.bias(at_eta, ratio)};
  if (t(first) < from)
    evidence.unfit = "the run ends while m still holds the optimizer's own noise";
  return evidence;
}

Evidence ordering_of(const NetworkCurves& ours, const NetworkCurves& rival) {
  return ordering_evidence(distance(ours), distance(rival),
                           ArrayXd::Constant(1, distance_bias(ours) + distance_bias(rival)));
}

ResultTable start_table(const NetworkSetting& s, const std::string& id, const NetworkWalk& ours,
                        const NetworkWalk* rival) {
  ResultTable table{id + "-starts", {"t0", "sde"}, Eigen::MatrixXd(s.starts.size(), rival ? 3 : 2)};
  table.values.col(0) = s.starts.matrix();
  table.values.col(1) = ours.distance_by_start.matrix();
  if (rival) {
    table.columns.push_back("rival");
    table.values.col(2) = rival->distance_by_start.matrix();
  }
  return table;
}

void measure_contest(Session& session, const NetworkSetting& s, const NetworkContest& c,
                     const NetworkWalk& ours, const NetworkWalk* rival) {
  const std::string& id = c.names.id;
  session.evidence(id + "-loss", loss_evidence(s, c, ours.curves));
  session.evidence(id + "-spread", spread_evidence(s.t0 + c.settle, ours.curves));
  session.table(moment_table(id, ours.curves.loss_moments()));
  if (rival) {
    session.evidence(id + "-ordering", ordering_of(ours.curves, rival->curves));
    session.table(moment_table(id + "-rival", rival->curves.loss_moments()));
  }
  if (s.starts.size() > 0) session.table(start_table(s, id, ours, rival));
  session.figure(network_figure(s, c.names, ours, rival));
}

}  // namespace

std::vector<Claim> contest_claims(const ContestNames& c, const std::string& reference,
                                  const std::string& wrong, const std::string& spread_reason) {
  const std::string sde = fmt::format("the SDE {} of {}", c.sde, c.optimizer);
  const std::string order_one =
      "order-1 weak approximation and small η; f is not smooth where a unit's input is 0, which "
      "the "
      "proof asks for, so this is an experiment and no consequence";
  std::vector<Claim> claims{
      {c.id + "-loss", reference,
       fmt::format(
           "E f(x_k) of {} and E f(X_{{kη}}) of {} agree along the run: root mean square of "
           "their difference over the recorded times.",
           c.optimizer, sde),
       ClaimKind::equality, "f",
       "a third of the distance, in the same measure, to " + wrong +
           ", both without noise from one state at t₀ with Δt = η",
       Verdict::holds, order_one},
      {c.id + "-spread", reference,
       fmt::format("Coordinates of x_k − x_{{k₀}} have the variances of {} that they have of {}: "
                   "mean logarithm of the ratio, over coordinates evenly taken out of x, from 1/ρ₁ "
                   "after t₀ on where there is an m.",
                   c.optimizer, sde),
       ClaimKind::equality, "log ratio",
       "a third of log 2, the distance to noise of twice the variance, to leading order in η",
       Verdict::holds, spread_reason}};
  if (!c.rival.empty())
    claims.push_back({c.id + "-ordering", reference,
                      fmt::format("E f of {} is nearer to that of {} than E f of Malladi's SDE {}: "
                                  "root mean square over the recorded times.",
                                  sde, c.optimizer, c.rival),
                      ClaimKind::ordering, "f", "none: an ordering", Verdict::holds,
                      "at the start (∇f)² is as large as σ², and Malladi's V does not see it"});
  return claims;
}

void measure_contests(Session& session, const NetworkSetting& setting,
                      const std::vector<NetworkContest>& contests) {
  std::vector<NetworkPair> pairs;
  for (const NetworkContest& c : contests) {
    pairs.push_back({c.optimizer, c.sde});
    if (c.rival) pairs.push_back({c.optimizer, c.rival});
  }
  const std::vector<NetworkWalk> walks = walk_network(session, setting, pairs);
  auto walk = walks.begin();
  for (const NetworkContest& c : contests) {
    const NetworkWalk& ours = *walk++;
    measure_contest(session, setting, c, ours, c.rival ? &*walk++ : nullptr);
  }
}

}  // namespace sdescent::adaptive
