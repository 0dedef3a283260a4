/// What every objective owes its users.

#include "io/error.hpp"
#include "models/embedded_saddle.hpp"
#include "models/logistic_regression.hpp"
#include "models/quadratic.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace sdescent {
namespace {

struct Case {
  std::string name;
  std::shared_ptr<const Objective> f;
  double step;       // of the difference quotients
  double tolerance;  // of the gradient
};

DataTable two_classes(Index rows, Index columns) {
  DataTable table{scattered(rows, columns).matrix(), Eigen::VectorXd::Zero(rows)};
  for (Index i = 0; i < rows; i += 3) table.target(i) = 1.0;
  return table;
}

std::vector<Case> objectives() {
  const Eigen::MatrixXd root = scattered(5, 5).matrix();
  return {
      // Differences of a quadratic are exact but for rounding, so the step may be large.
      {"diagonal", std::make_shared<DiagonalQuadratic>(Eigen::VectorXd{{2.0, -1.0, 0.5}}), 0.1,
       1e-12},
      {"dense", std::make_shared<DenseQuadratic>(root + root.transpose()), 0.1, 1e-12},
      // So are fourth-order ones of a quartic.
      {"saddle", std::make_shared<EmbeddedSaddle>(Eigen::VectorXd{{-1.0, 2.0, 0.0}}, 1.5, -0.4),
       0.1, 1e-11},
      {"logistic", std::make_shared<LogisticRegression>(two_classes(40, 3)), 1e-2, 1e-9},
      {"ridge", std::make_shared<LogisticRegression>(two_classes(700, 12), 0.3), 1e-2, 1e-9},
  };
}

TEST_CASE("a gradient is the slope of its loss", "[models]") {
  for (const Case& c : objectives()) {
    INFO(c.name);
    const Block x = scattered(6, c.f->dimension());
    const Block error = gradient(*c.f, x) - difference_quotients(*c.f, x, c.step);
    CHECK(error.abs().maxCoeff() < c.tolerance);
  }
}

TEST_CASE("a Hessian's products and diagonal are the slopes of the gradient", "[models]") {
  for (const Case& c : objectives()) {
    INFO(c.name);
    const Index d = c.f->dimension();
    const Block x = scattered(6, d), v = scattered(6, d, 3.0);
    Scratch scratch;
    Block product(6, d);
    c.f->hessian_product(x, v, product, scratch);
    const auto at = [&](double h) { return gradient(*c.f, x + h * v); };
    const double h = 0.1 * c.step;
    const Block quotient = (8.0 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12.0 * h);
    CHECK((product - quotient).abs().maxCoeff() < 1e-8);
    c.f->hessian_product(x, 0.0 * v, product, scratch);
    CHECK((product == 0.0).all());

    if (c.f->is_separable())
      for (Index i = 0; i < d; ++i) {
        Block unit = Block::Zero(6, d);
        unit.col(i).setOnes();
        c.f->hessian_product(x, unit, product, scratch);
        product.col(i).setZero();
        CHECK((product == 0.0).all());
      }
    Block diagonal(6, d);
    if (!c.f->has_hessian_diagonal()) {
      CHECK_THROWS_AS(c.f->hessian_diagonal(x, diagonal, scratch), InvalidInput);
      continue;
    }
    c.f->hessian_diagonal(x, diagonal, scratch);
    for (Index i = 0; i < d; ++i) {
      Block unit = Block::Zero(6, d);
      unit.col(i).setOnes();
      c.f->hessian_product(x, unit, product, scratch);
      CHECK((diagonal.col(i) == product.col(i)).all());
    }
  }
}

TEST_CASE("the default product with a Hessian survives large points and small directions",
          "[models]") {
  struct Quartic final : Objective {
    Index dimension() const override { return 2; }
    void loss(const ConstBlockRef& x, BlockRef f, Scratch&) const override {
      f = x.col(0).pow(4) + x.col(0) * x.col(1);
    }
    void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t, Scratch&) const override {
      g.col(0) = 4.0 * x.col(0).cube() + x.col(1);
      g.col(1) = x.col(0);
    }
  };
  const Quartic f;
  Scratch scratch;
  const Block x{{100.0, -3.0}, {2.0, 1e4}}, v{{1e-9, 2e-9}, {1e6, 0.0}};
  Block out(2, 2);
  f.hessian_product(x, v, out, scratch);
  const Block exact{{12e4 * 1e-9 + 2e-9, 1e-9}, {48.0 * 1e6, 1e6}};
  // The direction counts in units of its own length; in the second row the step is long against
  // the 2 over which f varies.
  CHECK((out - exact).row(0).abs().maxCoeff() < 1e-7 * exact.row(0).abs().maxCoeff());
  CHECK((out - exact).row(1).abs().maxCoeff() < 1e-3 * exact.row(1).abs().maxCoeff());
}

TEST_CASE("an objective may be evaluated on part of a block into part of a block", "[models]") {
  for (const Case& c : objectives()) {
    INFO(c.name);
    const Index d = c.f->dimension();
    const Block x = scattered(20, d);
    const Block f = loss(*c.f, x);
    const Block g = gradient(*c.f, x);
    Scratch scratch;
    Block part_f = Block::Constant(20, 1, -7.0);
    Block part_g = Block::Constant(20, d, -7.0);
    c.f->loss(x.middleRows(4, 11), part_f.middleRows(4, 11), scratch);
    c.f->gradient(x.middleRows(4, 11), part_g.middleRows(4, 11), 0, scratch);
    CHECK((part_f - f).middleRows(4, 11).abs().maxCoeff() < 1e-14 * f.abs().maxCoeff());
    CHECK((part_g - g).middleRows(4, 11).abs().maxCoeff() < 1e-14 * g.abs().maxCoeff());
    for (const Block* part : {&part_f, &part_g}) {
      CHECK((part->topRows(4) == -7.0).all());
      CHECK((part->bottomRows(5) == -7.0).all());
    }
  }
}

TEST_CASE("a path's loss and gradient do not depend on its tile, to the bit", "[models]") {
  for (const Case& c : objectives()) {
    INFO(c.name);
    for (const Index rows : {129, 131, 135, 150, 192}) {
      const Block x = scattered(rows, c.f->dimension());
      const Block f = loss(*c.f, x);
      const Block g = gradient(*c.f, x);
      for (Index first = 0; first < rows; first += 64) {
        const Index count = std::min<Index>(64, rows - first);
        const Block lane = x.middleRows(first, count);
        CHECK(same_bits(loss(*c.f, lane), f.middleRows(first, count)));
        CHECK(same_bits(gradient(*c.f, lane), g.middleRows(first, count)));
      }
      // A column that does not start where vectors do.
      Scratch scratch;
      Block columns(rows, 2);
      c.f->loss(x, columns.col(1), scratch);
      CHECK(same_bits(columns.col(1), f));
    }
  }
}

TEST_CASE("a NaN coordinate reaches the loss and the gradient of its own path only", "[models]") {
  for (const Case& c : objectives()) {
    INFO(c.name);
    Block x = scattered(9, c.f->dimension());
    x(5, 1) = std::numeric_limits<double>::quiet_NaN();
    const Block f = loss(*c.f, x);
    const Block g = gradient(*c.f, x);
    CHECK(f.isNaN().count() == 1);
    CHECK(f.row(5).isNaN().any());
    CHECK(g.row(5).isNaN().any());
    CHECK(!g.topRows(5).isNaN().any());
    CHECK(!g.bottomRows(3).isNaN().any());
  }
}

}  // namespace
}  // namespace sdescent
