#pragma once
/// \file
/// What a loop over paths draws and evaluates, by the libraries one would reach for first.

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_erf.h>

#include <cmath>
#include <memory>
#include <random>

namespace sdescent::peers {

/// The standard library.
class StandardRandom {
 public:
  explicit StandardRandom(unsigned seed) : engine_(seed) {}
  double normal() { return law_(engine_); }
  static double erf(double x) { return std::erf(x); }

 private:
  std::mt19937_64 engine_;
  std::normal_distribution<double> law_;
};

/// Boost's ziggurat. erf is the standard library's, which is ten times faster than Boost's.
class BoostRandom {
 public:
  explicit BoostRandom(unsigned seed) : engine_(seed) {}
  double normal() { return law_(engine_); }
  static double erf(double x) { return std::erf(x); }

 private:
  boost::random::mt19937_64 engine_;
  boost::random::normal_distribution<double> law_;
};

/// GSL's ziggurat and erf.
class GslRandom {
 public:
  explicit GslRandom(unsigned seed) : engine_(gsl_rng_alloc(gsl_rng_mt19937), &gsl_rng_free) {
    gsl_rng_set(engine_.get(), seed);
  }
  double normal() { return gsl_ran_gaussian_ziggurat(engine_.get(), 1.0); }
  static double erf(double x) { return gsl_sf_erf(x); }

 private:
  std::unique_ptr<gsl_rng, decltype(&gsl_rng_free)> engine_;
};

}  // namespace sdescent::peers
