#pragma once
/// \file
/// The loops of a Runge–Kutta step over contiguous states, each one pass, for the instruction set
/// the program finds itself on; and the algebra and operations through which Boost.Odeint calls
/// them. Results have the same bits for every instruction set: no sum is reordered or fused.

#include <Eigen/Core>

#include <array>
#include <cstddef>

namespace sdescent {

/// out = Σ_k weights[k] · in[k], summed from left to right; n numbers, 2 <= terms <= 7. `out` is
/// none of the inputs.
void linear_combination(Eigen::Index n, std::size_t terms, const double* weights,
                        const double* const* in, double* out);

/// max_i |difference_i|/(absolute + relative (|s_i| + dt |ds_i|)); NaN if one of them is.
double largest_error(Eigen::Index n, const double* difference, const double* s, const double* ds,
                     double dt, double absolute, double relative);

/// Odeint's operations, reduced to their weights.
struct FusedOperations {
  template <std::size_t terms>
  struct Weights {
    std::array<double, terms> values;
    template <class... Factor>
    explicit Weights(Factor... factor) : values{factor...} {}
  };
  template <class...>
  struct scale_sum2 : Weights<2> {
    using Weights<2>::Weights;
  };
  template <class...>
  struct scale_sum3 : Weights<3> {
    using Weights<3>::Weights;
  };
  template <class...>
  struct scale_sum4 : Weights<4> {
    using Weights<4>::Weights;
  };
  template <class...>
  struct scale_sum5 : Weights<5> {
    using Weights<5>::Weights;
  };
  template <class...>
  struct scale_sum6 : Weights<6> {
    using Weights<6>::Weights;
  };
  template <class...>
  struct scale_sum7 : Weights<7> {
    using Weights<7>::Weights;
  };
};

/// Odeint's algebra for Eigen::VectorXd with FusedOperations: what its Dormand–Prince stepper
/// calls.
struct FusedAlgebra {
  using Vector = Eigen::VectorXd;

  template <std::size_t terms, class... In>
  static void combine(const FusedOperations::Weights<terms>& weights, Vector& out,
                      const In&... in) {
    static_assert(sizeof...(In) == terms);
    const double* inputs[] = {in.data()...};
    linear_combination(out.size(), terms, weights.values.data(), inputs, out.data());
  }
  template <class O>
  static void for_each3(Vector& y, const Vector& a, const Vector& b, const O& o) {
    combine(o, y, a, b);
  }
  template <class O>
  static void for_each4(Vector& y, const Vector& a, const Vector& b, const Vector& c, const O& o) {
    combine(o, y, a, b, c);
  }
  template <class O>
  static void for_each5(Vector& y, const Vector& a, const Vector& b, const Vector& c,
                        const Vector& d, const O& o) {
    combine(o, y, a, b, c, d);
  }
  template <class O>
  static void for_each6(Vector& y, const Vector& a, const Vector& b, const Vector& c,
                        const Vector& d, const Vector& e, const O& o) {
    combine(o, y, a, b, c, d, e);
  }
  template <class O>
  static void for_each7(Vector& y, const Vector& a, const Vector& b, const Vector& c,
                        const Vector& d, const Vector& e, const Vector& f, const O& o) {
    combine(o, y, a, b, c, d, e, f);
  }
  template <class O>
  static void for_each8(Vector& y, const Vector& a, const Vector& b, const Vector& c,
                        const Vector& d, const Vector& e, const Vector& f, const Vector& g,
                        const O& o) {
    combine(o, y, a, b, c, d, e, f, g);
  }
};

}  // namespace sdescent
