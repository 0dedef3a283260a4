#include "validation/adaptive/noise_levels.hpp"

#include "io/require.hpp"
#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

std::shared_ptr<const Process> process_of(const NoiseSetting& s, const NoiseMethod& method,
                                          const ProblemPointer& problem, std::uint16_t stream) {
  const StartPoint x0(s.lemma.x0.matrix());
  const OptimizerSettings settings{method.name, problem, s.lemma.eta, x0, stream};
  if (method.kind == NoiseMethod::Kind::sgd) return std::make_shared<Sgd>(settings);
  if (method.kind == NoiseMethod::Kind::sign_sgd) return std::make_shared<SignSgd>(settings);
  AdaptiveMethod adam = s.adam;
  adam.decay = method.decay;
  adam.weight_decay = method.weight_decay;
  return optimizer_of(adam, method.name, problem, x0, stream);
}

/// A multiple of 64, so that batches are alike.
std::uint64_t paths_at(const ParameterValues& p, double sigma) {
  const double share = std::max(0.125, sigma / p.reals("sigmas").maxCoeff());
  return 64 * static_cast<std::uint64_t>(
                  std::ceil(share * static_cast<double>(p.count("paths")) / 64.0));
}

Observable losses(const NoiseSetting& s, const std::vector<NoiseMethod>& methods) {
  const Processes all = noise_processes(s, methods);
  const ProblemPointer problem = gaussian_quadratic(s.lemma.lambda, s.lemma.sigma);
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < all.size(); ++i) parts.push_back(loss_of(*all[i], i, problem));
  return side_by_side(parts);
}

}  // namespace

std::vector<Parameter> noise_parameters(CountByEffort paths) {
  ArrayXd sigmas(5);
  sigmas << 0.01, 0.1, 1, 10, 100;
  return {
      positives("hessian", Eigen::Array2d(1, 1), "eigenvalues of H", "adaptive F.7"),
      positive("eta", 0.01, "learning rate η", "adaptive F.7"),
      positives("sigmas", sigmas, "noise standard deviations σ", "adaptive F.7"),
      count("steps", {100'000, 100'000, 100'000}, "optimizer steps", "adaptive F.7"),
      reals("x0", Eigen::Array2d(1, 1), "start",
            "chosen: F.7 gives none; of the size of the largest noise's levels"),
      non_negative(
          "decay", 1.0, "weight decay ϑ",
          "chosen: F.7 gives none; F.6's smaller one, at which σϑ = 1 lies in the midst of "
          "the noises (at F.5's 0.01 only σ = 100 would reach it)"),
      non_negative("beta1", 0.9, "β₁ of Adam", "chosen: F.7 gives none; as in F.4 and F.6"),
      non_negative("beta2", 0.999, "β₂ of Adam", "chosen: F.7 gives none; as in F.4 and F.6"),
      runs("paths", paths,
           "runs at the largest σ; at others in proportion to σ, as x relaxes in "
           "a time that grows with it, but at least an eighth",
           "chosen: F.7 gives none; at standard effort as many as make the smallest tolerance five "
           "standard errors"),
      count("records", {160, 160, 800}, "times recorded after the start",
            "chosen: an odd number of steps apart, as SignSGD's iterates are on even and odd sites "
            "of a lattice in turn",
            20),
  };
}

NoiseSetting noise_setting(const ParameterValues& p, double sigma) {
  const ArrayXd& lambda = p.reals("hessian");
  NoiseSetting s{{lambda, ArrayXd::Constant(lambda.size(), sigma), p.reals("x0"), p.real("eta")},
                 {.kind = AdaptiveMethod::Kind::adam,
                  .eta = p.real("eta"),
                  .beta1 = p.real("beta1"),
                  .beta2 = p.real("beta2")},
                 p.real("decay"),
                 p.count("steps"),
                 p.count("records"),
                 paths_at(p, sigma)};
  require_equal("number of coordinates of x0", s.lemma.x0.size(), lambda.size());
  require_at_least("number of values of sigmas", p.reals("sigmas").size(), 3);
  require(s.records <= s.steps, "records", fmt::format("<= steps = {}", s.steps),
          fmt::format("{}", s.records));
  return s;
}

Processes noise_processes(const NoiseSetting& s, const std::vector<NoiseMethod>& methods) {
  const ProblemPointer problem = gaussian_quadratic(s.lemma.lambda, s.lemma.sigma);
  Processes all;
  for (const NoiseMethod& method : methods)
    all.push_back(process_of(s, method, problem, static_cast<std::uint16_t>(all.size() + 1)));
  return all;
}

NoiseLevels::NoiseLevels(const NoiseSetting& s, const std::vector<NoiseMethod>& methods)
    : s_(s), methods_(methods), loss_("loss", losses(s, methods)) {}

Archive NoiseLevels::run(Session& session, const NoiseSetting& s,
                         const std::vector<NoiseMethod>& methods, std::uint64_t seed) {
  NoiseLevels cell(s, methods);
  const Clock clock(s.lemma.eta, s.steps);
  session.run(noise_processes(s, methods), clock, RecordTimes::evenly(clock, s.records), s.paths,
              Philox(seed), {&cell.loss_});
  Archive archive;
  cell.loss_.save(archive);
  return archive;
}

ArrayXd NoiseLevels::times() const {
  return Eigen::Map<const ArrayXd>(loss_.times().data(), static_cast<Index>(loss_.times().size()));
}

Estimate NoiseLevels::level(std::size_t method) const {
  const Estimate curve = loss_.mean(column(method));
  const Index half = curve.points() / 2;
  return mapped(Eigen::MatrixXd::Constant(1, half, 1.0 / static_cast<double>(half)),
                points(curve, curve.points() - half, half));
}

double NoiseLevels::transient(std::size_t number) const {
  const NoiseMethod& method = methods_[number];
  const double lambda = s_.lemma.lambda.minCoeff(), sigma = s_.sigma(), decay = method.decay;
  double rate = lambda;
  if (method.kind == NoiseMethod::Kind::sign_sgd)
    rate *= std::sqrt(2.0 * std::numbers::inv_pi) / sigma;
  if (method.kind == NoiseMethod::Kind::adam)
    rate = method.weight_decay == WeightDecay::decoupled ? lambda / sigma + decay
                                                         : (lambda + decay) / sigma;
  const double begin = 0.5 * s_.lemma.eta * static_cast<double>(s_.steps);
  return 0.5 * (s_.lemma.lambda * s_.lemma.x0.square()).sum() * std::exp(-2.0 * rate * begin);
}

std::vector<NoiseLevels> noise_cells(Session& session, const std::string& label,
                                     const std::vector<NoiseMethod>& methods,
                                     const ArrayXd& lambda) {
  const auto at = [&](double sigma) {
    NoiseSetting s = noise_setting(session.parameters(), sigma);
    s.lemma.lambda = lambda;
    return s;
  };
  const ArrayXd& all = session.parameters().reals("sigmas");
  at(all(0));  // refuse before any work
  const auto archives =
      session.cells(ParameterGrid(label, {{"sigma", all}}), [&](const Cell& cell) {
        return NoiseLevels::run(session, at(cell.point.real("sigma")), methods, cell.seed);
      });
  std::vector<NoiseLevels> cells;
  for (Index i = 0; i < all.size(); ++i) {
    cells.emplace_back(at(all(i)), methods);
    cells.back().load(archives[static_cast<std::size_t>(i)]);
  }
  return cells;
}

}  // namespace sdescent::adaptive
