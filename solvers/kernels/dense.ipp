// Products of tall matrices with few columns: the layers of networks. Columns are contiguous, rows a
// multiple of 32. The order of every sum is the same for every instruction set: one entry after the
// other in rectified_affine(), 32 partial sums and a fixed tree in cross_products().

SDESCENT_INLINE D at_least(D x, D floor) { return select(less(x, floor), floor, x); }

template <long N>
SDESCENT_INLINE void affine_columns(long rows, long in, const double* x, const double* w,
                                    long next_in, long next_out, const double* b, double floor,
                                    double* out) {
  for (long r = 0; r < rows; r += lanes) {
    D sum[N];
    for (long o = 0; o < N; ++o) sum[o] = splat(b ? b[o] : 0.0);
    for (long i = 0; i < in; ++i) {
      const D at = load(x + i * rows + r);
#pragma GCC unroll 4
      for (long o = 0; o < N; ++o)
        sum[o] = fma(at, splat(w[i * next_in + o * next_out]), sum[o]);
    }
    for (long o = 0; o < N; ++o) store(out + o * rows + r, at_least(sum[o], splat(floor)));
  }
}

void rectified_affine(long rows, long in, long columns, const double* x, const double* w,
                      long next_in, long next_out, const double* b, double floor, double* out) {
  long o = 0;
  for (; o + 4 <= columns; o += 4)
    affine_columns<4>(rows, in, x, w + o * next_out, next_in, next_out, b ? b + o : b, floor,
                      out + o * rows);
  for (; o < columns; ++o)
    affine_columns<1>(rows, in, x, w + o * next_out, next_in, next_out, b ? b + o : b, floor,
                      out + o * rows);
}

template <long N>
SDESCENT_INLINE void cross_columns(long rows, const double* a, const double* b, long next_out,
                                   double* out) {
  constexpr long parts = 32 / lanes;
  D sum[N][parts];
  for (long o = 0; o < N; ++o)
    for (long p = 0; p < parts; ++p) sum[o][p] = splat(0.0);
  for (long r = 0; r < rows; r += 32)
#pragma GCC unroll 4
    for (long p = 0; p < parts; ++p) {
      const D at = load(a + r + p * lanes);
#pragma GCC unroll 4
      for (long o = 0; o < N; ++o)
        sum[o][p] = fma(at, load(b + o * rows + r + p * lanes), sum[o][p]);
    }
  for (long o = 0; o < N; ++o) {
    double s[32];
    for (long p = 0; p < parts; ++p) store(s + p * lanes, sum[o][p]);
    for (long half = 16; half > 0; half /= 2)
      for (long l = 0; l < half; ++l) s[l] += s[l + half];
    out[o * next_out] = s[0];
  }
}

void cross_products(long rows, long a_columns, long b_columns, const double* a, const double* b,
                    double* out) {
  constexpr long together = lanes / 8;  // sums that fit into the registers
  for (long i = 0; i < a_columns; ++i) {
    long o = 0;
    for (; o + together <= b_columns; o += together)
      cross_columns<together>(rows, a + i * rows, b + o * rows, a_columns, out + i + o * a_columns);
    for (; o < b_columns; ++o)
      cross_columns<1>(rows, a + i * rows, b + o * rows, a_columns, out + i + o * a_columns);
  }
}
