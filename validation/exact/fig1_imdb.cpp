// signSGD through IMDB and signODE (Figure 1d).
#include "validation/exact/data_sets.hpp"
#include "validation/exact/exact.hpp"
#include "validation/exact/real_data.hpp"

#include <fmt/format.h>

namespace sdescent::exact {
namespace {

void measure(Session& session) {
  const DataTable table = imdb_table(session);
  const double right = accuracy(table, fit_regression(table).optimum);
  RealSetting s = real_setting(
      table,
      fmt::format("IMDB as mean GloVe vectors, random features and noise (274); least squares has "
                  "the sign of {:.1f} % of the reviews",
                  100.0 * right),
      Predicted::mixture, 2, session.parameters());
  s.gaussian_data = session.control(gaussian_data_control);
  measure_real(session, s);
}

const RealExpectations expected{
    .one_pass = {Verdict::fails,
                 "residuals of labels ±1 are not independent of x: E sign(x_i) sign(ε) is not 0, "
                 "so that signSGD rests, in the mean, beside θ*. From the sample alone, R of the "
                 "shift is a large part of signODE's (risk_of_shift in data.csv), and adds to it"},
    .independent_labels = {Verdict::holds,
                           "features are bounded: E|x_i| is 9 % above that of a normal of equal "
                           "variance, and so is the drift of signSGD, while its signs vary as "
                           "before; the level of rest falls as much in log R, within the tolerance "
                           "(real_data.hpp)"},
    .gaussian_features = {Verdict::holds,
                          "the only error is that of finite d, and no feature correlates with the "
                          "residual by more than a third: arcsin is its linear part to a percent"},
    .sgd = {Verdict::holds,
            "the drift of SGD is Kv whatever the law of the data, and E[xᵀKx ε²] of the sample is "
            "within about a percent of E[xᵀKx] E ε²"}};

std::vector<Parameter> parameters() {
  std::vector<Parameter> all = imdb_parameters({10'000, 0, 0});
  for (Parameter& p : real_parameters(0.2, "exact App. I, Table 1", {5000, 25'000, 25'000},
                                      "exact App. I, Table 1 (25 000)", {128, 1024, 1024}))
    all.push_back(std::move(p));
  return all;
}

}  // namespace

Experiment fig1_imdb() {
  return {.id = "exact/fig1-imdb",
          .title = "signSGD through IMDB, and signODE with a mixture for its label noise",
          .reference = "Figure 1 (d); Appendix I, Table 1, (274); (13), (240)",
          .statement =
              "K from the sample, θ* by least squares, the noise from the residuals: a mixture of "
              "two normals by EM, as in the paper. signODE is solved from these, then signSGD runs "
              "once through shuffled reviews (the file is sorted by label). What theory assumes is "
              "put in one thing after the other (rows drawn anew, independent noise, Gaussian "
              "features), which shows what an error comes from. The vocabulary behind these mean "
              "vectors is a part of GloVe's, so that numbers are not the paper's.",
          .parameters = parameters(),
          .claims = real_claims("Figure 1 (d)", expected),
          .controls = real_controls(expected),
          .measure = measure};
}

}  // namespace sdescent::exact
