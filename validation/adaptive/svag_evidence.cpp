#include "validation/adaptive/svag.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/joined_evidence.hpp"
#include "validation/limit.hpp"
#include "validation/ordering.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive::svag {
namespace {

/// Deviations from a model over 1/ℓ, which tend to 0.
Evidence tends_to(const Setting& s, const std::vector<const Results*>& all, Model model,
                  double order) {
  const ArrayXd inverse = s.levels.inverse().reverse();
  std::vector<Deviations> curves;
  std::vector<double> tolerance;
  for (const Results* r : all) {
    const ArrayXd within = tolerance_of(s, r->method);
    for (Index i = 0; i < tested; ++i) {
      curves.push_back({fmt::format("{}, {} over 1/ℓ", name_of(r->method), tested_names[i]),
                        inverse, r->difference(model, i),
                        ArrayXd::Constant(inverse.size(), r->model(model).bias(i))});
      tolerance.push_back(within(i));
    }
  }
  const auto n = static_cast<Index>(tolerance.size());
  return limit_evidence(curves, ArrayXd::Zero(n), Eigen::Map<const ArrayXd>(tolerance.data(), n),
                        order);
}

/// |e|, with the sign of each point held fixed.
Estimate magnitude(const Estimate& e) {
  const ArrayXd sign = e.value.sign();
  return {e.value.abs(), e.pseudo_values.rowwise() * sign.transpose(), e.runs};
}

/// |SVAG − nearer| < |SVAG − farther| in f and x₁².
Evidence nearer(const Results& r, std::size_t level, Model near, Model far) {
  const auto distance = [&](Model m) {
    return points(magnitude(r.levels[level] - r.model(m).value), 0, 2);
  };
  return ordering_evidence(distance(near), distance(far), (r.own.bias + r.malladi.bias).head(2));
}

ResultTable table_of(const Setting& s, const Results& r) {
  const Index n = s.levels.size();
  ResultTable table{fmt::format("differences-{}", name_of(r.method)), {"l"}, Eigen::MatrixXd(n, 1)};
  table.values.col(0) = s.levels.matrix();
  const auto add = [&](const std::string& name, const ArrayXd& values) {
    table.columns.push_back(name);
    table.values.conservativeResize(Eigen::NoChange, table.values.cols() + 1);
    table.values.rightCols(1) = values.matrix();
  };
  for (const Model m : {Model::own, Model::malladi}) {
    if (m == Model::malladi && r.method == Method::sgd) continue;
    const std::string of = m == Model::own ? "own." : "malladi.";
    for (Index i = 0; i < tested; ++i) {
      const Estimate difference = r.difference(m, i);
      add(of + tested_names[i], difference.value.reverse());
      add("se." + of + tested_names[i], difference.standard_error().reverse());
      add("bias." + of + tested_names[i], ArrayXd::Constant(n, r.model(m).bias(i)));
    }
  }
  return table;
}

}  // namespace

void assess(Session& session, const Setting& s, const std::vector<Results>& all) {
  const Results &sgd = all[0], &rmsprop = all[1], &adam = all[2];
  const std::size_t last = rmsprop.levels.size() - 1;
  session.evidence("sgd-to-its-sde", tends_to(s, {&sgd}, Model::own, 1.0));
  session.evidence("adaptive-to-malladi", tends_to(s, {&rmsprop, &adam}, Model::malladi, 2.0));
  session.evidence("adaptive-to-own", tends_to(s, {&rmsprop, &adam}, Model::own, 2.0));
  session.evidence("which-is-nearer", joined({nearer(rmsprop, 0, Model::own, Model::malladi),
                                              nearer(adam, 0, Model::own, Model::malladi),
                                              nearer(rmsprop, last, Model::malladi, Model::own),
                                              nearer(adam, last, Model::malladi, Model::own)}));
  for (const Results& r : all) session.table(table_of(s, r));
}

}  // namespace sdescent::adaptive::svag
