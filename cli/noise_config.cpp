#include "cli/noise_config.hpp"

#include "cli/at_place.hpp"
#include "cli/data_file.hpp"
#include "io/csv.hpp"
#include "io/nearest.hpp"
#include "io/require.hpp"
#include "models/empirical_noise.hpp"
#include "models/gaussian_mixture_noise.hpp"
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/multivariate_student_noise.hpp"
#include "models/rademacher_noise.hpp"
#include "models/stable_noise.hpp"
#include "models/student_noise.hpp"
#include "models/uniform_noise.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace sdescent::cli {
namespace {

using Eigen::VectorXd;
using NoisePointer = std::shared_ptr<const AdditiveNoise>;

/// What the reader of one law gets.
struct NoiseConfig {
  const ConfigTable& t;
  Index dimension;
  const std::filesystem::path& folder;

  bool centred() const { return t.has("centred") && t.flag("centred"); }

  /// One number for each coordinate.
  VectorXd per_coordinate(const char* key) const {
    VectorXd values = t.vector(key);
    if (values.size() == 1) values = VectorXd::Constant(dimension, values(0));
    at(t.where(key),
       [&] { require_equal("dimension of the gradient noise", values.size(), dimension); });
    return values;
  }
};

template <class Law>
NoisePointer pointer(Law law) {
  return std::make_shared<Law>(std::move(law));
}

/// A law of scales under `scale_key`: with the scales, its refusals are about them; the scale 1
/// first shows whether the rest is right, which `parameter` is about.
template <class Make>
NoisePointer scaled(const NoiseConfig& config, const char* parameter, const char* scale_key,
                    const VectorXd& scales, Make make) {
  at(config.t.where(parameter), [&] { make(VectorXd::Ones(1)); });
  return at(config.t.where(scale_key), [&] { return pointer(make(scales)); });
}

template <class Law>
NoisePointer of_scale_alone(const NoiseConfig& config, const char* key) {
  return scaled(config, key, key, config.per_coordinate(key),
                [](VectorXd scales) { return Law(std::move(scales)); });
}

VectorXd scales_or_one(const NoiseConfig& config) {
  return config.t.has("scale") ? config.per_coordinate("scale")
                               : VectorXd(VectorXd::Ones(config.dimension));
}

Accuracy read_accuracy(const ConfigTable& t) {
  const std::string name = t.text_or("accuracy", "fast");
  const std::vector<std::string> names{"fast", "accurate"};
  return at(t.where("accuracy"), [&] {
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw_unknown("accuracy", name, names);
    return name == names[0] ? Accuracy::fast : Accuracy::accurate;
  });
}

NoisePointer read_gaussian(const NoiseConfig& config) {
  const ConfigTable& t = config.t;
  const Accuracy accuracy = read_accuracy(t);
  if (!t.has("covariance"))
    return scaled(config, "sigma", "sigma", config.per_coordinate("sigma"),
                  [&](VectorXd sigma) { return GaussianNoise(std::move(sigma), accuracy); });
  return at(t.where("covariance"), [&] {
    require(!t.has("sigma"), "noise", "given by sigma or covariance", "both");
    const Eigen::MatrixXd covariance = t.matrix("covariance");
    require_equal("dimension of the gradient noise", covariance.rows(), config.dimension);
    return pointer(GaussianNoise::with_covariance(covariance, accuracy));
  });
}

NoisePointer read_multivariate_student(const NoiseConfig& config) {
  const ConfigTable& t = config.t;
  const double nu = t.real("nu");
  at(t.where("nu"), [&] { require_positive("nu", nu); });
  return at(t.where("scale_matrix"), [&] {
    require(!t.has("scale"), "noise", "given by scale or scale_matrix", "both");
    const Eigen::MatrixXd scale_matrix = t.matrix("scale_matrix");
    require_equal("dimension of the gradient noise", scale_matrix.rows(), config.dimension);
    return pointer(MultivariateStudentNoise(nu, scale_matrix));
  });
}

NoisePointer read_student(const NoiseConfig& config) {
  if (config.t.has("scale_matrix")) return read_multivariate_student(config);
  return scaled(
      config, "nu", "scale", config.per_coordinate("scale"),
      [nu = config.t.real("nu")](VectorXd scales) { return StudentNoise(nu, std::move(scales)); });
}

NoisePointer read_cauchy(const NoiseConfig& config) {
  return scaled(config, "scale", "scale", config.per_coordinate("scale"), &cauchy);
}

NoisePointer read_stable(const NoiseConfig& config) {
  return scaled(config, "alpha", "scale", config.per_coordinate("scale"),
                [alpha = config.t.real("alpha")](VectorXd scales) {
                  return StableNoise(alpha, std::move(scales));
                });
}

NoisePointer read_gaussian_mixture(const NoiseConfig& config) {
  const ConfigTable& t = config.t;
  GaussianMixture mixture{t.vector("weights"), t.vector("means"), t.vector("deviations")};
  if (config.centred())
    mixture = at(t.where("weights"), [&] { return centred(std::move(mixture)); });
  return scaled(config, "weights", "scale", scales_or_one(config),
                [&](VectorXd scales) { return GaussianMixtureNoise(mixture, std::move(scales)); });
}

NoisePointer read_empirical(const NoiseConfig& config) {
  VectorXd sample = read_sample(config.t, config.folder);
  const char* place = config.t.has("sample") ? "sample" : "file";
  if (config.centred())
    sample = at(config.t.where(place), [&] { return centred(std::move(sample)); });
  return scaled(config, place, "scale", scales_or_one(config),
                [&](VectorXd scales) { return EmpiricalNoise(sample, std::move(scales)); });
}

using Reader = std::function<NoisePointer(const NoiseConfig&)>;

const std::vector<std::pair<std::string, Reader>>& readers() {
  static const std::vector<std::pair<std::string, Reader>> all{
      {"gaussian", read_gaussian},
      {"student_t", read_student},
      {"cauchy", read_cauchy},
      {"laplace", [](const NoiseConfig& c) { return of_scale_alone<LaplaceNoise>(c, "scale"); }},
      {"uniform",
       [](const NoiseConfig& c) { return of_scale_alone<UniformNoise>(c, "half_width"); }},
      {"rademacher",
       [](const NoiseConfig& c) { return of_scale_alone<RademacherNoise>(c, "scale"); }},
      {"gaussian_mixture", read_gaussian_mixture},
      {"stable", read_stable},
      {"empirical", read_empirical},
  };
  return all;
}

}  // namespace

VectorXd read_sample(const ConfigTable& t, const std::filesystem::path& folder) {
  if (t.has("sample")) {
    at(t.where("file"),
       [&] { require(!t.has("file"), "noise", "given by sample or file", "both"); });
    return t.vector("sample");
  }
  const CsvTable table = at(t.where("file"), [&] {
    return read_csv(data_file(t.text("file"), folder), t.count_or("skip_lines", 0));
  });
  const auto column = static_cast<Index>(t.count_or("column", 1));
  at(t.where("column"), [&] {
    require(column >= 1 && column <= table.values.cols(), "column",
            fmt::format("between 1 and {}", table.values.cols()), fmt::format("{}", column));
  });
  return table.values.col(column - 1);
}

const std::vector<std::string>& additive_noise_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [name, reader] : readers()) all.push_back(name);
    return all;
  }();
  return names;
}

NoisePointer read_additive_noise(const std::string& name, const ConfigTable& t, Index dimension,
                                 const std::filesystem::path& folder) {
  for (const auto& [known, reader] : readers())
    if (known == name) return reader({t, dimension, folder});
  throw_unknown("noise", name, additive_noise_names());
}

}  // namespace sdescent::cli
