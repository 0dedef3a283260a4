#include "models/label_noise.hpp"

#include "io/error.hpp"
#include "models/empirical_label_noise.hpp"
#include "models/gaussian_mixture_label_noise.hpp"
#include "models/laplace_label_noise.hpp"
#include "models/rademacher_label_noise.hpp"
#include "models/stable_label_noise.hpp"
#include "models/stable_noise.hpp"
#include "models/student_label_noise.hpp"
#include "models/uniform_label_noise.hpp"
#include "solvers/philox.hpp"
#include "solvers/scaled_erfc.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>

#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

const GaussianMixture reference_mixture{VectorXd{{0.3, 0.7}}, VectorXd{{-1.0, 0.4}},
                                        VectorXd{{0.5, 0.2}}};

void check_reference(const LabelNoise& noise, double low, double middle, double high) {
  INFO(noise.description());
  CHECK(noise.phi(0.01) == Approx(low).epsilon(1e-9));
  CHECK(noise.phi(0.3) == Approx(middle).epsilon(1e-9));
  CHECK(noise.phi(2.0) == Approx(high).epsilon(1e-9));
}

TEST_CASE("phi of all laws is what was computed independently", "[models]") {
  check_reference(GaussianLabelNoise(0.8), 0.1108212777, 0.4428380254, 0.5910866196);
  check_reference(RademacherLabelNoise(1.0), 8.841339662e-12, 0.2766738126, 0.5618149772);
  check_reference(UniformLabelNoise(1.5), 0.07522527781, 0.3902677575, 0.5816528397);
  check_reference(cauchy_label_noise(1.0), 0.07047676127, 0.2881435621, 0.445148526);
  check_reference(cauchy_label_noise(1.0, 2.0), 0.0144945261, 0.1012761392, 0.3194404844);
  check_reference(LaplaceLabelNoise(1.0), 0.101154338, 0.3658903031, 0.5365039657);
  check_reference(StudentLabelNoise(3.0, 1.0), 0.08187355357, 0.3494723536, 0.5293927572);
  check_reference(GaussianMixtureLabelNoise(reference_mixture), 0.07597810177, 0.4698871238,
                  0.5994468746);
}

/// (2/π) E e^{−ε²/(4R)} from a density, by GSL's adaptive rule around the density's own peak and
/// the exponential's.
double phi_by_gsl(const std::function<double(double)>& density, double location, double risk) {
  struct Data {
    const std::function<double(double)>& density;
    double risk;
  } data{density, risk};
  const gsl_function f{[](double e, void* of) {
                         const auto* d = static_cast<const Data*>(of);
                         return d->density(e) * std::exp(-e * e / (4.0 * d->risk));
                       },
                       &data};
  gsl_integration_workspace* work = gsl_integration_workspace_alloc(2000);
  const double reach = 2.0 * std::sqrt(risk) * 26.0;
  std::vector<double> cuts = {-reach, 0.0, reach};
  if (std::abs(location) < reach && location != 0)
    cuts.insert(cuts.begin() + (location < 0 ? 1 : 2), location);
  double sum = 0;
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    double part = 0, error = 0;
    gsl_integration_qag(&f, cuts[i - 1], cuts[i], 1e-300, 1e-12, 2000, GSL_INTEG_GAUSS61, work,
                        &part, &error);
    sum += part;
  }
  gsl_integration_workspace_free(work);
  return 2.0 * std::numbers::inv_pi * sum;
}

void check_density(const LabelNoise& noise, double location,
                   const std::function<double(double)>& density) {
  for (const double risk : {1e-4, 0.02, 0.5, 3.0, 200.0}) {
    INFO(noise.description() << ", R = " << risk);
    CHECK(noise.phi(risk) == Approx(phi_by_gsl(density, location, risk)).epsilon(1e-11));
  }
  CHECK(noise.drift(0.0) ==
        Approx(2.0 * std::sqrt(2.0 / std::numbers::pi) * density(0.0)).epsilon(1e-12));
}

TEST_CASE("phi is the integral over the density", "[models]") {
  for (const double m : {0.0, 0.7, -4.0}) {
    check_density(GaussianLabelNoise(0.8, m), m,
                  [m](double e) { return gsl_ran_gaussian_pdf(e - m, 0.8); });
    for (const double nu : {0.3, 1.0, 2.0, 5.5, 400.0})
      check_density(StudentLabelNoise(nu, 0.6, m), m,
                    [=](double e) { return gsl_ran_tdist_pdf((e - m) / 0.6, nu) / 0.6; });
    check_density(LaplaceLabelNoise(0.9, m), m,
                  [m](double e) { return gsl_ran_laplace_pdf(e - m, 0.9); });
    check_density(StableLabelNoise(1.0, 0.6, m), m,
                  [m](double e) { return gsl_ran_cauchy_pdf(e - m, 0.6); });
    check_density(GaussianMixtureLabelNoise(reference_mixture, 2.0, m), m, [m](double e) {
      return 0.3 * gsl_ran_gaussian_pdf(e - m + 2.0, 1.0) +
             0.7 * gsl_ran_gaussian_pdf(e - m - 0.8, 0.4);
    });
  }
}

/// (2/π) E e^{−ε²/(4R)} = (2/π) ∫ e^{−w} P(|ε| < √(4Rw)) dw, for a law that knows its signs.
double phi_by_signs(const NoiseLaw& law, double location, double risk) {
  struct Data {
    const NoiseLaw& law;
    double location, risk;
  } data{law, location, risk};
  const gsl_function f{
      [](double root, void* of) {
        const auto* d = static_cast<const Data*>(of);
        const double e = 2.0 * std::sqrt(d->risk) * root;
        // P(ε < e) − P(ε < −e) = ½E(sign(e − ε) − sign(−e − ε)), ζ symmetric
        const SignTable m = sign_table(d->law, Block{{e - d->location}, {-e - d->location}});
        return 2.0 * root * std::exp(-root * root) * 0.5 * (m.mean(0) - m.mean(1));
      },
      &data};
  gsl_integration_workspace* work = gsl_integration_workspace_alloc(2000);
  double value = 0, error = 0;
  gsl_integration_qag(&f, 0.0, 6.5, 1e-300, 1e-9, 2000, GSL_INTEG_GAUSS31, work, &value, &error);
  gsl_integration_workspace_free(work);
  return 2.0 * std::numbers::inv_pi * value;
}

TEST_CASE("phi of stable laws follows from their signs", "[models]") {
  for (const double alpha : {0.5, 1.3, 1.9, 2.0})
    for (const double m : {0.0, 1.5}) {
      const StableLabelNoise noise(alpha, 0.6, m);
      const StableNoise law(alpha, VectorXd{{0.6}});
      for (const double risk : {0.02, 0.5, 30.0}) {
        INFO(noise.description() << ", R = " << risk);
        CHECK(noise.phi(risk) == Approx(phi_by_signs(law, m, risk)).epsilon(1e-8));
      }
    }
}

TEST_CASE("closed forms of the quadratures", "[models]") {
  const double s = 0.7;
  for (const double risk : {1e-12, 1e-3, 0.4, 9.0, 1e7}) {
    INFO("R = " << risk);
    const double tau = std::sqrt(2.0 * risk);
    const double cauchy = 2.0 / std::numbers::pi / tau * scaled_erfc(s / (2.0 * std::sqrt(risk)));
    CHECK(cauchy_label_noise(s).drift(risk) == Approx(cauchy).epsilon(1e-13));
    CHECK(StableLabelNoise(1.0, s).drift(risk) == Approx(cauchy).epsilon(1e-13));
    CHECK(StableLabelNoise(1.0, s, 3.0).drift(risk) ==
          Approx(cauchy_label_noise(s, 3.0).drift(risk)).epsilon(1e-12));
    CHECK(StudentLabelNoise(1e12, s, 0.3).drift(risk) ==
          Approx(GaussianLabelNoise(s, 0.3).drift(risk)).epsilon(1e-10));
  }
  // Where location and width decide, not R.
  CHECK(StudentLabelNoise(0.05, s, 2.0).drift(1e-30) ==
        Approx(2.0 * std::sqrt(2.0 / std::numbers::pi) * gsl_ran_tdist_pdf(2.0 / s, 0.05) / s)
            .epsilon(1e-12));
  CHECK(StudentLabelNoise(1e6, 1.0, 30.0).drift(1e-30) ==
        Approx(2.0 * std::sqrt(2.0 / std::numbers::pi) *
               std::exp(std::log(gsl_ran_tdist_pdf(0.0, 1e6)) - 0.5 * (1e6 + 1) * std::log1p(9e-4)))
            .epsilon(1e-9));
}

TEST_CASE("laws of atoms lose their drift below the smallest", "[models]") {
  const RademacherLabelNoise rademacher(1.0);
  CHECK(rademacher.drift(0.0) == 0.0);
  CHECK(std::isinf(RademacherLabelNoise(1.0, 1.0).drift(0.0)));
  const EmpiricalLabelNoise sample(VectorXd{{0.5, -2.0, 3.0}});
  const GaussianMixtureLabelNoise atoms(
      GaussianMixture{VectorXd{{0.25, 0.5, 0.25}}, VectorXd{{0.5, -2.0, 3.0}}, VectorXd::Zero(3)});
  const EmpiricalLabelNoise same(VectorXd{{0.5, -2.0, 3.0, -2.0}});
  for (const double risk : {1e-3, 0.2, 50.0}) {
    CHECK(sample.phi(risk) ==
          Approx(2.0 / std::numbers::pi / 3.0 *
                 (std::exp(-0.0625 / risk) + std::exp(-1.0 / risk) + std::exp(-2.25 / risk)))
              .epsilon(1e-13));
    CHECK(same.drift(risk) == Approx(atoms.drift(risk)).epsilon(1e-13));
  }
  CHECK(sample.drift(0.0) == 0.0);
  CHECK(std::isinf(EmpiricalLabelNoise(VectorXd{{0.0, 1.0}}).drift(0.0)));
}

TEST_CASE("a uniform law far from 0 and narrower than the residuals", "[models]") {
  // (2/π)/τ · E e^{−ε²/(2τ²)} by the density at the middle, relative error (w/τ)² and (mw/τ²)².
  for (const double m : {0.0, 3.0, 20.0})
    CHECK(UniformLabelNoise(1e-9, m).drift(0.5) == Approx(gaussian_drift(m, 1.0)).epsilon(1e-13));
  // In the tail, where both ends are beyond 26 deviations.
  CHECK(
      UniformLabelNoise(1.0, 2.0).drift(1e-3 * 0.5) ==
      Approx(std::sqrt(2.0 / std::numbers::pi) * 0.5 * std::erfc(std::sqrt(500.0))).epsilon(1e-12));
  CHECK(UniformLabelNoise(1.0, 0.9).drift(0.0) ==
        Approx(std::sqrt(2.0 / std::numbers::pi)).epsilon(1e-15));
  CHECK(UniformLabelNoise(1.0, 1.1).drift(0.0) == 0.0);
}

std::vector<std::shared_ptr<const LabelNoise>> laws(double m) {
  return {std::make_shared<GaussianLabelNoise>(0.8, m),
          std::make_shared<StudentLabelNoise>(5.0, 0.8, m),
          std::make_shared<StudentLabelNoise>(1.0, 0.8, m),
          std::make_shared<StableLabelNoise>(1.5, 0.8, m),
          std::make_shared<LaplaceLabelNoise>(0.8, m),
          std::make_shared<UniformLabelNoise>(0.8, m),
          std::make_shared<RademacherLabelNoise>(0.8, m),
          std::make_shared<GaussianMixtureLabelNoise>(reference_mixture, 0.8, m),
          std::make_shared<EmpiricalLabelNoise>(VectorXd{{0.5, -2.0, 3.0}}, 0.8, m)};
}

TEST_CASE("drift is phi over the root, from 0 to far", "[models]") {
  for (const double m : {0.0, 1.0})
    for (const auto& noise : laws(m)) {
      INFO(noise->description());
      CHECK(std::isnan(noise->drift(-1e-3)));
      for (const double risk : {1e-12, 1e-3, 0.7, 4e5})
        CHECK(noise->drift(risk) ==
              Approx(noise->phi(risk) / std::sqrt(2.0 * risk)).epsilon(1e-13));
      CHECK(noise->phi(1e14) == Approx(2.0 / std::numbers::pi).epsilon(1e-4));
    }
}

TEST_CASE("second moments are about 0", "[models]") {
  CHECK(GaussianLabelNoise(0.8, 2.0).second_moment() == Approx(4.64));
  CHECK(StudentLabelNoise(5.0, 3.0, 2.0).second_moment() == Approx(4.0 + 15.0));
  CHECK(std::isinf(StudentLabelNoise(2.0, 3.0).second_moment()));
  CHECK(std::isinf(StableLabelNoise(1.9, 1.0).second_moment()));
  CHECK(StableLabelNoise(2.0, 3.0, 1.0).second_moment() == Approx(19.0));
  CHECK(LaplaceLabelNoise(3.0, 1.0).second_moment() == Approx(19.0));
  CHECK(UniformLabelNoise(3.0, 1.0).second_moment() == Approx(4.0));
  CHECK(RademacherLabelNoise(3.0, 1.0).second_moment() == Approx(10.0));
  CHECK(GaussianMixtureLabelNoise(reference_mixture, 2.0, 1.0).second_moment() ==
        Approx(0.3 * (1.0 + 1.0) + 0.7 * (1.8 * 1.8 + 0.16)));
  CHECK(EmpiricalLabelNoise(VectorXd{{0.5, -2.0}}, 2.0, 1.0).second_moment() ==
        Approx(0.5 * (4.0 + 9.0)));
}

Block drawn(const LabelNoise& noise, Index rows, Index batch, std::uint64_t path = 0) {
  Scratch scratch;
  const Philox source(5);
  Block epsilon(rows, batch);
  noise.draw({4, 0.0, 1.0, path, 1, source, scratch}, epsilon);
  return epsilon;
}

TEST_CASE("Gaussian label noise draws independent numbers of its deviation", "[models]") {
  const GaussianLabelNoise noise(0.8);
  const Block epsilon = drawn(noise, 1 << 14, 2);
  const double n = static_cast<double>(epsilon.size());
  CHECK(noise.second_moment() == Approx(0.64).epsilon(1e-15));
  CHECK(std::abs(epsilon.mean()) < 5 * 0.8 / std::sqrt(n));
  CHECK(std::abs(epsilon.square().mean() / 0.64 - 1) < 5 * std::sqrt(2 / n));
  CHECK(std::abs((epsilon.col(0) * epsilon.col(1)).mean() / 0.64) < 5 / std::sqrt(n / 2));
  CHECK(same_bits(epsilon.middleRows(64, 9), drawn(noise, 9, 2, 64)));
  CHECK(noise.description() == "gaussian with v = 0.8");
}

TEST_CASE("draws have the law's phi", "[models][statistical]") {
  constexpr Index n = 1 << 16;
  Scratch scratch;
  const Philox philox(23);
  // e^{−ε²/(4R)} is in [0, 1]: Hoeffding's radius at 1e-6/36 for each of 36.
  const double radius = std::sqrt(std::log(2.0 * 36e6) / (2.0 * n));
  for (const double m : {0.0, 1.0})
    for (const auto& noise : laws(m)) {
      Block epsilon(n, 2);
      noise->draw({3, 0.0, 1.0, 0, 0, philox, scratch}, epsilon);
      CHECK((epsilon.col(0) != epsilon.col(1)).any());
      for (const double risk : {0.05, 1.0}) {
        INFO(noise->description() << ", R = " << risk);
        CHECK(std::abs((epsilon.col(1).square() * (-0.25 / risk)).exp().mean() -
                       0.5 * std::numbers::pi * noise->phi(risk)) < radius);
      }
    }
}

TEST_CASE("label noise refuses what is no law", "[models]") {
  CHECK_THROWS_MATCHES(StudentLabelNoise(3.0, 0.0), InvalidInput,
                       Message("scale of the label noise must be > 0, got 0"));
  CHECK_THROWS_AS(StudentLabelNoise(-1.0, 1.0), InvalidInput);
  CHECK_THROWS_AS(StableLabelNoise(2.5, 1.0), InvalidInput);
  CHECK_THROWS_AS(UniformLabelNoise(1.0, std::nan("")), InvalidInput);
  CHECK_THROWS_AS(GaussianLabelNoise(1.0, std::nan("")), InvalidInput);
  CHECK_THROWS_AS(EmpiricalLabelNoise(VectorXd(0)), InvalidInput);
  CHECK_THROWS_AS(GaussianMixtureLabelNoise(reference_mixture, -1.0), InvalidInput);
  const GaussianMixture lopsided{VectorXd{{0.5, 0.5}}, VectorXd{{1.0}}, VectorXd{{1.0, 1.0}}};
  CHECK_THROWS_AS(GaussianMixtureLabelNoise(lopsided), InvalidInput);
  // Cancellation of 1e-13 and more: said, not returned.
  CHECK_THROWS_AS(StableLabelNoise(1.99, 1.0, 1e8).drift(1e-3), NumericalFailure);
}

}  // namespace
}  // namespace sdescent
