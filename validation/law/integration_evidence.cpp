// Evidence and table of law/euler-is-not-the-sde. Nothing is sampled.
#include "validation/exact_estimate.hpp"
#include "validation/joined_evidence.hpp"
#include "validation/law/integration_results.hpp"
#include "validation/limit.hpp"
#include "validation/ordering.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Means = IntegrationMeans;

Index count_of(const IntegrationResults& r) { return static_cast<Index>(r.functions.size()); }
const std::string& name_of(const IntegrationResults& r, Index h) {
  return r.functions[static_cast<std::size_t>(h)].name;
}
ArrayXd error_of(const IntegrationResults& r) {
  return ArrayXd::Constant(r.eta.size(), integration_error);
}

ArrayXd hidden(const IntegrationResults& r, Index h) {
  return r.along([=](const Means& m) { return m.chain(h) - m.euler(h); });
}
ArrayXd modelling(const IntegrationResults& r, Index h) {
  return r.along([=](const Means& m) { return m.chain(h) - m.exact(h); });
}
ArrayXd integrating(const IntegrationResults& r, Index h) {
  return r.along([=](const Means& m) { return m.euler(h) - m.exact(h); });
}

/// Curves over a power of η with what they are to tend to.
struct Limits {
  const IntegrationResults& r;
  std::vector<Deviations> curves = {};
  std::vector<double> predicted = {}, tolerance = {};

  void add(const std::string& name, const ArrayXd& curve, const ArrayXd& scale, double limit,
           double tolerated) {
    curves.push_back({name, r.eta, exact_estimate(curve / scale - limit), error_of(r) / scale});
    predicted.push_back(limit);
    tolerance.push_back(tolerated);
  }
  Evidence evidence() const {
    const auto n = static_cast<Index>(predicted.size());
    return limit_evidence(curves, Eigen::Map<const ArrayXd>(predicted.data(), n),
                          Eigen::Map<const ArrayXd>(tolerance.data(), n));
  }
};

void orders(Session& session, const IntegrationResults& r) {
  std::vector<PowerLaw> square, linear;
  for (Index h = 0; h < count_of(r); ++h) {
    const auto law = [&](const char* of, const ArrayXd& y) {
      return PowerLaw{fmt::format("{}, h = {}", of, name_of(r, h)), r.eta, exact_estimate(y),
                      error_of(r)};
    };
    square.push_back(law("SignSGD less Euler–Maruyama", hidden(r, h)));
    linear.push_back(law("SignSGD less SDE", modelling(r, h)));
    linear.push_back(law("Euler–Maruyama less SDE", integrating(r, h)));
  }
  session.evidence("hidden-order", exponent_evidence(square, 2.0, 1.0 / 3.0));
  session.evidence("modelling-order", exponent_evidence(linear, 1.0, 1.0 / 3.0));
}

void coefficients(Session& session, const IntegrationResults& r) {
  Limits square{r}, linear{r}, revealed{r};
  for (Index h = 0; h < count_of(r); ++h) {
    const double c = r.theory.modelling(h), tolerated = r.theory.modelling_tolerance(h);
    square.add("h = " + name_of(r, h), hidden(r, h), r.eta.square(), r.theory.hidden(h),
               r.theory.hidden_tolerance(h));
    linear.add("SignSGD, h = " + name_of(r, h), modelling(r, h), r.eta, c, tolerated);
    linear.add("Euler–Maruyama, h = " + name_of(r, h), integrating(r, h), r.eta, c, tolerated);
    for (Index i = 0; i < r.refine.size(); ++i) {
      const double part = 1.0 - 1.0 / r.refine(i);
      const ArrayXd shown = r.along(
          [&](const Means& m) { return m.chain(h) - m.refined[static_cast<std::size_t>(i)](h); });
      revealed.add(fmt::format("Δt = η/{}, h = {}", r.refine(i), name_of(r, h)), shown, r.eta,
                   part * c, std::abs(c) * std::min(part, 1.0 - part) / 3.0);
    }
  }
  session.evidence("hidden-coefficient", square.evidence());
  session.evidence("modelling-coefficient", linear.evidence());
  session.evidence("revealed", revealed.evidence());
}

void variances(Session& session, const IntegrationResults& r) {
  Limits limits{r};
  const auto add = [&](const char* name, double Means::*variance) {
    limits.add(name, r.along([=](const Means& m) { return m.*variance; }), r.eta, r.theory.spread,
               r.theory.spread_tolerance);
  };
  add("SignSGD", &Means::chain_variance);
  add("SDE", &Means::exact_variance);
  add("Euler–Maruyama", &Means::euler_variance);
  session.evidence("variance", limits.evidence());
}

void ordering(Session& session, const IntegrationResults& r) {
  std::vector<Evidence> parts;
  for (Index h = 0; h < count_of(r); ++h)
    parts.push_back(ordering_evidence(exact_estimate(3.0 * hidden(r, h).abs()),
                                      exact_estimate(modelling(r, h).abs()), 4.0 * error_of(r)));
  session.evidence("ordering", joined(parts));
}

}  // namespace

void integration_evidence(Session& session, const IntegrationResults& results) {
  orders(session, results);
  coefficients(session, results);
  variances(session, results);
  ordering(session, results);
}

void integration_table(Session& session, const IntegrationResults& r) {
  ResultTable table{"differences", {"eta"}, {}};
  std::vector<ArrayXd> columns{r.eta};
  const auto add = [&](const std::string& name, const ArrayXd& column) {
    table.columns.push_back(name);
    columns.push_back(column);
  };
  for (Index h = 0; h < count_of(r); ++h) {
    const std::string of = "." + name_of(r, h);
    add("chain_minus_euler" + of, hidden(r, h));
    add("chain_minus_sde" + of, modelling(r, h));
    add("euler_minus_sde" + of, integrating(r, h));
    for (std::size_t i = 0; i < static_cast<std::size_t>(r.refine.size()); ++i)
      add(fmt::format("chain_minus_euler_refined_{}{}", r.refine(static_cast<Index>(i)), of),
          r.along([=](const Means& m) { return m.chain(h) - m.refined[i](h); }));
  }
  add("var.chain", r.along([](const Means& m) { return m.chain_variance; }));
  add("var.sde", r.along([](const Means& m) { return m.exact_variance; }));
  add("var.euler", r.along([](const Means& m) { return m.euler_variance; }));
  table.values.resize(r.eta.size(), static_cast<Index>(columns.size()));
  for (std::size_t i = 0; i < columns.size(); ++i)
    table.values.col(static_cast<Index>(i)) = columns[i].matrix();
  session.table(std::move(table));
}

}  // namespace sdescent::law
