#include "bench/workload.hpp"

#include "models/gaussian_noise.hpp"
#include "models/moment_step.hpp"
#include "models/quadratic.hpp"
#include "models/risk_ode.hpp"
#include "models/rmsprop_sde.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/later_start.hpp"
#include "solvers/ode_process.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"

#include <cmath>
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

/// The same risk, its noise from the labels.
std::shared_ptr<const Problem> regression(const QuadraticRun& size) {
  const VectorXd lambda = eigenvalues(size);
  return std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(FeatureCovariance::diagonal(lambda)),
      VectorXd::Zero(lambda.size()), std::make_shared<GaussianLabelNoise>(size.sigma));
}

StartPoint start(const QuadraticRun& size) {
  return StartPoint(VectorXd::Constant(eigenvalues(size).size(), size.start));
}

std::shared_ptr<const Process> euler(const std::string& name, std::shared_ptr<const SdeModel> model,
                                     const QuadraticRun& size, Start from) {
  return std::make_shared<SdeProcess>(name, std::move(model), std::make_shared<EulerMaruyama>(),
                                      SdeGrid{.unit = size.eta}, std::move(from));
}

/// x at the start, the averages m and v where ∇f and its square are.
VectorXd whole_state(const Layout& layout, const QuadraticRun& size) {
  const VectorXd x = start(size).point(), gradient = eigenvalues(size).cwiseProduct(x);
  VectorXd state(layout.size());
  for (const Field& field : layout.fields())
    state.segment(field.first, field.size) = field.name == "x"   ? x
                                             : field.name == "m" ? gradient
                                                                 : VectorXd(gradient.cwiseAbs2());
  return state;
}

/// What the kinds of models of the catalogue become.
struct MakeProcess {
  const std::string& name;
  std::shared_ptr<const Problem> problem;
  const QuadraticRun& size;

  const Constants& constants;

  std::shared_ptr<const Process> operator()(const OptimizerFactory& make) const {
    return make({name, problem, size.eta, start(size)}, constants);
  }
  std::shared_ptr<const Process> operator()(const SdeFactory& make) const {
    const auto model = make(problem, size.eta, Schedule(), constants);
    const double time = model->is_singular_at_zero() ? size.eta : 0.0;
    return euler(name, model, size,
                 LaterStart(StartPoint(whole_state(model->layout(), size)), time));
  }
  std::shared_ptr<const Process> operator()(const OdeFactory& make) const {
    return std::make_shared<OdeProcess>(name, *make(problem, Schedule()), start(size),
                                        Clock(size.eta, size.steps).end());
  }
  std::shared_ptr<const Process> operator()(const HomogenizedSdeFactory& make) const {
    return euler(name, make(streaming_regression(name, problem), constant_rate(size.eta)), size,
                 start(size));
  }
  std::shared_ptr<const Process> operator()(const RiskFactory& make) const {
    const auto streaming = streaming_regression(name, problem);
    const RiskModel model = make(*streaming, constant_rate(size.eta));
    const RiskModes modes = model.modes(streaming->covariance(), start(size).point());
    return std::make_shared<OdeProcess>(name, RiskOde(model.equation, modes.lambda, modes.load),
                                        StartPoint(modes.initial),
                                        Clock(size.eta, size.steps).end());
  }
};

/// f, or the risk of a risk curve.
Observable loss(const Workload& workload) {
  return workload.process->layout().fields().front().name == "r"
             ? risk_of(*workload.process, 0)
             : loss_of(*workload.process, 0, workload.problem);
}

}  // namespace

Workload sign_sgd_sde(const QuadraticRun& size) {
  auto on = problem(size);
  return {on, euler("sign_sgd_sde", std::make_shared<SignSgdSde>(on, size.eta), size, start(size)),
          size};
}

Workload rmsprop_sde(const QuadraticRun& size) {
  auto on = problem(size);
  const auto model = std::make_shared<RmspropSde>(
      on, size.eta, RmspropSdeSettings{.rho = relaxation_rate(size.beta, size.eta)});
  return {on, euler("rmsprop_sde", model, size, StartPoint(whole_state(model->layout(), size))),
          size};
}

Workload sign_sgd(const QuadraticRun& size, SignDraw signs) {
  auto on = problem(size, signs);
  return {on, std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", on, size.eta, start(size)}),
          size};
}

Workload of_catalogue(const CatalogueEntry& entry, const QuadraticRun& size) {
  auto on = entry.needs_streaming_regression() ? regression(size) : problem(size);
  return {on, std::visit(MakeProcess{entry.name, on, size, entry.constants}, entry.make), size};
}

MomentRecorder record_loss(const Workload& workload, const RunControl& control) {
  const QuadraticRun& size = workload.size;
  const auto first =
      static_cast<std::uint64_t>(std::llround(workload.process->start_time() / size.eta));
  const Clock clock(size.eta, first + size.steps);
  MomentRecorder recorder("loss", loss(workload));
  require_ok(run({workload.process}, clock, RecordTimes::evenly(clock, size.records, first),
                 size.paths, Philox(1), {&recorder}, control));
  return recorder;
}

}  // namespace sdescent::bench
