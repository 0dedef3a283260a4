#include "validation/adaptive/gradient_averages.hpp"

#include "solvers/philox.hpp"

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// ‖∇f‖₁ and ‖∇f‖₂² of every process.
Observable gradient_norms(const std::vector<std::shared_ptr<const Process>>& processes,
                          const std::shared_ptr<const Problem>& problem) {
  Observable observable;
  for (const auto& process : processes)
    for (const char* norm : {".one_norm", ".square_norm"})
      observable.columns.push_back(process->name() + norm);
  observable.evaluate = [problem](const Lockstep& blocks, BlockRef out, Scratch& scratch) {
    Scratch::Frame frame(scratch);
    BlockMap g = frame.block(out.rows(), problem->dimension());
    out.setZero();
    for (Index p = 0; 2 * p < out.cols(); ++p) {
      problem->objective().gradient(blocks.state(static_cast<std::size_t>(p)), g, 0, scratch);
      for (Index i = 0; i < g.cols(); ++i)
        for (Index r = 0; r < g.rows(); ++r) {
          out(r, 2 * p) += std::abs(g(r, i));
          out(r, 2 * p + 1) += g(r, i) * g(r, i);
        }
    }
  };
  return observable;
}

}  // namespace

GradientAverages::GradientAverages(Session& session, const std::string& part, Course course,
                                   double duration, std::uint64_t paths)
    : course_(std::move(course)),
      norms_(part, gradient_norms(course_.processes(), course_.problem)) {
  const Clock clock(course_.eta,
                    static_cast<std::uint64_t>(std::floor(duration / course_.eta + 1e-9)));
  session.run(course_.processes(), clock, RecordTimes::evenly(clock, 60), paths,
              Philox(session.seed(part)), {&norms_});
}

Estimate GradientAverages::average(Dynamics process, double one_norm, double square_norm) const {
  const auto n = static_cast<Index>(norms_.times().size());
  ArrayXd phi(n), weight = ArrayXd::Zero(n);
  for (Index i = 0; i < n; ++i)
    phi(i) = course_.schedule.integral(norms_.times()[static_cast<std::size_t>(i)]);
  const ArrayXd half = 0.5 * (phi.tail(n - 1) - phi.head(n - 1)) / phi(n - 1);
  weight.head(n - 1) += half;
  weight.tail(n - 1) += half;
  const auto first = 2 * static_cast<Index>(process);
  return jackknife(norms_, [&](const MomentCurves& m) {
    const ArrayXd norm = one_norm * m.mean.col(first) + square_norm * m.mean.col(first + 1);
    return ArrayXd(ArrayXd::Constant(1, (weight * norm).sum()));
  });
}

Evidence GradientAverages::evidence(std::initializer_list<Member> members, double one_norm,
                                    double square_norm, double larger) const {
  const auto n = static_cast<Index>(members.size());
  std::vector<Estimate> measured;
  Evidence evidence{{}, ArrayXd::Constant(n, larger), ArrayXd::Zero(n), ArrayXd::Zero(n)};
  for (const Member& member : members) {
    measured.push_back(average(member.process, one_norm, square_norm));
    if (member.coarse)
      evidence.bias(static_cast<Index>(measured.size()) - 1) =
          discretisation_bias(average(*member.coarse, one_norm, square_norm), measured.back(),
                              static_cast<double>(course_.refine))(0);
  }
  evidence.deviation = joined(measured) - evidence.predicted;
  return evidence;
}

}  // namespace sdescent::adaptive
