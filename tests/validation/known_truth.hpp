#pragma once
/// \file
/// The verdict engine on experiments whose truth is known: how often it is wrong, and how often it
/// finds what there is to find.

#include "solvers/estimate.hpp"
#include "validation/evidence.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sdescent::known_truth {

/// Where the paths of one claim at one look come from. Later looks see the paths of the earlier
/// ones again and as many more.
struct Source {
  std::uint64_t experiment = 0;
  std::uint64_t claim = 0;
  unsigned look = 0;
};

/// What a claim's estimate is made of.
struct Measured {
  Estimate estimate;
  std::string unfit;
};

/// Noise of a known law: a location for each point, with standard error scale · standard_error at
/// the first look.
struct Truth {
  std::string name;
  double standard_error;
  std::function<Measured(const Source&, const Eigen::ArrayXd& location, double scale)> measure;
};

Truth gaussian();        ///< means over 256 paths, neighbouring points correlated by ½
Truth autoregressive();  ///< batch means of one AR(1) series, φ = ½, of 4096 steps for each point
Truth student();         ///< means over 4096 paths, ν = 3: no third moment
Truth cauchy();          ///< medians of 2560 paths by the jackknife of a QuantileRecorder
Truth deterministic();   ///< means over 256 equal paths: rounding is all the noise there is
Truth infinite_variance();  ///< means over 4096 paths, ν = 3/2; standard_error is a typical one
Truth one_sided();          ///< |ξ| of the same law

/// A kind of claim with its true place: 0 where it should hold with room of eight standard errors
/// (of the least certain number, conditions included), 1 exactly at the edge between holding and
/// failing, 2 as far beyond.
struct Kind {
  ClaimKind kind;
  std::function<Evidence(const Truth&, const Source&, double place)> evidence;
};

Kind equality();  ///< one point
Kind curve();     ///< equality of three points, of which one is displaced
Kind bound();
Kind ordering();  ///< paired
Kind exponent();  ///< four points, two halves
Kind limit();     ///< three η
Kind region();    ///< 4 × 3 points

/// All kinds with the truths under which each is tested for its level.
struct NamedKind {
  std::string name;
  Kind kind;
  std::vector<Truth> truths;
};
std::vector<NamedKind> kinds();

/// Counts over experiments.
struct Rates {
  int experiments = 0;
  // One look at α: a claim at its edge, beside one that holds and one that fails clearly.
  int false_holds = 0, false_fails = 0;
  // Three looks at α/3 each: wrong at any of them.
  int sequential_false_holds = 0, sequential_false_fails = 0;
  int open = 0;  ///< the claim at its edge may not be decided by such batches, at the first look
  int clear_errors = 0;  ///< wrong verdicts of the clear claims, at any look
};
Rates rates_at_edge(const Kind& kind, const Truth& truth, int experiments);

struct Power {
  int experiments = 0;
  int holds = 0;  ///< of claims at place 0
  int fails = 0;  ///< of claims at place 2
  int open = 0;   ///< of both, because batches may not decide them
};
/// Both claims in one experiment, in up to three looks.
Power power(const Kind& kind, const Truth& truth, int experiments);

/// The largest count of `experiments` at rate `alpha` that is not refused at a family error of 1e-6
/// over all counts that are looked at (binomial).
int most_errors(int experiments, double alpha);

}  // namespace sdescent::known_truth
