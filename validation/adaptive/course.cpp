#include "validation/adaptive/course.hpp"

#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_phase_three_sde.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/sde_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr std::uint16_t optimizer_stream = 1, brownian_stream = 2;

std::shared_ptr<const Process> sde(const char* name, std::shared_ptr<const SdeModel> model,
                                   const Course& course, std::uint64_t refine,
                                   std::uint64_t brownian) {
  return std::make_shared<SdeProcess>(name, std::move(model), std::make_shared<EulerMaruyama>(),
                                      SdeGrid{course.eta, refine, brownian, brownian_stream},
                                      StartPoint(course.x0));
}

std::shared_ptr<const SdeModel> linear_model(const Course& course) {
  return std::make_shared<SignSgdPhaseThreeSde>(course.problem, course.eta, course.schedule);
}

}  // namespace

std::vector<std::shared_ptr<const Process>> Course::processes() const {
  require_at_least("refine", static_cast<std::int64_t>(refine), 2);
  const auto full = std::make_shared<SignSgdSde>(problem, eta, schedule);
  std::vector<std::shared_ptr<const Process>> all{
      std::make_shared<SignSgd>(
          OptimizerSettings{"sign_sgd", problem, eta, StartPoint(x0), optimizer_stream, schedule}),
      sde("sde_coarse", full, *this, 1, refine), sde("sde_fine", full, *this, refine, refine)};
  if (linear) {
    all.push_back(sde("linear_coarse", linear_model(*this), *this, 1, refine));
    all.push_back(sde("linear_fine", linear_model(*this), *this, refine, refine));
  }
  return all;
}

std::shared_ptr<const Problem> gaussian_quadratic(const ArrayXd& lambda, const ArrayXd& sigma) {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(lambda.matrix()),
      std::make_shared<GaussianNoise>(sigma.matrix()));
}

Course course_of(const DiagonalSetting& setting, std::uint64_t refine, bool linear,
                 Schedule schedule) {
  return {gaussian_quadratic(setting.lambda, setting.sigma),
          setting.x0.matrix(),
          setting.eta,
          refine,
          linear,
          std::move(schedule)};
}

DiagonalSetting started_at_ratio(DiagonalSetting setting, double ratio) {
  setting.x0 = setting.x0.sign() * ratio * std::numbers::sqrt2 * setting.sigma / setting.lambda;
  return setting;
}

std::vector<std::shared_ptr<const Process>> linear_levels(const Course& course) {
  const auto model = linear_model(course);
  const std::uint64_t m = course.refine;
  return {sde("linear_coarse", model, course, m / 4, m),
          sde("linear_middle", model, course, m / 2, m), sde("linear_fine", model, course, m, m)};
}

Extrapolated extrapolated(const Estimate& coarse, const Estimate& middle, const Estimate& fine) {
  const auto to_zero = [](const Estimate& h, const Estimate& half) -> Estimate {
    return {2.0 * half.value - h.value, 2.0 * half.pseudo_values - h.pseudo_values, half.runs};
  };
  const Estimate value = to_zero(middle, fine);
  return {value, discretisation_bias(to_zero(coarse, middle), value, 2.0, 2.0)};
}

Observable least_ratio(const std::vector<std::shared_ptr<const Process>>& processes,
                       std::shared_ptr<const Problem> problem, const ArrayXd& sigma) {
  Observable observable;
  for (const auto& process : processes) observable.columns.push_back(process->name() + ".ratio");
  const ArrayXd scale = 1.0 / (std::numbers::sqrt2 * sigma);
  observable.evaluate = [problem, scale](const Lockstep& blocks, BlockRef out, Scratch& scratch) {
    Scratch::Frame frame(scratch);
    BlockMap g = frame.block(out.rows(), scale.size());
    for (Index p = 0; p < out.cols(); ++p) {
      problem->objective().gradient(blocks.state(static_cast<std::size_t>(p)), g, 0, scratch);
      for (Index r = 0; r < out.rows(); ++r) {
        double least = std::abs(g(r, 0)) * scale(0);
        for (Index i = 1; i < scale.size(); ++i)
          least = std::min(least, std::abs(g(r, i)) * scale(i));
        out(r, p) = least;
      }
    }
  };
  return observable;
}

Observable losses(const std::vector<std::shared_ptr<const Process>>& processes,
                  const std::shared_ptr<const Problem>& problem) {
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < processes.size(); ++i)
    parts.push_back(loss_of(*processes[i], i, problem));
  return side_by_side(std::move(parts));
}

std::vector<std::uint64_t> ticks_within(double begin, double end, double tick,
                                        std::uint64_t count) {
  const double first = std::ceil(begin / tick - 1e-9), last = std::floor(end / tick + 1e-9);
  require(last > first, "window of a phase", "at least one step long",
          fmt::format("[{:.4g}, {:.4g}]", begin, end));
  const double stride = std::max(1.0, std::floor((last - first) / static_cast<double>(count)));
  std::vector<std::uint64_t> ticks;
  for (double k = first; k < last; k += stride) ticks.push_back(static_cast<std::uint64_t>(k));
  ticks.push_back(static_cast<std::uint64_t>(last));
  return ticks;
}

}  // namespace sdescent::adaptive
