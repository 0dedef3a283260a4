// Evidence of law/work-precision.
#include "solvers/function_of_estimates.hpp"
#include "validation/exact_estimate.hpp"
#include "validation/joined_evidence.hpp"
#include "validation/law/work_results.hpp"
#include "validation/ordering.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Of E h by the laws of steppers and of the diffusion.
constexpr double numerical_error = 1e-11;

/// The grids of a window from the finest one, so that Δt and ε increase.
ArrayXd window(const Eigen::Ref<const ArrayXd>& column, Index first) {
  return column.tail(column.size() - first).reverse();
}

ArrayXd time_steps(const WorkResults& r, Index first) {
  return r.setting.duration / window(r.euler.steps, first);
}

ArrayXd biases(const WorkResults& r, const SchemeErrors& s, Index h) {
  return window(s.bias.col(h), r.first);
}

std::string of(const WorkResults& r, const SchemeErrors& s, Index h) {
  return fmt::format("{}, h = {}", s.stepper->name(), r.setting.names[static_cast<std::size_t>(h)]);
}

Index count_of(const WorkResults& r) { return static_cast<Index>(r.setting.functions.size()); }

PowerLaw bias_law(const WorkResults& r, const SchemeErrors& s, Index h) {
  const ArrayXd b = biases(r, s, h);
  return {"bias of " + of(r, s, h), time_steps(r, r.first), exact_estimate(b),
          ArrayXd::Constant(b.size(), numerical_error)};
}

/// Work of plain Monte Carlo over ε where each Δt is the best: with |bias| = cΔt^p, C N = K/(Δt (ε²
/// − bias²)) is least at ε² = (2p + 1) bias², and N = Var/(2p bias²).
PowerLaw work_law(const WorkResults& r, const SchemeErrors& s, double order, Index h) {
  const ArrayXd b = biases(r, s, h).abs();
  const ArrayXd work =
      window(s.work_of_path() * s.variance.col(h), r.first) / (2.0 * order * b.square());
  return {"work of " + of(r, s, h), std::sqrt(2.0 * order + 1.0) * b, exact_estimate(work),
          2.0 * work * numerical_error / b};
}

/// Work of multilevel Monte Carlo over ε, half of ε² being bias²: 2 (Σ √(V_l C_l))²/ε².
PowerLaw level_work_law(const WorkResults& r, const LevelVariances& l, Index h) {
  const ArrayXd epsilon = std::sqrt(2.0) * biases(r, *l.scheme, h).abs();
  const Estimate work = function_of({l.variance}, [&](const std::vector<ArrayXd>& v) {
    ArrayXd result(epsilon.size());
    for (Index i = 0; i < epsilon.size(); ++i) {
      const double roots = l.root_work(v[0], h, l.scheme->steps.size() - 1 - i);
      result(i) = 2.0 * std::pow(roots / epsilon(i), 2);
    }
    return result;
  });
  return {"multilevel work of " + of(r, *l.scheme, h), epsilon, work,
          2.0 * work.value * numerical_error / epsilon};
}

PowerLaw variance_law(const WorkResults& r, const LevelVariances& l, Index h) {
  const Index grids = l.scheme->steps.size();
  const Estimate v = function_of({l.variance}, [&](const std::vector<ArrayXd>& all) {
    return window(all[0].segment(h * grids, grids), r.first_level);
  });
  return {"level variance of " + of(r, *l.scheme, h), time_steps(r, r.first_level), v,
          ArrayXd::Zero(v.value.size())};
}

void plain(Session& session, const WorkResults& r) {
  std::vector<PowerLaw> one, two, work_one, work_two;
  for (Index h = 0; h < count_of(r); ++h) {
    for (const SchemeErrors* s : {&r.euler, &r.milstein}) {
      one.push_back(bias_law(r, *s, h));
      work_one.push_back(work_law(r, *s, 1.0, h));
    }
    two.push_back(bias_law(r, r.dri1, h));
    work_two.push_back(work_law(r, r.dri1, 2.0, h));
  }
  session.evidence("weak-order-one", exponent_evidence(one, 1.0, 1.0 / 3.0));
  session.evidence("weak-order-two", exponent_evidence(two, 2.0, 1.0 / 3.0));
  session.evidence("work-order-one", exponent_evidence(work_one, -3.0, 1.0 / 6.0));
  session.evidence("work-order-two", exponent_evidence(work_two, -2.5, 1.0 / 6.0));
}

void multilevel_claims(Session& session, const WorkResults& r) {
  const char* names[] = {"euler", "milstein"};
  const double variance[] = {1.0, 2.0}, tolerance[] = {1.0 / 3.0, 1.0 / 6.0};
  for (std::size_t i = 0; i < r.levels.size(); ++i) {
    std::vector<PowerLaw> of_variance, of_work;
    for (Index h = 0; h < count_of(r); ++h) {
      of_variance.push_back(variance_law(r, r.levels[i], h));
      of_work.push_back(level_work_law(r, r.levels[i], h));
    }
    session.evidence(fmt::format("level-variance-{}", names[i]),
                     exponent_evidence(of_variance, variance[i], 1.0 / 3.0));
    session.evidence(fmt::format("multilevel-work-{}", names[i]),
                     exponent_evidence(of_work, -2.0, tolerance[i]));
  }
}

/// At the smallest ε that Euler–Maruyama reaches in the window.
void ordering(Session& session, const WorkResults& r) {
  std::vector<Evidence> parts;
  for (Index h = 0; h < count_of(r); ++h) {
    const double epsilon = work_law(r, r.euler, 1.0, h).x(0);
    const auto log_work = [&](const SchemeErrors& s) {
      return exact_estimate(ArrayXd::Constant(1, std::log(s.least_work(epsilon, h))));
    };
    const Estimate many =
        function_of({r.levels[1].variance}, [&](const std::vector<ArrayXd>& v) -> ArrayXd {
          return ArrayXd::Constant(1, std::log(r.levels[1].least_work(v[0], epsilon, h)));
        });
    const ArrayXd bias = ArrayXd::Constant(1, 8.0 * numerical_error / epsilon);
    parts.push_back(ordering_evidence(many, log_work(r.dri1), bias));
    parts.push_back(ordering_evidence(log_work(r.dri1), log_work(r.euler), bias));
    parts.push_back(ordering_evidence(log_work(r.dri1), log_work(r.milstein), bias));
  }
  session.evidence("ordering", joined(parts));
}

}  // namespace

void work_evidence(Session& session, const WorkResults& results) {
  plain(session, results);
  multilevel_claims(session, results);
  ordering(session, results);
}

void work_table(Session& session, const WorkResults& r) {
  ResultTable table{"work", {"steps", "dt"}, {}};
  std::vector<ArrayXd> columns{r.euler.steps, r.setting.duration / r.euler.steps};
  const auto add = [&](const std::string& name, const ArrayXd& column) {
    table.columns.push_back(name);
    columns.push_back(column);
  };
  const Index grids = r.euler.steps.size();
  for (Index h = 0; h < count_of(r); ++h) {
    const std::string& name = r.setting.names[static_cast<std::size_t>(h)];
    for (const SchemeErrors* s : {&r.euler, &r.milstein, &r.dri1}) {
      const std::string tail = fmt::format(".{}.{}", s->stepper->name(), name);
      add("bias" + tail, s->bias.col(h));
      add("variance" + tail, s->variance.col(h));
      add("work_of_path" + tail, s->work_of_path());
    }
    for (const LevelVariances& l : r.levels) {
      const std::string tail = fmt::format(".{}.{}", l.scheme->stepper->name(), name);
      add("level_variance" + tail, l.variance.value.segment(h * grids, grids));
      add("level_variance_se" + tail, l.variance.standard_error().segment(h * grids, grids));
    }
  }
  table.values.resize(grids, static_cast<Index>(columns.size()));
  for (std::size_t i = 0; i < columns.size(); ++i)
    table.values.col(static_cast<Index>(i)) = columns[i].matrix();
  session.table(std::move(table));
}

}  // namespace sdescent::law
