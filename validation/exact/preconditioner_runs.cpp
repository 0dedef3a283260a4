#include "io/require.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/symmetric_eigen.hpp"
#include "validation/exact/preconditioner.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Kind = RegressionCase::Kind;

constexpr std::uint64_t rotation_of_runs = 11;

VectorXd spectrum(const PreconditionerSetting& s, Index d) {
  return log_spaced(1.0, 1.0 / s.condition, d);
}

PreconditionerData data_of(const PreconditionerSetting& s, std::string name, FeatureCovariance k) {
  const SymmetricEigen eigen = symmetric_eigen(k.matrix());
  const VectorXd along =
      (2.0 * s.start_risk / static_cast<double>(k.dimension()) * eigen.values.cwiseInverse())
          .cwiseSqrt();
  return {std::move(name), std::make_shared<FeatureCovariance>(std::move(k)),
          eigen.vectors * along};
}

MatrixXd block(Index size, double scale) {
  MatrixXd k(size, size);
  for (Index i = 0; i < size; ++i)
    for (Index j = 0; j < size; ++j)
      k(i, j) = scale * std::pow(0.5, static_cast<double>(std::abs(i - j)));
  return k;
}

FeatureCovariance blocks(const PreconditionerSetting& s) {
  constexpr Index size = 10;
  std::vector<MatrixXd> all;
  for (Index b = 0; b < s.dimension / size; ++b)
    all.push_back(block(size, b % 2 == 0 ? 1.0 : s.block_scale));
  return block_diagonal_covariance(all);
}

double condition(const VectorXd& increasing) {
  return increasing(increasing.size() - 1) / increasing(0);
}

/// One independent number in each row.
Estimate mean_of(const Eigen::ArrayXXd& samples) {
  return {samples.colwise().mean().transpose(), samples, static_cast<double>(samples.rows())};
}

}  // namespace

PreconditionerSetting preconditioner_setting(const Session& session) {
  const ParameterValues& p = session.parameters();
  const ArrayXd& e = p.reals("example");
  require_equal("number of entries of example", e.size(), 6);
  PreconditionerSetting s{
      static_cast<Index>(p.count("dimension")),
      p.real("condition"),
      p.real("block-scale"),
      Eigen::Matrix3d{{e(0), e(1), e(2)}, {e(1), e(3), e(4)}, {e(2), e(4), e(5)}},
      p.real("multiple"),
      p.real("deviation"),
      p.real("start-risk"),
      p.real("end"),
      p.count("rotations"),
      p.count("paths"),
      p.count("records")};
  require(s.condition > 1.0, "condition", "> 1", fmt::format("{}", s.condition));
  require(s.multiple < 2.0, "multiple", "< 2 for SGD to come to rest",
          fmt::format("{}", s.multiple));
  if (session.control("well-conditioned")) {
    s.condition = 1.0 + 1e-6;
    s.block_scale = 1.0;
  }
  return s;
}

std::vector<PreconditionerData> preconditioner_data(const PreconditionerSetting& s) {
  return {data_of(s, "diagonal", FeatureCovariance::diagonal(spectrum(s, s.dimension))),
          data_of(s, "rotated", rotated_covariance(spectrum(s, s.dimension), rotation_of_runs)),
          data_of(s, "blocks", blocks(s))};
}

RegressionCase case_on(const PreconditionerSetting& s, const PreconditionerData& data, Kind kind) {
  const FeatureCovariance& k = *data.covariance;
  const double trace = kind == Kind::sign_sgd ? k.trace_of_root() : k.trace();
  return {kind, data.covariance, data.start,
          s.multiple * static_cast<double>(k.dimension()) / trace, s.deviation};
}

Conditions conditions_of(const FeatureCovariance& k) {
  const VectorXd inverse = k.variances().array().pow(-0.25);
  const MatrixXd full = k.matrix();
  return {condition(symmetric_eigenvalues(full)),
          condition(symmetric_eigenvalues(inverse.asDiagonal() * full * inverse.asDiagonal()))};
}

std::vector<PreconditionerRun> preconditioner_runs(Session& session,
                                                   const PreconditionerSetting& s) {
  std::vector<PreconditionerRun> runs;
  for (const PreconditionerData& data : preconditioner_data(s)) {
    const RegressionCase sign = case_on(s, data, Kind::sign_sgd), sgd = case_on(s, data, Kind::sgd);
    const auto first = sign.process("sign_sgd", 1), second = sgd.process("sgd", 1);
    MomentRecorder risk("risk", side_by_side({loss_of(*first, 0, sign.problem()),
                                              loss_of(*second, 1, sgd.problem())}));
    const auto d = static_cast<double>(s.dimension);
    const Clock clock(1.0 / d, static_cast<std::uint64_t>(std::ceil(s.end * d)));
    session.run({first, second}, clock, RecordTimes::evenly(clock, s.records), s.paths,
                Philox(session.seed(data.name)), {&risk});
    runs.push_back(
        {data,
         Eigen::Map<const ArrayXd>(risk.times().data(), static_cast<Index>(risk.times().size())),
         risk.mean(0), risk.mean(1)});
  }
  return runs;
}

Rotations rotations(const PreconditionerSetting& s, std::uint64_t seed, bool rotated) {
  constexpr Index sizes = 4;
  const auto count = static_cast<Index>(s.rotations);
  Rotations result{ArrayXd(sizes), {}, {}};
  Eigen::ArrayXXd spread(count, sizes), ratio(count, 1);
  for (Index i = 0; i < sizes; ++i) {
    const Index d = s.dimension >> (sizes - 1 - i);
    result.dimensions(i) = static_cast<double>(d);
    for (Index n = 0; n < count; ++n) {
      const auto k = rotated
                         ? rotated_covariance(spectrum(s, d), seed + static_cast<std::uint64_t>(n))
                         : FeatureCovariance::diagonal(spectrum(s, d));
      const ArrayXd relative = k.variances().array() / k.variances().mean() - 1.0;
      spread(n, i) = std::sqrt(relative.square().mean());
      if (i + 1 < sizes) continue;
      const Conditions conditions = conditions_of(k);
      ratio(n, 0) = conditions.preconditioned / conditions.plain;
    }
  }
  result.spread = mean_of(spread);
  result.condition_ratio = mean_of(ratio);
  return result;
}

}  // namespace sdescent::exact
