#include "validation/exact/fig2_phi_runs.hpp"

#include "models/sign_sgd.hpp"
#include "models/stable_label_noise.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/gauss_legendre.hpp"
#include "solvers/philox.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

/// One step of signSGD for every risk and case.
struct Steps {
  std::vector<std::shared_ptr<const Process>> processes;
  VectorXd start;  // of all: v / √(2R)
  ArrayXd risks;   // of each process
  double eta_over_d;
};

std::shared_ptr<const Process> one_step(const PhiSetting& s, const PhiCase& c, double risk,
                                        std::size_t number) {
  const auto features =
      std::make_shared<FeatureCovariance>(FeatureCovariance::diagonal(VectorXd::Ones(s.dimension)));
  const VectorXd v =
      VectorXd::Constant(s.dimension, std::sqrt(2.0 * risk / static_cast<double>(s.dimension)));
  return std::make_shared<SignSgd>(
      high_dimensional({.name = fmt::format("sign{}", number),
                        .problem = std::make_shared<StreamingRegression>(
                            features, VectorXd::Zero(s.dimension), c.family.law, c.batch),
                        .eta = 1.0,
                        .start = StartPoint(v),
                        .stream = static_cast<std::uint16_t>(number)}));
}

/// ⟨v, θ_0 − θ_1⟩ d/√(2R) of every process: v = √(2R/d) 1, so √d Σ_i (v_i − θ_i).
Observable projections(const PhiSetting& s, const std::vector<PhiCase>& cases) {
  Observable o;
  std::vector<double> starts;
  const auto d = static_cast<double>(s.dimension);
  for (std::size_t c = 0; c < cases.size(); ++c)
    for (const double risk : s.risks) {
      o.columns.push_back(fmt::format("phi.{}.{}", c + 1, risk));
      starts.push_back(std::sqrt(2.0 * risk * d));
    }
  o.evaluate = [starts, d](const Lockstep& blocks, BlockRef out, Scratch&) {
    for (std::size_t i = 0; i < starts.size(); ++i)
      out.col(static_cast<Index>(i)) = std::sqrt(d) * (starts[i] - blocks.state(i).rowwise().sum());
  };
  return o;
}

}  // namespace

PhiSetting phi_setting(const ParameterValues& p) {
  PhiSetting s{
      static_cast<Index>(p.count("dimension")), p.reals("risks"), p.count("paths"), {}, {}};
  const auto stable = NoiseFamily{"stable α = 1.5", std::make_shared<StableLabelNoise>(1.5, 0.6)};
  const NoiseFamily none{"none", std::make_shared<GaussianLabelNoise>(0.0)};
  for (const NoiseFamily& family :
       {none, gaussian_family(0.8), rademacher_family(1.0), uniform_family(1.5),
        laplace_family(1.0), student_family(3.0, 1.0), cauchy_family(1.0), cauchy_family(1.0, 2.0),
        stable, mixture_family()})
    s.single.push_back({family, 1});
  for (const NoiseFamily& family : {gaussian_family(0.8), rademacher_family(1.0)})
    for (const double b : p.reals("batches")) s.batches.push_back({family, static_cast<Index>(b)});
  return s;
}

Estimate measured_drift(Session& session, const PhiSetting& s, const std::vector<PhiCase>& cases,
                        std::string_view part) {
  std::vector<std::shared_ptr<const Process>> processes;
  for (const PhiCase& c : cases)
    for (const double risk : s.risks) processes.push_back(one_step(s, c, risk, processes.size()));
  const Clock clock(1.0 / static_cast<double>(s.dimension), 1);
  MomentRecorder recorder(fmt::format("phi-{}", part), projections(s, cases));
  session.run(processes, clock, RecordTimes::at(clock, {1}), s.paths, Philox(session.seed(part)),
              {&recorder});
  return jackknife(recorder,
                   [](const MomentCurves& m) -> ArrayXd { return m.mean.row(0).transpose(); });
}

double drift_at_correlation(const LabelNoise& law, double risk, double rho) {
  const GaussLegendre rule(20, 0.0, std::asin(rho));  // r = sin a
  double sum = 0;
  for (Index i = 0; i < rule.nodes.size(); ++i) {
    const double cosine = std::cos(rule.nodes(i));
    sum += rule.weights(i) * law.phi(risk * cosine * cosine);
  }
  return sum / rho;
}

}  // namespace sdescent::exact
