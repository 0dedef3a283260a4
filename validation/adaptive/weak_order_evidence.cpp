#include "validation/adaptive/weak_order.hpp"
#include "validation/limit.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive::adaptive_order {
namespace {

/// Curves of one limit claim over all cases, with the limits and tolerances they have.
struct Limits {
  std::vector<Deviations> curves = {};
  std::vector<double> predicted = {}, tolerance = {};

  void add(const std::string& name, const ArrayXd& eta, const Curve& curve, double limit,
           double within) {
    curves.push_back(
        {name, eta, curve.value - ArrayXd::Constant(eta.size(), limit).eval(), curve.bias});
    predicted.push_back(limit);
    tolerance.push_back(within);
  }
  Evidence evidence() const {
    const auto n = static_cast<Index>(predicted.size());
    return limit_evidence(curves, Eigen::Map<const ArrayXd>(predicted.data(), n),
                          Eigen::Map<const ArrayXd>(tolerance.data(), n));
  }
};

/// With what the grids of all cells left, if it is not small.
Evidence with_remarks(Evidence evidence, const std::vector<CaseResults>& all) {
  for (const CaseResults& r : all)
    for (const Comparison& c : r.at) evidence = noted(std::move(evidence), c.refinement);
  return evidence;
}

void order_claim(Session& session, const Setting& s, const std::vector<CaseResults>& inside) {
  std::vector<PowerLaw> laws;
  for (const CaseResults& r : inside)
    for (Index h = 0; h < tested; ++h) {
      const Curve error = r.curve(of_sde + h);
      laws.push_back({fmt::format("{}, error of E {}", r.what.name, tested_names[h]), s.eta,
                      error.value, error.bias});
    }
  session.evidence("weak-order",
                   with_remarks(exponent_evidence(laws, 1.0, order_tolerance), inside));
}

void coefficient_claims(Session& session, const Setting& s,
                        const std::vector<CaseResults>& inside) {
  Limits of_solution, of_integrator;
  for (const CaseResults& r : inside)
    for (Index h = 0; h < tested; ++h) {
      const std::string name =
          fmt::format("{}, error over η of E {}", r.what.name, tested_names[h]);
      const double within = r.theory.coefficient_tolerance(h);
      of_solution.add(name, s.eta, r.curve(of_sde + h).over(s.eta), r.theory.coefficient(h),
                      within);
      of_integrator.add(name, s.eta, r.curve(of_euler + h).over(s.eta),
                        r.theory.euler_coefficient(h), within);
    }
  session.evidence("error-coefficient", with_remarks(of_solution.evidence(), inside));
  session.evidence("euler-coefficient", of_integrator.evidence());
}

void variance_claims(Session& session, const Setting& s, const std::vector<CaseResults>& inside) {
  Limits own, common;
  for (const CaseResults& r : inside)
    for (Index i = 0; i < spreads; ++i) {
      const auto name = [&](const char* of) {
        return fmt::format("{}, {} over η{}", r.what.name, spread_names[i], of);
      };
      own.add(name(" of the optimizer"), s.eta, r.curve(of_optimizer_spread + i),
              r.theory.optimizer(i), r.theory.optimizer_tolerance(i));
      own.add(name(" of the SDE"), s.eta, r.curve(of_sde_spread + i), r.theory.sde(i),
              r.theory.sde_tolerance(i));
      common.add(name(", optimizer − SDE"), s.eta, r.curve(of_spread_difference + i), 0.0,
                 r.theory.optimizer_tolerance(i));
    }
  session.evidence("variances", with_remarks(own.evidence(), inside));
  session.evidence("same-variances", with_remarks(common.evidence(), inside));
}

void outside_claim(Session& session, const Setting& s, const CaseResults& outside) {
  const Curve apart = outside.curve(of_behind_x);
  const ArrayXd limit = ArrayXd::Constant(s.eta.size(), s.outside_limit());
  const Evidence evidence{apart.value - limit, limit, limit / 3.0, apart.bias};
  session.evidence("fixed-beta1", with_remarks(evidence, {outside}));
}

ResultTable table_of(const Setting& s, const CaseResults& r, std::size_t number) {
  const Index n = s.eta.size();
  ResultTable table{fmt::format("method-{}", number + 1), {"eta"}, Eigen::MatrixXd(n, 1)};
  table.values.col(0) = s.eta.matrix();
  const auto add = [&](const std::string& name, const ArrayXd& values) {
    table.columns.push_back(name);
    table.values.conservativeResize(Eigen::NoChange, table.values.cols() + 1);
    table.values.rightCols(1) = values.matrix();
  };
  const auto add_curve = [&](const std::string& name, Index which) {
    const Curve curve = r.curve(which);
    add(name, curve.value.value);
    add("se." + name, curve.value.standard_error());
    add("bias." + name, curve.bias);
  };
  for (Index h = 0; h < tested; ++h) {
    const std::string name = tested_names[h];
    add_curve("sde_error." + name, of_sde + h);
    add_curve("euler_error." + name, of_euler + h);
    ArrayXd left(n);
    for (Index i = 0; i < n; ++i) left(i) = r.at[static_cast<std::size_t>(i)].variance_left(h);
    add("variance_left." + name, left);
  }
  for (Index i = 0; i < spreads; ++i) {
    add_curve(fmt::format("optimizer.{} over eta", spread_names[i]), of_optimizer_spread + i);
    add_curve(fmt::format("sde.{} over eta", spread_names[i]), of_sde_spread + i);
  }
  if (r.what.kind == AdaptiveMethod::Kind::adam)
    add_curve("Var m1 of the optimizer minus that of the SDE", of_behind_x);
  return table;
}

void write_tables(Session& session, const Setting& s, const std::vector<CaseResults>& all) {
  std::vector<std::pair<std::string, Refinement>> steps;
  for (std::size_t i = 0; i < all.size(); ++i) {
    session.table(table_of(s, all[i], i));
    for (std::size_t k = 0; k < all[i].at.size(); ++k)
      steps.emplace_back(fmt::format("method-{}-eta-{}", i + 1, s.eta(static_cast<Index>(k))),
                         all[i].at[k].refinement);
  }
  session.table(refinement_table(steps));
}

}  // namespace

void assess(Session& session, const Setting& s, const std::vector<CaseResults>& all) {
  const std::vector<CaseResults> inside(all.begin(), all.end() - 1);
  order_claim(session, s, inside);
  coefficient_claims(session, s, inside);
  variance_claims(session, s, inside);
  outside_claim(session, s, all.back());
  write_tables(session, s, all);
}

}  // namespace sdescent::adaptive::adaptive_order
