#include "models/sign_sgd_lattice_law.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// Lattice of x_k: point n is x_0 + η(2j − k), j_1 … j_d the digits of n to the base k + 1, the
/// first coordinate's running fastest.
struct Lattice {
  Index d, k;

  Index digit(Index n, Index i) const { return n / stride(i) % (k + 1); }
  Index stride(Index i) const {
    Index stride = 1;
    for (Index j = 0; j < i; ++j) stride *= k + 1;
    return stride;
  }
  Index size() const { return stride(d); }

  Block points(const Eigen::VectorXd& x0, double eta) const {
    Block x(size(), d);
    for (Index i = 0; i < d; ++i)
      for (Index n = 0; n < x.rows(); ++n)
        x(n, i) = x0(i) + eta * static_cast<double>(2 * digit(n, i) - k);
    return x;
  }
};

/// P(ĝ_i < 0) at every point: the probability of a step up in coordinate i.
Block step_up(const Problem& problem, const Block& x) {
  Scratch scratch;
  Block g(x.rows(), x.cols());
  problem.objective().gradient(x, g, 0, scratch);
  problem.noise().sign_mean(x, g, g, scratch);
  return 0.5 - 0.5 * g;
}

/// The probabilities of x_{k+1} from those of x_k and of steps up: a point goes to 2^d others.
ArrayXd next(const Lattice& from, const ArrayXd& probability, const Block& up) {
  const Lattice to{from.d, from.k + 1};
  ArrayXd result = ArrayXd::Zero(to.size());
  for (Index n = 0; n < probability.size(); ++n)
    for (Index corner = 0; corner < Index{1} << from.d; ++corner) {
      Index place = 0;
      double p = probability(n);
      for (Index i = 0; i < from.d; ++i) {
        const Index rises = corner >> i & 1;
        place += (from.digit(n, i) + rises) * to.stride(i);
        p *= rises == 1 ? up(n, i) : 1.0 - up(n, i);
      }
      result(place) += p;
    }
  return result;
}

void check(const Problem& problem, double eta, const Eigen::VectorXd& x0, std::uint64_t steps) {
  constexpr double most = 1e7;
  require_positive("eta", eta);
  require_equal("dimension of the start of the lattice law", x0.size(), problem.dimension());
  require(problem.noise().has_independent_signs() && !problem.noise().has_atoms(),
          "gradient noise of the lattice law",
          "of known P(sign), independent between coordinates and without atoms",
          problem.noise().description());
  const double points = std::pow(static_cast<double>(steps) + 1.0, static_cast<double>(x0.size()));
  require(points <= most, "points of the lattice law", fmt::format("<= {}", most),
          fmt::format("{:.3g}", points));
}

}  // namespace

ArrayXd DiscreteLaw::mean(const StateFunction& h) const {
  Scratch scratch;
  Block values(points.rows(), h.width());
  h.evaluate(points, values, scratch);
  return (values.matrix().transpose() * probability.matrix()).array();
}

DiscreteLaw sign_sgd_lattice_law(const Problem& problem, double eta, const Eigen::VectorXd& x0,
                                 std::uint64_t steps) {
  check(problem, eta, x0, steps);
  Lattice lattice{x0.size(), 0};
  ArrayXd probability = ArrayXd::Ones(1);
  for (std::uint64_t step = 0; step < steps; ++step, ++lattice.k)
    probability = next(lattice, probability, step_up(problem, lattice.points(x0, eta)));
  return {lattice.points(x0, eta), probability};
}

}  // namespace sdescent
