#include "io/require.hpp"
#include "models/quadratic.hpp"
#include "validation/abscissae.hpp"
#include "validation/law/weak_error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::law {

using Eigen::ArrayXd;

std::vector<TestFunction> test_functions(double centre, double width) {
  return {{"x", "x", [](double x) { return x; }},
          {"x^2", "x²", [](double x) { return x * x; }},
          {"x^4", "x⁴", [](double x) { return x * x * x * x; }},
          {"cos x", "cos x", [](double x) { return std::cos(x); }},
          {"indicator", "Φ((x − c)/w)", [=](double x) {
             return 0.5 * std::erfc((centre - x) / (width * std::numbers::sqrt2));
           }}};
}

std::uint64_t WeakErrorSetting::steps(double step) const {
  return static_cast<std::uint64_t>(std::llround(duration / step));
}

std::shared_ptr<const Problem> scalar_problem(double lambda,
                                              std::shared_ptr<const AdditiveNoise> noise) {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(Eigen::VectorXd::Constant(1, lambda)), std::move(noise));
}

std::vector<Parameter> weak_error_parameters() {
  const ArrayXd eta{{0.001, 0.002, 0.004, 0.008, 0.02, 0.04}};
  return {
      positive("lambda", 1.0, "curvature of f = λx²/2", "chosen: sets the unit of 1/x"),
      positive("sigma", 1.0, "scale of the gradient noise",
               "chosen: |∇f| of the order of σ, where the sign's mean is neither linear nor "
               "saturated"),
      reals("x0", ArrayXd::Ones(1), "start",
            "chosen: e is not small at T, so that no weak error vanishes"),
      positive("duration", 1.0, "time T", "chosen: of the order of the relaxation time"),
      positives("eta", eta, "learning rates η, increasing",
                "chosen: from 10⁻³; orders and limits are read where ηV <= w²/10, V = lim Var/η, "
                "so that the next order is small; Richardson's extrapolation takes all"),
      reals("centre", ArrayXd::Constant(1, 0.5), "c of the smoothed indicator Φ((x − c)/w)",
            "chosen: where x is at T"),
      positive("width", 0.25, "w of the smoothed indicator",
               "chosen: of the order of the spread at the largest η")};
}

WeakErrorSetting weak_error_setting(const ParameterValues& p) {
  require_equal("number of coordinates of x0", p.reals("x0").size(), 1);
  require_equal("number of values of centre", p.reals("centre").size(), 1);
  WeakErrorSetting s{p.reals("x0")(0),
                     p.real("duration"),
                     p.reals("centre")(0),
                     p.real("width"),
                     p.reals("eta"),
                     {},
                     {},
                     {}};
  require_positive_increasing("eta", s.eta, 5);
  for (const double eta : s.eta) {
    const double steps = s.duration / eta;
    require(std::abs(steps - std::round(steps)) <= 1e-9 * steps, "eta",
            fmt::format("a whole part of duration = {}", s.duration), fmt::format("{}", eta));
  }
  s.functions = test_functions(s.centre, s.width);
  return s;
}

}  // namespace sdescent::law
