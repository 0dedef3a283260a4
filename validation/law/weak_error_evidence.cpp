#include "validation/exact_estimate.hpp"
#include "validation/law/richardson.hpp"
#include "validation/law/weak_error.hpp"
#include "validation/limit.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// What five decimals are right to.
constexpr double fifth_decimal = 5e-6;

std::string label(const std::string& what, const WeakErrorCase& of) {
  return of.name.empty() ? what : what + ", " + of.name;
}

/// One test function of one case.
struct Member {
  const WeakErrorCase& of;
  const TestFunction& function;
  const WeakErrorCurves& curves;
  const WeakErrorTheory& theory;
  Index h;

  std::string name() const { return label("E " + function.symbol, of); }
  ArrayXd sde_error() const { return curves.chain.col(h) - curves.sde.col(h); }
  ArrayXd ode_error() const { return curves.chain.col(h) - curves.ode.col(h); }
};

std::vector<Member> members(const WeakErrorSetting& s, const WeakErrorResults& r) {
  std::vector<Member> all;
  for (std::size_t c = 0; c < s.cases.size(); ++c)
    for (std::size_t h = 0; h < s.functions.size(); ++h)
      all.push_back({s.cases[c], s.functions[h], r.curves[c], r.theory[c], static_cast<Index>(h)});
  return all;
}

/// The error of two numbers that are each wrong by at most the bound.
ArrayXd bias(const WeakErrorSetting& s, const WeakErrorCurves& curves) {
  return ArrayXd::Constant(s.eta.size(), 2.0 * curves.bound);
}

/// The ODE's leading error is ∇h·(e + m) + ½∇²h:V, in which terms nearly cancel for some h: its
/// order is asked of two h for which they do not.
bool has_ode_order(const Member& m) {
  return m.function.name == "x^2" || m.function.name == "cos x";
}

void order_evidence(Session& session, const WeakErrorSetting& s, const WeakErrorResults& r,
                    const std::vector<Member>& all) {
  std::vector<PowerLaw> sde, sde_all, ode;
  for (const Member& m : all) {
    const auto law = [&](const ArrayXd& error, Index window) -> PowerLaw {
      return {"error of " + m.name(), s.eta.head(window), exact_estimate(error.head(window)),
              bias(s, m.curves).head(window)};
    };
    sde.push_back(law(m.sde_error(), r.window));
    sde_all.push_back(law(m.sde_error(), s.eta.size()));
    if (has_ode_order(m)) ode.push_back(law(m.ode_error(), r.window));
  }
  session.evidence("weak-order", exponent_evidence(sde, 1.0, 1.0 / 6.0));
  session.evidence("weak-order-all", exponent_evidence(sde_all, 1.0, 1.0 / 6.0));
  session.evidence("ode-order", exponent_evidence(ode, 1.0, 1.0 / 6.0));
}

Richardson extrapolated(const WeakErrorSetting& s, const Member& m) {
  return richardson(s.eta, m.sde_error() / s.eta, bias(s, m.curves) / s.eta);
}

void coefficient_evidence(Session& session, const WeakErrorSetting& s, const WeakErrorResults& r,
                          const std::vector<Member>& all) {
  const auto n = static_cast<Index>(all.size());
  const ArrayXd eta = s.eta.head(r.window);
  std::vector<Deviations> curves;
  ArrayXd predicted(n), tolerance(n), measured(n), bound(n);
  for (Index i = 0; i < n; ++i) {
    const Member& m = all[static_cast<std::size_t>(i)];
    predicted(i) = m.theory.coefficient(m.h);
    tolerance(i) = m.theory.coefficient_tolerance(m.h);
    const ArrayXd deviation = m.sde_error() / s.eta - predicted(i);
    curves.push_back({"error over η of " + m.name(), eta, exact_estimate(deviation.head(r.window)),
                      bias(s, m.curves).head(r.window) / eta});
    const Richardson limit = extrapolated(s, m);
    measured(i) = limit.value;
    bound(i) = limit.bound;
  }
  session.evidence("error-coefficient", limit_evidence(curves, predicted, tolerance));
  session.evidence("five-decimals", {exact_estimate(measured - predicted), predicted,
                                     tolerance.min(fifth_decimal), bound});
}

/// Var over η against V, from the variances of each case.
Evidence spread_evidence(
    const WeakErrorSetting& s, const WeakErrorResults& r,
    const std::vector<std::pair<std::string, ArrayXd WeakErrorCurves::*>>& of) {
  std::vector<Deviations> curves;
  std::vector<double> predicted, tolerance;
  const ArrayXd eta = s.eta.head(r.window);
  for (std::size_t c = 0; c < s.cases.size(); ++c)
    for (const auto& [name, variance] : of) {
      const ArrayXd deviation = (r.curves[c].*variance).head(r.window) / eta - r.theory[c].spread;
      curves.push_back({label("Var over η of " + name, s.cases[c]), eta, exact_estimate(deviation),
                        bias(s, r.curves[c]).head(r.window) / eta});
      predicted.push_back(r.theory[c].spread);
      tolerance.push_back(r.theory[c].spread_tolerance);
    }
  const auto n = static_cast<Index>(curves.size());
  return limit_evidence(curves, ArrayXd::Map(predicted.data(), n),
                        ArrayXd::Map(tolerance.data(), n));
}

void write_tables(Session& session, const WeakErrorSetting& s, const WeakErrorResults& r,
                  const std::vector<Member>& all) {
  ResultTable errors{"errors", {"eta"}, s.eta.matrix()};
  const auto add = [&](const std::string& name, const ArrayXd& column) {
    errors.columns.push_back(name);
    errors.values.conservativeResize(Eigen::NoChange, errors.values.cols() + 1);
    errors.values.rightCols(1) = column.matrix();
  };
  const auto suffix = [](const WeakErrorCase& of) { return of.id.empty() ? "" : "." + of.id; };
  ResultTable limits{"limits",
                     {"case", "function", "derived", "richardson", "richardson_bound", "tolerance"},
                     Eigen::MatrixXd(static_cast<Index>(all.size()), 6)};
  const auto functions = static_cast<Index>(s.functions.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Member& m = all[i];
    add("sde." + m.function.name + suffix(m.of), m.sde_error());
    add("ode." + m.function.name + suffix(m.of), m.ode_error());
    const Richardson limit = extrapolated(s, m);
    const auto row = static_cast<Index>(i);
    limits.values.row(row) << static_cast<double>(row / functions + 1),
        static_cast<double>(row % functions + 1), m.theory.coefficient(m.h), limit.value,
        limit.bound, std::min(fifth_decimal, m.theory.coefficient_tolerance(m.h));
  }
  for (std::size_t c = 0; c < s.cases.size(); ++c) {
    const std::string end = suffix(s.cases[c]);
    add("var_over_eta.sign_sgd" + end, r.curves[c].chain_variance / s.eta);
    add("var_over_eta.sde" + end, r.curves[c].sde_variance / s.eta);
    add("numerical_bound" + end, ArrayXd::Constant(s.eta.size(), r.curves[c].bound));
  }
  session.table(std::move(errors));
  session.table(std::move(limits));
}

}  // namespace

void weak_error_evidence(Session& session, const WeakErrorSetting& s, const WeakErrorResults& r) {
  const std::vector<Member> all = members(s, r);
  order_evidence(session, s, r, all);
  coefficient_evidence(session, s, r, all);
  session.evidence("variance", spread_evidence(s, r,
                                               {{"SignSGD", &WeakErrorCurves::chain_variance},
                                                {"the SDE", &WeakErrorCurves::sde_variance}}));
  session.evidence("ode-variance",
                   spread_evidence(s, r, {{"the ODE", &WeakErrorCurves::ode_variance}}));
  write_tables(session, s, r, all);
}

}  // namespace sdescent::law
