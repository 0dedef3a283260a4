// The numbers one kernel works on at a time: four vectors of SDESCENT_WIDTH doubles. Four, because
// a polynomial is a chain of dependent operations, and a core's scheduler holds too few
// instructions to find the next vector's chain by itself: written one vector at a time these loops
// take twice as long. Included once by each unit; everything is static and inline, so that no code
// of a wide unit can reach a narrow one.

typedef double V __attribute__((vector_size(8 * SDESCENT_WIDTH)));
typedef std::uint64_t W __attribute__((vector_size(8 * SDESCENT_WIDTH)));
constexpr long width = SDESCENT_WIDTH;
constexpr long lanes = 4 * width;

#define SDESCENT_INLINE static inline __attribute__((always_inline))

#if SDESCENT_WIDTH == 8
typedef __mmask8 Mask;
#else
typedef W Mask;
#endif

/// Doubles, 64-bit words, and truth values.
struct D {
  V v[4];
};
struct B {
  W v[4];
};
struct M {
  Mask v[4];
};

// One vector: what the compiler's own vector arithmetic does not name. AVX-512 in masked forms,
// because g++ 12 warns of the undefined vector inside the plain ones.
#if SDESCENT_WIDTH == 8
SDESCENT_INLINE V one_sqrt(V x) { return _mm512_maskz_sqrt_pd(0xff, x); }
SDESCENT_INLINE V one_fma(V a, V b, V c) { return _mm512_fmadd_pd(a, b, c); }
SDESCENT_INLINE V one_select(Mask m, V a, V b) { return _mm512_mask_blend_pd(m, b, a); }
SDESCENT_INLINE V one_rough_root(V x) { return _mm512_maskz_rsqrt14_pd(0xff, x); }
SDESCENT_INLINE V one_rough_inverse(V x) { return _mm512_maskz_rcp14_pd(0xff, x); }
SDESCENT_INLINE V one_min(V a, V b) { return _mm512_maskz_min_pd(0xff, b, a); }
SDESCENT_INLINE Mask one_less(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
SDESCENT_INLINE Mask one_equal(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
SDESCENT_INLINE Mask one_top_bit(W a) { return _mm512_movepi64_mask((__m512i)a); }
SDESCENT_INLINE W one_multiply(W a, W b) {
  return (W)_mm512_maskz_mul_epu32(0xff, (__m512i)a, (__m512i)b);
}
SDESCENT_INLINE W one_high(W a) {
  return (W)_mm512_maskz_shuffle_epi32(0xffff, (__m512i)a, _MM_PERM_DDBB);
}
SDESCENT_INLINE W one_xor(W a, W b, W c) {
  return (W)_mm512_ternarylogic_epi64((__m512i)a, (__m512i)b, (__m512i)c, 0x96);
}
SDESCENT_INLINE W one_merge(W mask, W a, W b) {
  return (W)_mm512_ternarylogic_epi64((__m512i)mask, (__m512i)a, (__m512i)b, 0xca);
}
SDESCENT_INLINE W one_flip(W a, W b, W mask) {
  return (W)_mm512_ternarylogic_epi64((__m512i)a, (__m512i)b, (__m512i)mask, 0x78);
}
#else
SDESCENT_INLINE Mask one_less(V a, V b) { return (W)(a < b); }
SDESCENT_INLINE Mask one_equal(V a, V b) { return (W)(a == b); }
SDESCENT_INLINE Mask one_top_bit(W a) { return -(a >> 63); }
SDESCENT_INLINE W one_xor(W a, W b, W c) { return a ^ b ^ c; }
SDESCENT_INLINE W one_merge(W mask, W a, W b) { return (mask & a) | (~mask & b); }
SDESCENT_INLINE W one_flip(W a, W b, W mask) { return a ^ (b & mask); }
#if SDESCENT_WIDTH == 4
SDESCENT_INLINE V one_sqrt(V x) { return _mm256_sqrt_pd(x); }
SDESCENT_INLINE V one_fma(V a, V b, V c) { return _mm256_fmadd_pd(a, b, c); }
SDESCENT_INLINE V one_min(V a, V b) { return _mm256_min_pd(b, a); }
SDESCENT_INLINE V one_select(Mask m, V a, V b) { return _mm256_blendv_pd(b, a, (V)m); }
SDESCENT_INLINE W one_multiply(W a, W b) { return (W)_mm256_mul_epu32((__m256i)a, (__m256i)b); }
SDESCENT_INLINE W one_high(W a) { return (W)_mm256_shuffle_epi32((__m256i)a, 0xf5); }
#else
/// Two roundings here, one in the wider sets: only here do the results of the sets part.
SDESCENT_INLINE V one_fma(V a, V b, V c) { return a * b + c; }
SDESCENT_INLINE V one_select(Mask m, V a, V b) { return (V)one_merge(m, (W)a, (W)b); }
SDESCENT_INLINE V one_min(V a, V b) { return one_select(one_less(b, a), b, a); }
#if defined(__SSE2__)
SDESCENT_INLINE V one_sqrt(V x) { return _mm_sqrt_pd(x); }
SDESCENT_INLINE W one_multiply(W a, W b) { return (W)_mm_mul_epu32((__m128i)a, (__m128i)b); }
SDESCENT_INLINE W one_high(W a) { return (W)_mm_shuffle_epi32((__m128i)a, 0xf5); }
#else
SDESCENT_INLINE V one_sqrt(V x) { return V{__builtin_sqrt(x[0]), __builtin_sqrt(x[1])}; }
SDESCENT_INLINE W one_multiply(W a, W b) { return (a & 0xffffffffu) * (b & 0xffffffffu); }
SDESCENT_INLINE W one_high(W a) { return a >> 32; }
#endif
#endif
#endif

// Four vectors, written out: the parts must live in registers.
#define SDESCENT_UNARY(R, name, A, one) \
  SDESCENT_INLINE R name(A a) { return {{one(a.v[0]), one(a.v[1]), one(a.v[2]), one(a.v[3])}}; }
#define SDESCENT_BINARY(R, name, A, one)                                                           \
  SDESCENT_INLINE R name(A a, A b) {                                                               \
    return {{one(a.v[0], b.v[0]), one(a.v[1], b.v[1]), one(a.v[2], b.v[2]), one(a.v[3], b.v[3])}}; \
  }
#define SDESCENT_OPERATOR(T, op)                                                          \
  SDESCENT_INLINE T operator op(T a, T b) {                                               \
    return {{a.v[0] op b.v[0], a.v[1] op b.v[1], a.v[2] op b.v[2], a.v[3] op b.v[3]}};    \
  }                                                                                       \
  SDESCENT_INLINE T operator op(T a, decltype(a.v[0][0] + 0) b) { return a op splat(b); } \
  SDESCENT_INLINE T operator op(decltype(T().v[0][0] + 0) a, T b) { return splat(a) op b; }

SDESCENT_INLINE D splat(double x) {
  const V v = x - V{};
  return {{v, v, v, v}};
}
SDESCENT_INLINE B splat(std::uint64_t x) {
  const W w = x - W{};
  return {{w, w, w, w}};
}

SDESCENT_OPERATOR(D, +)
SDESCENT_OPERATOR(D, -)
SDESCENT_OPERATOR(D, *)
SDESCENT_OPERATOR(D, /)
SDESCENT_OPERATOR(B, +)
SDESCENT_OPERATOR(B, -)
SDESCENT_OPERATOR(B, &)
SDESCENT_OPERATOR(B, |)
SDESCENT_OPERATOR(B, ^)
SDESCENT_UNARY(D, operator-, D, -)
SDESCENT_UNARY(D, sqrt, D, one_sqrt)
SDESCENT_UNARY(B, bits, D, (W))
SDESCENT_UNARY(D, from_bits, B, (V))
SDESCENT_UNARY(M, top_bit, B, one_top_bit)
SDESCENT_UNARY(B, high, B, one_high)  // the upper half word in the lower place
SDESCENT_BINARY(D, min, D, one_min)   // a where it is NaN
SDESCENT_BINARY(M, less, D, one_less)
SDESCENT_BINARY(M, equal, D, one_equal)
SDESCENT_BINARY(B, multiply, B, one_multiply)  // of the lower half words
SDESCENT_INLINE M greater(D a, D b) { return less(b, a); }

SDESCENT_INLINE B operator<<(B a, int n) {
  return {{a.v[0] << n, a.v[1] << n, a.v[2] << n, a.v[3] << n}};
}
SDESCENT_INLINE B operator>>(B a, int n) {
  return {{a.v[0] >> n, a.v[1] >> n, a.v[2] >> n, a.v[3] >> n}};
}
SDESCENT_INLINE D fma(D a, D b, D c) {
  return {{one_fma(a.v[0], b.v[0], c.v[0]), one_fma(a.v[1], b.v[1], c.v[1]),
           one_fma(a.v[2], b.v[2], c.v[2]), one_fma(a.v[3], b.v[3], c.v[3])}};
}
SDESCENT_INLINE D select(M m, D a, D b) {
  return {{one_select(m.v[0], a.v[0], b.v[0]), one_select(m.v[1], a.v[1], b.v[1]),
           one_select(m.v[2], a.v[2], b.v[2]), one_select(m.v[3], a.v[3], b.v[3])}};
}
SDESCENT_INLINE B exclusive_or(B a, B b, B c) {
  return {{one_xor(a.v[0], b.v[0], c.v[0]), one_xor(a.v[1], b.v[1], c.v[1]),
           one_xor(a.v[2], b.v[2], c.v[2]), one_xor(a.v[3], b.v[3], c.v[3])}};
}
/// Bits of a where the mask has ones, of b elsewhere.
SDESCENT_INLINE B merge(std::uint64_t mask, B a, B b) {
  const B m = splat(mask);
  return {{one_merge(m.v[0], a.v[0], b.v[0]), one_merge(m.v[1], a.v[1], b.v[1]),
           one_merge(m.v[2], a.v[2], b.v[2]), one_merge(m.v[3], a.v[3], b.v[3])}};
}

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

SDESCENT_INLINE D abs(D x) { return from_bits(bits(x) & ~sign_bit); }
SDESCENT_INLINE D copysign(D magnitude, D sign) {
  return from_bits(merge(sign_bit, bits(sign), bits(magnitude)));
}
/// x with its sign changed where the word's top bit is set.
SDESCENT_INLINE D flip_sign(D x, B word) {
  const W m = splat(sign_bit).v[0];
  const B a = bits(x);
  return from_bits({{one_flip(a.v[0], word.v[0], m), one_flip(a.v[1], word.v[1], m),
                     one_flip(a.v[2], word.v[2], m), one_flip(a.v[3], word.v[3], m)}});
}

SDESCENT_INLINE V load_one(const double* p) {
  V v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
SDESCENT_INLINE void store_one(double* p, V v) { __builtin_memcpy(p, &v, sizeof v); }
SDESCENT_INLINE D load(const double* p) {
  return {{load_one(p), load_one(p + width), load_one(p + 2 * width), load_one(p + 3 * width)}};
}
SDESCENT_INLINE void store(double* p, D x) {
  store_one(p, x.v[0]);
  store_one(p + width, x.v[1]);
  store_one(p + 2 * width, x.v[2]);
  store_one(p + 3 * width, x.v[3]);
}

#if SDESCENT_WIDTH >= 4
/// a² − square exactly, square being a² rounded.
SDESCENT_INLINE D square_rest(D a, D square) { return fma(a, a, -square); }
#else
/// The same by Veltkamp's splitting; needs |a| < 2^996.
SDESCENT_INLINE D square_rest(D a, D square) {
  const D scaled = a * 0x1.0000002p27;
  const D head = scaled - (scaled - a);
  const D tail = a - head;
  return ((head * head - square) + 2.0 * head * tail) + tail * tail;
}
#endif

/// 1/(√x + ε), to 3 ulp. Cores divide and take roots one vector after the other; where there are
/// rough inverses, Newton's iteration from them costs half as much.
#if SDESCENT_WIDTH == 8
SDESCENT_UNARY(D, rough_root, D, one_rough_root)
SDESCENT_UNARY(D, rough_inverse, D, one_rough_inverse)
SDESCENT_INLINE D inverse_root(D x, D epsilon) {
  D y = rough_root(x);  // 1/√x
  y = fma(y * 0.5, fma(x * y, -y, splat(1.0)), y);
  const D near = x * y;
  const D root = fma(y * 0.5, fma(near, -near, x), near);
  const D sum = select(equal(x, splat(0.0)), x, root) + epsilon;
  const D rough = rough_inverse(sum);
  const D error = fma(sum, -rough, splat(1.0));
  const D once = fma(rough, error, rough);
  const D twice = fma(once, fma(sum, -once, splat(1.0)), once);
  // At 0 and beyond 2^1022 the rough inverse is the inverse, and Newton would make it NaN.
  return select(less(abs(error), splat(0.5)), twice, rough);
}
/// The same to 2e-12 of itself, by one cubic step each.
SDESCENT_INLINE D inverse_root_fast(D x, D epsilon) {
  const D y = rough_root(x);
  const D near = x * y;
  const D miss = fma(-near, y, splat(1.0));
  const D root = fma(near * miss, fma(miss, splat(0.375), splat(0.5)), near);
  const D sum = select(equal(x, splat(0.0)), x, root) + epsilon;
  const D rough = rough_inverse(sum);
  const D error = fma(sum, -rough, splat(1.0));
  const D better = fma(rough, fma(error, error, error), rough);
  return select(less(abs(error), splat(0.5)), better, rough);
}
#else
SDESCENT_INLINE D inverse_root(D x, D epsilon) { return 1.0 / (sqrt(x) + epsilon); }
SDESCENT_INLINE D inverse_root_fast(D x, D epsilon) { return inverse_root(x, epsilon); }
#endif

/// c[0] + c[1] x + … by Horner's rule.
template <long N>
SDESCENT_INLINE D polynomial(const double (&c)[N], D x) {
  D sum = splat(c[N - 1]);
#pragma GCC unroll 32
  for (long i = N - 2; i >= 0; --i) sum = fma(sum, x, splat(c[i]));
  return sum;
}

/// out(i) = body(in(i)…), `lanes` numbers at a time; what is left at the end goes through padded
/// copies, so that a number's result never depends on its place.
template <class Body, class... In>
SDESCENT_INLINE void transform(long n, double* out, Body body, const In*... in) {
  long i = 0;
  for (; i + lanes <= n; i += lanes) store(out + i, body(load(in + i)...));
  if (i == n) return;
  [[maybe_unused]] const auto padded = [&](const double* from) {
    double copy[lanes] = {};
    for (long j = 0; j < n - i; ++j) copy[j] = from[i + j];
    return load(copy);
  };
  double last[lanes];
  store(last, body(padded(in)...));
  for (long j = 0; j < n - i; ++j) out[i + j] = last[j];
}
