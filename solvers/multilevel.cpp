#include "solvers/multilevel.hpp"

#include "io/require.hpp"
#include "solvers/function_of_estimates.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/seed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;

std::uint64_t whole_batches(double paths) {
  const auto lanes = std::max(1.0, std::ceil(paths / static_cast<double>(replicate_batches)));
  require(lanes <= 0x1p34 / replicate_batches, "paths of a level", "at most 2^34",
          fmt::format("{:.3g}", paths));
  return static_cast<std::uint64_t>(lanes) * replicate_batches;
}

/// first − second, and first beside it.
Observable difference_and_first(Observable first, Observable second) {
  Observable both{first.columns, {}};
  for (const std::string& column : first.columns) both.columns.push_back(column + " plain");
  both.evaluate = [a = std::move(first.evaluate), b = std::move(second.evaluate)](
                      const Lockstep& blocks, BlockRef out, Scratch& scratch) {
    const Index k = out.cols() / 2;
    b(blocks, out.leftCols(k), scratch);
    a(blocks, out.rightCols(k), scratch);
    out.leftCols(k) = out.rightCols(k) - out.leftCols(k);
  };
  return both;
}

Observable twice(const Observable& one) { return side_by_side({one, one}); }

/// The processes of one term, and what is recorded: the term's columns, then those of P_l.
class Term {
 public:
  Term(const LevelFactory& factory, const MultilevelSettings& s, std::uint64_t level)
      : refine_(s.coarsest << level), clock_(Clock(s.unit, s.units).refined(refine_)) {
    const LevelMember fine = member(factory, "fine", {s.unit, refine_, refine_});
    processes_.push_back(fine.process);
    const double steps = static_cast<double>(clock_.ticks());
    fine_work_ = work_ = steps * fine.work;
    observable_ = fine.observe(0);
    if (level == 0) {
      observable_ = twice(observable_);
      return;
    }
    const LevelMember coarse = member(factory, "coarse", {s.unit, refine_ / 2, refine_});
    processes_.push_back(coarse.process);
    work_ += 0.5 * steps * coarse.work;
    Observable second = coarse.observe(1);
    require_equal("columns of the coarser process", second.width(), observable_.width());
    observable_ = difference_and_first(std::move(observable_), std::move(second));
  }

  Index width() const { return observable_.width() / 2; }
  double work() const { return work_; }
  double fine_work() const { return fine_work_; }

  Level run(std::uint64_t paths, std::uint64_t seed, const RunControl& control) const {
    MomentRecorder recorder("term", observable_);
    require_ok(sdescent::run(processes_, clock_, RecordTimes::at(clock_, {clock_.ticks()}), paths,
                             Philox(seed), {&recorder}, control));
    const auto of = [&](auto curve) {
      return jackknife(recorder, [&](const MomentCurves& m) -> ArrayXd { return curve(m); });
    };
    const Index k = width();
    return {refine_,
            paths,
            work_,
            of([k](const MomentCurves& m) { return m.mean.row(0).head(k).transpose(); }),
            of([k](const MomentCurves& m) { return m.second.row(0).head(k).transpose(); }),
            of([k](const MomentCurves& m) { return m.second.row(0).tail(k).transpose(); })};
  }

 private:
  static LevelMember member(const LevelFactory& factory, const std::string& name,
                            const SdeGrid& grid) {
    LevelMember made = factory(name, grid);
    require_positive("work of a step of process " + name, made.work);
    return made;
  }

  std::uint64_t refine_;
  Clock clock_;
  std::vector<std::shared_ptr<const Process>> processes_;
  Observable observable_;
  double work_ = 0, fine_work_ = 0;
};

std::vector<Term> terms_of(const LevelFactory& factory, const MultilevelSettings& s) {
  require_positive("unit of the multilevel grid", s.unit);
  require_at_least("units", static_cast<std::int64_t>(s.units), 1);
  require_at_least("coarsest", static_cast<std::int64_t>(s.coarsest), 1);
  require(s.levels >= 1 && s.levels <= 32, "levels", "in [1, 32]", fmt::format("{}", s.levels));
  require(s.pilot >= 2 * replicate_batches && s.pilot % replicate_batches == 0, "pilot paths",
          "a multiple of 64, at least 128", fmt::format("{}", s.pilot));
  std::vector<Term> terms;
  for (std::uint64_t l = 0; l < s.levels; ++l) terms.emplace_back(factory, s, l);
  for (const Term& term : terms) require_equal("columns of a level", term.width(), s.target.size());
  return terms;
}

}  // namespace

Estimate MultilevelResult::value() const {
  Estimate sum = levels.front().mean;
  for (std::size_t l = 1; l < levels.size(); ++l) {
    sum.value += levels[l].mean.value;
    sum.pseudo_values += levels[l].mean.pseudo_values;
    sum.runs = std::min(sum.runs, levels[l].mean.runs);
  }
  return sum;
}

ArrayXd MultilevelResult::bias(double weak_order) const {
  require_positive("weak order", weak_order);
  const double ratio = std::pow(2.0, weak_order);
  const Estimate& last = levels.back().mean;
  if (levels.size() < 2)
    return ArrayXd::Constant(last.points(), std::numeric_limits<double>::infinity());
  const auto most = [](const Estimate& e) -> ArrayXd {
    return e.value.abs() + 4.0 * e.standard_error();
  };
  ArrayXd bound = most(last);
  if (levels.size() > 2) {
    const Estimate& before = levels[levels.size() - 2].mean;
    bound += most(last - Estimate{before.value / ratio, before.pseudo_values / ratio, before.runs});
  }
  return bound / (ratio - 1.0);
}

double MultilevelResult::work() const {
  double sum = 0;
  for (const Level& level : levels) sum += static_cast<double>(level.paths) * level.work;
  return sum;
}

Estimate MultilevelResult::work_times_variance() const {
  std::vector<Estimate> variances;
  for (const Level& level : levels) variances.push_back(level.variance);
  return function_of(variances, [&](const std::vector<ArrayXd>& v) -> ArrayXd {
    ArrayXd root = ArrayXd::Zero(v.front().size());
    for (std::size_t l = 0; l < levels.size(); ++l) root += (v[l].max(0.0) * levels[l].work).sqrt();
    return root.square();
  });
}

Estimate MultilevelResult::work_saved() const {
  std::vector<Estimate> variances{levels.back().plain_variance};
  for (const Level& level : levels) variances.push_back(level.variance);
  return function_of(variances, [&](const std::vector<ArrayXd>& v) -> ArrayXd {
    ArrayXd variance = ArrayXd::Zero(v.front().size());
    for (std::size_t l = 0; l < levels.size(); ++l)
      variance += v[l + 1] / static_cast<double>(levels[l].paths);
    return v.front() * plain_work / (variance * work());
  });
}

std::vector<std::uint64_t> multilevel_allocation(const ArrayXXd& variance, const ArrayXd& work,
                                                 const ArrayXd& target, double budget,
                                                 std::uint64_t least) {
  require_equal("levels of the work", work.size(), variance.rows());
  require_equal("number of targets", target.size(), variance.cols());
  require_at_least("number of levels", variance.rows(), 1);
  for (const double c : work) require_positive("work of a path", c);
  for (const double error : target) require_positive("target of the standard error", error);
  for (const double v : variance.reshaped()) require_non_negative("variance of a level", v);
  const double cheapest = static_cast<double>(replicate_batches) * work.sum();
  require(budget >= cheapest, "budget", fmt::format(">= {:.6g}, 64 paths on each level", cheapest),
          fmt::format("{:.6g}", budget));
  const ArrayXXd root = (variance.colwise() * work).sqrt();
  const ArrayXd needed = root.colwise().sum().transpose() / target.square();
  ArrayXd paths = (root.colwise() / work)
                      .matrix()
                      .cwiseProduct(needed.matrix().transpose().replicate(work.size(), 1))
                      .rowwise()
                      .maxCoeff();
  const double all = (paths * work).sum();
  if (all > budget) paths *= budget / all;
  std::vector<std::uint64_t> rounded;
  for (const double n : paths)
    rounded.push_back(whole_batches(std::max(n, static_cast<double>(least))));
  return rounded;
}

MultilevelResult multilevel(const LevelFactory& factory, const MultilevelSettings& s,
                            const RunControl& control) {
  const std::vector<Term> terms = terms_of(factory, s);
  const auto n = static_cast<Eigen::Index>(terms.size());
  ArrayXd work(n);
  for (Eigen::Index l = 0; l < n; ++l) work(l) = terms[static_cast<std::size_t>(l)].work();
  ArrayXXd variance = ArrayXXd::Zero(n, s.target.size());
  multilevel_allocation(variance, work, s.target, s.budget, s.least);  // refuses before any work
  const auto run = [&](std::size_t l, std::uint64_t paths, const char* part) {
    return terms[l].run(paths, derive_seed(s.seed, fmt::format("{} {}", part, l)), control);
  };
  for (std::size_t l = 0; l < terms.size(); ++l)
    variance.row(static_cast<Eigen::Index>(l)) =
        run(l, s.pilot, "pilot").variance.value.transpose();
  const auto paths = multilevel_allocation(variance, work, s.target, s.budget, s.least);
  MultilevelResult result{{}, static_cast<double>(s.pilot) * work.sum(), terms.back().fine_work()};
  for (std::size_t l = 0; l < terms.size(); ++l) result.levels.push_back(run(l, paths[l], "level"));
  return result;
}

}  // namespace sdescent
