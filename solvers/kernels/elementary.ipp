// exp, log, sin and cos. Accurate ones to about one unit in the last place over the whole range;
// fast ones to about 2e-11 where the generators of normals use them.

constexpr double ln2_high = 0x1.62e42fefa3800p-1;  // the leading 42 bits: times an exponent, exact
constexpr double ln2_low = 0x1.ef35793c76730p-45;
constexpr double inv_ln2 = 0x1.71547652b82fep0;
constexpr double round_shift = 0x1.8p52;  // x + this has round(x) in its low bits

/// 2^k for integers k in [−1022, 1023] held as doubles.
SDESCENT_INLINE D power_of_two(D k) { return from_bits((bits(k + (round_shift + 1023.0))) << 52); }

/// e^x · factor, with one rounding where the result is denormal; factor in [2⁻¹⁰, 2].
SDESCENT_INLINE D exp_times(D x, D factor) {
  const D bounded = select(greater(x, splat(720.0)), splat(720.0),
                           select(less(x, splat(-800.0)), splat(-800.0), x));
  const D k = (bounded * inv_ln2 + round_shift) - round_shift;
  const D r = fma(k, splat(-ln2_low), fma(k, splat(-ln2_high), bounded));
  const D value = polynomial(exp_poly, r) * factor;
  // In two halves: 2^k alone may over- or underflow where the product does not.
  const D half = (k * 0.5 + round_shift) - round_shift;
  return value * power_of_two(half) * power_of_two(k - half);
}

SDESCENT_INLINE D exp(D x) { return exp_times(x, splat(1.0)); }

/// x = m 2^k with √½ <= m < √2, for positive normal x.
struct Parts {
  D m, k;
};
SDESCENT_INLINE Parts split(D x) {
  // 1024 more than the exponent is positive, so that >> serves.
  const B shifted = ((bits(x) + (std::uint64_t{1024} << 52)) - 0x3fe6a09e667f3bcd) >> 52;
  return {from_bits(bits(x) - ((shifted - 1024) << 52)),
          from_bits(shifted | 0x4330000000000000) - (0x1p52 + 1024.0)};
}

SDESCENT_INLINE D log(D x) {
  const M denormal = less(x, splat(0x1p-1022));
  const auto [m, exponent] = split(select(denormal, x * 0x1p54, x));
  const D k = exponent - select(denormal, splat(54.0), splat(0.0));
  const D f = m - 1.0;
  const D s = f / (m + 1.0);
  const D z = s * s;
  // ln m = f − (f²/2 − s (f²/2 + z·rest)): the leading term carries no rounding.
  const D half_square = 0.5 * f * f;
  const D rest = z * polynomial(log_poly, z);
  const D value =
      fma(k, splat(ln2_high), f - (half_square - fma(s, half_square + rest, k * ln2_low)));
  const D infinity = splat(__builtin_inf());
  const D not_positive = select(equal(x, splat(0.0)), -infinity, splat(__builtin_nan("")));
  return select(greater(x, splat(0.0)), select(equal(x, infinity), infinity, value),
                select(equal(x, x), not_positive, x));
}

/// −2 ln(x · 2⁻³³) for 1 <= x < 2³³, to 2e-11 of itself.
SDESCENT_INLINE D minus_two_log_fast(D x) {
  constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd, exponent_bits = 0xfff0000000000000;
  const B from_root = bits(x) - root_half;
  const D f = from_bits(bits(x) - (from_root & exponent_bits)) - 1.0;
  const D k = from_bits((from_root >> 52) | 0x4330000000000000) - (0x1p52 + 33.0);
  return fma(-2.0 * f, polynomial(log1p_poly, f), k * -0x1.62e42fefa39efp0);
}

/// √x for normal x > 0, to 3e-12 of itself: cores take roots one vector after the other, and two
/// cubic steps from the well-known first guess at 1/√x cost a third of that.
SDESCENT_INLINE D sqrt_fast(D x) {
  D y = from_bits(std::uint64_t{0x5fe6eb50c7b537a9} - (bits(x) >> 1));
  const auto correction = [&](D product) {
    const D error = fma(-product, y, splat(1.0));
    return error * fma(error, splat(0.375), splat(0.5));
  };
  y = fma(y, correction(x * y), y);
  const D root = x * y;
  return fma(root, correction(root), root);
}

/// sine and cosine of an angle.
struct SinCos {
  D sine, cosine;
};
/// Those of (n + t) π/2, |t| <= ½, where bits `low` and `low` + 1 of the word hold n mod 4.
template <int low, long S, long C>
SDESCENT_INLINE SinCos quarter_turns(B word, D t, const double (&sine_poly)[S],
                                     const double (&cosine_poly)[C]) {
  const D square = t * t;
  const D s = t * polynomial(sine_poly, square);
  const D c = polynomial(cosine_poly, square);
  // For n = 0, 1, 2, 3 the sine is s, c, −s, −c and the cosine c, −s, −c, s.
  const B first = word << (63 - low), second = word << (62 - low);
  const M odd = top_bit(first);
  return {flip_sign(select(odd, c, s), second), flip_sign(select(odd, s, c), first ^ second)};
}
