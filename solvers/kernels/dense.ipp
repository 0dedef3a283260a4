// Products of tall matrices with few columns: the layers of networks. Columns are contiguous, rows
// a multiple of 32. The order of every sum is the same for every instruction set: one entry after
// the other in rectified_affine(), 8 partial sums and a fixed tree in cross_products(). Blocks are
// as large as their sums fit into the registers, and rows of x are done with while they are in
// cache.

SDESCENT_INLINE D at_least(D x, D floor) { return select(less(x, floor), floor, x); }

template <long N>
SDESCENT_INLINE void affine_block(long rows, long in, const double* x, const double* w,
                                  long next_in, long next_out, const double* b, double floor,
                                  double* out) {
  D sum[N];
  for (long o = 0; o < N; ++o) sum[o] = splat(b ? b[o] : 0.0);
  for (long i = 0; i < in; ++i) {
    const D at = load(x + i * rows);
#pragma GCC unroll 4
    for (long o = 0; o < N; ++o) sum[o] = fma(at, splat(w[i * next_in + o * next_out]), sum[o]);
  }
  for (long o = 0; o < N; ++o) store(out + o * rows, at_least(sum[o], splat(floor)));
}

void rectified_affine(long rows, long in, long columns, const double* x, const double* w,
                      long next_in, long next_out, const double* b, double floor, double* out) {
  constexpr long together = lanes / 8;
  for (long r = 0; r < rows; r += lanes) {
    long o = 0;
    for (; o + together <= columns; o += together)
      affine_block<together>(rows, in, x + r, w + o * next_out, next_in, next_out, b ? b + o : b,
                             floor, out + o * rows + r);
    for (; o < columns; ++o)
      affine_block<1>(rows, in, x + r, w + o * next_out, next_in, next_out, b ? b + o : b, floor,
                      out + o * rows + r);
  }
}

/// The sum of 8 numbers that lie in vectors, as ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)).
SDESCENT_INLINE double tree_sum(const V* parts) {
  double s[8];
  for (long p = 0; p < 8 / width; ++p)
    for (long l = 0; l < width; ++l) s[p * width + l] = parts[p][l];
  for (long half = 4; half > 0; half /= 2)
    for (long l = 0; l < half; ++l) s[l] += s[l + half];
  return s[0];
}

/// I columns of a with O columns of b.
template <long I, long O>
SDESCENT_INLINE void cross_block(long rows, const double* a, const double* b, long next_out,
                                 double* out) {
  constexpr long parts = 8 / width;
  V sum[I][O][parts];
  for (long i = 0; i < I; ++i)
    for (long o = 0; o < O; ++o)
      for (long p = 0; p < parts; ++p) sum[i][o][p] = V{};
  for (long r = 0; r < rows; r += 8)
#pragma GCC unroll 4
    for (long p = 0; p < parts; ++p) {
      V left[I];
#pragma GCC unroll 5
      for (long i = 0; i < I; ++i) left[i] = load_one(a + i * rows + r + p * width);
#pragma GCC unroll 4
      for (long o = 0; o < O; ++o) {
        const V right = load_one(b + o * rows + r + p * width);
#pragma GCC unroll 5
        for (long i = 0; i < I; ++i) sum[i][o][p] = one_fma(left[i], right, sum[i][o][p]);
      }
    }
  for (long i = 0; i < I; ++i)
    for (long o = 0; o < O; ++o) out[i + o * next_out] = tree_sum(sum[i][o]);
}

template <long I>
SDESCENT_INLINE void cross_columns(long rows, long b_columns, const double* a, const double* b,
                                   long next_out, double* out) {
  constexpr long together = width == 8 ? 4 : 2;
  long o = 0;
  for (; o + together <= b_columns; o += together)
    cross_block<I, together>(rows, a, b + o * rows, next_out, out + o * next_out);
  for (; o < b_columns; ++o) cross_block<I, 1>(rows, a, b + o * rows, next_out, out + o * next_out);
}

void cross_products(long rows, long a_columns, long b_columns, const double* a, const double* b,
                    double* out) {
  constexpr long together = width == 8 ? 5 : width == 4 ? 2 : 1;
  long i = 0;
  for (; i + together <= a_columns; i += together)
    cross_columns<together>(rows, b_columns, a + i * rows, b, a_columns, out + i);
  for (; i < a_columns; ++i) cross_columns<1>(rows, b_columns, a + i * rows, b, a_columns, out + i);
}

void zero_where_zero(long n, const double* at, double* out) {
  transform(
      n, out, [](D a, D x) { return select(equal(a, splat(0.0)), splat(0.0), x); }, at, out);
}
