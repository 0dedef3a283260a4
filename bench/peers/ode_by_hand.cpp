#include "bench/peers/ode_by_hand.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace sdescent::peers {
namespace {

constexpr std::size_t lanes = 8;
using Lanes = double __attribute__((vector_size(lanes * sizeof(double)), may_alias));

// By reference: returning vectors by value would depend on the instruction set.
const Lanes& at(const double* p) { return *reinterpret_cast<const Lanes*>(p); }
Lanes& at(double* p) { return *reinterpret_cast<Lanes*>(p); }

double sum_lanes(const Lanes& v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

/// y = r + Σ c_j k_j in one pass; returns Σ y. Arrays are whole lanes.
template <class... K>
double stage(std::size_t n, double* y, const double* r, const double* c, const K*... k) {
  Lanes sums{};
  for (std::size_t i = 0; i < n; i += lanes) {
    Lanes value = at(r + i);
    std::size_t j = 0;
    ((value += c[j++] * at(k + i)), ...);
    at(y + i) = value;
    sums += value;
  }
  return sum_lanes(sums);
}

void slope(std::size_t n, double* k, const double* y, const double* load, const double* lambda,
           double drift) {
  for (std::size_t i = 0; i < n; i += lanes)
    at(k + i) = at(load + i) - drift * at(lambda + i) * at(y + i);
}

/// Arrays of whole cache lines: a vector that straddles two costs twice.
struct alignas(64) Line {
  double values[lanes];
};

class Arrays {
 public:
  Arrays(std::size_t count, std::size_t n)
      : lines_((n + lanes - 1) / lanes), memory_(count * lines_) {}
  double* operator[](std::size_t i) { return memory_[i * lines_].values; }
  std::size_t size() const { return lines_ * lanes; }

 private:
  std::size_t lines_;
  std::vector<Line> memory_;
};

}  // namespace

std::uint64_t SignOdeByHand::solve(std::vector<double>& state, double t1, double relative,
                                   double absolute) const {
  Arrays arrays(12, state.size());
  const std::size_t n = arrays.size();
  double *r = arrays[0], *next = arrays[1], *y = arrays[2], *k1 = arrays[3], *k2 = arrays[4],
         *k3 = arrays[5], *k4 = arrays[6], *k5 = arrays[7], *k6 = arrays[8], *k7 = arrays[9],
         *loads = arrays[10], *lambdas = arrays[11];
  std::copy(state.begin(), state.end(), r);
  std::copy(load.begin(), load.end(), loads);
  std::copy(lambda.begin(), lambda.end(), lambdas);
  const auto drift = [&](double risk) { return gain / std::sqrt(2.0 * risk + variance); };
  const auto rhs = [&](double* k, const double* from, double risk) {
    slope(n, k, from, loads, lambdas, drift(risk));
  };
  double risk = 0.0;
  for (std::size_t i = 0; i < n; ++i) risk += r[i];
  rhs(k1, r, risk);
  std::uint64_t evaluations = 1;
  for (double t = 0.0, h = t1 / 1000.0; t < t1;) {
    const bool last = t + h >= t1;
    if (last) h = t1 - t;
    const double c2[] = {h / 5};
    const double c3[] = {h * 3 / 40, h * 9 / 40};
    const double c4[] = {h * 44 / 45, h * -56 / 15, h * 32 / 9};
    const double c5[] = {h * 19372 / 6561, h * -25360 / 2187, h * 64448 / 6561, h * -212 / 729};
    const double c6[] = {h * 9017 / 3168, h * -355 / 33, h * 46732 / 5247, h * 49 / 176,
                         h * -5103 / 18656};
    const double c7[] = {h * 35 / 384, h * 500 / 1113, h * 125 / 192, h * -2187 / 6784,
                         h * 11 / 84};
    rhs(k2, y, stage(n, y, r, c2, k1));
    rhs(k3, y, stage(n, y, r, c3, k1, k2));
    rhs(k4, y, stage(n, y, r, c4, k1, k2, k3));
    rhs(k5, y, stage(n, y, r, c5, k1, k2, k3, k4));
    rhs(k6, y, stage(n, y, r, c6, k1, k2, k3, k4, k5));
    const double factor = drift(stage(n, next, r, c7, k1, k3, k4, k5, k6));
    evaluations += 6;
    const double e1 = h * (35.0 / 384 - 5179.0 / 57600), e3 = h * (500.0 / 1113 - 7571.0 / 16695),
                 e4 = h * (125.0 / 192 - 393.0 / 640), e5 = h * (-2187.0 / 6784 + 92097.0 / 339200),
                 e6 = h * (11.0 / 84 - 187.0 / 2100), e7 = h * (-1.0 / 40);
    Lanes largest{};
    for (std::size_t i = 0; i < n; i += lanes) {
      const Lanes first = at(k1 + i), from = at(r + i);
      const Lanes seventh = at(loads + i) - factor * at(lambdas + i) * at(next + i);
      at(k7 + i) = seventh;
      const Lanes difference = e1 * first + e3 * at(k3 + i) + e4 * at(k4 + i) + e5 * at(k5 + i) +
                               e6 * at(k6 + i) + e7 * seventh;
      const Lanes size = (from < 0.0 ? -from : from) + h * (first < 0.0 ? -first : first);
      const Lanes error =
          (difference < 0.0 ? -difference : difference) / (absolute + relative * size);
      largest = error > largest ? error : largest;
    }
    double error = 0.0;
    for (std::size_t l = 0; l < lanes; ++l) error = std::max(error, largest[l]);
    if (error > 1.0) {
      h *= std::max(0.9 * std::pow(error, -1.0 / 3), 0.2);
      continue;
    }
    t = last ? t1 : t + h;
    if (error < 0.5) h *= 0.9 * std::pow(std::max(error, std::pow(5.0, -5.0)), -0.2);
    std::swap(k1, k7);
    std::swap(r, next);
  }
  std::copy_n(r, state.size(), state.data());
  return evaluations;
}

}  // namespace sdescent::peers
