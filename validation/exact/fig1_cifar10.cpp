// signSGD through CIFAR-10 and signODE (Figure 1c).
#include "validation/exact/data_sets.hpp"
#include "validation/exact/exact.hpp"
#include "validation/exact/real_data.hpp"

namespace sdescent::exact {
namespace {

constexpr int most_components = 6;

void measure(Session& session) {
  measure_real(session, real_setting(cifar10_table(session),
                                     "CIFAR-10, animals against vehicles, random features (273)",
                                     Predicted::gaussian, most_components, session.parameters()));
}

std::vector<Parameter> parameters() {
  std::vector<Parameter> all = cifar10_parameters({4000, 25'000, 25'000}, {60, 400, 400});
  for (Parameter& p : real_parameters(0.9, "exact App. I, Table 1", {0, 0, 0},
                                      "exact App. I, Table 1 (40 000, more than the rows at hand)"))
    all.push_back(std::move(p));
  return all;
}

}  // namespace

Experiment fig1_cifar10() {
  return {.id = "exact/fig1-cifar10",
          .title = "signSGD through CIFAR-10, and signODE with Gaussian label noise",
          .reference = "Figure 1 (c); Appendix I, Table 1, (273); (13), (240)",
          .statement = "",
          .parameters = parameters(),
          .claims = real_claims("Figure 1 (c)", {}),
          .controls = real_controls(),
          .measure = measure};
}

}  // namespace sdescent::exact
