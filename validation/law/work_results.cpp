#include "validation/law/work_results.hpp"

#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/stepper_law.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double infinite = std::numeric_limits<double>::infinity();

Index count_of(const WorkSetting& s) { return static_cast<Index>(s.functions.size()); }

/// h of every process, less that of the one before it among those of its scheme.
Observable differences(const WorkSetting& s, std::size_t schemes, std::size_t grids) {
  Observable all;
  for (std::size_t i = 0; i < schemes * grids * s.functions.size(); ++i)
    all.columns.push_back(fmt::format("h{}", i));
  all.evaluate = [functions = s.functions, schemes, grids](const Lockstep& blocks, BlockRef out,
                                                           Scratch&) {
    Index column = 0;
    for (std::size_t scheme = 0; scheme < schemes; ++scheme)
      for (const RealFunction& h : functions)
        for (std::size_t grid = 0; grid < grids; ++grid, ++column) {
          const std::size_t at = scheme * grids + grid;
          out.col(column) = blocks.state(at).col(0).unaryExpr(h);
          if (grid > 0) out.col(column) -= blocks.state(at - 1).col(0).unaryExpr(h);
        }
  };
  return all;
}

}  // namespace

std::vector<std::uint64_t> WorkSetting::steps() const {
  std::vector<std::uint64_t> all;
  for (std::uint64_t n = start; n <= finest; n *= 2) all.push_back(n);
  return all;
}

double SchemeErrors::least_work(double epsilon, Index h) const {
  double least = infinite;
  for (Index i = 0; i < steps.size(); ++i)
    if (const double left = epsilon * epsilon - bias(i, h) * bias(i, h); left > 0.0)
      least = std::min(least, work_of_path()(i) * variance(i, h) / left);
  return least;
}

SchemeErrors scheme_errors(const WorkSetting& s, std::shared_ptr<const Stepper> stepper,
                           double evaluations, const ArrayXd& exact) {
  const std::vector<std::uint64_t> grids = s.steps();
  const auto n = static_cast<Index>(grids.size());
  SchemeErrors result{std::move(stepper),
                      evaluations,
                      ArrayXd(n),
                      Eigen::ArrayXXd(n, count_of(s)),
                      Eigen::ArrayXXd(n, count_of(s)),
                      Eigen::ArrayXXd(n, count_of(s))};
  for (Index i = 0; i < n; ++i) {
    const std::uint64_t steps = grids[static_cast<std::size_t>(i)];
    const auto intervals = static_cast<Index>(50.0 * (s.upper - s.lower));
    const StepperLaw law =
        stepper_law(*result.stepper, *s.model, s.x0, s.duration / static_cast<double>(steps), steps,
                    {s.lower, s.upper, std::max<Index>(intervals, 200)});
    result.steps(i) = static_cast<double>(steps);
    for (Index h = 0; h < count_of(s); ++h) {
      const RealFunction& f = s.functions[static_cast<std::size_t>(h)];
      result.mean(i, h) = law.mean(f);
      result.bias(i, h) = result.mean(i, h) - exact(h);
      result.variance(i, h) = law.variance(f);
    }
  }
  return result;
}

double LevelVariances::root_work(const ArrayXd& v, Index h, Index last) const {
  const Index grids = scheme->steps.size();
  double sum = 0.0;
  for (Index i = 0; i <= last; ++i) {
    const double steps = scheme->steps(i) * (i == 0 ? 1.0 : 1.5);
    sum += std::sqrt(v(h * grids + i) * scheme->evaluations * steps);
  }
  return sum;
}

double LevelVariances::least_work(const ArrayXd& v, double epsilon, Index h) const {
  double least = infinite;
  for (Index i = 0; i < scheme->steps.size(); ++i)
    if (const double left = epsilon * epsilon - scheme->bias(i, h) * scheme->bias(i, h); left > 0.0)
      least = std::min(least, std::pow(root_work(v, h, i), 2) / left);
  return least;
}

std::vector<LevelVariances> level_variances(Session& session, const WorkSetting& s,
                                            const std::vector<const SchemeErrors*>& schemes,
                                            std::uint64_t paths, bool uncoupled) {
  const std::vector<std::uint64_t> grids = s.steps();
  std::vector<std::shared_ptr<const Process>> processes;
  for (std::size_t scheme = 0; scheme < schemes.size(); ++scheme)
    for (std::size_t i = 0; i < grids.size(); ++i) {
      const auto stream = static_cast<std::uint16_t>(uncoupled ? i % 2 : 0);
      processes.push_back(std::make_shared<SdeProcess>(
          fmt::format("{}_{}", scheme, grids[i]), s.model, schemes[scheme]->stepper,
          SdeGrid{s.duration, grids[i], s.finest, stream},
          StartPoint(Eigen::VectorXd::Constant(1, s.x0))));
    }
  MomentRecorder recorder("levels", differences(s, schemes.size(), grids.size()));
  const Clock clock = Clock(s.duration, 1).refined(s.finest);
  session.run(processes, clock, RecordTimes::at(clock, {clock.ticks()}), paths,
              Philox(session.seed("levels")), {&recorder});
  const Index width = static_cast<Index>(grids.size()) * count_of(s);
  std::vector<LevelVariances> result;
  for (std::size_t scheme = 0; scheme < schemes.size(); ++scheme)
    result.push_back(
        {schemes[scheme], jackknife(recorder, [&](const MomentCurves& m) -> ArrayXd {
           return m.second.row(0).segment(static_cast<Index>(scheme) * width, width).transpose();
         })});
  return result;
}

}  // namespace sdescent::law
