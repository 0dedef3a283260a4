#include "models/empirical_noise.hpp"

#include "io/error.hpp"
#include "solvers/replay.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

const VectorXd sample{{-3.0, 0.5, -0.5, 1.0, 0.0, 2.0, 0.5, -0.5}};

TEST_CASE("the sign under a sample counts, three values included", "[models]") {
  for (const double scale : {1.0, 0.1, 3.0}) {
    const EmpiricalNoise noise(sample, VectorXd{{scale}});
    // Gradients at which scaled values cancel exactly, in the arithmetic of the draws, and others.
    for (const double z : {-3.0, -1.5, -0.5, 0.0, 0.25, 0.5, 1.0, 2.0, 5.0}) {
      const double g = -(scale * z);
      INFO("scale = " << scale << ", g = " << g);
      const Eigen::ArrayXd noisy = g + scale * sample.array();
      const Eigen::ArrayXd signs = (noisy > 0).cast<double>() - (noisy < 0).cast<double>();
      const SignTable m = sign_table(noise, Block{{g}});
      CHECK(m.mean(0) == Approx(signs.mean()).margin(1e-15));
      CHECK(m.deviation(0) ==
            Approx(std::sqrt((signs - signs.mean()).square().mean())).margin(1e-15));
    }
  }
}

TEST_CASE("infinite gradients under a sample", "[models]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const SignTable m =
      sign_table(EmpiricalNoise(sample, VectorXd{{2.0}}), Block{{infinity}, {-infinity}});
  CHECK((m.mean == Block{{1.0}, {-1.0}}).all());
  CHECK((m.deviation == 0).all());
}

TEST_CASE("equal parts of the unit interval give the values of the sample", "[models]") {
  const auto at = [](double u) {
    return draws(EmpiricalNoise(VectorXd{{2.0, -3.0, 1.0}}, VectorXd{{10.0}}),
                 Replay({Block::Constant(1, 1, u)}), 1)(0);
  };
  CHECK(at(0x1p-33) == -30.0);
  CHECK(at(0.333) == -30.0);
  CHECK(at(0.334) == 10.0);
  CHECK(at(0.667) == 20.0);
  CHECK(at(1 - 0x1p-33) == 20.0);
}

TEST_CASE("a sample's noise draws one uniform, of its path alone", "[models]") {
  check_draws(EmpiricalNoise(sample, VectorXd{{0.5, 2.0}}), {{false, 0, 2}});
}

TEST_CASE("a sample's noise has the signs of its law, ties too", "[models][statistical]") {
  check_sign_frequencies(EmpiricalNoise(sample, VectorXd{{0.5, 0.5}}),
                         VectorXd{{-1.0, -0.25, -0.2, 0.0, 0.25, 1.5, 2.0}});
}

TEST_CASE("a sample is centred on request only", "[models]") {
  CHECK_THROWS_MATCHES(
      EmpiricalNoise(VectorXd{{1.0, 2.0}}, VectorXd::Ones(1)), InvalidInput,
      Message("mean of the noise sample must be 0 (or centred on request), got 1.5"));
  const VectorXd far = VectorXd::LinSpaced(101, 1e6, 1e6 + 7);
  CHECK_THROWS_AS(EmpiricalNoise(far, VectorXd::Ones(1)), InvalidInput);
  const EmpiricalNoise noise(centred(far), VectorXd::Ones(1));
  CHECK(noise.sample()(0) == Approx(-3.5));
  CHECK(noise.sample()(50) == Approx(0).margin(1e-9));
}

TEST_CASE("what is no sample is refused", "[models]") {
  CHECK_THROWS_MATCHES(EmpiricalNoise(VectorXd(), VectorXd::Ones(1)), InvalidInput,
                       Message("size of the noise sample must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(EmpiricalNoise(VectorXd{{1.0, std::nan("")}}, VectorXd::Ones(1)),
                       InvalidInput,
                       Message("value 2 of the noise sample must be finite, got nan"));
  CHECK_THROWS_MATCHES(EmpiricalNoise(VectorXd::Zero((1 << 24) + 1), VectorXd::Ones(1)),
                       InvalidInput,
                       Message("size of the noise sample must be <= 2^24, got 16777217"));
}

}  // namespace
}  // namespace sdescent
