#include "validation/adaptive/mistaken_adaptive_sde.hpp"

#include "io/require.hpp"
#include "models/noise_law.hpp"
#include "solvers/arithmetic.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace sdescent::adaptive {
namespace {

using SdePointer = std::shared_ptr<const SdeModel>;

/// Another model's state and noise; derived classes change its coefficients.
class ChangedSde : public SdeModel {
 public:
  explicit ChangedSde(SdePointer right) : right_(std::move(right)) {}
  const Layout& layout() const override { return right_->layout(); }
  Index noise_dimension() const override { return right_->noise_dimension(); }
  NoiseKind noise_kind() const override { return right_->noise_kind(); }
  Index noise_column() const override { return right_->noise_column(); }
  bool has_separable_noise() const override { return right_->has_separable_noise(); }

 protected:
  const SdeModel& right() const { return *right_; }

 private:
  SdePointer right_;
};

/// The drift of x of Malladi's model, which has no ηρ₁(∇f − M), and the rest of the right one.
class WithoutLag final : public ChangedSde {
 public:
  WithoutLag(SdePointer right, SdePointer malladi)
      : ChangedSde(std::move(right)), malladi_(std::move(malladi)) {}

  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    const Index d = noise_dimension();
    Scratch::Frame frame(scratch);
    BlockMap wrong = frame.block(s.rows(), s.cols());
    malladi_->coefficients(t, s, wrong, diagonal, scratch);
    right().coefficients(t, s, drift, diagonal, scratch);
    drift.leftCols(d) = wrong.leftCols(d);
  }

 private:
  SdePointer malladi_;
};

/// The coefficients at t = ∞, where ι_i = 1; a rescaled learning rate is the same at all times.
class WithoutCorrection final : public ChangedSde {
 public:
  using ChangedSde::ChangedSde;

  void coefficients(double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    right().coefficients(std::numeric_limits<double>::infinity(), s, drift, diagonal, scratch);
  }
};

/// The model of ε = 0 at V + ει₂, whose root is then P; V itself relaxes as before.
class EpsilonInsideRoot final : public ChangedSde {
 public:
  EpsilonInsideRoot(SdePointer without_epsilon, const AdaptiveMethod& method)
      : ChangedSde(std::move(without_epsilon)), method_(method) {}

  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    const Index d = noise_dimension();
    const double rho = (1.0 - method_.beta2) / method_.eta;
    const bool corrected = method_.kind == AdaptiveMethod::Kind::adam;
    const double added = method_.epsilon * (corrected ? -std::expm1(-rho * t) : 1.0);
    Scratch::Frame frame(scratch);
    BlockMap state = frame.block(s.rows(), s.cols());
    state = s;
    state.rightCols(d) += added;
    right().coefficients(t, state, drift, diagonal, scratch);
    drift.rightCols(d) += rho * added;
  }

 private:
  AdaptiveMethod method_;
};

/// f + ϑ‖x‖²/2 with the gradient noise of f.
class RegularisedObjective final : public Objective {
 public:
  RegularisedObjective(std::shared_ptr<const Problem> problem, double decay)
      : problem_(std::move(problem)), decay_(decay) {}
  Index dimension() const override { return problem_->dimension(); }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override {
    problem_->objective().loss(x, f, scratch);
    f.col(0) += 0.5 * decay_ * x.square().rowwise().sum();
  }
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override {
    problem_->objective().gradient(x, g, node, scratch);
    add_scaled(decay_, x, g);
  }

 private:
  std::shared_ptr<const Problem> problem_;
  double decay_;
};

class RegularisedProblem final : public Problem {
 public:
  RegularisedProblem(std::shared_ptr<const Problem> problem, double decay)
      : Problem(std::make_shared<RegularisedObjective>(problem, decay)),
        problem_(std::move(problem)),
        decay_(decay) {}
  const NoiseLaw& noise() const override { return problem_->noise(); }
  void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                       std::uint16_t node) const override {
    problem_->sample_gradient(at, x, g, node);
    add_scaled(decay_, x, g);
  }

 private:
  std::shared_ptr<const Problem> problem_;
  double decay_;
};

AdaptiveMethod with_epsilon(AdaptiveMethod method, double epsilon) {
  method.epsilon = epsilon;
  return method;
}

AdaptiveMethod with_decay(AdaptiveMethod method, double decay) {
  method.decay = decay;
  return method;
}

void require_adam(const AdaptiveMethod& method) {
  require(method.kind == AdaptiveMethod::Kind::adam, "method with this mistake", "Adam",
          method.label());
}

}  // namespace

SdePointer mistaken_sde_of(const AdaptiveMethod& method, std::shared_ptr<const Problem> problem,
                           AdaptiveMistake mistake) {
  switch (mistake) {
    case AdaptiveMistake::malladi:
      return sde_of(method, problem, SecondMomentModel::noise_only);
    case AdaptiveMistake::without_lag:
      require_adam(method);
      return std::make_shared<WithoutLag>(sde_of(method, problem),
                                          sde_of(method, problem, SecondMomentModel::noise_only));
    case AdaptiveMistake::without_correction:
      require_adam(method);
      return std::make_shared<WithoutCorrection>(sde_of(method, problem));
    case AdaptiveMistake::epsilon_inside_root:
      return std::make_shared<EpsilonInsideRoot>(sde_of(with_epsilon(method, 0.0), problem),
                                                 method);
    case AdaptiveMistake::coupled_decay:
      return sde_of(with_decay(method, 0.0),
                    std::make_shared<RegularisedProblem>(problem, method.decay));
    case AdaptiveMistake::doubled_decay:
      return sde_of(with_decay(method, 2.0 * method.decay), problem);
  }
  throw std::logic_error("unknown mistake of an adaptive SDE");
}

}  // namespace sdescent::adaptive
