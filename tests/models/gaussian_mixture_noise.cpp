#include "models/gaussian_mixture_noise.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/rademacher_noise.hpp"
#include "solvers/replay.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

const GaussianMixture skewed{VectorXd{{0.75, 0.25}}, VectorXd{{-1.0, 3.0}}, VectorXd{{0.5, 2.0}}};

TEST_CASE("the sign under a mixture is the mixture of signs, in both tails", "[models]") {
  const GaussianMixtureNoise noise(skewed, VectorXd{{2.0}});
  for (const double a : {-60.0, -8.0, -2.0, 0.0, 1.0, 2.3, 6.0, 15.0}) {
    const SignTable m = sign_table(noise, Block::Constant(1, 1, 2 * a));
    const double up =
        0.75 * gsl_cdf_ugaussian_P((a - 1) / 0.5) + 0.25 * gsl_cdf_ugaussian_P((a + 3) / 2.0);
    const double down =
        0.75 * gsl_cdf_ugaussian_Q((a - 1) / 0.5) + 0.25 * gsl_cdf_ugaussian_Q((a + 3) / 2.0);
    INFO("a = " << a);
    CHECK(m.mean(0) == Approx(up - down).margin(1e-15));
    CHECK(m.deviation(0) == Approx(2 * std::sqrt(up * down)).epsilon(1e-12));
  }
}

TEST_CASE("a mixture of one is that normal, one of atoms is Rademacher's law", "[models]") {
  const Block g = scattered(50, 1, 3.0);
  const GaussianMixtureNoise one({VectorXd{{1.0}}, VectorXd{{0.0}}, VectorXd{{1.5}}},
                                 VectorXd{{2.0}});
  const SignTable mixture = sign_table(one, g),
                  normal = sign_table(GaussianNoise(VectorXd{{3.0}}, Accuracy::accurate), g);
  CHECK((mixture.mean - normal.mean).abs().maxCoeff() < 1e-15);
  CHECK((mixture.deviation / normal.deviation - 1).abs().maxCoeff() < 1e-13);

  const GaussianMixtureNoise atoms(
      {VectorXd{{0.5, 0.5}}, VectorXd{{-1.0, 1.0}}, VectorXd{{0.0, 0.0}}}, VectorXd{{2.0}});
  const Block ties{{0.0}, {1.9}, {2.0}, {-2.0}, {2.1}, {-3.0}};
  const SignTable rademacher = sign_table(RademacherNoise(VectorXd{{2.0}}), ties);
  CHECK((sign_table(atoms, ties).mean == rademacher.mean).all());
  CHECK((sign_table(atoms, ties).deviation == rademacher.deviation).all());
}

TEST_CASE("infinite gradients under a mixture", "[models]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const SignTable m =
      sign_table(GaussianMixtureNoise(skewed, VectorXd{{2.0}}), Block{{infinity}, {-infinity}});
  CHECK((m.mean == Block{{1.0}, {-1.0}}).all());
  CHECK((m.deviation == 0).all());
}

TEST_CASE("the uniform picks the component, the normal its value", "[models]") {
  const auto at = [](double number) {
    const GaussianMixtureNoise noise(skewed, VectorXd{{2.0}});
    return draws(noise, Replay({Block::Constant(1, 1, number)}), 1)(0);
  };
  CHECK(at(0.7) == Approx(2 * (-1 + 0.5 * 0.7)));
  CHECK(at(0.8) == Approx(2 * (3 + 2 * 0.8)));
}

TEST_CASE("a mixture draws one uniform and one normal, of its path alone", "[models]") {
  check_draws(GaussianMixtureNoise(skewed, VectorXd{{0.5, 2.0}}), {{false, 0, 2}, {true, 1, 2}});
}

TEST_CASE("a mixture has the signs of its law", "[models][statistical]") {
  check_sign_frequencies(GaussianMixtureNoise(skewed, VectorXd{{0.5, 0.5}}),
                         VectorXd{{-4.0, -1.0, -0.3, 0.0, 0.1, 0.6, 2.0}});
}

TEST_CASE("a mixture is centred on request only", "[models]") {
  const GaussianMixture off{VectorXd{{0.5, 0.5}}, VectorXd{{1e6, 1e6 + 0.3}}, VectorXd{{1.0, 1.0}}};
  CHECK_THROWS_MATCHES(
      GaussianMixtureNoise({VectorXd{{0.5, 0.5}}, VectorXd{{1.0, 2.0}}, VectorXd{{1.0, 1.0}}},
                           VectorXd::Ones(1)),
      InvalidInput, Message("mean of a noise mixture must be 0 (or centred on request), got 1.5"));
  CHECK_THROWS_AS(GaussianMixtureNoise(off, VectorXd::Ones(1)), InvalidInput);
  const GaussianMixtureNoise noise(centred(off), VectorXd::Ones(1));
  CHECK((noise.mixture().means - VectorXd{{-0.15, 0.15}}).cwiseAbs().maxCoeff() < 1e-9);
}

TEST_CASE("what is no mixture is refused", "[models]") {
  const auto make = [](VectorXd weights, VectorXd means, VectorXd deviations) {
    return GaussianMixtureNoise({weights, means, deviations}, VectorXd::Ones(1));
  };
  const VectorXd half{{0.5, 0.5}}, zero{{0.0, 0.0}}, one{{1.0, 1.0}};
  CHECK_NOTHROW(make(half, zero, one));
  CHECK_THROWS_MATCHES(make(VectorXd{{0.5, 0.6}}, zero, one), InvalidInput,
                       Message("sum of a mixture's weights must be 1, got 1.1"));
  CHECK_THROWS_MATCHES(make(VectorXd{{1.5, -0.5}}, zero, one), InvalidInput,
                       Message("weight of component 2 must be > 0, got -0.5"));
  CHECK_THROWS_MATCHES(make(half, zero, VectorXd{{1.0, -1.0}}), InvalidInput,
                       Message("deviation of component 2 must be >= 0, got -1"));
  CHECK_THROWS_MATCHES(make(half, VectorXd{{0.0}}, one), InvalidInput,
                       Message("number of means of a mixture must be 2, got 1"));
  CHECK_THROWS_MATCHES(make(half, zero, VectorXd{{1.0}}), InvalidInput,
                       Message("number of deviations of a mixture must be 2, got 1"));
  CHECK_THROWS_MATCHES(make(VectorXd(), VectorXd(), VectorXd()), InvalidInput,
                       Message("number of components of a mixture must be >= 1, got 0"));
  CHECK_THROWS_AS(make(half, VectorXd{{std::nan(""), 0.0}}, one), InvalidInput);
}

}  // namespace
}  // namespace sdescent
