#include "solvers/scaled_clock_sde.hpp"

#include "io/error.hpp"
#include "tests/models/sde_coefficients.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <memory>

namespace sdescent {
namespace {

/// dS = t S dt + (1 + t) S dW, one dimension.
class Timed final : public SdeModel {
 public:
  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch&) const override {
    drift = t * s;
    diagonal = (1.0 + t) * s;
  }
  bool has_derivative() const override { return true; }
  void coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    coefficients(t, s, drift, diagonal, scratch);
    derivative.setConstant(1.0 + t);
  }

 private:
  Layout layout_ = Layout({{"x", 1}});
};

TEST_CASE("an SDE on a scaled clock has drift times c and diffusion times its root", "[solvers]") {
  const ScaledClockSde sde(std::make_shared<Timed>(), 4.0);
  const Block s{{3.0}}, dW{{0.5}};
  const SdeCoefficients c = coefficients(sde, s, 0.25);
  CHECK(c.drift(0, 0) == 4.0 * 1.0 * 3.0);
  CHECK(c.diagonal(0, 0) == 2.0 * 2.0 * 3.0);
  CHECK(diffused(sde, s, dW, 0.25)(0, 0) == 6.0);
  check_sde_model(sde, Eigen::VectorXd{{-1.0}}, Eigen::VectorXd{{2.0}});
}

TEST_CASE("a clock that stands or runs backwards is refused", "[solvers]") {
  CHECK_THROWS_AS(ScaledClockSde(std::make_shared<Timed>(), 0.0), InvalidInput);
  CHECK_THROWS_AS(ScaledClockSde(std::make_shared<Timed>(), -1.0), InvalidInput);
}

}  // namespace
}  // namespace sdescent
