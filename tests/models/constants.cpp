// Constants of the catalogue's models.
#include "models/constants.hpp"

#include "io/error.hpp"
#include "models/adam.hpp"
#include "models/catalogue.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/rmsprop_sde.hpp"
#include "solvers/philox.hpp"
#include "tests/models/sde_coefficients.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <set>

namespace sdescent {
namespace {

using Catch::Contains;
using Catch::Message;
using Eigen::VectorXd;

constexpr double eta = 0.125;

std::shared_ptr<const Problem> problem() {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{2.0, 1.0}}),
      std::make_shared<GaussianNoise>(VectorXd{{0.5, 2.0}}));
}

/// Two steps of an optimizer from x = (1, −3).
Block after_two_steps(const Process& optimizer) {
  const Philox noise(3);
  Scratch scratch;
  Block state(4, optimizer.layout().size());
  const auto at = [&](std::uint64_t k) -> At {
    return {k, eta * static_cast<double>(k), eta, 0, 0, noise, scratch};
  };
  optimizer.start(at(0), {}, state);
  for (std::uint64_t k = 0; k < 2; ++k) optimizer.advance(at(k), state);
  return state;
}

/// What an entry's model does: where two steps lead, or drift and diffusion in a state.
struct Behaviour {
  const Constants& constants;

  Block operator()(const OptimizerFactory& make) const {
    return after_two_steps(
        *make({"optimizer", problem(), eta, StartPoint(VectorXd{{1.0, -3.0}})}, constants));
  }
  Block operator()(const SdeFactory& make) const {
    const auto model = make(problem(), eta, Schedule(), constants);
    const Index d = model->layout().size();
    const Block state = VectorXd::LinSpaced(d, 0.5, 2.0).transpose().array();
    const SdeCoefficients c = coefficients(*model, state, 0.75);
    Block both(1, c.drift.cols() + c.diagonal.cols());
    both << c.drift, c.diagonal;
    return both;
  }
  /// Models without constants.
  template <class Factory>
  Block operator()(const Factory&) const {
    return {};
  }
};

TEST_CASE("every constant of the catalogue has a meaning, a range and an effect", "[models]") {
  for (const CatalogueEntry& entry : catalogue()) {
    std::set<std::string> names;
    for (const Constant& constant : entry.constants.declared()) {
      INFO(entry.name << ", " << constant.name);
      CHECK(names.insert(constant.name).second);
      CHECK_FALSE(constant.meaning.empty());
      CHECK(entry.constants[constant.name] == constant.standard);
      for (const double wrong : {-0.5, std::numeric_limits<double>::quiet_NaN(),
                                 std::numeric_limits<double>::infinity()}) {
        Constants set = entry.constants;
        CHECK_THROWS_WITH(set.set(constant.name, wrong),
                          Contains(constant.name + " must be ") && Contains("got "));
      }
      Constants set = entry.constants;
      CHECK_THROWS_WITH(set.set(constant.name, -0.5), Contains(constant.range.text));
      set.set(constant.name, 0.625);
      CHECK_FALSE(same_bits(std::visit(Behaviour{set}, entry.make),
                            std::visit(Behaviour{entry.constants}, entry.make)));
    }
  }
}

TEST_CASE("an SDE has the constants of its optimizer", "[models]") {
  const auto same = [](const char* sde, const char* optimizer) {
    const auto a = find_model(sde).constants, b = find_model(optimizer).constants;
    REQUIRE(a.declared().size() == b.declared().size());
    for (const Constant& constant : a.declared()) CHECK(b[constant.name] == constant.standard);
  };
  same("rmsprop_sde", "rmsprop");
  same("rmspropw_sde", "rmspropw");
  same("malladi_rmsprop_sde", "rmsprop");
  same("adam_sde", "adam");
  same("adamw_sde", "adamw");
  same("malladi_adam_sde", "adam");
}

TEST_CASE("constants by name are those of the classes", "[models]") {
  Constants c = find_model("adam_l2").constants;
  c.set("beta1", 0.5);
  c.set("beta2", 0.75);
  c.set("epsilon", 0.25);
  c.set("decay", 2.0);
  const Adam adam(
      {"adam", problem(), eta, StartPoint(VectorXd{{1.0, -3.0}})},
      {.beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.25, .decay = 2.0, .kind = WeightDecay::l2});
  CHECK(same_bits(after_two_steps(adam), std::visit(Behaviour{c}, find_model("adam_l2").make)));

  Constants r = find_model("rmspropw_sde").constants;
  r.set("beta", 0.75);  // ρ = 2
  r.set("decay", 0.5);
  const Block state{{0.5, 1.0, 1.5, 2.0}};
  const auto model =
      std::get<SdeFactory>(find_model("rmspropw_sde").make)(problem(), eta, Schedule(), r);
  CHECK(
      same_bits(coefficients(*model, state).drift,
                coefficients(RmspropSde(problem(), eta, {.rho = 2.0, .decay = 0.5}), state).drift));
}

TEST_CASE("a constant that is none is refused with the nearest", "[models]") {
  Constants c = find_model("adam").constants;
  CHECK(c.has("beta1"));
  CHECK_FALSE(c.has("beta"));
  CHECK_THROWS_MATCHES(c.set("beta_1", 0.5), InvalidInput,
                       Message("unknown constant \"beta_1\", did you mean \"beta1\"?"));
  CHECK_THROWS_AS(c["decay"], InvalidInput);
  CHECK_THROWS_MATCHES(c.set("beta2", 1.0), InvalidInput,
                       Message("beta2 must be in [0, 1), got 1"));
  CHECK_THROWS_AS(Constants({{"a", 2.0, c.declared().front().range, "a standard out of range"}}),
                  InvalidInput);
}

}  // namespace
}  // namespace sdescent
