#include "solvers/lattice_chain.hpp"

#include "io/require.hpp"
#include "solvers/compensated_sum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double least_at_ends = 1e-30;
constexpr double least_anywhere = 1e-290;

double unless_tiny(double p) { return p < least_anywhere ? 0.0 : p; }

/// The sites x_0 + η(first + stride i) with what they hold: zeros at the neighbours of [lo, hi].
struct Sites {
  Sites(const StepRule& rule, double eta, double x0, Index first, Index stride, Index size)
      : x(x0 + eta * ArrayXd::LinSpaced(size, static_cast<double>(first),
                                        static_cast<double>(first + stride * (size - 1)))),
        p(step_probabilities(rule, x)),
        mass(ArrayXd::Zero(size)) {}

  void put(Index site) { lo = hi = site, mass(site) = 1.0; }

  bool never_stay() const { return (p.stay == 0.0).all(); }

  /// The support is now [new_lo, new_hi]: drops ends that hold next to nothing, and says how much.
  double trim(Index new_lo, Index new_hi) {
    lo = new_lo, hi = new_hi;
    double dropped = 0.0;
    for (; mass(lo) < least_at_ends; mass(lo++) = 0.0) dropped += mass(lo);
    for (; mass(hi) < least_at_ends; mass(hi--) = 0.0) dropped += mass(hi);
    mass(lo - 1) = mass(hi + 1) = 0.0;
    return dropped;
  }

  ArrayXd x;
  StepProbabilities p;
  ArrayXd mass;
  Index lo = 0, hi = 0;
};

class Chain {
 public:
  virtual ~Chain() = default;

  void step() {
    dropped_ += advance();
    dropped_ += least_anywhere * static_cast<double>(current().hi - current().lo + 1);
  }

  AtomicLaw law() const {
    const Sites& sites = current();
    const Index n = sites.hi - sites.lo + 1;
    ArrayXd probability = sites.mass.segment(sites.lo, n);
    CompensatedSum sum;
    for (const double p : probability) sum += p;
    probability *= (1.0 - dropped_.value()) / sum.value();
    return {sites.x.segment(sites.lo, n), probability, dropped_.value()};
  }

 private:
  virtual double advance() = 0;  // returns what it dropped at the ends
  virtual const Sites& current() const = 0;

  CompensatedSum dropped_;
};

/// Every step changes the parity. Site i of the even ones is x_0 + 2η(i − half), site i of the odd
/// ones lies η above it.
class AlternatingChain final : public Chain {
 public:
  AlternatingChain(std::array<Sites, 2> parities, Index start) : parities_(std::move(parities)) {
    parities_[0].put(start);
  }

 private:
  double advance() override {
    const Sites& from = parities_[parity_];
    // Site i is entered from below by site i − parity and from above by the next one.
    const auto parity = static_cast<Index>(parity_);
    Sites& to = parities_[1 - parity_];
    const Index lo = from.lo - 1 + parity, hi = from.hi + parity, n = hi - lo + 1;
    const double* mass = from.mass.data() + lo - parity;
    const double* up = from.p.up.data() + lo - parity;
    const double* down = from.p.down.data() + lo - parity;
    double* out = to.mass.data() + lo;
    for (Index i = 0; i < n; ++i) out[i] = unless_tiny(mass[i] * up[i] + mass[i + 1] * down[i + 1]);
    parity_ = 1 - parity_;
    return to.trim(lo, hi);
  }

  const Sites& current() const override { return parities_[parity_]; }

  std::array<Sites, 2> parities_;
  std::size_t parity_ = 0;
};

/// Some steps stay where they are.
class LazyChain final : public Chain {
 public:
  LazyChain(Sites sites, Index start) : sites_(std::move(sites)) { sites_.put(start); }

 private:
  double advance() override {
    const Index lo = sites_.lo - 1, hi = sites_.hi + 1;
    const StepProbabilities& p = sites_.p;
    double from_below = 0.0, here = 0.0;
    for (Index i = lo; i <= hi; ++i) {
      const double above = sites_.mass(i + 1);
      sites_.mass(i) = unless_tiny(from_below + here * p.stay(i) + above * p.down(i + 1));
      from_below = here * p.up(i);
      here = above;
    }
    return sites_.trim(lo, hi);
  }

  const Sites& current() const override { return sites_; }

  Sites sites_;
};

std::unique_ptr<Chain> chain(const StepRule& rule, double eta, double x0, Index steps) {
  const Index half = steps / 2 + 2, reach = steps + 2;
  std::array<Sites, 2> parities{Sites(rule, eta, x0, -2 * half, 2, 2 * half + 2),
                                Sites(rule, eta, x0, 1 - 2 * half, 2, 2 * half + 2)};
  if (parities[0].never_stay() && parities[1].never_stay())
    return std::make_unique<AlternatingChain>(std::move(parities), half);
  return std::make_unique<LazyChain>(Sites(rule, eta, x0, -reach, 1, 2 * reach + 1), reach);
}

}  // namespace

void require_steps(const std::vector<std::uint64_t>& steps) {
  require(!steps.empty() && steps.back() <= 1'000'000 &&
              std::adjacent_find(steps.begin(), steps.end(), std::greater_equal<>()) == steps.end(),
          "steps of a chain", "increasing and <= 1000000",
          fmt::format("{} numbers up to {}", steps.size(), steps.empty() ? 0 : steps.back()));
}

std::vector<AtomicLaw> lattice_chain_laws(const StepRule& rule, double eta, double x0,
                                          const std::vector<std::uint64_t>& steps) {
  require_positive("eta", eta);
  require_finite("start of a chain", x0);
  require_steps(steps);
  const auto walker = chain(rule, eta, x0, static_cast<Index>(steps.back()));
  std::vector<AtomicLaw> laws;
  std::uint64_t k = 0;
  for (const std::uint64_t step : steps) {
    for (; k < step; ++k) walker->step();
    laws.push_back(walker->law());
  }
  return laws;
}

}  // namespace sdescent
