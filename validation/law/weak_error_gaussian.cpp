// The leading weak error of SignSGD's SDE under Gaussian noise, without sampling.
#include "models/gaussian_noise.hpp"
#include "validation/law/law.hpp"
#include "validation/law/weak_error.hpp"

#include <numbers>

namespace sdescent::law {
namespace {

std::shared_ptr<const AdditiveNoise> gaussian(double sigma) {
  return std::make_shared<GaussianNoise>(Eigen::VectorXd::Constant(1, sigma), Accuracy::accurate);
}

std::vector<MistakeControl> mistakes() {
  return weak_error_mistakes({{Mistake::wrong_noise, "erf-without-root-two",
                               "erf(∇f/σ) in place of erf(∇f/(σ√2)) in drift and diffusion"}});
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  WeakErrorSetting s = weak_error_setting(p);
  const double lambda = p.real("lambda"), sigma = p.real("sigma");
  s.cases = {{"",
              "",
              scalar_problem(lambda, gaussian(sigma)),
              scalar_problem(lambda, gaussian(sigma / std::numbers::sqrt2)),
              {},
              {}}};
  measure_weak_error(session, std::move(s), mistakes());
}

}  // namespace

Experiment weak_error_gaussian() {
  return {
      .id = "law/weak-error-gaussian",
      .title = "Exact weak error of SignSGD's SDE, Gaussian noise",
      .reference =
          "adaptive, Definition 3.1 and (3); beyond the papers: solvers/weak_expansion.hpp",
      .statement =
          "In one coordinate both laws are known: SignSGD's on its lattice, the SDE's by its "
          "Kolmogorov equation. So (E h(x_k) − E h(X_{kη}))/η is a number without sampling error, "
          "and its limit is compared with the constant that an expansion in η derives. The "
          "noise-free ODE is carried along: it has order 1, too, but not the variance.",
      .parameters = weak_error_parameters(),
      .claims = weak_error_claims("(3)", Verdict::holds),
      .controls = weak_error_controls(mistakes(), Verdict::holds),
      .measure = measure};
}

}  // namespace sdescent::law
