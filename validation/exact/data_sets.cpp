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

Parameter nonlinearity(const std::string& name, const std::string& equation) {
  Parameter p = text(name, "tanh", "of the random features: tanh, relu or identity",
                     "chosen: " + equation +
                         " is lost in our copy; odd and bounded, so that features are symmetric "
                         "and have light tails, as theory's");
  p.check = [](const std::string&, const ParameterValue& value) {
    parse_nonlinearity(std::get<std::string>(value));
  };
  return p;
}

/// Less the mean of every column, divided by one number: variance 1 in the mean.
MatrixXd scaled_images(MatrixXd images) {
  images.rowwise() -= images.colwise().mean().eval();
  images /= std::sqrt(images.squaredNorm() / static_cast<double>(images.size()));
  return images;
}

DataTable prepared(MatrixXd features, VectorXd target) {
  DataTable table{std::move(features), std::move(target)};
  centre(table);
  normalise(table);
  return table;
}

}  // namespace

std::vector<Parameter> cifar10_image_parameters(CountByEffort images, const std::string& prefix) {
  return {
      file(prefix + "data", "../shared/data/cifar10/cifar10_train_nofrog_25000.bin.xz",
           "CIFAR-10 in its binary format, plain or compressed by xz, without the frogs",
           "exact App. I"),
      count(prefix + "images", images, "images that are read; 0: all",
            "exact App. I (40 000 steps; 25 000 images are at hand)", 0),
      count(prefix + "pool", {4, 2, 1}, "pixels are means over blocks of so many by so many points",
            "exact App. I (1); chosen at lower efforts, where the products of images take too "
            "long")};
}

DataTable cifar10_images(const Session& session, const std::string& prefix) {
  const ParameterValues& p = session.parameters();
  const Cifar10 data = read_cifar10(find_data(p.text(prefix + "data")),
                                    static_cast<Index>(p.count(prefix + "images")));
  return {scaled_images(pooled_images(data, static_cast<Index>(p.count(prefix + "pool")))),
          animals_against_vehicles(data)};
}

std::vector<Parameter> cifar10_parameters(CountByEffort images, CountByEffort dimension,
                                          const std::string& prefix) {
  std::vector<Parameter> all = cifar10_image_parameters(images, prefix);
  all.push_back(
      count(prefix + "dimension", dimension, "random features d",
            "exact App. I, Table 1 (400); chosen at lower efforts, where Gaussian features "
            "to compare with take d² a step"));
  all.push_back(nonlinearity(prefix + "nonlinearity", "(273)"));
  return all;
}

DataTable cifar10_table(const Session& session, const std::string& prefix) {
  const ParameterValues& p = session.parameters();
  DataTable images = cifar10_images(session, prefix);
  const MatrixXd weights =
      random_weights(images.features.cols(), static_cast<Index>(p.count(prefix + "dimension")),
                     session.seed("features"));
  return prepared(random_features(images.features, weights,
                                  parse_nonlinearity(p.text(prefix + "nonlinearity"))),
                  std::move(images.target));
}

std::vector<Parameter> imdb_parameters(CountByEffort reviews, const std::string& prefix) {
  return {file(prefix + "data", "../shared/data/imdb_glove50/imdb_glove50_X.npy",
               "IMDB reviews as mean GloVe vectors, .npy, a row for each", "exact App. I"),
          file(prefix + "target", "../shared/data/imdb_glove50/imdb_glove50_y.npy",
               "the labels of IMDB's reviews, .npy: 1 positive, 0 negative", "exact App. I"),
          count(prefix + "reviews", reviews, "reviews used, evenly picked from the file; 0: all",
                "chosen: 50 000 are at hand", 0),
          count(prefix + "dimension", {50, 50, 50}, "random features d", "exact App. I, Table 1"),
          nonlinearity(prefix + "nonlinearity", "(274)"),
          non_negative(prefix + "feature-noise", 0.1,
                       "standard deviation of the noise added to the random features",
                       "chosen: (274) and its value are lost in our copy; adds 0.01 to the "
                       "eigenvalues of features of variance about 0.4")};
}

DataTable imdb_table(const Session& session, const std::string& prefix) {
  const ParameterValues& p = session.parameters();
  DataTable table = read_any_table(find_data(p.text(prefix + "data")),
                                   std::filesystem::absolute(find_data(p.text(prefix + "target"))));
  const Index all = table.features.rows(), asked = static_cast<Index>(p.count(prefix + "reviews"));
  const Index count = asked == 0 ? all : asked;
  require(count <= all, "reviews", fmt::format("<= {}", all), fmt::format("{}", count));
  // The file is sorted by label.
  const auto picked = Eigen::seqN(0, count, all / count);
  table = {MatrixXd(table.features(picked, Eigen::all)), VectorXd(table.target(picked))};
  standardise(table);
  const MatrixXd weights =
      random_weights(table.features.cols(), static_cast<Index>(p.count(prefix + "dimension")),
                     session.seed("features"));
  MatrixXd features =
      random_features(table.features, weights, parse_nonlinearity(p.text(prefix + "nonlinearity")));
  features = with_feature_noise(std::move(features), p.real(prefix + "feature-noise"),
                                session.seed("feature noise"));
  return prepared(std::move(features), (2.0 * table.target.array() - 1.0).matrix());
}

double accuracy(const DataTable& table, const VectorXd& theta) {
  const VectorXd prediction = table.features * theta;
  return (prediction.array() * table.target.array() > 0.0).cast<double>().mean();
}

}  // namespace sdescent::exact
