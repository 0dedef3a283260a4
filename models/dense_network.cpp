#include "models/dense_network.hpp"

#include "io/require.hpp"
#include "models/logistic_loss.hpp"
#include "solvers/kernels/kernels.hpp"
#include "solvers/philox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent {
namespace {

constexpr Index row_unit = 32;  // of the kernels
constexpr double no_floor = -std::numeric_limits<double>::infinity();

void check(const DataTable& table, const std::vector<Index>& hidden) {
  require_at_least("number of data rows", table.features.rows(), 1);
  require_equal("number of targets", table.target.size(), table.features.rows());
  require(table.features.allFinite(), "features", "finite", "NaN or infinity");
  for (Index i = 0; i < table.target.size(); ++i)
    require(table.target(i) == 0 || table.target(i) == 1,
            fmt::format("target of data row {}", i + 1), "0 or 1",
            fmt::format("{}", table.target(i)));
  for (const Index width : hidden) require_at_least("width of a layer", width, 1);
}

}  // namespace

/// One path on its way through the network; its parameters and gradient are contiguous copies.
class DenseNetwork::Pass {
 public:
  Pass(const DenseNetwork& network, Scratch& scratch)
      : net_(network),
        frame_(scratch),
        x_(frame_.block(net_.dimension_, 1)),
        gradient_(frame_.block(net_.dimension_, 1)),
        ones_(frame_.block(net_.rows_, 1)),
        outputs_(frame_.block(net_.rows_, net_.units_)),
        delta_(frame_.block(net_.rows_, net_.widest_).data()),
        other_(frame_.block(net_.rows_, net_.widest_).data()) {
    ones_.setOnes();
  }

  /// The outputs of all layers at this path's x.
  void forward(const ConstBlockRef& x, Index row) {
    x_.col(0) = x.row(row).transpose();
    for (std::size_t l = 0; l < net_.layers_.size(); ++l) {
      const Layer& layer = net_.layers_[l];
      const bool last = l + 1 == net_.layers_.size();
      kernels().rectified_affine(net_.rows_, layer.in, layer.out, input(l),
                                 x_.data() + layer.weights, 1, layer.in, x_.data() + layer.biases,
                                 last ? no_floor : 0.0, output(l));
    }
  }

  double loss() const {
    double sum = 0;
    for (Index i = 0; i < net_.data_; ++i) sum += logistic_loss(net_.sign_(i) * logit(i));
    return sum / static_cast<double>(net_.data_);
  }

  void backward(BlockRef g, Index row) {
    const auto n = static_cast<double>(net_.data_);
    for (Index i = 0; i < net_.rows_; ++i)
      delta_[i] = net_.sign_(i) * logistic_slope(net_.sign_(i) * logit(i)) / n;
    for (std::size_t l = net_.layers_.size(); l-- > 0;) {
      const Layer& layer = net_.layers_[l];
      kernels().cross_products(net_.rows_, layer.in, layer.out, input(l), delta_,
                               gradient_.data() + layer.weights);
      kernels().cross_products(net_.rows_, 1, layer.out, ones_.data(), delta_,
                               gradient_.data() + layer.biases);
      if (l > 0) pass_down(layer, input(l));
    }
    g.row(row) = gradient_.col(0).transpose();
  }

 private:
  double* output(std::size_t l) { return outputs_.col(net_.layers_[l].column).data(); }
  const double* input(std::size_t l) { return l == 0 ? net_.features_.data() : output(l - 1); }
  double logit(Index i) const { return outputs_(i, net_.units_ - 1); }

  /// delta of the layer below: through the weights, where its units are active.
  void pass_down(const Layer& layer, const double* active) {
    kernels().rectified_affine(net_.rows_, layer.out, layer.in, delta_, x_.data() + layer.weights,
                               layer.in, 1, nullptr, no_floor, other_);
    kernels().zero_where_zero(net_.rows_ * layer.in, active, other_);
    std::swap(delta_, other_);
  }

  const DenseNetwork& net_;
  Scratch::Frame frame_;
  BlockMap x_, gradient_, ones_, outputs_;
  double *delta_, *other_;
};

DenseNetwork::DenseNetwork(const DataTable& table, const std::vector<Index>& hidden)
    : data_(table.features.rows()) {
  check(table, hidden);
  rows_ = (data_ + row_unit - 1) / row_unit * row_unit;
  features_ = Block::Zero(rows_, table.features.cols());
  features_.topRows(data_) = table.features.array();
  sign_ = Eigen::ArrayXd::Zero(rows_);
  sign_.head(data_) = 2.0 * table.target.array() - 1.0;
  Index in = table.features.cols();
  const auto add = [&](Index out) {
    layers_.push_back({in, out, dimension_, dimension_ + in * out, units_});
    dimension_ += (in + 1) * out;
    units_ += out;
    widest_ = std::max(widest_, out);
    in = out;
  };
  for (const Index width : hidden) add(width);
  add(1);
}

void DenseNetwork::loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const {
  Pass pass(*this, scratch);
  for (Index row = 0; row < x.rows(); ++row) {
    pass.forward(x, row);
    f(row, 0) = pass.loss();
  }
}

void DenseNetwork::gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t,
                            Scratch& scratch) const {
  Pass pass(*this, scratch);
  for (Index row = 0; row < x.rows(); ++row) {
    pass.forward(x, row);
    pass.backward(g, row);
  }
}

Eigen::VectorXd DenseNetwork::random_start(std::uint64_t seed) const {
  Block z(1, dimension_);
  Philox(seed).normals({.draw = start_draw}, z);
  Eigen::VectorXd x = z.row(0).transpose();
  for (const Layer& layer : layers_) {
    x.segment(layer.weights, layer.in * layer.out) *=
        std::sqrt(2.0 / static_cast<double>(layer.in));
    x.segment(layer.biases, layer.out).setZero();
  }
  return x;
}

}  // namespace sdescent
