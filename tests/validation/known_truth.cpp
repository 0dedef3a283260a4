#include "tests/validation/known_truth.hpp"

#include "validation/decide.hpp"
#include "validation/limit.hpp"
#include "validation/ordering.hpp"
#include "validation/power_law.hpp"
#include "validation/region.hpp"

#include <boost/math/distributions/binomial.hpp>

#include <cmath>

namespace sdescent::known_truth {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Standard errors of room on both sides of an edge.
constexpr double room = 8.0;
constexpr unsigned looks = 3;

ArrayXd same(Index n, double x) { return ArrayXd::Constant(n, x); }

/// measured − predicted of points at `location`, about predictions of 1.
Evidence about_one(const Truth& truth, const Source& s, const ArrayXd& deviation,
                   double tolerance) {
  const Index n = deviation.size();
  Measured m = truth.measure(s, 1.0 + deviation, 1.0);
  Evidence e{m.estimate - same(n, 1.0), same(n, 1.0), same(n, tolerance), same(n, 0.0)};
  e.unfit = std::move(m.unfit);
  return e;
}

/// Relative standard error of numbers of which logarithms are taken.
constexpr double relative_error = 0.02;

/// y with that relative error at every point.
Measured with_relative_error(const Truth& truth, const Source& s, const ArrayXd& y) {
  Measured m = truth.measure(s, same(y.size(), 1.0), relative_error / truth.standard_error);
  m.estimate.value *= y;
  m.estimate.pseudo_values.rowwise() *= y.transpose();
  return m;
}

const ArrayXd xs = (ArrayXd(4) << 1, 2, 4, 8).finished();

/// Tolerance of a slope over four octaves whose points have this relative error: eight standard
/// errors of the difference of halves, which has twice the tolerance, and more of the slope.
double slope_tolerance(double error) { return room * 2.0 * error / std::log(2.0) / 2.0; }

Evidence fitting(Evidence e, const std::string& unfit) {
  if (!unfit.empty()) e.unfit = unfit;
  return e;
}

std::string unit_id(std::size_t i) { return "claim-" + std::to_string(i + 1); }

/// One claim of an experiment.
struct Placed {
  Kind kind;
  Truth truth;
  double place;
};

std::vector<Assessment> measured(const std::vector<Placed>& claims, std::uint64_t experiment,
                                 unsigned look) {
  std::vector<Assessment> all;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    Claim claim;
    claim.id = unit_id(i);
    claim.kind = claims[i].kind.kind;
    all.emplace_back(
        claim, claims[i].kind.evidence(claims[i].truth, {experiment, i, look}, claims[i].place));
  }
  return all;
}

Verdict verdict(const std::vector<DecidedClaim>& claims, std::size_t i) {
  return claims[i].reading.verdict;
}

bool left_open(const DecidedClaim& claim) {
  return claim.reading.remark.find("no normal interval") != std::string::npos;
}

}  // namespace

Kind equality() {
  return {ClaimKind::equality, [](const Truth& t, const Source& s, double place) {
            const double tolerance = room * t.standard_error;
            return about_one(t, s, same(1, place * tolerance), tolerance);
          }};
}

Kind curve() {
  return {ClaimKind::equality, [](const Truth& t, const Source& s, double place) {
            const double tolerance = room * t.standard_error;
            return about_one(t, s, Eigen::Array3d(0, place * tolerance, 0), tolerance);
          }};
}

Kind bound() {
  return {ClaimKind::bound, [](const Truth& t, const Source& s, double place) {
            const double distance = room * t.standard_error;
            return about_one(t, s, Eigen::Array2d((place - 1) * distance, -2 * distance), 0.0);
          }};
}

Kind ordering() {
  return {ClaimKind::ordering, [](const Truth& t, const Source& s, double place) {
            const double distance = room * std::sqrt(2.0) * t.standard_error;
            const Measured m = t.measure(s, Eigen::Array2d(1 + (place - 1) * distance, 1), 1.0);
            return fitting(
                ordering_evidence(points(m.estimate, 0, 1), points(m.estimate, 1, 1), same(1, 0.0)),
                m.unfit);
          }};
}

Kind exponent() {
  return {ClaimKind::exponent, [](const Truth& t, const Source& s, double place) {
            const double tolerance = slope_tolerance(relative_error);
            const ArrayXd y = 3.0 * xs.pow(-0.5 + place * tolerance);
            const Measured m = with_relative_error(t, s, y);
            return fitting(
                exponent_evidence({{"y", xs, m.estimate, same(4, 0.0)}}, -0.5, tolerance), m.unfit);
          }};
}

Kind limit() {
  return {ClaimKind::limit, [](const Truth& t, const Source& s, double place) {
            const ArrayXd eta = Eigen::Array3d(0.1, 0.2, 0.4);
            // Weights 8/3, −2, 1/3; half a standard error of curvature at the two smallest η.
            const double tolerance = room * std::sqrt(101.0) / 3.0 * t.standard_error;
            const ArrayXd deviation = place * tolerance + 5.0 * tolerance * eta +
                                      0.5 * t.standard_error / 0.02 * eta.square();
            const Measured m = t.measure(s, deviation, 1.0);
            return fitting(limit_evidence({{"d", eta, m.estimate, same(3, 0.0)}}, same(1, 1.0),
                                          same(1, tolerance)),
                           m.unfit);
          }};
}

Kind region() {
  return {
      ClaimKind::region, [](const Truth& t, const Source& s, double place) {
        // z = (2y/x^s)^1.5 crosses 1 at y = ½ x^s.
        const double tolerance = slope_tolerance(relative_error / 1.5);
        const double slope = 0.5 + place * tolerance;
        const ArrayXd ys = Eigen::Array3d(0.2, 1.0, 5.0);
        ArrayXd z(12);
        for (Index i = 0; i < 4; ++i)
          z.segment(3 * i, 3) = (2.0 * ys / std::pow(xs(i), slope)).pow(1.5);
        const Measured m = with_relative_error(t, s, z);
        return fitting(region_evidence({"z", xs, ys, m.estimate}, 1.0, 0.5, tolerance), m.unfit);
      }};
}

std::vector<NamedKind> kinds() {
  const std::vector<Truth> means{gaussian(), autoregressive(), student()};
  std::vector<Truth> one_point = means, of_two = means;
  one_point.insert(one_point.end(), {cauchy(), infinite_variance(), one_sided()});
  of_two.push_back(cauchy());
  return {{"equality", equality(), one_point}, {"equality of a curve", curve(), means},
          {"bound", bound(), of_two},          {"ordering", ordering(), of_two},
          {"exponent", exponent(), means},     {"limit", limit(), means},
          {"region", region(), means}};
}

Rates rates_at_edge(const Kind& kind, const Truth& truth, int experiments) {
  const std::vector<Placed> claims{
      {kind, truth, 1.0}, {equality(), gaussian(), 0.0}, {equality(), gaussian(), 2.0}};
  Rates rates{.experiments = experiments};
  for (int e = 0; e < experiments; ++e) {
    bool held = false, failed = false, wrong = false;
    for (unsigned look = 0; look < looks; ++look) {
      const auto all = measured(claims, static_cast<std::uint64_t>(e), look);
      if (look == 0) {
        const auto once = decide(all, experiment_alpha);
        rates.false_holds += verdict(once, 0) == Verdict::holds;
        rates.false_fails += verdict(once, 0) == Verdict::fails;
        rates.open += left_open(once[0]);
      }
      const auto decided = decide(all, experiment_alpha / looks);
      held = held || verdict(decided, 0) == Verdict::holds;
      failed = failed || verdict(decided, 0) == Verdict::fails;
      wrong =
          wrong || verdict(decided, 1) == Verdict::fails || verdict(decided, 2) == Verdict::holds;
      if (all_decided(decided)) break;
    }
    rates.sequential_false_holds += held;
    rates.sequential_false_fails += failed;
    rates.clear_errors += wrong;
  }
  return rates;
}

Power power(const Kind& kind, const Truth& truth, int experiments) {
  const std::vector<Placed> claims{{kind, truth, 0.0}, {kind, truth, 2.0}};
  Power power{.experiments = experiments};
  for (int e = 0; e < experiments; ++e) {
    std::vector<DecidedClaim> decided;
    for (unsigned look = 0; look < looks; ++look) {
      decided =
          decide(measured(claims, static_cast<std::uint64_t>(e), look), experiment_alpha / looks);
      if (all_decided(decided)) break;
    }
    power.holds += verdict(decided, 0) == Verdict::holds;
    power.fails += verdict(decided, 1) == Verdict::fails;
    for (const DecidedClaim& claim : decided) power.open += left_open(claim);
  }
  return power;
}

int most_errors(int experiments, double alpha) {
  constexpr double family_error = 1e-6, counts = 100;
  const boost::math::binomial_distribution<> law(experiments, alpha);
  return static_cast<int>(
      boost::math::quantile(boost::math::complement(law, family_error / counts)));
}

}  // namespace sdescent::known_truth
