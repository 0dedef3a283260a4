#include "validation/exact/noise_family.hpp"

#include "models/gaussian_mixture_label_noise.hpp"
#include "models/laplace_label_noise.hpp"
#include "models/rademacher_label_noise.hpp"
#include "models/student_label_noise.hpp"
#include "models/uniform_label_noise.hpp"
#include "solvers/halved_quadrature.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent::exact {
namespace {

using std::numbers::pi;

double normal(double e, double deviation) {
  return std::exp(-0.5 * e * e / (deviation * deviation)) / (std::sqrt(2.0 * pi) * deviation);
}

std::string placed(std::string name, double location) {
  return location == 0 ? name : fmt::format("{} + {}", name, location);
}

}  // namespace

NoiseFamily gaussian_family(double v, double m) {
  const double fourth = m * m * m * m + 6.0 * m * m * v * v + 3.0 * v * v * v * v;
  return {placed("Gaussian", m), std::make_shared<GaussianLabelNoise>(v, m),
          [=](double e) { return normal(e - m, v); }, fourth};
}

NoiseFamily student_family(double nu, double s, double m) {
  const double peak =
      std::exp(std::lgamma(0.5 * (nu + 1.0)) - std::lgamma(0.5 * nu)) / (std::sqrt(nu * pi) * s);
  const double infinity = std::numeric_limits<double>::infinity();
  const double second = nu > 2 ? s * s * nu / (nu - 2.0) : infinity;
  const double central = nu > 4 ? 3.0 * second * second * (nu - 2.0) / (nu - 4.0) : infinity;
  return {placed(fmt::format("Student ν = {}", nu), m),
          std::make_shared<StudentLabelNoise>(nu, s, m),
          [=](double e) {
            const double z = (e - m) / s;
            return peak * std::pow(1.0 + z * z / nu, -0.5 * (nu + 1.0));
          },
          m * m * m * m + 6.0 * m * m * second + central};
}

NoiseFamily cauchy_family(double scale, double location) {
  NoiseFamily family = student_family(1.0, scale, location);
  family.name = placed("Cauchy", location);
  return family;
}

NoiseFamily laplace_family(double b) {
  return {"Laplace", std::make_shared<LaplaceLabelNoise>(b),
          [b](double e) { return std::exp(-std::abs(e) / b) / (2.0 * b); }, 24.0 * b * b * b * b};
}

NoiseFamily uniform_family(double w, double m) {
  const double fourth = m * m * m * m + 2.0 * m * m * w * w + w * w * w * w / 5.0;
  return {placed("uniform", m), std::make_shared<UniformLabelNoise>(w, m),
          [=](double e) { return std::abs(e - m) <= w ? 0.5 / w : 0.0; }, fourth};
}

NoiseFamily rademacher_family(double s) {
  return {"Rademacher", std::make_shared<RademacherLabelNoise>(s), {}, s * s * s * s};
}

NoiseFamily contaminated_family(double share, double k) {
  return {fmt::format("{} of N(0, {}²)", share, k),
          std::make_shared<GaussianMixtureLabelNoise>(
              GaussianMixture{Eigen::VectorXd{{1.0 - share, share}}, Eigen::VectorXd::Zero(2),
                              Eigen::VectorXd{{1.0, k}}}),
          [=](double e) { return (1.0 - share) * normal(e, 1.0) + share * normal(e, k); },
          3.0 * (1.0 - share + share * k * k * k * k)};
}

NoiseFamily mixture_family() {
  return {
      "mixture",
      std::make_shared<GaussianMixtureLabelNoise>(GaussianMixture{
          Eigen::VectorXd{{0.3, 0.7}}, Eigen::VectorXd{{-1.0, 0.4}}, Eigen::VectorXd{{0.5, 0.2}}}),
      [](double e) { return 0.3 * normal(e + 1.0, 0.5) + 0.7 * normal(e - 0.4, 0.2); },
      0.3 * (1.0 + 6.0 * 0.25 + 3.0 * 0.0625) + 0.7 * (0.0256 + 6.0 * 0.16 * 0.04 + 3.0 * 0.0016)};
}

double phi_by_density(const NoiseFamily& family, double risk) {
  // e = 2√R y: the weight is below 1e-17 from y = 6.3 on.
  const double unit = 2.0 * std::sqrt(risk);
  const auto integrand = [&](double y) { return family.density(unit * y) * std::exp(-y * y); };
  constexpr double reach = 6.3, tolerance = 1e-13;
  return 2.0 * std::numbers::inv_pi * unit *
         (integral_by_halving(integrand, -reach, 0.0, tolerance) +
          integral_by_halving(integrand, 0.0, reach, tolerance));
}

}  // namespace sdescent::exact
