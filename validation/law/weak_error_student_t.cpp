// The leading weak error of SignSGD's SDE under Student-t noise, without sampling.
#include "models/gaussian_noise.hpp"
#include "models/student_noise.hpp"
#include "validation/law/law.hpp"
#include "validation/law/weak_error.hpp"

#include <fmt/format.h>

#include <vector>

namespace sdescent::law {
namespace {

std::vector<MistakeControl> mistakes() {
  return weak_error_mistakes({{Mistake::wrong_noise, "gaussian-sign",
                               "erf(∇f/(s√2)) in place of 2Ξ_ν(∇f/s) in drift and diffusion"}});
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  WeakErrorSetting s = weak_error_setting(p);
  if (session.control("without-fourth-power"))
    std::erase_if(s.functions, [](const TestFunction& h) { return h.name == "x^4"; });
  const double lambda = p.real("lambda");
  const Eigen::VectorXd scale = Eigen::VectorXd::Constant(1, p.real("sigma"));
  const auto gaussian =
      scalar_problem(lambda, std::make_shared<GaussianNoise>(scale, Accuracy::accurate));
  for (const double nu : p.reals("nu"))
    s.cases.push_back({fmt::format("ν = {}", nu),
                       fmt::format("nu{}", nu),
                       scalar_problem(lambda, std::make_shared<StudentNoise>(nu, scale)),
                       gaussian,
                       {},
                       {}});
  measure_weak_error(session, std::move(s), mistakes());
}

std::vector<Control> controls() {
  std::vector<Control> all = weak_error_controls(mistakes(), Verdict::fails);
  all.push_back({"without-fourth-power",
                 "x⁴ left out of the test functions",
                 {"weak-order-all"},
                 Effort::quick});
  return all;
}

}  // namespace

Experiment weak_error_student_t() {
  std::vector<Parameter> parameters = weak_error_parameters();
  parameters.push_back(
      positives("nu", Eigen::Array4d(1.0, 2.0, 3.0, 5.5), "degrees of freedom ν",
                "adaptive, Corollary 3.11 has ν = 2; chosen: no mean, no variance, a variance; and "
                "one that is no integer"));
  return {
      .id = "law/weak-error-student-t",
      .title = "Exact weak error of SignSGD's SDE, Student-t noise",
      .reference =
          "adaptive, Definition 3.1 and (46); beyond the papers: solvers/weak_expansion.hpp",
      .statement =
          "As law/weak-error-gaussian, under noise without a mean (ν = 1), without a variance (ν = "
          "2) and with both: signs have all moments whatever the noise has, so order and constant "
          "are those of smooth bounded coefficients.",
      .parameters = std::move(parameters),
      .claims = weak_error_claims("(46)", Verdict::fails),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::law
