#include "solvers/dri1.hpp"

#include "solvers/arithmetic.hpp"

namespace sdescent {
namespace {

/// What the parts of one step share: everything of its beginning.
struct Beginning {
  const Dri1Tableau& c;
  const SdeModel& model;
  double t, dt;
  ConstBlockMap s, drift, diagonal;
  Scratch& scratch;

  Index rows() const { return s.rows(); }
  double root() const { return std::sqrt(dt); }
  bool is_diagonal() const { return model.noise_kind() == NoiseKind::diagonal; }
  double support_time() const { return t + c.a121 * dt; }
};

ConstBlockMap view(const BlockMap& block) {
  return {block.data(), block.rows(), block.cols(), Eigen::OuterStride<>(block.outerStride())};
}

/// B(t, S) dW.
void noise_of(const Beginning& at, const ConstBlockRef& dW, BlockRef out) {
  if (!at.is_diagonal()) return at.model.diffuse(at.t, at.s, dW, out, at.scratch);
  out.setZero();
  out.middleCols(at.model.noise_column(), dW.cols()) = at.diagonal * dW;
}

/// s += h Σ α_i a(H_i), `noise` being Σ b^k I_k.
void add_drift(const Beginning& at, const ConstBlockRef& noise, BlockRef s) {
  const Dri1Tableau& c = at.c;
  Scratch::Frame frame(at.scratch);
  BlockMap stage = frame.block(at.rows(), s.cols()), second = frame.block(at.rows(), s.cols());
  BlockMap third = frame.block(at.rows(), s.cols());
  BlockMap unused = frame.block(at.rows(), at.diagonal.cols());
  stage = at.s + (c.a021 * at.dt) * at.drift + c.b021 * noise;
  at.model.coefficients(at.t + c.a021 * at.dt, stage, second, unused, at.scratch);
  stage = at.s + (c.a031 * at.dt) * at.drift + (c.a032 * at.dt) * second + c.b031 * noise;
  at.model.coefficients(at.t + (c.a031 + c.a032) * at.dt, stage, third, unused, at.scratch);
  s += at.dt * (c.alpha[0] * at.drift + c.alpha[1] * second + c.alpha[2] * third);
}

/// b^k does not depend on the state, nor then on k's supporting values.
void add_additive_noise(const Beginning& at, const ConstBlockRef& dW, const ConstBlockRef& noise,
                        BlockRef s) {
  Scratch::Frame frame(at.scratch);
  BlockMap later = frame.block(at.rows(), s.cols());
  at.model.diffuse(at.support_time(), at.s, dW, later, at.scratch);
  s += at.c.beta11 * noise + (2.0 * at.c.beta12) * later;
}

/// One state serves all sources: source k sees no other one's column. So Ĥ^k moves nothing.
void add_separable_noise(const Beginning& at, const ConstBlockRef& dW, BlockRef s) {
  const Index first = at.model.noise_column(), driven = at.model.noise_dimension();
  Scratch::Frame frame(at.scratch);
  BlockMap stage = frame.block(at.rows(), s.cols()), unused = frame.block(at.rows(), s.cols());
  BlockMap plus = frame.block(at.rows(), driven), minus = frame.block(at.rows(), driven);
  const auto at_support = [&](double sign, BlockRef out) {
    stage = at.s + (at.c.a121 * at.dt) * at.drift;
    stage.middleCols(first, driven) += (sign * at.c.b121 * at.root()) * at.diagonal;
    at.model.coefficients(at.support_time(), stage, unused, out, at.scratch);
  };
  at_support(1.0, plus);
  at_support(-1.0, minus);
  s.middleCols(first, driven) +=
      (at.c.beta11 * at.diagonal + at.c.beta12 * (plus + minus)) * dW +
      (at.c.beta22 / (2.0 * at.root())) * (plus - minus) * (dW.square() - at.dt);
}

/// The columns b^k of B one by one: the state columns that source k drives, and its values there.
class Sources {
 public:
  explicit Sources(const Beginning& at) : at_(at) {}

  Index count() const { return at_.model.noise_dimension(); }
  Index first(Index k) const { return at_.is_diagonal() ? at_.model.noise_column() + k : 0; }
  Index width() const { return at_.is_diagonal() ? 1 : at_.s.cols(); }

  /// The part of s that source k drives.
  auto driven(BlockRef& s, Index k) const { return s.middleCols(first(k), width()); }
  auto driven(BlockMap& s, Index k) const { return s.middleCols(first(k), width()); }
  /// The part for source k of a block with width() columns for each.
  auto part(BlockMap& all, Index k) const { return all.middleCols(k * width(), width()); }

  void evaluate(Index k, double t, const ConstBlockRef& s, BlockRef out) const {
    Scratch::Frame frame(at_.scratch);
    if (at_.is_diagonal()) {
      BlockMap drift = frame.block(s.rows(), s.cols()), all = frame.block(s.rows(), count());
      at_.model.coefficients(t, s, drift, all, at_.scratch);
      out = all.col(k);
      return;
    }
    BlockMap unit = frame.block(s.rows(), count());
    unit.setZero();
    unit.col(k).setOnes();
    at_.model.diffuse(t, s, unit, out, at_.scratch);
  }

  void evaluate_at_beginning(Index k, BlockRef out) const {
    if (at_.is_diagonal())
      out = at_.diagonal.col(k);
    else
      evaluate(k, at_.t, at_.s, out);
  }

 private:
  const Beginning& at_;
};

/// I_(k,l) for k != l; J_k is column m + k of dW.
auto mixed_integral(const ConstBlockRef& dW, Index sources, Index k, Index l, double root) {
  const double sign = k < l ? -0.5 : 0.5;
  return 0.5 * dW.col(k) * dW.col(l) + (sign * root) * dW.col(sources + std::min(k, l));
}

/// The terms of S and H±^k; leaves b^k(S) in `here` and what I_(k,l) multiplies in `cross`.
void add_own_terms(const Beginning& at, const Sources& sources, const ConstBlockRef& dW,
                   BlockMap here, BlockMap cross, BlockRef s) {
  const Dri1Tableau& c = at.c;
  Scratch::Frame frame(at.scratch);
  BlockMap stage = frame.block(at.rows(), s.cols());
  BlockMap plus = frame.block(at.rows(), sources.width());
  BlockMap minus = frame.block(at.rows(), sources.width());
  for (Index k = 0; k < sources.count(); ++k) {
    auto b = sources.part(here, k);
    sources.evaluate_at_beginning(k, b);
    const auto at_support = [&](double sign, BlockRef out) {
      stage = at.s + (c.a121 * at.dt) * at.drift;
      sources.driven(stage, k) += (sign * c.b121 * at.root()) * b;
      sources.evaluate(k, at.support_time(), stage, out);
    };
    at_support(1.0, plus);
    at_support(-1.0, minus);
    sources.part(cross, k) = c.b221 * b + c.b222 * (plus + minus);
    auto moved = sources.driven(s, k);
    for (Index i = 0; i < sources.width(); ++i)
      moved.col(i) += (c.beta11 * b.col(i) + c.beta12 * (plus.col(i) + minus.col(i))) * dW.col(k) +
                      (c.beta22 / (2.0 * at.root())) * (plus.col(i) - minus.col(i)) *
                          (dW.col(k).square() - at.dt);
  }
}

/// The terms of Ĥ±^k.
void add_mixed_terms(const Beginning& at, const Sources& sources, const ConstBlockRef& dW,
                     BlockMap here, BlockMap cross, BlockRef s) {
  const Dri1Tableau& c = at.c;
  const double root = at.root();
  Scratch::Frame frame(at.scratch);
  BlockMap mixed = frame.block(at.rows(), s.cols()), stage = frame.block(at.rows(), s.cols());
  BlockMap plus = frame.block(at.rows(), sources.width());
  BlockMap minus = frame.block(at.rows(), sources.width());
  for (Index k = 0; k < sources.count(); ++k) {
    mixed.setZero();
    for (Index l = 0; l < sources.count(); ++l) {
      if (l == k) continue;
      auto moved = sources.driven(mixed, l);
      for (Index i = 0; i < sources.width(); ++i)
        moved.col(i) +=
            sources.part(cross, l).col(i) * mixed_integral(dW, sources.count(), k, l, root) / root;
    }
    stage = at.s + mixed;
    sources.evaluate(k, at.t, stage, plus);
    stage = at.s - mixed;
    sources.evaluate(k, at.t, stage, minus);
    auto moved = sources.driven(s, k);
    for (Index i = 0; i < sources.width(); ++i)
      moved.col(i) +=
          (c.beta31 * sources.part(here, k).col(i) + c.beta32 * (plus.col(i) + minus.col(i))) *
              dW.col(k) +
          (c.beta42 * root) * (plus.col(i) - minus.col(i));
  }
}

void add_coupled_noise(const Beginning& at, const ConstBlockRef& dW, BlockRef s) {
  const Sources sources(at);
  const Index columns = sources.count() * sources.width();
  Scratch::Frame frame(at.scratch);
  BlockMap here = frame.block(at.rows(), columns), cross = frame.block(at.rows(), columns);
  add_own_terms(at, sources, dW, here, cross, s);
  if (sources.count() > 1) add_mixed_terms(at, sources, dW, here, cross, s);
}

}  // namespace

Orders Dri1::orders(NoiseKind kind) const {
  switch (kind) {
    case NoiseKind::none:
      return {.weak = 3.0, .strong = 3.0, .zero_noise = 3.0};
    case NoiseKind::additive:
    case NoiseKind::diagonal:
      return {.weak = 2.0, .strong = 1.0, .zero_noise = 3.0};
    case NoiseKind::general:
      break;
  }
  return {.weak = 2.0, .strong = 0.5, .zero_noise = 3.0};
}

Index Dri1::two_point_variables(const SdeModel& model) const {
  const NoiseKind kind = model.noise_kind();
  const bool couples =
      kind == NoiseKind::general || (kind == NoiseKind::diagonal && !model.has_separable_noise());
  return couples ? model.noise_dimension() - 1 : 0;
}

void Dri1::step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW, BlockRef s,
                Scratch& scratch) const {
  const NoiseKind kind = model.noise_kind();
  const Index sources = model.noise_dimension();
  Scratch::Frame frame(scratch);
  BlockMap start = frame.block(s.rows(), s.cols()), drift = frame.block(s.rows(), s.cols());
  BlockMap diagonal = frame.block(s.rows(), kind == NoiseKind::diagonal ? sources : 0);
  BlockMap noise = frame.block(s.rows(), s.cols());
  start = s;
  model.coefficients(t, start, drift, diagonal, scratch);
  const Beginning at{tableau_, model, t, dt, view(start), view(drift), view(diagonal), scratch};
  if (kind == NoiseKind::none)
    noise.setZero();
  else
    noise_of(at, dW.leftCols(sources), noise);
  add_drift(at, noise, s);
  if (kind == NoiseKind::none) return;
  if (kind == NoiseKind::additive) return add_additive_noise(at, dW, noise, s);
  if (kind == NoiseKind::diagonal && model.has_separable_noise())
    return add_separable_noise(at, dW, s);
  add_coupled_noise(at, dW, s);
}

}  // namespace sdescent
