#include "bench/workload.hpp"

#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/rmsprop_sde.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/ode_process.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"

#include <utility>

namespace sdescent::bench {
namespace {

using Eigen::VectorXd;

VectorXd eigenvalues(const QuadraticRun& size) {
  return Eigen::Map<const VectorXd>(size.eigenvalues.data(),
                                    static_cast<Index>(size.eigenvalues.size()));
}

std::shared_ptr<const Problem> problem(const QuadraticRun& size, SignDraw signs = SignDraw::noise) {
  const VectorXd lambda = eigenvalues(size);
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(lambda),
      std::make_shared<GaussianNoise>(VectorXd::Constant(lambda.size(), size.sigma)), signs);
}

StartPoint start(const QuadraticRun& size) {
  return StartPoint(VectorXd::Constant(eigenvalues(size).size(), size.start));
}

std::shared_ptr<const Process> euler(const std::string& name, std::shared_ptr<const SdeModel> model,
                                     const QuadraticRun& size, Start from) {
  return std::make_shared<SdeProcess>(name, std::move(model), std::make_shared<EulerMaruyama>(),
                                      SdeGrid{.unit = size.eta}, std::move(from));
}

Clock clock_of(const QuadraticRun& size) { return Clock(size.eta, size.steps); }

/// What the kinds of models of the catalogue become.
struct MakeProcess {
  const std::string& name;
  std::shared_ptr<const Problem> problem;
  const QuadraticRun& size;

  std::shared_ptr<const Process> operator()(const OptimizerFactory& make) const {
    return make({name, problem, size.eta, start(size)});
  }
  std::shared_ptr<const Process> operator()(const SdeFactory& make) const {
    return euler(name, make(problem, size.eta, Schedule()), size, start(size));
  }
  std::shared_ptr<const Process> operator()(const OdeFactory& make) const {
    return std::make_shared<OdeProcess>(name, *make(problem, Schedule()), start(size),
                                        clock_of(size).end());
  }
};

}  // namespace

Workload sign_sgd_sde(const QuadraticRun& size) {
  auto on = problem(size);
  return {on, euler("sign_sgd_sde", std::make_shared<SignSgdSde>(on, size.eta), size, start(size)),
          size};
}

Workload rmsprop_sde(const QuadraticRun& size) {
  auto on = problem(size);
  const VectorXd x = start(size).point();
  VectorXd from(2 * x.size());
  from << x, eigenvalues(size).cwiseProduct(x).cwiseAbs2();
  const auto model = std::make_shared<RmspropSde>(
      on, size.eta, RmspropSdeSettings{.rho = (1.0 - size.beta) / size.eta});
  return {on, euler("rmsprop_sde", model, size, StartPoint(from)), size};
}

Workload sign_sgd(const QuadraticRun& size, SignDraw signs) {
  auto on = problem(size, signs);
  return {on, std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", on, size.eta, start(size)}),
          size};
}

Workload of_catalogue(const CatalogueEntry& entry, const QuadraticRun& size) {
  auto on = problem(size);
  return {on, std::visit(MakeProcess{entry.name, on, size}, entry.make), size};
}

MomentRecorder record_loss(const Workload& workload, const RunControl& control) {
  const Clock clock = clock_of(workload.size);
  MomentRecorder loss("loss", loss_of(*workload.process, 0, workload.problem));
  require_ok(run({workload.process}, clock, RecordTimes::evenly(clock, workload.size.records),
                 workload.size.paths, Philox(1), {&loss}, control));
  return loss;
}

}  // namespace sdescent::bench
