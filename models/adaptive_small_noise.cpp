#include "models/adaptive_small_noise.hpp"

#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "solvers/symmetric_pairs.hpp"

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

void require_independent_gaussian(const Problem& problem) {
  const bool gaussian = dynamic_cast<const GaussianNoise*>(&problem.noise()) != nullptr;
  require(gaussian && problem.noise().kind() == NoiseKind::diagonal,
          "gradient noise of the small-noise expansion", "independent Gaussian",
          problem.noise().description());
}

/// ∇f and the moments of the noise at a point.
struct Gradient {
  ArrayXd g, variance;

  Gradient(const Problem& problem, const VectorXd& x) {
    Scratch scratch;
    const Block at = x.transpose().array();
    Block gradient(1, x.size()), deviation(1, x.size());
    problem.objective().gradient(at, gradient, 0, scratch);
    problem.noise().diagonal(at, deviation, scratch);
    g = gradient.row(0).transpose();
    variance = deviation.row(0).transpose().square();
  }

  ArrayXd square() const { return g.square() + variance; }        // E ĝ²
  ArrayXd cube() const { return g.cube() + 3.0 * g * variance; }  // E ĝ³
  ArrayXd with_square() const { return 2.0 * g * variance; }      // Cov(ĝ, ĝ²)
  ArrayXd of_square() const { return variance * (4.0 * g.square() + 2.0 * variance); }  // Var ĝ²
};

/// Entries that couple column first + i with column second + i.
void set_diagonal(VectorXd& pairs, Index size, Index first, Index second, const ArrayXd& values) {
  for (Index i = 0; i < values.size(); ++i)
    pairs(pair_column(size, first + i, second + i)) = values(i);
}

/// 1 − β^{k+1} = ι + η late(ρ, t) + O(η²).
double late(double rho, double t) { return std::exp(-rho * t) * rho * (1.0 + 0.5 * rho * t); }

VectorXd rmsprop_correction(const Problem& problem, const RmspropSdeSettings& c,
                            const VectorXd& s) {
  const Index d = problem.dimension();
  const Gradient at(problem, s.head(d));
  const ArrayXd v = s.tail(d).array();
  VectorXd correction = VectorXd::Zero(2 * d);
  correction.head(d) =
      c.rho * (at.cube() - v * at.g) / (2.0 * v.sqrt() * (v.sqrt() + c.epsilon).square());
  return correction;
}

VectorXd rmsprop_covariance(const Problem& problem, const RmspropSdeSettings& c,
                            const VectorXd& s) {
  const Index d = problem.dimension();
  const Gradient at(problem, s.head(d));
  const ArrayXd p = s.tail(d).array().sqrt() + c.epsilon;
  VectorXd q = VectorXd::Zero(pair_count(2 * d));
  set_diagonal(q, 2 * d, 0, 0, at.variance / p.square());
  set_diagonal(q, 2 * d, 0, d, -c.rho * at.with_square() / p);
  set_diagonal(q, 2 * d, d, d, c.rho * c.rho * at.of_square());
  return q;
}

VectorXd adam_correction(const Problem& problem, const AdamSdeSettings& c, double t,
                         const VectorXd& s) {
  const Index d = problem.dimension();
  const Gradient at(problem, s.head(d));
  const ArrayXd m = s.segment(d, d).array(), v = s.tail(d).array();
  const double iota1 = -std::expm1(-c.rho1 * t), iota2 = -std::expm1(-c.rho2 * t);
  const double root2 = std::sqrt(iota2);
  const ArrayXd p = v.sqrt() + c.epsilon * root2;
  const ArrayXd by_m = root2 / iota1 / p, f = m * by_m;
  const ArrayXd by_v = -f / (2.0 * v.sqrt() * p);
  const ArrayXd by_iota1 = -f / iota1, by_iota2 = f / (2.0 * iota2) * (1.0 - c.epsilon * root2 / p);
  VectorXd correction = VectorXd::Zero(3 * d);
  correction.head(d) = -(c.rho1 * (at.g - m) * by_m + c.rho2 * (at.square() - v) * by_v +
                         late(c.rho1, t) * by_iota1 + late(c.rho2, t) * by_iota2);
  return correction;
}

VectorXd adam_covariance(const Problem& problem, const AdamSdeSettings& c, const VectorXd& s) {
  const Index d = problem.dimension();
  const Gradient at(problem, s.head(d));
  VectorXd q = VectorXd::Zero(pair_count(3 * d));
  set_diagonal(q, 3 * d, d, d, c.rho1 * c.rho1 * at.variance);
  set_diagonal(q, 3 * d, d, 2 * d, c.rho1 * c.rho2 * at.with_square());
  set_diagonal(q, 3 * d, 2 * d, 2 * d, c.rho2 * c.rho2 * at.of_square());
  return q;
}

}  // namespace

SmallNoise rmsprop_small_noise(std::shared_ptr<const Problem> problem,
                               RmspropSdeSettings settings) {
  require_independent_gaussian(*problem);
  settings.model = SecondMomentModel::full;
  SmallNoise noise = small_noise_of(
      [&](double eta) { return std::make_shared<RmspropSde>(problem, eta, settings); });
  noise.covariance = [=](double, const VectorXd& s) {
    return rmsprop_covariance(*problem, settings, s);
  };
  noise.correction = [=](double, const VectorXd& s) {
    return rmsprop_correction(*problem, settings, s);
  };
  return noise;
}

SmallNoise adam_small_noise(std::shared_ptr<const Problem> problem, AdamSdeSettings settings) {
  require_independent_gaussian(*problem);
  settings.model = SecondMomentModel::full;
  SmallNoise noise =
      small_noise_of([&](double eta) { return std::make_shared<AdamSde>(problem, eta, settings); });
  noise.covariance = [=](double, const VectorXd& s) {
    return adam_covariance(*problem, settings, s);
  };
  noise.correction = [=](double t, const VectorXd& s) {
    return adam_correction(*problem, settings, t, s);
  };
  return noise;
}

}  // namespace sdescent
