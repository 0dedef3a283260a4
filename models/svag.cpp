#include "models/svag.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

/// The numbers of other draws: what is drawn from here is independent of what is drawn from the
/// source itself under draws below `shift`.
class OtherDraws final : public NoiseSource {
 public:
  explicit OtherDraws(const NoiseSource& source) : source_(source) {}

  void scaled_normals(const DrawKey& key, double scale, BlockRef out) const override {
    source_.scaled_normals(shifted(key), scale, out);
  }
  void uniforms(const DrawKey& key, BlockRef out) const override {
    source_.uniforms(shifted(key), out);
  }

 private:
  static constexpr std::uint8_t shift = two_point_draw / 2;

  static DrawKey shifted(DrawKey key) {
    if (key.draw >= shift)  // a message costs memory
      require(false, "draw of a gradient", fmt::format("< {}", shift), fmt::format("{}", key.draw));
    key.draw = static_cast<std::uint8_t>(key.draw + shift);
    return key;
  }

  const NoiseSource& source_;
};

}  // namespace

AmplifiedNoise::AmplifiedNoise(std::shared_ptr<const Problem> problem, double amplification)
    : problem_(std::move(problem)), amplification_(amplification) {}

std::string AmplifiedNoise::description() const {
  return fmt::format("{}, variance times {}", base().description(), amplification_);
}

void AmplifiedNoise::diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const {
  base().diagonal(x, out, scratch);
  scale(std::sqrt(amplification_), out, out);
}

void AmplifiedNoise::diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
                             Scratch& scratch) const {
  base().diffuse(x, dW, out, scratch);
  scale(std::sqrt(amplification_), out, out);
}

SvagProblem::SvagProblem(std::shared_ptr<const Problem> problem, double amplification)
    : Problem(std::shared_ptr<const Objective>(problem, &problem->objective())),
      problem_(problem),
      noise_(std::move(problem), amplification) {
  require_finite("amplification of the gradient noise", amplification);
  require(amplification >= 1.0, "amplification of the gradient noise", ">= 1",
          fmt::format("{}", amplification));
  first_ = 0.5 * (1.0 + std::sqrt(2.0 * amplification - 1.0));
  second_ = 1.0 - first_;
}

void SvagProblem::sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                                  std::uint16_t node) const {
  problem_->sample_gradient(at, x, g, node);
  if (second_ == 0.0) return;  // 0 · ∞ is not 0
  Scratch::Frame frame(at.scratch);
  BlockMap other = frame.block(g.rows(), g.cols());
  const OtherDraws draws(at.noise);
  problem_->sample_gradient({at.step, at.t, at.dt, at.path, at.stream, draws, at.scratch}, x, other,
                            node);
  scale(first_, g, g);
  add_scaled(second_, other, g);
}

}  // namespace sdescent
