#include "cli/regression_config.hpp"

#include "cli/at_place.hpp"
#include "cli/label_noise_config.hpp"
#include "io/nearest.hpp"

#include <string>
#include <vector>

namespace sdescent::cli {
namespace {

using Eigen::VectorXd;

VectorXd read_spectrum(const ConfigTable& t) {
  const std::vector<std::string> names{"log_spaced", "power_law"};
  const std::string kind = t.text("spectrum");
  return at(t.where("spectrum"), [&] {
    const auto dimension = static_cast<Index>(t.count("dimension"));
    if (kind == names[0]) return log_spaced(t.real("first"), t.real("last"), dimension);
    if (kind == names[1]) return power_law_spectrum(t.real("exponent"), dimension);
    throw_unknown("spectrum", kind, names);
  });
}

FeatureCovariance read_features(const ConfigTable& t) {
  if (t.has("variances"))
    return at(t.where("variances"),
              [&] { return FeatureCovariance::diagonal(t.vector("variances")); });
  if (t.has("covariance"))
    return at(t.where("covariance"),
              [&] { return FeatureCovariance::dense(t.matrix("covariance")); });
  const VectorXd eigenvalues = read_spectrum(t);
  return at(t.where("spectrum"), [&] {
    return t.has("rotation") ? rotated_covariance(eigenvalues, t.count("rotation"))
                             : FeatureCovariance::diagonal(eigenvalues);
  });
}

VectorXd read_optimum(const ConfigTable& t, Index dimension) {
  return t.has("optimum") ? t.vector_or_constant("optimum", dimension)
                          : VectorXd(VectorXd::Zero(dimension));
}

}  // namespace

std::shared_ptr<const StreamingRegression> read_linear_regression(
    const ConfigTable& t, const std::filesystem::path& folder) {
  const ConfigTable features = t.table("features");
  const auto covariance = std::make_shared<FeatureCovariance>(read_features(features));
  features.refuse_unknown_keys();
  const auto labels = read_label_noise(t.text("noise"), t, folder);
  const VectorXd optimum = read_optimum(t, covariance->dimension());
  const auto batch = static_cast<Index>(t.count_or("batch", 1));
  return at(t.where(t.has("batch") ? "batch" : "optimum"), [&] {
    return std::make_shared<StreamingRegression>(covariance, optimum, labels, batch);
  });
}

}  // namespace sdescent::cli
