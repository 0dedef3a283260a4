#pragma once
/// \file
/// The inner loops of sdescent, once for each instruction set, chosen at start.
///
/// The units avx512.cpp, avx2.cpp and sse2.cpp are compiled for their instruction sets from the
/// same text (*.ipp) and share no other code, so that everything else stays baseline code and may
/// be linked into anything. Users call the functions on blocks in solvers/special_functions.hpp,
/// solvers/arithmetic.hpp and solvers/philox.hpp; this table is what those are made of.
///
/// Results have the same bits in AVX-512 and AVX2, but for inverse_root. SSE2 has no fused
/// multiply-add and differs in the last places.

#include <cstdint>

namespace sdescent {

/// Words 1–3 of a Philox counter and its key; word 0 counts paths (solvers/philox.hpp).
struct PhiloxCounter {
  std::uint32_t key0, key1, word1, word2, word3;
};

/// Coefficients of 2Ξ_ν, made and explained by StudentSign (solvers/student_sign.hpp).
struct StudentSignFit {
  double nu, inv_sqrt_nu, kappa;
  int tail_terms, centre_terms;
  double centre_end, centre_scale;
  double tail[40], centre[40];
};

/// What the moments of signs are multiplied by.
struct SignFactors {
  double mean = 1.0, deviation = 1.0;
};

/// A block's place in memory: column c starts at data + c·stride.
template <class T>
struct Columns {
  T* data;
  long stride;
};

/// Functions of n neighbouring numbers, or of rows × columns blocks with a factor for each column;
/// outputs may be inputs. Accuracy is stated where the functions on blocks are.
struct Kernels {
  const char* instruction_set;

  /// scale times the `groups` × 32 (16 for 52 bits) numbers of the paths that start at group·32
  /// (group·16), for `columns` values of word 2.
  using Draw = void(const PhiloxCounter&, std::uint64_t group, long groups, long columns,
                    double scale, Columns<double> out);
  Draw *uniforms32, *uniforms52, *normals32, *normals52;

  using Map = void(long n, const double* in, double* out);
  Map *exp, *log, *sqrt, *erf, *erfc, *normal_cdf, *erf_fast, *erfc_fast, *normal_cdf_fast, *sign;

  /// Mean and deviation of sign(factor·a + ξ), each times a factor of its own.
  using SignMap = void(long rows, long columns, const double* factors, SignFactors out_factors,
                       Columns<const double> a, Columns<double> mean, Columns<double> deviation);
  SignMap *normal_sign, *normal_sign_fast;
  void (*student_sign)(const StudentSignFit&, long rows, long columns, const double* factors,
                       SignFactors out_factors, Columns<const double> a, Columns<double> mean,
                       Columns<double> deviation);

  /// out = factor·in, out += factor·in, by column and for all columns alike
  using ColumnMap = void(long rows, long columns, const double* factors, Columns<const double> in,
                         Columns<double> out);
  ColumnMap *scale_columns, *add_scaled_columns;
  /// Mean of sign(factor·a + ξ)
  ColumnMap *normal_sign_mean, *normal_sign_mean_fast;
  using ScaledMap = void(long n, double factor, const double* in, double* out);
  ScaledMap *scale, *add_scaled;
  /// out = 1/(√in + epsilon)
  ScaledMap *inverse_root, *inverse_root_fast;
  /// out = 1 where u < (1 + mean)/2, −1 elsewhere; NaN where mean is
  void (*threshold_sign)(long n, const double* mean, const double* u, double* out);
  /// The same with the mean of sign(factor·a + ξ), to 1.6e-10
  void (*normal_threshold_sign)(long rows, long columns, const double* factors,
                                Columns<const double> a, Columns<const double> u,
                                Columns<double> out);
  /// out = value by column
  void (*fill_columns)(long rows, long columns, const double* values, Columns<double> out);
  /// out = factor·a·b + other·c
  void (*multiply_add)(long n, double factor, const double* a, const double* b, double other,
                       const double* c, double* out);
  /// out = factor·a·b
  void (*multiply)(long n, double factor, const double* a, const double* b, double* out);
  /// out = rate·(a² + b² − v)
  void (*relax)(long n, double rate, const double* a, const double* b, const double* v,
                double* out);
  /// s += drift·dt + diagonal·dW
  void (*euler_step)(long n, double dt, const double* drift, const double* diagonal,
                     const double* dW, double* s);

  // Matrices below are contiguous, column by column; `rows` is a multiple of 32.

  /// out(r, o) = max(b(o) + Σ_i x(r, i) w(i, o), floor): x rows × in, out rows × columns, w(i, o)
  /// at w[i·next_in + o·next_out]; no b where it is null. NaN stays NaN.
  void (*rectified_affine)(long rows, long in, long columns, const double* x, const double* w,
                           long next_in, long next_out, const double* b, double floor, double* out);
  /// out = aᵀ b: a rows × a_columns, b rows × b_columns.
  void (*cross_products)(long rows, long a_columns, long b_columns, const double* a,
                         const double* b, double* out);
  /// out = 0 where `at` is 0 (not where it is NaN)
  void (*zero_where_zero)(long n, const double* at, double* out);
};

/// The set in use: the widest that this machine has, or the one named by the environment variable
/// SDESCENT_INSTRUCTION_SET (avx512, avx2, sse2). Throws InvalidInput, at the first call, for
/// another name or a set that the machine lacks.
const Kernels& kernels();

/// The tables this machine can run, widest first.
struct KernelList {
  const Kernels* tables[3];
  int count;
};
KernelList available_kernels();

}  // namespace sdescent
