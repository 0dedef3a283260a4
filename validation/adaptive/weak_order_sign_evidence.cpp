#include "validation/adaptive/weak_order_sign.hpp"
#include "validation/limit.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive::weak_order {

Curve curve_of(const std::vector<Comparison>& all, Index quantity, bool euler) {
  std::vector<Estimate> points;
  ArrayXd bias = ArrayXd::Zero(static_cast<Index>(all.size()));
  for (const Comparison& c : all) {
    const Estimate& e = euler ? c.euler : c.sde.value;
    if (!euler) bias(static_cast<Index>(points.size())) = c.sde.bias(quantity);
    points.push_back(
        {e.value.segment(quantity, 1), e.pseudo_values.middleCols(quantity, 1), e.runs});
  }
  return {joined(points), bias};
}

namespace {

constexpr const char* spread_names[spreads] = {"Var x1", "Cov x1 x2", "Var x2"};

/// With what the grids of all cells left, if it is not small.
Evidence with_remarks(Evidence evidence, const std::vector<Comparison>& all) {
  for (const Comparison& c : all) evidence = noted(std::move(evidence), c.refinement);
  return evidence;
}

void order_claims(Session& session, const Setting& s, const std::vector<Comparison>& all) {
  std::vector<PowerLaw> of_sde, of_euler;
  for (Index h = 0; h < tested; ++h) {
    const std::string name = "error of E " + name_of(h);
    const Curve one = curve_of(all, h), two = curve_of(all, h, true);
    of_sde.push_back({name, s.eta, one.value, one.bias});
    of_euler.push_back({name, s.eta, two.value, two.bias});
  }
  session.evidence("weak-order",
                   with_remarks(exponent_evidence(of_sde, 1.0, order_tolerance), all));
  session.evidence("euler-maruyama-order", exponent_evidence(of_euler, 2.0, 1.0 / 3.0));
}

void limit_claims(Session& session, const Setting& s, const std::vector<Comparison>& all,
                  const Theory& theory) {
  std::vector<Deviations> coefficients, of_spread;
  for (Index h = 0; h < tested; ++h) {
    const Curve ratio = curve_of(all, h).over(s.eta);
    const ArrayXd limit = ArrayXd::Constant(s.eta.size(), theory.coefficient(h));
    coefficients.push_back(
        {"error over η of E " + name_of(h), s.eta, ratio.value - limit, ratio.bias});
  }
  for (Index i = 0; i < spreads; ++i) {
    const Curve own = curve_of(all, tested + spreads + i);
    const ArrayXd limit = ArrayXd::Constant(s.eta.size(), theory.spread(i));
    of_spread.push_back(
        {fmt::format("{} of the SDE over η", spread_names[i]), s.eta, own.value - limit, own.bias});
  }
  for (Index i = 0; i < spreads; ++i) {
    const Curve difference = curve_of(all, tested + i);
    of_spread.push_back({fmt::format("{} of SignSGD minus the SDE's, over η", spread_names[i]),
                         s.eta, difference.value, difference.bias});
  }
  session.evidence(
      "error-coefficient",
      with_remarks(limit_evidence(coefficients, theory.coefficient, theory.coefficient_tolerance),
                   all));
  session.evidence("variance", with_remarks(limit_evidence(of_spread, theory.spread.replicate(2, 1),
                                                           theory.spread_tolerance.replicate(2, 1)),
                                            all));
}

void write_tables(Session& session, const Setting& s, const std::vector<Comparison>& all,
                  const Theory& theory) {
  const Index n = s.eta.size();
  ResultTable errors{"errors", {"eta"}, Eigen::MatrixXd(n, 1 + 6 * tested)};
  ResultTable left{"variance-left", {"eta"}, Eigen::MatrixXd(n, 1 + tested)};
  errors.values.col(0) = left.values.col(0) = s.eta.matrix();
  for (Index h = 0; h < tested; ++h) {
    const std::string& name = name_of(h);
    const Curve sde = curve_of(all, h), euler = curve_of(all, h, true);
    for (const char* column : {"sde.", "se.", "bias.", "euler.", "euler_se.", "limit_over_eta."})
      errors.columns.push_back(column + name);
    errors.values.middleCols(1 + 6 * h, 6) << sde.value.value, sde.value.standard_error(), sde.bias,
        euler.value.value, euler.value.standard_error(),
        ArrayXd::Constant(n, theory.coefficient(h));
    left.columns.push_back(name);
    for (Index i = 0; i < n; ++i)
      left.values(i, 1 + h) = all[static_cast<std::size_t>(i)].variance_left(h);
  }
  session.table(std::move(errors));
  session.table(std::move(left));
  std::vector<std::pair<std::string, Refinement>> steps;
  for (std::size_t i = 0; i < all.size(); ++i)
    steps.emplace_back(fmt::format("eta-{}", s.eta(static_cast<Index>(i))), all[i].refinement);
  session.table(refinement_table(steps));
}

}  // namespace

void assess(Session& session, const Setting& s, const std::vector<Comparison>& all,
            const Theory& theory) {
  order_claims(session, s, all);
  limit_claims(session, s, all, theory);
  write_tables(session, s, all, theory);
}

}  // namespace sdescent::adaptive::weak_order
