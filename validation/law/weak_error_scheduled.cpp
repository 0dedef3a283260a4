// The leading weak error of SignSGD's SDE under learning-rate schedules, without sampling.
#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "validation/law/law.hpp"
#include "validation/law/weak_error.hpp"

#include <fmt/format.h>

#include <numbers>

namespace sdescent::law {
namespace {

std::vector<MistakeControl> mistakes() {
  return weak_error_mistakes(
      {{Mistake::wrong_noise, "erf-without-root-two",
        "erf(∇f/σ) in place of erf(∇f/(σ√2)) in drift and diffusion"},
       {Mistake::root_schedule, "diffusion-root-schedule",
        "diffusion × √η_t in place of η_t, as if η_t were a clock"},
       {Mistake::next_step, "schedule-of-the-next-step", "η_{t+η} in place of η_t in the SDE"}});
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  WeakErrorSetting s = weak_error_setting(p);
  const double warmup = p.real("warmup");
  require(warmup < s.duration, "warmup", fmt::format("< duration = {}", s.duration),
          fmt::format("{}", warmup));
  const auto problem = [&](double sigma) {
    return scalar_problem(
        p.real("lambda"),
        std::make_shared<GaussianNoise>(Eigen::VectorXd::Constant(1, sigma), Accuracy::accurate));
  };
  const auto right = problem(p.real("sigma"));
  const auto wrong = problem(p.real("sigma") / std::numbers::sqrt2);
  s.cases = {{"constant", "constant", right, wrong, {}, {}},
             {"power", "power", right, wrong, Schedule::power(p.real("power")), {}},
             {"cosine", "cosine", right, wrong, Schedule::cosine(s.duration), {}},
             {"warm-up", "warmup", right, wrong, Schedule::warmup(warmup), {warmup}}};
  measure_weak_error(session, std::move(s), mistakes());
}

}  // namespace

Experiment weak_error_scheduled() {
  std::vector<Parameter> parameters = weak_error_parameters();
  parameters.push_back(positive("power", 0.5, "ϑ of the schedule (t + 1)^{−ϑ}",
                                "chosen: between a constant and adaptive C.25, ϑ <= 1"));
  parameters.push_back(positive("warmup", 0.4, "end of the linear warm-up, from η_t = 0",
                                "chosen: a multiple of every η, and before most of the way is "
                                "gone"));
  return {
      .id = "law/weak-error-scheduled",
      .title = "Exact weak error of SignSGD's SDE under schedules",
      .reference =
          "adaptive, Definition 3.1 and (111); beyond the papers: "
          "solvers/weak_expansion.hpp",
      .statement =
          "As law/weak-error-gaussian, with η_t constant, a power, half a cosine to 0 and a "
          "warm-up from 0 with a bend: drift and diffusion × η_t. The constant has a part of its "
          "own, from ∂a/∂t: SignSGD takes η_t at the beginning of a step.",
      .parameters = std::move(parameters),
      .claims = weak_error_claims("(111)", Verdict::holds),
      .controls = weak_error_controls(mistakes(), Verdict::holds),
      .measure = measure};
}

}  // namespace sdescent::law
