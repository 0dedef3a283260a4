// Weak errors of law/second-order under smooth and Laplace noise, and their limits.
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/sgd_sde.hpp"
#include "models/student_noise.hpp"
#include "solvers/diffusion_law.hpp"
#include "solvers/second_weak_error.hpp"
#include "validation/law/second_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::VectorXd;
using enum SecondOrderMethod;

/// Ten times the error that solvers/diffusion_law.hpp states for smooth coefficients.
constexpr double least_bias = 1e-11;

std::vector<SecondOrderCurve> errors(const SecondOrderCase& c,
                                     const std::vector<TestFunction>& functions,
                                     const SecondOrderSetting& s) {
  std::vector<SecondOrderCurve> curves;
  for (const TestFunction& f : functions) curves.emplace_back(c.of.name, f, s.eta);
  const auto law = [&](double eta, double correction, const DiffusionResolution& resolution) {
    return diffusion_law(*second_order_sde(c, s.mistakes, eta, correction), c.x0, s.duration,
                         resolution);
  };
  for (Index i = 0; i < s.eta.size(); ++i) {
    const double eta = s.eta(i);
    const auto steps = static_cast<std::uint64_t>(std::llround(s.duration / eta));
    const std::vector<double> optimizer = optimizer_means(c, functions, eta, steps);
    const DiffusionResolution fine = c.fine.value_or(DiffusionResolution{});
    const DensityLaw first = law(eta, s.mistakes.first_correction, fine);
    const DensityLaw second = law(eta, s.mistakes.correction, fine);
    const DensityLaw coarse = c.coarse ? law(eta, s.mistakes.correction, *c.coarse) : second;
    for (std::size_t f = 0; f < functions.size(); ++f) {
      const RealFunction& h = functions[f].h;
      const double mean = second.mean(h);
      curves[f].first(i) = optimizer[f] - first.mean(h);
      curves[f].second(i) = optimizer[f] - mean;
      curves[f].bias(i) = std::max(least_bias, std::abs(mean - coarse.mean(h)));
    }
  }
  return curves;
}

/// The limit of the error over η², and a third of its distance to the limits without noise and, for
/// SignSGD, with the third moments of Gaussian steps.
void add_limit(SecondOrderCurve& curve, const SecondOrderCase& c, const SecondOrderSetting& s) {
  const auto limit = [&](const SdeModel& model, ThirdMoment third) {
    return second_weak_error(model, third, c.x0, s.duration, curve.function.h);
  };
  if (c.method == sgd) {
    const SgdSde right(c.of.problem, 1.0, c.of.schedule);
    const SgdSde noise_free(c.of.wrong_problem, 1.0, c.of.schedule);
    curve.limit = limit(right, gaussian_third_moment);
    curve.tolerance = std::abs(curve.limit - limit(noise_free, gaussian_third_moment)) / 3.0;
  } else {
    const MistakenSde right(c.of, 1.0, Mistake::none), noise_free(c.of, 1.0, Mistake::noise_free);
    curve.limit = limit(right, two_point_third_moment);
    curve.tolerance = std::min(std::abs(curve.limit - limit(noise_free, two_point_third_moment)),
                               std::abs(curve.limit - limit(right, gaussian_third_moment))) /
                      3.0;
  }
}

SecondOrderCase case_of(SecondOrderMethod method, std::string name,
                        std::shared_ptr<const AdditiveNoise> noise, double x0,
                        Schedule schedule = {}) {
  const auto silent = std::make_shared<GaussianNoise>(VectorXd::Zero(1));
  return {method,
          {std::move(name),
           "",
           scalar_problem(1.0, std::move(noise)),
           scalar_problem(1.0, silent),
           std::move(schedule),
           {}},
          x0};
}

SecondOrderCase laplace(std::string name, double x0) {
  SecondOrderCase c =
      case_of(sign_sgd, std::move(name), std::make_shared<LaplaceNoise>(VectorXd::Ones(1)), x0);
  // What a kink leaves unresolved is far more than tails beyond 7 standard deviations hold.
  c.fine = DiffusionResolution{.spacing = 0.2, .reach = 7.0, .tolerance = 1e-6};
  c.coarse = DiffusionResolution{.spacing = 0.25, .reach = 6.5, .tolerance = 1e-5};
  return c;
}

}  // namespace

std::vector<SecondOrderCurve> smooth_curves(const SecondOrderSetting& s) {
  const VectorXd unit = VectorXd::Ones(1);
  const auto gaussian = std::make_shared<GaussianNoise>(unit, Accuracy::accurate);
  const Schedule decay = Schedule::cosine(2.0 * s.duration, 0.1);
  const std::vector<TestFunction> all = test_functions(s.centre, s.width);
  std::vector<SecondOrderCurve> curves;
  for (const SecondOrderCase& c :
       {case_of(sign_sgd, "SignSGD, Gaussian", gaussian, s.x0),
        case_of(sign_sgd, fmt::format("SignSGD, Student ν = {}", s.nu),
                std::make_shared<StudentNoise>(s.nu, unit), s.x0),
        case_of(sign_sgd, "SignSGD, Gaussian, cosine schedule", gaussian, s.x0, decay),
        laplace("SignSGD, Laplace, off its kink", s.laplace_x0),
        case_of(sgd, "SGD, Gaussian", gaussian, s.x0),
        case_of(sgd, "SGD, Gaussian, cosine schedule", gaussian, s.x0, decay)})
    for (SecondOrderCurve& curve : errors(c, {all[1], all[3], all[4]}, s)) {
      add_limit(curve, c, s);
      curves.push_back(std::move(curve));
    }
  return curves;
}

std::vector<SecondOrderCurve> laplace_curves(const SecondOrderSetting& s) {
  const std::vector<TestFunction> all = test_functions(s.centre, s.width);
  std::vector<SecondOrderCurve> curves =
      errors(laplace("SignSGD, Laplace, on its kink", 0.0), {all[1], all[3]}, s);
  const double decay = std::exp(-2.0 * s.duration);
  for (SecondOrderCurve& curve : curves) {
    const double bend = curve.function.name == "x^2" ? 2.0 : -1.0;  // h''(0)
    curve.limit = 0.25 * bend * (1.0 - decay);
    curve.approach = 0.5;
    const double correction = 0.25 * bend * (0.5 * (1.0 - decay) - s.duration * decay);
    curve.tolerance = std::abs(0.5 * correction) / 3.0;
  }
  return curves;
}

}  // namespace sdescent::law
