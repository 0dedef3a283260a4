#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"
#include "bench/spread.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_exp.h>
#include <gsl/gsl_sf_log.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <random>

namespace sdescent::bench {
namespace {

constexpr std::size_t size = 1024;

/// f of `size` numbers in (low, high), one call after the other.
template <class Function>
void add(const char* name, double low, double high, Function f) {
  benchmark::RegisterBenchmark(name, [low, high, f](benchmark::State& state) {
    const std::vector<double> x = spread(size, low, high);
    for (auto _ : state)
      for (const double argument : x) benchmark::DoNotOptimize(f(argument));
    count_items(state, static_cast<double>(size));
  });
}

/// `size` draws of a generator, which make() returns.
template <class Make>
void add_draw(const char* name, Make make) {
  benchmark::RegisterBenchmark(name, [make](benchmark::State& state) {
    auto draw = make();
    for (auto _ : state)
      for (std::size_t i = 0; i < size; ++i) benchmark::DoNotOptimize(draw());
    count_items(state, static_cast<double>(size));
  });
}

/// An engine and a law of the standard library or of Boost.
template <class Engine, class Law>
auto draw_of() {
  return [] { return [engine = Engine(1), law = Law()]() mutable { return law(engine); }; };
}

/// A law of GSL with its Mersenne twister.
template <class Law>
auto gsl_draw_of(Law law) {
  return [law] {
    const std::shared_ptr<gsl_rng> engine(gsl_rng_alloc(gsl_rng_mt19937), &gsl_rng_free);
    return [law, engine] { return law(engine.get()); };
  };
}

void register_functions() {
  add("primitive/exp/std", -3.0, 3.0, [](double x) { return std::exp(x); });
  add("primitive/exp/GSL", -3.0, 3.0, [](double x) { return gsl_sf_exp(x); });
  add("primitive/log/std", 1e-3, 3.0, [](double x) { return std::log(x); });
  add("primitive/log/GSL", 1e-3, 3.0, [](double x) { return gsl_sf_log(x); });
  add("primitive/sqrt/std", 1e-3, 3.0, [](double x) { return std::sqrt(x); });
  add("primitive/erf/std", -3.0, 3.0, [](double x) { return std::erf(x); });
  add("primitive/erf/Boost", -3.0, 3.0, [](double x) { return boost::math::erf(x); });
  add("primitive/erf/GSL", -3.0, 3.0, [](double x) { return gsl_sf_erf(x); });
  add("primitive/erfc/std", -3.0, 3.0, [](double x) { return std::erfc(x); });
  add("primitive/erfc/Boost", -3.0, 3.0, [](double x) { return boost::math::erfc(x); });
  add("primitive/erfc/GSL", -3.0, 3.0, [](double x) { return gsl_sf_erfc(x); });
  add("primitive/normal_cdf/std", -3.0, 3.0,
      [](double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); });
  add("primitive/normal_cdf/GSL", -3.0, 3.0, [](double x) { return gsl_cdf_ugaussian_P(x); });
  add("primitive/student_sign/Boost", -3.0, 3.0,
      [](double x) { return 2.0 * boost::math::cdf(boost::math::students_t(3.0), x) - 1.0; });
  add("primitive/student_sign/GSL", -3.0, 3.0,
      [](double x) { return 2.0 * gsl_cdf_tdist_P(x, 3.0) - 1.0; });
}

void register_draws() {
  add_draw("primitive/uniforms52/std",
           draw_of<std::mt19937_64, std::uniform_real_distribution<double>>());
  add_draw("primitive/uniforms32/GSL", gsl_draw_of(gsl_rng_uniform_pos));
  add_draw("primitive/normals52/std", draw_of<std::mt19937_64, std::normal_distribution<double>>());
  add_draw("primitive/normals52/Boost",
           draw_of<boost::random::mt19937_64, boost::random::normal_distribution<double>>());
  add_draw("primitive/normals32/GSL",
           gsl_draw_of([](gsl_rng* engine) { return gsl_ran_gaussian_ziggurat(engine, 1.0); }));
}

}  // namespace

void register_scalar_functions() {
  register_functions();
  register_draws();
}

}  // namespace sdescent::bench
