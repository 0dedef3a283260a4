#include "models/adaptive_small_noise.hpp"
#include "models/noise_law.hpp"
#include "solvers/symmetric_pairs.hpp"
#include "validation/adaptive/mistaken_adaptive_sde.hpp"
#include "validation/adaptive/weak_order.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::adaptive::adaptive_order {
namespace {

using SdePointer = std::shared_ptr<const SdeModel>;

/// The ODE of an SDE's drift.
class NoiseFree final : public SdeModel {
 public:
  explicit NoiseFree(SdePointer right) : right_(std::move(right)) {}
  const Layout& layout() const override { return right_->layout(); }
  Index noise_dimension() const override { return right_->noise_dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  Index noise_column() const override { return right_->noise_column(); }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    right_->coefficients(t, s, drift, diagonal, scratch);
    diagonal.setZero();
  }

 private:
  SdePointer right_;
};

/// The SDE with the noise that v has in the optimizer,
///
///     dV = … + √η ρ(2∇f Σ^{1/2} dW ± √2 Σ dW'),
///
/// dW that of x or m with its sign there: covariances of a step are then Q of
/// models/adaptive_small_noise.hpp.
class NoisyMoment final : public SdeModel {
 public:
  NoisyMoment(SdePointer right, std::shared_ptr<const Problem> problem,
              const AdaptiveMethod& method)
      : right_(std::move(right)),
        problem_(std::move(problem)),
        factor_((1.0 - method.beta2) / std::sqrt(method.eta)) {}

  const Layout& layout() const override { return right_->layout(); }
  Index noise_dimension() const override { return 2 * right_->noise_dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::general; }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef,
                    Scratch& scratch) const override {
    Scratch::Frame frame(scratch);
    BlockMap unused = frame.block(s.rows(), right_->noise_dimension());
    right_->coefficients(t, s, drift, unused, scratch);
  }
  void diffuse(double t, const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override {
    const Index d = right_->noise_dimension();
    Scratch::Frame frame(scratch);
    BlockMap g = frame.block(s.rows(), d), deviation = frame.block(s.rows(), d);
    right_->diffuse(t, s, dW.leftCols(d), out, scratch);
    problem_->objective().gradient(s.leftCols(d), g, 0, scratch);
    problem_->noise().diagonal(s.leftCols(d), deviation, scratch);
    // In W the gradient noise is −dX's in RMSprop's SDE and +dM's in Adam's: ΣdW itself in both.
    out.rightCols(d) =
        factor_ * deviation *
        (2.0 * g * dW.leftCols(d) + std::numbers::sqrt2 * deviation * dW.rightCols(d));
  }

 private:
  SdePointer right_;
  std::shared_ptr<const Problem> problem_;
  double factor_;  // √η ρ
};

SmallNoise small_noise_of_optimizer(const Setting& s, const Case& c) {
  if (c.kind == AdaptiveMethod::Kind::rmsprop)
    return rmsprop_small_noise(s.problem(),
                               {.rho = s.rho2, .epsilon = s.epsilon, .decay = c.decay});
  return adam_small_noise(s.problem(),
                          {.rho1 = s.rho1, .rho2 = s.rho2, .epsilon = s.epsilon, .decay = c.decay});
}

/// Of the right SDE and of three wrong ones, and of the optimizer.
struct Expansions {
  WeakExpansion optimizer, sde, noise_free, without_lag;
};

Expansions expansions_of(const Setting& s, const Case& c) {
  const auto expand = [&](const SmallNoise& noise) {
    return weak_expansion(noise, s.state(c), s.duration, s.start);
  };
  const auto of = [&](auto make) {
    return expand(small_noise_of([&](double eta) -> SdePointer { return make(s.method(c, eta)); }));
  };
  const auto right = [&](const AdaptiveMethod& m) { return sde_of(m, s.problem()); };
  const auto still = [&](const AdaptiveMethod& m) {
    return std::make_shared<NoiseFree>(sde_of(m, s.problem()));
  };
  const auto without_lag = [&](const AdaptiveMethod& m) {
    return mistaken_sde_of(m, s.problem(), AdaptiveMistake::without_lag);
  };
  const bool adam = c.kind == AdaptiveMethod::Kind::adam;
  return {expand(small_noise_of_optimizer(s, c)), of(right), of(still),
          adam ? of(without_lag) : of(right)};
}

}  // namespace

std::shared_ptr<const SdeModel> planted_sde(const Session& session, const Setting& s, const Case& c,
                                            double eta) {
  const AdaptiveMethod method = s.method(c, eta);
  const bool adam = c.kind == AdaptiveMethod::Kind::adam;
  const auto mistaken = [&](AdaptiveMistake m) { return mistaken_sde_of(method, s.problem(), m); };
  if (session.control("malladi")) return mistaken(AdaptiveMistake::malladi);
  if (session.control("epsilon-inside-root")) return mistaken(AdaptiveMistake::epsilon_inside_root);
  if (adam && session.control("without-eta-rho1")) return mistaken(AdaptiveMistake::without_lag);
  if (adam && session.control("without-bias-correction"))
    return mistaken(AdaptiveMistake::without_correction);
  const SdePointer right = sde_of(method, s.problem());
  if (session.control("noise-free")) return std::make_shared<NoiseFree>(right);
  if (session.control("noise-of-v"))
    return std::make_shared<NoisyMoment>(right, s.problem(), method);
  return right;
}

Coefficients coefficients_of(const Setting& s, const Case& c) {
  const Expansions all = expansions_of(s, c);
  const ArrayXd chain = all.optimizer.chain_minus_flow(functions(s));
  return {chain - all.sde.sde_minus_flow(functions(s)),
          chain - all.noise_free.sde_minus_flow(functions(s)),
          chain - all.without_lag.sde_minus_flow(functions(s))};
}

Theory theory_of(const Setting& s, const Case& c) {
  const Expansions all = expansions_of(s, c);
  const auto of_x = [](const WeakExpansion& e) -> ArrayXd {
    const Index d = e.point.size();
    return ArrayXd{{e.spread(pair_column(d, 0, 0)), e.spread(pair_column(d, 1, 1))}};
  };
  const Coefficients coefficients = coefficients_of(s, c);
  ArrayXd nearest = (coefficients.noise_free - coefficients.right).abs();
  if (c.kind == AdaptiveMethod::Kind::adam) {
    const ArrayXd lag = (coefficients.without_lag - coefficients.right).abs();
    nearest = nearest.min(lag);
    nearest(0) = lag(0);  // the mean of x₁ hardly sees the diffusion of M
  }
  const ArrayXd chain = all.optimizer.chain_minus_flow(functions(s));
  const ArrayXd optimizer = of_x(all.optimizer), sde = of_x(all.sde);
  const ArrayXd apart = (optimizer - sde).abs();
  return {coefficients.right.head(tested),
          (chain - all.sde.chain_minus_flow(functions(s))).head(tested),
          optimizer,
          sde,
          nearest.head(tested) / 3.0,
          apart / 3.0,
          apart.min(sde.abs()) / 3.0};
}

}  // namespace sdescent::adaptive::adaptive_order
