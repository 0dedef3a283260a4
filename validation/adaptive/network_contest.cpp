#include "validation/adaptive/network_contest.hpp"

#include "solvers/function_of_estimates.hpp"
#include "validation/adaptive/network_figure.hpp"
#include "validation/ordering.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;

// SDEs of the course.
enum : std::size_t { ours, rival };

double root_mean_square(const ArrayXd& curve) { return std::sqrt(curve.square().mean()); }

/// Root mean square over times of a curve minus another.
Estimate distance(const Estimate& a, const Estimate& b) {
  return function_of(std::vector<Estimate>{a - b},
                     [](const std::vector<ArrayXd>& curves) -> ArrayXd {
                       return ArrayXd::Constant(1, root_mean_square(curves[0]));
                     });
}

struct Measured {
  const NetworkCurves& curves;

  Estimate loss(std::size_t sde) const { return curves.mean_loss(NetworkCurves::fine(sde)); }
  ArrayXd bias(std::size_t sde) const {
    return curves.bias(curves.mean_loss(NetworkCurves::coarse(sde)), loss(sde));
  }
  Estimate optimizer() const { return curves.mean_loss(NetworkCurves::optimizer); }
};

void loss_evidence(Session& session, const NetworkSetting& s, const NetworkContest& c,
                   const Measured& m) {
  const ArrayXd& t = m.curves.times();
  const ArrayXd wrong = loss_without_noise(s, *c.wrong, c.state, t);
  const ArrayXd right = loss_without_noise(s, *c.right, c.state, t);
  const double tolerance = (wrong - right).abs().maxCoeff() / 3.0;
  const Estimate sde = m.loss(ours);
  session.evidence(c.names.id + "-loss", {m.optimizer() - sde, sde.value,
                                          ArrayXd::Constant(t.size(), tolerance), m.bias(ours)});
}

void spread_evidence(Session& session, const NetworkContest& c, const Measured& m) {
  const Estimate ratio = m.curves.spread_ratio(NetworkCurves::fine(ours));
  const ArrayXd one = ArrayXd::Ones(ratio.points());
  session.evidence(c.names.id + "-spread",
                   {ratio - one, one, one / 6.0,
                    m.curves.bias(m.curves.spread_ratio(NetworkCurves::coarse(ours)), ratio)});
}

void ordering_of(Session& session, const NetworkContest& c, const Measured& m) {
  const ArrayXd bias =
      ArrayXd::Constant(1, root_mean_square(m.bias(ours)) + root_mean_square(m.bias(rival)));
  session.evidence(c.names.id + "-ordering",
                   ordering_evidence(distance(m.loss(ours), m.optimizer()),
                                     distance(m.loss(rival), m.optimizer()), bias));
}

}  // namespace

std::vector<Claim> contest_claims(const ContestNames& c, const std::string& reference,
                                  const std::string& wrong) {
  const std::string sde = fmt::format("the SDE {} of {}", c.sde, c.optimizer);
  std::vector<Claim> claims{
      {c.id + "-loss", reference,
       fmt::format("E f(x_k) of {} and E f(X_{{kη}}) of {} agree.", c.optimizer, sde),
       ClaimKind::equality, "f",
       "a third of the largest distance to " + wrong +
           ", both without noise from one state at t₀ at Δt = η",
       Verdict::holds,
       "order-1 weak approximation and small η; f is not smooth where a unit's input is 0, which "
       "the proof asks for, but a run meets those points with probability 0"},
      {c.id + "-spread", reference,
       fmt::format("tr Cov(x_k − x_{{k₀}}) of {} over that of {} is 1.", c.optimizer, sde),
       ClaimKind::equality, "ratio",
       "a third of the distance to the ratio ½ of a diffusion √(η/2), exact to leading order in η",
       Verdict::holds, "order-1 weak approximation and small η"}};
  if (!c.rival.empty())
    claims.push_back(
        {c.id + "-ordering", reference,
         fmt::format(
             "Mean loss of {} is nearer to that of {} than Malladi's {} is: root mean square "
             "over the recorded times.",
             sde, c.optimizer, c.rival),
         ClaimKind::ordering, "f", "", Verdict::holds,
         "(∇f)² is as large as σ² at the start, and Malladi's V does not see it"});
  return claims;
}

void measure_contest(Session& session, const NetworkSetting& s, const NetworkContest& c) {
  std::vector<SdePointer> sdes{c.sde};
  if (c.rival) sdes.push_back(c.rival);
  const NetworkCurves curves = walk_network(session, s, c.optimizer, sdes);
  const Measured measured{curves};
  loss_evidence(session, s, c, measured);
  spread_evidence(session, c, measured);
  if (c.rival) ordering_of(session, c, measured);
  session.table(moment_table(c.names.id, curves.loss_moments()));
  StartDistances starts;
  if (s.other_starts.size() > 0) {
    starts.t0 = ArrayXd(s.other_starts.size() + 1);
    starts.t0 << s.t0, s.other_starts;
    std::sort(starts.t0.begin(), starts.t0.end());
    starts.distance = distance_by_start(session, s, c.optimizer, sdes, starts.t0);
    Eigen::MatrixXd rows(starts.t0.size(), 1 + starts.distance.cols());
    rows << starts.t0.matrix(), starts.distance.matrix();
    std::vector<std::string> columns{"t0", "sde"};
    if (c.rival) columns.push_back("rival");
    session.table({c.names.id + "-starts", columns, rows});
  }
  session.figure(network_figure(s, c, curves, starts));
}

}  // namespace sdescent::adaptive
