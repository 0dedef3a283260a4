// Tables and figure of fig10-noise, and what they share with its evidence.
#include "models/empirical_label_noise.hpp"
#include "models/feature_covariance.hpp"
#include "models/gaussian_mixture_label_noise.hpp"
#include "validation/exact/fig10_noise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::exact {

using Eigen::ArrayXd;

const MixtureFit& Residuals::best() const {
  return *std::min_element(fits.begin(), fits.end(),
                           [](const auto& a, const auto& b) { return a.bic < b.bic; });
}

/// sup |F_fit − F_empirical| (Kolmogorov and Smirnov).
double distance(const Residuals& r, const GaussianMixture& fit) {
  const auto n = static_cast<double>(r.sorted.size());
  double largest = 0;
  for (Index i = 0; i < r.sorted.size(); ++i) {
    const double f = mixture_cdf(fit, r.sorted(i)), below = static_cast<double>(i) / n;
    largest = std::max({largest, std::abs(f - below), std::abs(f - below - 1.0 / n)});
  }
  return largest;
}

ArrayXd log_phi(const LabelNoise& noise, const ArrayXd& risks) {
  return risks.unaryExpr([&](double risk) { return std::log(noise.phi(risk)); });
}

ArrayXd log_phi(const GaussianMixture& fit, const ArrayXd& risks) {
  return log_phi(GaussianMixtureLabelNoise(fit), risks);
}

namespace {

/// Density of the sample by bins of equal width.
struct Histogram {
  ArrayXd centres, density;
};

Histogram histogram(const ArrayXd& sorted) {
  constexpr Index bins = 60;
  const double low = sorted(0), width = (sorted(sorted.size() - 1) - low) / bins;
  Histogram h{ArrayXd(bins), ArrayXd::Zero(bins)};
  for (Index b = 0; b < bins; ++b) h.centres(b) = low + (static_cast<double>(b) + 0.5) * width;
  for (const double z : sorted)
    h.density(std::min(static_cast<Index>((z - low) / width), bins - 1)) += 1.0;
  h.density /= static_cast<double>(sorted.size()) * width;
  return h;
}

ArrayXd density(const GaussianMixture& fit, const ArrayXd& at) {
  return at.unaryExpr([&](double z) { return mixture_density(fit, z); });
}

Panel density_panel(Session& session, const Residuals& r) {
  const Histogram h = histogram(r.sorted);
  const ArrayXd gaussian = density(r.gaussian().mixture, h.centres);
  const ArrayXd mixture = density(r.best().mixture, h.centres);
  Eigen::MatrixXd values(h.centres.size(), 4);
  values << h.centres, h.density, gaussian, mixture;
  session.table({"density-" + r.name, {"residual", "sample", "gaussian", "mixture"}, values});
  Panel panel{.title = r.name, .x = {.label = "residual y − ⟨x, θ*⟩"}, .y = {.label = "density"}};
  panel.band(h.centres, ArrayXd::Zero(h.centres.size()).eval(), h.density, "residuals",
             style::optimizer(0));
  panel.line(h.centres, gaussian, "Gaussian", style::sde(0));
  panel.line(h.centres, mixture,
             fmt::format("{} normals, least BIC", r.best().mixture.weights.size()),
             style::theory());
  return panel;
}

Panel phi_panel(const Residuals& r) {
  const ArrayXd risks = log_spaced(r.start_risk / 100.0, 2.0 * r.start_risk, 80);
  Panel panel{
      .title = r.name, .x = {.label = "R", .log = true}, .y = {.label = "φ(R)", .log = true}};
  panel.line(risks, ArrayXd(log_phi(EmpiricalLabelNoise(r.sorted.matrix()), risks).exp()),
             "law of the residuals", style::optimizer(0));
  panel.line(risks, ArrayXd(log_phi(r.gaussian().mixture, risks).exp()), "Gaussian", style::sde(0));
  panel.line(risks, ArrayXd(log_phi(r.best().mixture, risks).exp()), "mixture", style::theory());
  panel.vertical(r.start_risk / 8.0, "window");
  panel.vertical(r.start_risk);
  return panel;
}

}  // namespace

void report_noise(Session& session, const std::vector<Residuals>& all) {
  Eigen::MatrixXd values(std::ssize(all) * most_components, 5);
  Index row = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const MixtureFit& fit : all[i].fits)
      values.row(row++) << static_cast<double>(i + 1),
          static_cast<double>(fit.mixture.weights.size()), fit.log_likelihood, fit.bic,
          distance(all[i], fit.mixture);
  session.table(
      {"fits", {"set", "components", "log_likelihood", "bic", "kolmogorov_distance"}, values});
  Figure f{.name = "noise"};
  for (const Residuals& r : all) f.panels.push_back(density_panel(session, r));
  for (const Residuals& r : all) f.panels.push_back(phi_panel(r));
  f.caption = fmt::format(
      "Residuals of least squares: {} images of CIFAR-10 (animals against vehicles, random "
      "features (273)) and {} reviews of IMDB (random features and noise (274)). Top: their "
      "density in 60 bins and fits by maximum likelihood. Bottom: φ(R) = (2/π)E exp(−ε²/(4R)) of "
      "the residuals themselves and of the fits. No runs.",
      all[0].sorted.size(), all[1].sorted.size());
  session.figure(std::move(f));
}

}  // namespace sdescent::exact
