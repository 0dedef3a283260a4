#include "solvers/jet.hpp"

#include "solvers/symmetric_pairs.hpp"

#include <cmath>

namespace sdescent {
namespace {

/// x, then x ± step_i e_i, then for p < q x ± (step_p e_p + step_q e_q), one a row.
Block stencil(const Eigen::VectorXd& x, const Eigen::ArrayXd& step) {
  const Index d = x.size();
  Block points = x.transpose().array().replicate(1 + d * (d + 1), 1);
  Index row = 1;
  const auto shift = [&](Index p, Index q) {
    for (const double side : {1.0, -1.0}) {
      points(row, p) += side * step(p);
      if (q != p) points(row, q) += side * step(q);
      ++row;
    }
  };
  for (Index i = 0; i < d; ++i) shift(i, i);
  for_each_pair(d, [&](Index, Index p, Index q) {
    if (p < q) shift(p, q);
  });
  return points;
}

}  // namespace

Jet jet(const StateFunction& h, const Eigen::VectorXd& x) {
  const Index d = x.size(), m = h.width();
  const Eigen::ArrayXd step = 1e-3 * x.array().abs().max(1.0);
  const Block points = stencil(x, step);
  Block values(points.rows(), m);
  Scratch scratch;
  h.evaluate(points, values, scratch);
  // h(+) + h(−) − 2h(0) of the two rows from `row` on.
  const auto bend = [&](Index row) -> Eigen::VectorXd {
    return (values.row(row) + values.row(row + 1) - 2.0 * values.row(0)).transpose();
  };
  Jet result{values.row(0).transpose(), Eigen::MatrixXd(m, d), Eigen::MatrixXd(m, pair_count(d))};
  Index row = 1 + 2 * d;
  for_each_pair(d, [&](Index column, Index p, Index q) {
    const Index at_p = 1 + 2 * p, at_q = 1 + 2 * q;
    if (p == q) {
      result.gradient.col(p) =
          (values.row(at_p) - values.row(at_p + 1)).transpose() / (2.0 * step(p));
      result.second.col(column) = bend(at_p) / (2.0 * step(p) * step(p));
    } else {
      result.second.col(column) = (bend(row) - bend(at_p) - bend(at_q)) / (2.0 * step(p) * step(q));
      row += 2;
    }
  });
  return result;
}

}  // namespace sdescent
