#include "validation/exact/risk_control.hpp"

#include "models/homogenized_sde.hpp"

namespace sdescent::exact {

using Eigen::VectorXd;

RiskReference::RiskReference(std::shared_ptr<const StreamingRegression> problem, double eta,
                             const VectorXd& start, double end)
    : problem_(std::move(problem)),
      equation_(std::make_shared<SignRisk>(risk_setting(*problem_, constant_rate(eta)))),
      modes_(sign_risk_modes(problem_->covariance(), start - problem_->risk().optimum())),
      solution_(RiskOde(equation_, modes_.lambda, modes_.load), modes_.initial, 0.0, end) {}

void RiskReference::advance(double t, double dt, BlockRef c, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  const Index d = c.cols();
  BlockMap sum = frame.block(c.rows(), 1), mode = frame.block(d, 1);
  solution_.at(t, mode.col(0).matrix());
  const double risk = mode.sum(), noise = problem_->labels()->second_moment();
  const double rate = equation_->rates(t, risk).drift;
  const double slope = -rate / (2.0 * risk + noise);  // of the rate, which is as (2R + v²)^{−1/2}
  sum.setZero();
  for (Index i = 0; i < d; ++i) sum.col(0) += c.col(i);
  for (Index i = 0; i < d; ++i) {
    const double factor = 2.0 * dt * modes_.lambda(i);
    c.col(i) = (1.0 - factor * rate) * c.col(i) - factor * slope * mode(i, 0) * sum.col(0);
  }
}

RiskControl::RiskControl(std::shared_ptr<const Process> process, StepMoments moments,
                         std::shared_ptr<const StreamingRegression> problem,
                         std::shared_ptr<const RiskReference> reference)
    : process_(std::move(process)),
      moments_(std::move(moments)),
      problem_(std::move(problem)),
      reference_(std::move(reference)),
      layout_({{"x", problem_->dimension()}, {"c", problem_->dimension()}}) {}

void RiskControl::start(const At& at, const Lockstep& others, BlockRef state) const {
  const Index d = problem_->dimension();
  process_->start(at, others, state.leftCols(d));
  state.rightCols(d).setZero();
}

void RiskControl::expected_modes(const At& at, const ConstBlockRef& x, BlockRef expected) const {
  const Index n = x.rows(), d = x.cols();
  Scratch::Frame frame(at.scratch);
  BlockMap drift = frame.block(n, d), diagonal = frame.block(n, d), signs = frame.block(n, d);
  moments_.mean->coefficients(at.t, x, drift, diagonal, at.scratch);
  if (!moments_.signs)
    signs.setZero();
  else if (moments_.signs == moments_.mean)
    signs = drift;
  else
    moments_.signs->coefficients(at.t, x, signs, diagonal, at.scratch);
  const VectorXd &optimum = problem_->risk().optimum(), &k = problem_->covariance().variances();
  const double share = at.dt / static_cast<double>(d);
  for (Index i = 0; i < d; ++i)
    expected.col(i) = 0.5 * k(i) *
                      ((x.col(i) - optimum(i) + at.dt * drift.col(i)).square() +
                       share * (moments_.noise - signs.col(i).square()));
}

void RiskControl::advance(const At& at, BlockRef state) const {
  const Index d = problem_->dimension();
  BlockRef x = state.leftCols(d), c = state.rightCols(d);
  Scratch::Frame frame(at.scratch);
  BlockMap expected = frame.block(state.rows(), d);
  expected_modes(at, x, expected);
  process_->advance(at, x);
  reference_->advance(at.t, at.dt, c, at.scratch);
  const VectorXd &optimum = problem_->risk().optimum(), &k = problem_->covariance().variances();
  for (Index i = 0; i < d; ++i)
    c.col(i) += 0.5 * k(i) * (x.col(i) - optimum(i)).square() - expected.col(i);
}

}  // namespace sdescent::exact
