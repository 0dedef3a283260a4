// Every vector kernel of every instruction set this machine has, over its whole range.
#include "solvers/kernels/kernels.hpp"

#include "tests/plots/environment_variable.hpp"
#include "tests/support/sdescent.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

namespace {

using namespace sdescent;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

std::vector<const Kernels*> sets() {
  const KernelList list = available_kernels();
  return {list.tables, list.tables + list.count};
}

/// `count` numbers from `lo` to `hi`, evenly spaced but for a shift that makes their bits
/// irregular.
std::vector<double> evenly(double lo, double hi, int count) {
  std::vector<double> all;
  for (int i = 0; i <= count; ++i) all.push_back(lo + (hi - lo) * (i + 0.37 * std::sin(i)) / count);
  return all;
}

/// Both signs of numbers spread evenly over the exponents from 2^lo to 2^hi.
std::vector<double> by_exponent(double lo, double hi, int count) {
  std::vector<double> all;
  for (const double e : evenly(lo, hi, count)) {
    all.push_back(std::exp2(e));
    all.push_back(-std::exp2(e));
  }
  return all;
}

std::vector<double> mapped(Kernels::Map* map, const std::vector<double>& x) {
  std::vector<double> y(x.size());
  map(static_cast<long>(x.size()), x.data(), y.data());
  return y;
}

double one(Kernels::Map* map, double x) { return mapped(map, {x}).front(); }

/// The largest error in units in the last place of the exact result (of the smallest double where
/// that is denormal).
double worst_ulp(const std::vector<double>& x, const std::vector<double>& y,
                 const std::function<long double(long double)>& exact) {
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const long double e = exact(x[i]);
    const auto rounded = static_cast<double>(e);
    const double ulp = std::max(std::abs(std::nextafter(rounded, infinity) - rounded), smallest);
    const auto error = static_cast<double>(std::abs(y[i] - e) / ulp);
    if (!(error <= worst)) worst = error;  // NaN counts
  }
  return worst;
}

double worst_absolute(const std::vector<double>& x, const std::vector<double>& y,
                      const std::function<long double(long double)>& exact) {
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto error = static_cast<double>(std::abs(y[i] - exact(x[i])));
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

long double erf_l(long double x) { return std::erf(x); }
long double erfc_l(long double x) { return std::erfc(x); }
long double normal_cdf_l(long double x) {
  return 0.5L * std::erfc(-x / std::numbers::sqrt2_v<long double>);
}

TEST_CASE("exp is good to an ulp, denormal and overflowing results included",
          "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    INFO(set->instruction_set);
    std::vector<double> x = evenly(-745.2, 709.78, 40000);
    const std::vector<double> small = by_exponent(-60, 9, 4000);
    for (const double s : small)
      if (s > -745 && s < 709) x.push_back(s);
    CHECK(worst_ulp(x, mapped(set->exp, x), [](long double v) { return std::exp(v); }) < 1.1);
    CHECK(one(set->exp, 0.0) == 1.0);
    CHECK(one(set->exp, -0.0) == 1.0);
    CHECK(one(set->exp, 709.79) == infinity);
    CHECK(one(set->exp, 1e300) == infinity);
    CHECK(one(set->exp, infinity) == infinity);
    CHECK(one(set->exp, -746.0) == 0.0);
    CHECK(one(set->exp, -infinity) == 0.0);
    CHECK(one(set->exp, -745.0) == smallest);
    CHECK(std::isnan(one(set->exp, nan)));
  }
}

TEST_CASE("log is good to an ulp from the smallest double to the largest", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    INFO(set->instruction_set);
    std::vector<double> x;
    for (const double v : by_exponent(-1074, 1023.99, 20000))
      if (v > 0) x.push_back(v);
    for (const double v : evenly(0.5, 2.0, 20000)) x.push_back(v);
    for (const double v : by_exponent(-52, -10, 500)) x.push_back(1 + v);
    CHECK(worst_ulp(x, mapped(set->log, x), [](long double v) { return std::log(v); }) < 1.1);
    CHECK(one(set->log, 1.0) == 0.0);
    CHECK(one(set->log, smallest) == std::log(smallest));
    CHECK(one(set->log, 0.0) == -infinity);
    CHECK(one(set->log, -0.0) == -infinity);
    CHECK(one(set->log, infinity) == infinity);
    CHECK(std::isnan(one(set->log, -1e-300)));
    CHECK(std::isnan(one(set->log, -infinity)));
    CHECK(std::isnan(one(set->log, nan)));
  }
}

TEST_CASE("the square root is correctly rounded", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    for (const double v : by_exponent(-1074, 1023.9, 500))
      if (v > 0) CHECK(one(set->sqrt, v) == std::sqrt(v));
    CHECK(std::signbit(one(set->sqrt, -0.0)));
    CHECK(one(set->sqrt, infinity) == infinity);
    CHECK(std::isnan(one(set->sqrt, -1.0)));
    CHECK(std::isnan(one(set->sqrt, nan)));
  }
}

TEST_CASE("the inverse of a root and a constant is good to three ulp", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    INFO(set->instruction_set);
    std::vector<double> x;
    for (const double v : by_exponent(-1022, 1020, 20000))
      if (v > 0) x.push_back(v);
    for (const double epsilon : {0.0, 1e-8, 3.0}) {
      std::vector<double> y(x.size());
      set->inverse_root(static_cast<long>(x.size()), epsilon, x.data(), y.data());
      const auto exact = [&](long double v) { return 1 / (std::sqrt(v) + epsilon); };
      CHECK(worst_ulp(x, y, exact) < 3.0);
      set->inverse_root_fast(static_cast<long>(x.size()), epsilon, x.data(), y.data());
      CHECK(worst_ulp(x, y, exact) < 2e-12 * 0x1p53);
    }
    for (Kernels::ScaledMap* map : {set->inverse_root, set->inverse_root_fast}) {
      const auto at = [&](double v, double epsilon) {
        double y;
        map(1, epsilon, &v, &y);
        return y;
      };
      CHECK(at(0.0, 0.5) == Approx(2.0).epsilon(2e-12));
      CHECK(at(0.0, 0.0) == infinity);
      CHECK(std::isnan(at(-1e-300, 1.0)));
      CHECK(std::isnan(at(nan, 1.0)));
    }
  }
}

TEST_CASE("erf is good to two ulp over the whole range", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    INFO(set->instruction_set);
    std::vector<double> x = evenly(-7, 7, 40000);
    for (const double v : by_exponent(-1070, 2, 4000)) x.push_back(v);
    CHECK(worst_ulp(x, mapped(set->erf, x), erf_l) < 2.0);
    CHECK(std::signbit(one(set->erf, -0.0)));
    CHECK(one(set->erf, 0.0) == 0.0);
    CHECK(one(set->erf, infinity) == 1.0);
    CHECK(one(set->erf, -infinity) == -1.0);
    CHECK(one(set->erf, 1e300) == 1.0);
    CHECK(std::isnan(one(set->erf, nan)));
  }
}

TEST_CASE("erfc is good to six ulp down to the denormals", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    INFO(set->instruction_set);
    std::vector<double> x = evenly(-7, 27.3, 40000);
    for (const double v : by_exponent(-1070, 2, 4000)) x.push_back(v);
    CHECK(worst_ulp(x, mapped(set->erfc, x), erfc_l) < 6.0);
    CHECK(one(set->erfc, 0.0) == 1.0);
    CHECK(one(set->erfc, 27.3) == 0.0);
    CHECK(one(set->erfc, infinity) == 0.0);
    CHECK(one(set->erfc, -infinity) == 2.0);
    CHECK(std::isnan(one(set->erfc, nan)));
  }
}

TEST_CASE("Φ is good to six ulp down to the denormals", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    INFO(set->instruction_set);
    std::vector<double> x = evenly(-38.6, 10, 40000);
    for (const double v : by_exponent(-1070, 2, 4000)) x.push_back(v);
    CHECK(worst_ulp(x, mapped(set->normal_cdf, x), normal_cdf_l) < 6.0);
    for (const double v : {-30.0, -8.0, -1.0, 0.3, 5.0})
      CHECK(one(set->normal_cdf, v) == Approx(gsl_cdf_ugaussian_P(v)).epsilon(1e-13));
    CHECK(one(set->normal_cdf, 0.0) == 0.5);
    CHECK(one(set->normal_cdf, -0.0) == 0.5);
    CHECK(one(set->normal_cdf, infinity) == 1.0);
    CHECK(one(set->normal_cdf, -infinity) == 0.0);
    CHECK(std::isnan(one(set->normal_cdf, nan)));
  }
}

TEST_CASE("the fast erf, erfc and Φ keep their absolute errors", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    INFO(set->instruction_set);
    std::vector<double> x = evenly(-9, 9, 40000);
    for (const double v : by_exponent(-1070, 4, 4000)) x.push_back(v);
    CHECK(worst_absolute(x, mapped(set->erf_fast, x), erf_l) < 1.6e-11);
    CHECK(worst_absolute(x, mapped(set->erfc_fast, x), erfc_l) < 1.6e-11);
    CHECK(worst_absolute(x, mapped(set->normal_cdf_fast, x), normal_cdf_l) < 8e-12);
    CHECK(one(set->erf_fast, 0.0) == 0.0);
    CHECK(std::signbit(one(set->erf_fast, -0.0)));
    CHECK(one(set->erf_fast, infinity) == 1.0);
    CHECK(one(set->erf_fast, -infinity) == -1.0);
    CHECK(one(set->erfc_fast, -infinity) == 2.0);
    CHECK(one(set->erfc_fast, infinity) == 0.0);
    CHECK(one(set->normal_cdf_fast, 0.0) == 0.5);
    for (const auto map : {set->erf_fast, set->erfc_fast, set->normal_cdf_fast})
      CHECK(std::isnan(one(map, nan)));
  }
}

TEST_CASE("sign keeps zeros and NaN", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    CHECK(one(set->sign, 3.0) == 1.0);
    CHECK(one(set->sign, -smallest) == -1.0);
    CHECK(one(set->sign, smallest) == 1.0);
    CHECK(one(set->sign, infinity) == 1.0);
    CHECK(one(set->sign, 0.0) == 0.0);
    CHECK(std::signbit(one(set->sign, -0.0)));
    CHECK(std::isnan(one(set->sign, nan)));
  }
}

TEST_CASE("a number's result does not depend on its place", "[solvers][kernels]") {
  const std::vector<double> x = evenly(-3, 3, 150);
  for (const Kernels* set : sets())
    for (const auto map : {set->exp, set->erf, set->erfc, set->normal_cdf, set->erf_fast})
      for (const std::size_t first : {0u, 1u, 5u, 31u, 140u}) {
        const std::vector<double> part(x.begin() + static_cast<std::ptrdiff_t>(first), x.end());
        const std::vector<double> whole = mapped(map, x);
        CHECK(std::equal(whole.begin() + static_cast<std::ptrdiff_t>(first), whole.end(),
                         mapped(map, part).begin()));
      }
}

TEST_CASE("AVX-512 and AVX2 give the same bits, and SSE2 nearly", "[solvers][kernels]") {
  const std::vector<double> x = evenly(-6, 6, 1000);
  const PhiloxCounter counter{1, 2, 3, 4, 5};
  const auto results = [&](const Kernels& set) {
    std::vector<double> all(4 * 320);
    set.normals32(counter, 7, 10, 1, 1.5, {all.data(), 0});
    set.normals52(counter, 7, 20, 1, 1.5, {all.data() + 320, 0});
    set.uniforms32(counter, 7, 10, 1, 1.0, {all.data() + 640, 0});
    set.uniforms52(counter, 7, 20, 1, 1.0, {all.data() + 960, 0});
    for (const auto map : {set.exp, set.erf, set.erfc, set.normal_cdf, set.erf_fast}) {
      const std::vector<double> y = mapped(map, x);
      all.insert(all.end(), y.begin(), y.end());
    }
    return all;
  };
  const auto list = sets();
  const std::vector<double> baseline = results(*list.back());
  for (const Kernels* set : list) {
    INFO(set->instruction_set);
    const std::vector<double> y = results(*set);
    double apart = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
      apart = std::max(apart, std::abs(y[i] - baseline[i]) / std::max(1.0, std::abs(y[i])));
    CHECK(apart < 1e-14);
    if (set != list.back())
      CHECK(std::memcmp(y.data(), results(*list[0]).data(), 8 * y.size()) == 0);
  }
}

TEST_CASE("draws of several columns are those of each column", "[solvers][kernels]") {
  for (const Kernels* set : sets())
    for (const auto draw : {set->normals32, set->uniforms32, set->normals52, set->uniforms52}) {
      std::vector<double> together(5 * 100, -9.0), alone(96);
      PhiloxCounter counter{1, 2, 3, 4, 5};
      const long groups = draw == set->normals32 || draw == set->uniforms32 ? 3 : 6;
      draw(counter, 11, groups, 5, 2.0, {together.data(), 100});
      for (long c = 0; c < 5; ++c) {
        PhiloxCounter at = counter;
        at.word2 += static_cast<std::uint32_t>(c);
        draw(at, 11, groups, 1, 2.0, {alone.data(), 96});
        CHECK(std::equal(alone.begin(), alone.end(), together.begin() + c * 100));
        CHECK(together[static_cast<std::size_t>(c * 100 + 96)] == -9.0);
      }
    }
}

TEST_CASE("normals of 52 bits are Box–Muller's to a few ulp", "[solvers][kernels]") {
  for (const Kernels* set : sets()) {
    const PhiloxCounter counter{1, 2, 3, 4, 5};
    std::vector<double> u(16 * 500), z(16 * 500);
    set->uniforms52(counter, 0, 500, 1, 1.0, {u.data(), 0});
    set->normals52(counter, 0, 500, 1, 1.0, {z.data(), 0});
    long double worst = 0;
    for (std::size_t g = 0; g < 500; ++g)
      for (std::size_t i = 0; i < 8; ++i) {
        const std::size_t a = 16 * g + i, b = a + 8;
        const long double radius = std::sqrt(-2.0L * std::log(static_cast<long double>(u[a])));
        const long double angle = 2 * std::numbers::pi_v<long double> * u[b];
        worst = std::max({worst, std::abs(z[a] - radius * std::cos(angle)) / radius,
                          std::abs(z[b] - radius * std::sin(angle)) / radius});
      }
    CHECK(worst < 4e-16L);
  }
}

TEST_CASE("products of layers are those of loops, with the same bits in the wide sets",
          "[solvers][kernels]") {
  constexpr long rows = 96, in = 7, out = 9;
  const std::vector<double> x = evenly(-1, 2, rows * in), w = evenly(-2, 1, in * out);
  const std::vector<double> b = evenly(-3, 3, out), y = evenly(2, -1, rows * out);
  const auto at = [](const std::vector<double>& m, long k) {
    return m[static_cast<std::size_t>(k)];
  };
  std::vector<std::vector<double>> layers, crossed;
  for (const Kernels* set : sets()) {
    std::vector<double> layer(rows * out), back(rows * in), cross(in * out);
    set->rectified_affine(rows, in, out, x.data(), w.data(), 1, in, b.data(), 0.25, layer.data());
    set->rectified_affine(rows, out, in, y.data(), w.data(), in, 1, nullptr, -infinity,
                          back.data());
    set->cross_products(rows, in, out, x.data(), y.data(), cross.data());
    for (long r = 0; r < rows; ++r) {
      for (long o = 0; o < out; ++o) {
        double sum = at(b, o);
        for (long i = 0; i < in; ++i) sum += at(x, r + i * rows) * at(w, i + o * in);
        CHECK(at(layer, r + o * rows) == Approx(std::max(sum, 0.25)).margin(1e-13));
      }
      for (long i = 0; i < in; ++i) {
        double sum = 0;
        for (long o = 0; o < out; ++o) sum += at(y, r + o * rows) * at(w, i + o * in);
        CHECK(at(back, r + i * rows) == Approx(sum).margin(1e-13));
      }
    }
    for (long i = 0; i < in; ++i)
      for (long o = 0; o < out; ++o) {
        double sum = 0;
        for (long r = 0; r < rows; ++r) sum += at(x, r + i * rows) * at(y, r + o * rows);
        CHECK(at(cross, i + o * in) == Approx(sum).margin(1e-12));
      }
    const std::vector<double> at_zero{0.0, -0.0, 1e-300, -1.0, nan};
    std::vector<double> kept{2, 3, 4, 5, 6};
    set->zero_where_zero(5, at_zero.data(), kept.data());
    CHECK(kept == std::vector<double>{0, 0, 4, 5, 6});
    if (set->instruction_set == std::string("sse2")) continue;
    layers.push_back(layer);
    crossed.push_back(cross);
  }
  for (std::size_t k = 1; k < layers.size(); ++k) {
    CHECK(layers[k] == layers[0]);
    CHECK(crossed[k] == crossed[0]);
  }
}

TEST_CASE("an environment variable forces an instruction set", "[solvers][kernels][cli]") {
  for (const Kernels* set : sets()) {
    const EnvironmentVariable forced("SDESCENT_INSTRUCTION_SET", set->instruction_set);
    const ProgramResult result = run_sdescent({"info"});
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Catch::Contains(set->instruction_set));
  }
  const EnvironmentVariable unknown("SDESCENT_INSTRUCTION_SET", "avx3");
  const ProgramResult result = run_sdescent({"info"});
  CHECK(result.code == 2);
  CHECK_THAT(result.err, Catch::Contains("avx3") && Catch::Contains("SDESCENT_INSTRUCTION_SET"));
}

}  // namespace
