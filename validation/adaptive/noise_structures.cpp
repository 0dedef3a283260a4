#include "validation/adaptive/noise_structures.hpp"

#include "io/require.hpp"
#include "models/loss_scaled_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_correlated_sde.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/lyapunov.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Processes = std::vector<std::shared_ptr<const Process>>;

/// The lemmas' constants; for C.29 as if its noise were that of C.31.
ScaledNoiseSetting lemma_setting(const StructureSetting& s) {
  return {s.lambda.minCoeff(), s.lambda.maxCoeff(), s.lambda.sum(), s.sigma, s.eta,
          s.lambda.size()};
}

MatrixXd coupled_noise(const StructureSetting& s) {
  return s.coupled_sigma * s.coupled_sigma * MatrixXd(s.coupled_hessian());
}

Processes coupled_processes(const Session& session, const StructureSetting& s) {
  const auto hessian = std::make_shared<DenseQuadratic>(MatrixXd(s.coupled_hessian()));
  const GaussianNoise noise = GaussianNoise::with_covariance(coupled_noise(s));
  const auto truth =
      std::make_shared<AdditiveNoiseProblem>(hessian, std::make_shared<GaussianNoise>(noise));
  const auto diagonal = std::make_shared<SignSgdSde>(
      std::make_shared<AdditiveNoiseProblem>(hessian,
                                             std::make_shared<GaussianNoise>(noise.deviations())),
      s.eta);
  std::shared_ptr<const SdeModel> correlated = diagonal;
  if (!session.control("independent-signs"))
    correlated = std::make_shared<SignSgdCorrelatedSde>(truth, s.eta);
  const StartPoint origin(Eigen::VectorXd::Zero(2));
  const auto sde = [&](const char* name, std::shared_ptr<const SdeModel> model,
                       std::uint64_t refine) {
    return std::make_shared<SdeProcess>(name, std::move(model), std::make_shared<EulerMaruyama>(),
                                        SdeGrid{s.eta, refine, s.refine, 2}, origin);
  };
  return {std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", truth, s.eta, origin, 1}),
          sde("sde_coarse", correlated, 1), sde("sde_fine", correlated, s.refine),
          sde("sde_diagonal", diagonal, s.refine)};
}

Observable all_states(const Processes& all) {
  std::vector<Observable> states;
  for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
  return side_by_side(states);
}

/// The mean of the second half of a curve.
Estimate second_half(const Estimate& curve) {
  const Index half = curve.points() / 2;
  return mapped(MatrixXd::Constant(1, half, 1.0 / static_cast<double>(half)),
                points(curve, curve.points() - half, half));
}

ArrayXd times_of(const MomentRecorder& recorder) {
  return Eigen::Map<const ArrayXd>(recorder.times().data(),
                                   static_cast<Index>(recorder.times().size()));
}

}  // namespace

std::string lemma_of(NoiseStructure structure) {
  switch (structure) {
    case NoiseStructure::minimum_hessian:
      return "c29";
    case NoiseStructure::loss_hessian:
      return "c31";
    case NoiseStructure::loss_identity:
      break;
  }
  return "c30";
}

std::string description_of(NoiseStructure structure) {
  switch (structure) {
    case NoiseStructure::minimum_hessian:
      return "Σ = σ²f(x_{*})∇²f(x_{*})";
    case NoiseStructure::loss_hessian:
      return "Σ = σ²f(x)∇²f(x)";
    case NoiseStructure::loss_identity:
      break;
  }
  return "Σ = σ²f(x)I";
}

StructureSetting StructureSetting::isotropic() const {
  StructureSetting s = *this;
  s.lambda = lambda.minCoeff();
  s.sigma = isotropic_sigma;
  return s;
}

Eigen::Matrix2d StructureSetting::coupled_hessian() const {
  const double h = lambda.mean();
  return Eigen::Matrix2d{{h, coupling * h}, {coupling * h, h}};
}

StructureSetting structure_setting(const ParameterValues& p) {
  StructureSetting s{p.reals("hessian"),      p.reals("x0"),      p.real("sigma"),
                     p.real("minimum"),       p.real("eta"),      p.real("isotropic-sigma"),
                     p.real("coupled-sigma"), p.real("coupling"), p.count("steps"),
                     p.count("records"),      p.count("paths"),   refinement_range(p).start};
  require_equal("number of eigenvalues of hessian", s.lambda.size(), 2);
  require_equal("number of coordinates of x0", s.x0.size(), 2);
  require(s.records <= s.steps, "records", fmt::format("<= steps = {}", s.steps),
          fmt::format("{}", s.records));
  require(s.coupling < 1.0, "coupling", "< 1", fmt::format("{}", s.coupling));
  // |Y_i| <= √λ_i/σ (C.30) and 1/σ (C.31) at any x, λ_i|x_i|/(σ√(2f(x_*)λ_i)) (C.29).
  const double largest =
      std::max({std::sqrt(s.lambda.maxCoeff()), 1.0,
                std::sqrt(s.lambda.maxCoeff() / (2.0 * s.minimum)) * s.x0.abs().maxCoeff()});
  require(s.sigma > largest, "sigma", fmt::format("> {}, for Phase 3 at all x", largest),
          fmt::format("{}", s.sigma));
  return s;
}

Course course_of(const StructureSetting& s, NoiseStructure structure) {
  const auto f = std::make_shared<DiagonalQuadratic>(s.lambda.matrix());
  const Eigen::VectorXd hessian_root = s.sigma * s.lambda.sqrt().matrix();
  const auto problem = [&]() -> std::shared_ptr<const Problem> {
    if (structure == NoiseStructure::minimum_hessian)
      return std::make_shared<AdditiveNoiseProblem>(
          f, std::make_shared<GaussianNoise>(std::sqrt(s.minimum) * hessian_root));
    const GaussianNoise shape(structure == NoiseStructure::loss_hessian
                                  ? hessian_root
                                  : Eigen::VectorXd(Eigen::Vector2d::Constant(s.sigma)));
    return std::make_shared<GaussianFieldProblem>(f, std::make_shared<LossScaledNoise>(f, shape));
  };
  return {problem(), s.x0.matrix(), s.eta, s.refine};
}

LossBound structure_bound(const StructureSetting& s, NoiseStructure structure,
                          LambertPrefactor prefactor) {
  const ScaledNoiseSetting lemma = lemma_setting(s);
  if (structure == NoiseStructure::minimum_hessian)
    return [lemma, minimum = s.minimum](double s0, const ArrayXd& t) {
      const LossBoundSetting constant{
          lemma.mu, lemma.trace, lemma.sigma * std::sqrt(minimum * lemma.smoothness),
          s0,       lemma.eta,   lemma.dimension};
      return sign_sgd_phase_three_loss_bound(constant, t);
    };
  return [bound = scaled_bound(s, structure), prefactor](double s0, const ArrayXd& t) {
    return bound(s0, t, prefactor);
  };
}

RootRelaxation scaled_bound(const StructureSetting& s, NoiseStructure structure) {
  return structure == NoiseStructure::loss_hessian
             ? hessian_noise_bound(lemma_setting(s), ScaledNoisePhase::three)
             : identity_noise_bound(lemma_setting(s), ScaledNoisePhase::three);
}

double arrival_time(const StructureSetting& s, NoiseStructure structure) {
  return 2.0 * std::sqrt(s.initial_loss()) / scaled_bound(s, structure).alpha;
}

MatrixXd late_mean(const StructureSetting& s, NoiseStructure structure, const ArrayXd& times) {
  const double arrival = arrival_time(s, structure);
  const ArrayXd late = (times > 2.0 * arrival).cast<double>();
  require((times <= 0.5 * arrival).count() > 1 && late.sum() > 0, "records",
          fmt::format("some up to {:.3g} and some after {:.3g}", 0.5 * arrival, 2.0 * arrival),
          fmt::format("{} up to {:.3g}", times.size(), times(times.size() - 1)));
  return (late / late.sum()).matrix().transpose();
}

StructureRun::StructureRun(Session& session, const StructureSetting& s, NoiseStructure structure,
                           std::uint64_t seed)
    : loss("loss", losses(course_of(s, structure).processes(), course_of(s, structure).problem)) {
  const Clock clock(s.eta, s.steps);
  session.run(course_of(s, structure).processes(), clock, RecordTimes::evenly(clock, s.records),
              s.paths, Philox(seed), {&loss});
}

CoupledRun::CoupledRun(Session& session, const StructureSetting& s, std::uint64_t seed)
    : x("coupled", all_states(coupled_processes(session, s)), SecondMoments::covariances) {
  const Clock clock(s.eta, s.steps);
  session.run(coupled_processes(session, s), clock, RecordTimes::evenly(clock, s.records), s.paths,
              Philox(seed), {&x});
}

ArrayXd CoupledRun::times() const { return times_of(x); }

Estimate CoupledRun::covariance(Coupled process, Index i, Index j) const {
  const Index first = 2 * static_cast<Index>(process);
  return x.covariance(first + i, first + j);
}

Estimate CoupledRun::stationary(Coupled process) const {
  return joined({second_half(covariance(process, 0, 0)), second_half(covariance(process, 0, 1)),
                 second_half(covariance(process, 1, 1))});
}

ArrayXd coupled_prediction(const StructureSetting& s, bool correlated) {
  const MatrixXd noise = coupled_noise(s);
  const ArrayXd sigma = noise.diagonal().array().sqrt();
  const double slope = std::sqrt(2.0 * std::numbers::inv_pi);
  const MatrixXd a = slope * sigma.inverse().matrix().asDiagonal() * MatrixXd(s.coupled_hessian());
  MatrixXd signs = MatrixXd::Identity(2, 2);
  if (correlated)
    signs(0, 1) = signs(1, 0) =
        2.0 * std::numbers::inv_pi * std::asin(noise(0, 1) / (sigma(0) * sigma(1)));
  const MatrixXd c = lyapunov(a, s.eta * signs);
  return Eigen::Array3d(c(0, 0), c(0, 1), c(1, 1));
}

}  // namespace sdescent::adaptive
