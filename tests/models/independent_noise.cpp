/// What all laws of independent coordinates share, and their refusals.

#include "models/independent_noise.hpp"

#include "io/error.hpp"
#include "models/empirical_noise.hpp"
#include "models/gaussian_mixture_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/problem.hpp"
#include "models/quadratic.hpp"
#include "models/rademacher_noise.hpp"
#include "models/stable_noise.hpp"
#include "models/student_noise.hpp"
#include "models/uniform_noise.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <limits>
#include <memory>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Case {
  std::string description;
  std::function<std::shared_ptr<const IndependentNoise>(VectorXd)> make;
  double unit_deviation;
};

template <class Law, class... Parameters>
Case law(std::string description, double unit_deviation, Parameters... parameters) {
  return {std::move(description),
          [=](VectorXd scales) { return std::make_shared<Law>(parameters..., std::move(scales)); },
          unit_deviation};
}

std::vector<Case> laws() {
  return {
      law<StudentNoise>("student_t with nu = 5", std::sqrt(5.0 / 3), 5.0),
      law<StudentNoise>("student_t with nu = 2", infinity, 2.0),
      law<StudentNoise>("student_t with nu = 0.5", infinity, 0.5),
      law<LaplaceNoise>("laplace", std::sqrt(2.0)),
      law<UniformNoise>("uniform", std::sqrt(1.0 / 3)),
      law<RademacherNoise>("rademacher", 1.0),
      law<GaussianMixtureNoise>(
          "gaussian_mixture of 2", std::sqrt(0.25 * 10 + 0.75 * (1.0 / 9 + 4)),
          GaussianMixture{VectorXd{{0.25, 0.75}}, VectorXd{{-1.0, 1.0 / 3}}, VectorXd{{3.0, 2.0}}}),
      law<StableNoise>("stable with alpha = 2", std::sqrt(2.0), 2.0),
      law<StableNoise>("stable with alpha = 1.5", infinity, 1.5),
      law<EmpiricalNoise>("empirical, a sample of 3", std::sqrt(14.0 / 3),
                          VectorXd{{-3.0, 1.0, 2.0}}),
  };
}

TEST_CASE("laws say what they are", "[models]") {
  for (const Case& c : laws()) CHECK(c.make(VectorXd::Ones(2))->description() == c.description);
  CHECK(cauchy(VectorXd::Ones(1)).description() == "student_t with nu = 1");
}

TEST_CASE("the covariance is that of the unit law times squared scales", "[models]") {
  const VectorXd scales{{0.5, 0.0, 3.0}};
  for (const Case& c : laws()) {
    INFO(c.description);
    const auto noise = c.make(scales);
    CHECK(noise->dimension() == 3);
    CHECK(noise->sources() == 3);
    CHECK(noise->kind() == NoiseKind::diagonal);
    CHECK(noise->has_independent_signs());
    CHECK(noise->has_finite_covariance() == (c.unit_deviation < infinity));
    if (!noise->has_finite_covariance()) continue;
    const Eigen::MatrixXd root = root_of_covariance(*noise, Eigen::RowVector3d::Zero());
    const VectorXd expected = c.unit_deviation * scales;
    CHECK((root - Eigen::MatrixXd(expected.asDiagonal())).cwiseAbs().maxCoeff() < 1e-14);
    Scratch scratch;
    Block diagonal(5, 3);
    noise->diagonal(Block::Zero(5, 3), diagonal, scratch);
    CHECK((diagonal.rowwise() - expected.transpose().array()).abs().maxCoeff() < 1e-14);
  }
}

TEST_CASE("a law without covariance refuses to diffuse", "[models]") {
  const StudentNoise noise = cauchy(VectorXd::Ones(1));
  Scratch scratch;
  Block one = Block::Ones(1, 1), out(1, 1);
  const auto said =
      Message("the gradient noise must be of finite covariance, got student_t with nu = 1");
  CHECK_THROWS_MATCHES(noise.diffuse(one, one, out, scratch), InvalidInput, said);
  CHECK_THROWS_MATCHES(noise.diagonal(one, out, scratch), InvalidInput, said);
}

TEST_CASE("a coordinate of scale 0 has no noise, in draws and in signs", "[models]") {
  for (const Case& c : laws()) {
    INFO(c.description);
    const auto noise = c.make(VectorXd{{0.0, 2.0}});
    CHECK((draws(*noise, Philox(1), 64).col(0) == 0).all());
    const SignTable m = sign_table(*noise, Block{{-2.0, 0.5}, {0.0, 0.5}, {1e-300, 0.5}});
    CHECK((m.mean.col(0) == Eigen::Array3d(-1.0, 0.0, 1.0)).all());
    CHECK((m.deviation.col(0) == 0).all());
    CHECK((m.deviation.col(1) > 0).all());
  }
}

TEST_CASE("scales of coordinates scale draws and gradients", "[models]") {
  for (const Case& c : laws()) {
    INFO(c.description);
    const auto unit = c.make(VectorXd{{1.0, 1.0}}), scaled = c.make(VectorXd{{0.25, 8.0}});
    const Block z = draws(*unit, Philox(2), 64);
    const Block scaled_z = draws(*scaled, Philox(2), 64);
    CHECK((scaled_z.col(0) == 0.25 * z.col(0)).all());
    CHECK((scaled_z.col(1) == 8.0 * z.col(1)).all());
    const Block g = scattered(50, 2, 2.0);
    Block scaled_g = g;
    scaled_g.col(0) *= 0.25;
    scaled_g.col(1) *= 8.0;
    CHECK(same_bits(sign_table(*scaled, scaled_g).mean, sign_table(*unit, g).mean));
    CHECK(same_bits(sign_table(*scaled, scaled_g).deviation, sign_table(*unit, g).deviation));
  }
}

TEST_CASE("the mean may take the place of the gradient", "[models]") {
  const Block g = scattered(70, 2, 2.0);
  for (const Case& c : laws()) {
    INFO(c.description);
    const auto noise = c.make(VectorXd{{1.0, 0.5}});
    const SignTable apart = sign_table(*noise, g);
    Block mean = g, deviation(70, 2);
    Scratch scratch;
    noise->sign_moments(g, mean, mean, deviation, scratch);
    CHECK(same_bits(mean, apart.mean));
    CHECK(same_bits(deviation, apart.deviation));
  }
}

TEST_CASE("signs of laws with atoms are not drawn by thresholds", "[models]") {
  const auto make = [](std::shared_ptr<const AdditiveNoise> noise) {
    return AdditiveNoiseProblem(std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
                                std::move(noise), SignDraw::threshold);
  };
  for (const Case& c : laws()) {
    INFO(c.description);
    const auto noise = c.make(VectorXd{{1.0, 0.5}});
    CHECK(noise->has_atoms() ==
          (c.description == "rademacher" || c.description == "empirical, a sample of 3"));
    if (noise->has_atoms())
      CHECK_THROWS_AS(make(noise), InvalidInput);
    else
      CHECK_NOTHROW(make(noise));
    CHECK(c.make(VectorXd{{1.0, 0.0}})->has_atoms());
  }
  CHECK(GaussianMixtureNoise({VectorXd{{0.5, 0.5}}, VectorXd::Zero(2), VectorXd{{0.0, 1.0}}},
                             VectorXd::Ones(1))
            .has_atoms());
}

TEST_CASE("noise is added to the gradient", "[models]") {
  const LaplaceNoise noise(VectorXd{{1.0}});
  const Philox source(4);
  Scratch scratch;
  Block g = Block::Constant(5, 1, 10.0);
  noise.add({0, 0.0, 1.0, 0, 0, source, scratch}, 0, g);
  CHECK((g == 10.0 + draws(noise, source, 5)).all());
}

TEST_CASE("the mean of a NaN gradient's sign is NaN", "[models]") {
  for (const Case& c : laws()) {
    INFO(c.description);
    const SignTable m = sign_table(*c.make(VectorXd::Ones(1)),
                                   Block::Constant(1, 1, std::numeric_limits<double>::quiet_NaN()));
    CHECK(std::isnan(m.mean(0)));
    CHECK(std::isnan(m.deviation(0)));
  }
}

TEST_CASE("bad scales are refused", "[models]") {
  for (const Case& c : laws()) {
    CHECK_THROWS_AS(c.make(VectorXd()), InvalidInput);
    CHECK_THROWS_AS(c.make(VectorXd{{1.0, infinity}}), InvalidInput);
    CHECK_THROWS_AS(c.make(VectorXd{{-0.5}}), InvalidInput);
  }
  CHECK_THROWS_MATCHES(LaplaceNoise(VectorXd{{1.0, -0.1}}), InvalidInput,
                       Message("scale of coordinate 2 must be >= 0, got -0.1"));
  CHECK_THROWS_MATCHES(UniformNoise(VectorXd{{-0.1}}), InvalidInput,
                       Message("half-width of coordinate 1 must be >= 0, got -0.1"));
  CHECK_THROWS_MATCHES(UniformNoise(VectorXd()), InvalidInput,
                       Message("number of values of half-width must be >= 1, got 0"));
}

}  // namespace
}  // namespace sdescent
