#include "validation/exact/data_sets.hpp"

#include "io/npy.hpp"
#include "io/require.hpp"
#include "models/cifar10.hpp"
#include "models/random_features.hpp"
#include "models/sample_regression.hpp"
#include "validation/find_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

Parameter nonlinearity(const std::string& equation) {
  Parameter p = text("nonlinearity", "tanh", "of the random features: tanh, relu or identity",
                     "chosen: " + equation +
                         " is lost in our copy; odd and bounded, so that features are symmetric "
                         "and have light tails, as theory's");
  p.check = [](const std::string&, const ParameterValue& value) {
    parse_nonlinearity(std::get<std::string>(value));
  };
  return p;
}

/// Random features of images, some at a time: as numbers they take ten times their bytes.
MatrixXd image_features(const Cifar10& data, const MatrixXd& weights, Nonlinearity f) {
  constexpr Index some = 1000;
  const auto n = static_cast<double>(data.count());
  VectorXd sum = VectorXd::Zero(Cifar10::pixels), squares = sum;
  for (Index i = 0; i < data.count(); ++i) {
    const VectorXd image = data.images.row(i).cast<double>();
    sum += image;
    squares += image.cwiseAbs2();
  }
  const VectorXd mean = sum / n;
  const double scale = 1.0 / std::sqrt((squares / n - mean.cwiseAbs2()).mean());
  MatrixXd features(data.count(), weights.cols());
  for (Index first = 0; first < data.count(); first += some) {
    const Index count = std::min(some, data.count() - first);
    MatrixXd images = data.images.middleRows(first, count).cast<double>();
    images.rowwise() -= mean.transpose();
    features.middleRows(first, count) = random_features(scale * images, weights, f);
  }
  return features;
}

DataTable prepared(MatrixXd features, VectorXd target) {
  DataTable table{std::move(features), std::move(target)};
  centre(table);
  normalise(table);
  return table;
}

}  // namespace

std::vector<Parameter> cifar10_parameters(CountByEffort images, CountByEffort dimension) {
  return {file("data", "../shared/data/cifar10/cifar10_train_nofrog_25000.bin.xz",
               "CIFAR-10 in its binary format, plain or compressed by xz, without the frogs",
               "exact App. I"),
          count("images", images, "images that are read; 0: all",
                "exact App. I (40 000 steps; 25 000 images are at hand)", 0),
          count("dimension", dimension, "random features d", "exact App. I, Table 1 (400)"),
          nonlinearity("(273)")};
}

DataTable cifar10_table(const Session& session) {
  const ParameterValues& p = session.parameters();
  const Cifar10 data =
      read_cifar10(find_data(p.text("data")), static_cast<Index>(p.count("images")));
  const MatrixXd weights = random_weights(Cifar10::pixels, static_cast<Index>(p.count("dimension")),
                                          session.seed("features"));
  return prepared(image_features(data, weights, parse_nonlinearity(p.text("nonlinearity"))),
                  animals_against_vehicles(data));
}

std::vector<Parameter> imdb_parameters(CountByEffort reviews) {
  return {file("data", "../shared/data/imdb_glove50/imdb_glove50_X.npy",
               "IMDB reviews as mean GloVe vectors, .npy, a row for each", "exact App. I"),
          file("target", "../shared/data/imdb_glove50/imdb_glove50_y.npy",
               "their labels, .npy: 1 positive, 0 negative", "exact App. I"),
          count("reviews", reviews, "reviews that are used, evenly picked from the file; 0: all",
                "chosen: 50 000 are at hand", 0),
          count("dimension", {50, 50, 50}, "random features d", "exact App. I, Table 1"),
          nonlinearity("(274)"),
          non_negative("feature-noise", 0.1,
                       "standard deviation of the noise added to the random features",
                       "chosen: (274) and its value are lost in our copy; adds 0.01 to the "
                       "eigenvalues of features of variance about 0.4")};
}

DataTable imdb_table(const Session& session) {
  const ParameterValues& p = session.parameters();
  DataTable table = read_any_table(find_data(p.text("data")),
                                   std::filesystem::absolute(find_data(p.text("target"))));
  const Index all = table.features.rows(), asked = static_cast<Index>(p.count("reviews"));
  const Index count = asked == 0 ? all : asked;
  require(count <= all, "reviews", fmt::format("<= {}", all), fmt::format("{}", count));
  // The file is sorted by label.
  const auto picked = Eigen::seqN(0, count, all / count);
  table = {MatrixXd(table.features(picked, Eigen::all)), VectorXd(table.target(picked))};
  standardise(table);
  const MatrixXd weights = random_weights(
      table.features.cols(), static_cast<Index>(p.count("dimension")), session.seed("features"));
  MatrixXd features =
      random_features(table.features, weights, parse_nonlinearity(p.text("nonlinearity")));
  features = with_feature_noise(std::move(features), p.real("feature-noise"),
                                session.seed("feature noise"));
  return prepared(std::move(features), (2.0 * table.target.array() - 1.0).matrix());
}

double accuracy(const DataTable& table, const VectorXd& theta) {
  const VectorXd prediction = table.features * theta;
  return (prediction.array() * table.target.array() > 0.0).cast<double>().mean();
}

}  // namespace sdescent::exact
