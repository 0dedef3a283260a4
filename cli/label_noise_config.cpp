#include "cli/label_noise_config.hpp"

#include "cli/at_place.hpp"
#include "cli/noise_config.hpp"
#include "io/nearest.hpp"
#include "models/empirical_label_noise.hpp"
#include "models/gaussian_mixture_label_noise.hpp"
#include "models/laplace_label_noise.hpp"
#include "models/rademacher_label_noise.hpp"
#include "models/stable_label_noise.hpp"
#include "models/student_label_noise.hpp"
#include "models/uniform_label_noise.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace sdescent::cli {
namespace {

using NoisePointer = std::shared_ptr<const LabelNoise>;
using Reader =
    std::function<NoisePointer(const ConfigTable&, double location, const std::filesystem::path&)>;

template <class Law>
Reader of_scale(const char* key) {
  return [key](const ConfigTable& t, double location, const std::filesystem::path&) {
    return std::make_shared<Law>(t.real(key), location);
  };
}

/// A law of a parameter and a scale.
template <class Law>
Reader of_parameter(const char* key) {
  return [key](const ConfigTable& t, double location, const std::filesystem::path&) {
    return std::make_shared<Law>(t.real(key), t.real("scale"), location);
  };
}

NoisePointer read_cauchy(const ConfigTable& t, double location, const std::filesystem::path&) {
  return std::make_shared<StudentLabelNoise>(cauchy_label_noise(t.real("scale"), location));
}

NoisePointer read_mixture(const ConfigTable& t, double location, const std::filesystem::path&) {
  return std::make_shared<GaussianMixtureLabelNoise>(
      GaussianMixture{t.vector("weights"), t.vector("means"), t.vector("deviations")},
      t.real_or("scale", 1.0), location);
}

NoisePointer read_empirical(const ConfigTable& t, double location,
                            const std::filesystem::path& folder) {
  return std::make_shared<EmpiricalLabelNoise>(read_sample(t, folder), t.real_or("scale", 1.0),
                                               location);
}

const std::vector<std::pair<std::string, Reader>>& readers() {
  static const std::vector<std::pair<std::string, Reader>> all{
      {"gaussian", of_scale<GaussianLabelNoise>("sigma")},
      {"student_t", of_parameter<StudentLabelNoise>("nu")},
      {"cauchy", read_cauchy},
      {"laplace", of_scale<LaplaceLabelNoise>("scale")},
      {"uniform", of_scale<UniformLabelNoise>("half_width")},
      {"rademacher", of_scale<RademacherLabelNoise>("scale")},
      {"gaussian_mixture", read_mixture},
      {"stable", of_parameter<StableLabelNoise>("alpha")},
      {"empirical", read_empirical},
  };
  return all;
}

}  // namespace

NoisePointer read_label_noise(const std::string& name, const ConfigTable& t,
                              const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& [known, reader] : readers()) {
    if (known == name)
      return at(t.where("noise"),
                [&, read = &reader] { return (*read)(t, t.real_or("location", 0.0), folder); });
    names.push_back(known);
  }
  return at(t.where("noise"), [&]() -> NoisePointer { throw_unknown("label noise", name, names); });
}

}  // namespace sdescent::cli
