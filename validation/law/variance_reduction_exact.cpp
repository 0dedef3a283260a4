// What law/variance-reduction knows without sampling.
#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_chain.hpp"
#include "models/sign_sgd_lattice_law.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/diffusion_law.hpp"
#include "solvers/product_law.hpp"
#include "solvers/weak_expansion.hpp"
#include "validation/law/variance_reduction.hpp"
#include "validation/law/weak_error.hpp"

#include <Eigen/Geometry>
#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr Index dimension = 2;

/// E h of independent coordinates.
ArrayXd means_of(const ProductLaw& law) {
  const auto one = [](double) { return 1.0; };
  const auto self = [](double x) { return x; };
  const auto square = [](double x) { return x * x; };
  const auto cosine = [](double x) { return std::cos(x); };
  ArrayXd mean(reduction_function_count);
  mean << law.mean_of_product({self, one}), law.mean_of_product({square, one}),
      law.mean_of_product({self, self}), law.mean_of_product({cosine, one});
  return mean;
}

template <class LawOf>
ArrayXd separable_means(LawOf law_of) {
  return means_of(ProductLaw({law_of(0), law_of(1)}));
}

}  // namespace

const StateFunction& reduction_functions() {
  static const StateFunction functions{{"x1", "x1^2", "x1*x2", "cos(x1)"},
                                       [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                                         out.col(0) = x.col(0);
                                         out.col(1) = x.col(0).square();
                                         out.col(2) = x.col(0) * x.col(1);
                                         for (Index r = 0; r < x.rows(); ++r)
                                           out(r, 3) = std::cos(x(r, 0));
                                       }};
  return functions;
}

std::uint64_t ReductionSetting::steps(double step) const {
  return static_cast<std::uint64_t>(std::llround(duration / step));
}

std::shared_ptr<const Problem> ReductionSetting::problem(Coupling coupling,
                                                         double sigma_factor) const {
  const double turn = coupling == Coupling::dense ? angle : 0.0;
  const Eigen::Matrix2d basis = Eigen::Rotation2Dd(turn).toRotationMatrix();
  Eigen::Matrix2d hessian = basis * lambda.matrix().asDiagonal() * basis.transpose();
  hessian(1, 0) = hessian(0, 1);  // exactly symmetric
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DenseQuadratic>(hessian),
      std::make_shared<GaussianNoise>(sigma_factor * sigma, Accuracy::accurate));
}

ReductionSetting reduction_setting(const ParameterValues& p) {
  const ReductionSetting s{
      p.reals("hessian"),        p.real("angle"),          p.reals("sigma").matrix(),
      p.reals("x0").matrix(),    p.real("duration"),       p.reals("eta"),
      p.reals("multilevel-eta"), p.count("paths"),         p.count("level-paths"),
      p.count("sde-refine"),     p.count("lattice-steps"), refinement_range(p)};
  require_equal("number of eigenvalues of hessian", s.lambda.size(), dimension);
  require_equal("number of coordinates of sigma", s.sigma.size(), dimension);
  require_equal("number of coordinates of x0", s.x0.size(), dimension);
  require_at_least("number of values of eta", s.eta.size(), 3);
  require_at_least("level-paths", static_cast<std::int64_t>(s.level_paths), 256);
  require(s.paths % 64 == 0, "paths", "a multiple of 64", fmt::format("{}", s.paths));
  for (Index i = 0; i < s.eta.size(); ++i) {
    const double steps = s.duration / s.eta(i);
    require(std::abs(steps - std::round(steps)) <= 1e-9 * steps, "eta",
            fmt::format("a whole part of duration = {}", s.duration), fmt::format("{}", s.eta(i)));
    require(i == 0 || s.eta(i) > s.eta(i - 1), "eta", "increasing", fmt::format("{}", s.eta(i)));
  }
  for (const double eta : s.multilevel_eta)
    require((s.eta == eta).any(), "multilevel-eta",
            "among eta = " + to_string(ParameterValue(s.eta)), fmt::format("{}", eta));
  return s;
}

std::optional<ArrayXd> exact_chain(const ReductionSetting& s, Coupling coupling, double eta) {
  const std::uint64_t steps = s.steps(eta);
  const auto problem = s.problem(coupling);
  if (coupling == Coupling::separable)
    return separable_means([&](Index i) -> std::shared_ptr<const Law> {
      const SignSgdChain chain(problem, eta, s.x0, i);
      return std::make_shared<AtomicLaw>(chain.laws(s.x0(i), {steps}).front());
    });
  if (steps > s.lattice_steps) return std::nullopt;
  return sign_sgd_lattice_law(*problem, eta, s.x0, steps).mean(reduction_functions());
}

ArrayXd exact_sde(const ReductionSetting& s, double eta) {
  return separable_means([&](Index i) -> std::shared_ptr<const Law> {
    const auto noise = std::make_shared<GaussianNoise>(Eigen::VectorXd::Constant(1, s.sigma(i)),
                                                       Accuracy::accurate);
    const SignSgdSde sde(scalar_problem(s.lambda(i), noise), eta);
    return std::make_shared<DensityLaw>(diffusion_law(sde, s.x0(i), s.duration));
  });
}

ArrayXd weak_error_limit(const ReductionSetting& s, Coupling coupling) {
  return weak_expansion(SignSgdSde(s.problem(coupling), 1.0), s.x0, s.duration)
      .chain_minus_sde(reduction_functions());
}

ArrayXd reduction_tolerance(const ReductionSetting& s, Coupling coupling, double eta) {
  return eta / 3.0 * weak_error_limit(s, coupling).abs();
}

double linear_work_left(double rate, double duration, std::uint64_t refine) {
  double roots = 0, variance = 0;
  for (std::uint64_t steps = 4; steps <= refine; steps *= 2) {
    const double h = duration / static_cast<double>(steps);
    const double fine = 1.0 - rate * h, coarse = 1.0 - 2.0 * rate * h;
    // Of increments w_1, w_2 in the fine steps of a coarse one, P_l has what is left of
    // fine w_1 + w_2, P_{l-1} of w_1 + w_2, each of variance h.
    double left = 1.0, left_coarse = 1.0, term = 0.0;
    variance = 0.0;
    for (std::uint64_t k = 0; k < steps; k += 2) {
      variance += h * left * left * (1.0 + fine * fine);
      term += h * (std::pow(left * fine - left_coarse, 2) + std::pow(left - left_coarse, 2));
      left *= fine * fine;
      left_coarse *= coarse;
    }
    const double work = static_cast<double>(steps);
    roots += steps == 4 ? std::sqrt(variance * work) : std::sqrt(term * 1.5 * work);
  }
  return roots * roots / (variance * static_cast<double>(refine));
}

double largest_rate(const ReductionSetting& s) {
  return std::sqrt(2.0 * std::numbers::inv_pi) * s.lambda.maxCoeff() / s.sigma.minCoeff();
}

}  // namespace sdescent::law
