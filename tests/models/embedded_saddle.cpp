#include "models/embedded_saddle.hpp"

#include "io/error.hpp"
#include "tests/models/evaluation.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

EmbeddedSaddle papers() { return {VectorXd{{-1.0, 2.0}}, 1.0, 0.1}; }

Block hessian_diagonal(const Objective& f, const Block& x) {
  Scratch scratch;
  Block out(x.rows(), x.cols());
  f.hessian_diagonal(x, out, scratch);
  return out;
}

TEST_CASE("the embedded saddle has the values worked out by hand", "[models]") {
  // ½(−4 + 2·1) + ¼(16 + 1) − (0.1/3)(8 − 1)
  const Block x{{2.0, -1.0}};
  CHECK(loss(papers(), x)(0) == Approx(-1.0 + 4.25 - 0.7 / 3));
  CHECK(gradient(papers(), x)(0, 0) == Approx(-2.0 + 8.0 - 0.4));
  CHECK(gradient(papers(), x)(0, 1) == Approx(-2.0 - 1.0 - 0.1));
}

TEST_CASE("the embedded saddle has its saddle at 0, with the Hessian diag(λ)", "[models]") {
  const Block origin = Block::Zero(1, 2);
  CHECK((gradient(papers(), origin) == 0).all());
  CHECK((hessian_diagonal(papers(), origin) == Block{{-1.0, 2.0}}).all());
  CHECK(loss(papers(), origin)(0) == 0);
}

TEST_CASE("the embedded saddle's minimum is critical and the lowest on a grid", "[models]") {
  // λ on both sides of c²/(4q), where other critical points appear, and of 2c²/(9q), where 0 is no
  // longer the lowest.
  for (const double cubic : {0.1, -0.1, 3.0, -3.0, 0.0})
    for (const double lambda : {-1.0, 0.0, 0.9, 1.1, 1.3, 2.0, 3.0}) {
      INFO("c = " << cubic << ", λ = " << lambda);
      const EmbeddedSaddle f(VectorXd{{lambda}}, 1.8, cubic);
      const Block x = f.minimum().transpose().array();
      CHECK(std::abs(gradient(f, x)(0)) < 1e-14);
      CHECK(hessian_diagonal(f, x)(0) >= 0);
      const Block grid = VectorXd::LinSpaced(4001, -4.0, 4.0).array();
      CHECK(loss(f, x)(0) <= loss(f, grid).minCoeff());
    }
}

TEST_CASE("the minimum of the paper's embedded saddle is (1.0512…, 0)", "[models]") {
  // x² − 0.1x − 1 = 0
  const VectorXd x = papers().minimum();
  CHECK(x(0) == Approx(0.05 + std::sqrt(1.0025)).epsilon(1e-15));
  CHECK(x(1) == 0);
  CHECK(loss(papers(), x.transpose().array())(0) < 0);
}

TEST_CASE("embedded saddles that are unbounded below or not finite are refused", "[models]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refused = [](const VectorXd& lambda, double quartic, double cubic,
                          const std::string& said) {
    CHECK_THROWS_MATCHES(EmbeddedSaddle(lambda, quartic, cubic), InvalidInput, Message(said));
  };
  refused(VectorXd{{1.0}}, 0.0, 0.1, "quartic must be > 0, got 0");
  refused(VectorXd{{1.0}}, 1.0, nan, "cubic must be finite, got nan");
  refused(VectorXd{{1.0, nan}}, 1.0, 0.1, "eigenvalue 2 of the saddle must be finite, got nan");
  refused(VectorXd(), 1.0, 0.1, "number of eigenvalues of the saddle must be >= 1, got 0");
}

}  // namespace
}  // namespace sdescent
