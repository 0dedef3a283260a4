#include "models/student_sgd_law.hpp"

#include "io/error.hpp"

#include <boost/math/distributions/cauchy.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

TEST_CASE("under Cauchy's noise SGD has Cauchy's law, of a scale that does not shrink with eta",
          "[models]") {
  for (const double eta : {1e-2, 1e-3})
    for (const double lambda : {1.0, 2.0}) {
      const auto steps = static_cast<std::uint64_t>(std::lround(3.0 / eta));
      const StudentSgdLaw law({lambda, eta, 1.0, 0.1, steps});
      const double scale =
          0.1 / lambda * (1.0 - std::pow(1.0 - eta * lambda, static_cast<double>(steps)));
      const boost::math::cauchy exact(0.0, scale);
      for (const double p : {0.1, 0.6, 0.75, 0.95})
        CHECK(law.quantile(p) == Approx(boost::math::quantile(exact, p)).epsilon(3e-5));
      CHECK(law.cdf(scale) == Approx(0.75).epsilon(1e-5));
    }
}

TEST_CASE("a single step of SGD has Student's law itself", "[models]") {
  // (ηλ)² is 1e-12 here: one term, which Euler–Maclaurin's sum must return.
  for (const double nu : {2.0, 3.0, 5.0}) {
    const StudentSgdLaw law({1.0, 1e-6, nu, 2.0, 1});
    const boost::math::students_t exact(nu);
    for (const double p : {0.25, 0.75, 0.95})
      CHECK(law.quantile(p) == Approx(2e-6 * boost::math::quantile(exact, p)).epsilon(2e-5));
  }
}

TEST_CASE("under Gaussian noise SGD is Gaussian with the variance of its chain", "[models]") {
  const StudentSgdSetting s{2.0, 1e-3, std::numeric_limits<double>::infinity(), 0.1, 500};
  const double variance = 1e-3 * 0.01 * (1 - std::pow(1 - 2e-3, 1000)) / (4.0 - 4e-3);
  CHECK(sgd_student_variance(s) == Approx(variance).epsilon(1e-12));
  const boost::math::normal gauss(0.0, std::sqrt(variance));
  const StudentSgdLaw law(s);
  for (const double p : {0.3, 0.75, 0.95})
    CHECK(law.quantile(p) == Approx(boost::math::quantile(gauss, p)).epsilon(1e-5));
}

TEST_CASE("the law of SGD under noise with tails has the variance of its chain in its bulk",
          "[models]") {
  // Nearly Gaussian: 500 steps of ν = 40, whose excess kurtosis is 1/6 each.
  const StudentSgdSetting s{2.0, 1e-3, 40.0, 0.1, 500};
  const boost::math::normal gauss(0.0, std::sqrt(sgd_student_variance(s)));
  CHECK(StudentSgdLaw(s).quantile(0.95) ==
        Approx(boost::math::quantile(gauss, 0.95)).epsilon(2e-4));
}

TEST_CASE("the variance of SGD under Student's noise solves its recursion", "[models]") {
  double v = 0;
  for (std::uint64_t k = 1; k <= 50; ++k) {
    v = std::pow(1 - 0.01 * 3.0, 2) * v + std::pow(0.01 * 0.5, 2) * 5.0 / 3.0;
    CHECK(sgd_student_variance({3.0, 0.01, 5.0, 0.5, k}) == Approx(v).epsilon(1e-12));
  }
  CHECK_THROWS_AS(sgd_student_variance({3.0, 0.01, 2.0, 0.5, 1}), InvalidInput);
}

TEST_CASE("laws of SGD refuse what they are not defined for", "[models]") {
  CHECK_THROWS_AS(StudentSgdLaw({1.0, 1.0, 1.0, 1.0, 1}), InvalidInput);
  CHECK_THROWS_AS(StudentSgdLaw({1.0, 0.1, 0.0, 1.0, 1}), InvalidInput);
  CHECK_THROWS_AS(StudentSgdLaw({1.0, 0.1, 1.0, 1.0, 0}), InvalidInput);
  CHECK_THROWS_AS(StudentSgdLaw({1.0, 0.1, 1.0, 1.0, 5}).quantile(1.0), InvalidInput);
}

}  // namespace
}  // namespace sdescent
