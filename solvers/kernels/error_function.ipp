// erf, erfc, Φ, and the mean and deviation of a normal's sign.

constexpr double inv_sqrt2 = 0x1.6a09e667f3bcdp-1;

/// e^{−y²} · factor without the error that rounding y² makes; |y| <= 28.
SDESCENT_INLINE D exp_minus_square(D y, D factor) {
  const D square = y * y;
  return exp_times(-square, factor * (1.0 - square_rest(y, square)));
}

/// erfc(y) for y >= ½ (NaN for NaN).
SDESCENT_INLINE D erfc_tail(D y) {
  const D bounded = select(greater(y, splat(28.0)), splat(28.0), y);
  const D t = (bounded - 3.75) / (bounded + 3.75);
  return exp_minus_square(bounded, polynomial(erfc_poly, t) / fma(splat(2.0), bounded, splat(1.0)));
}

/// erf(y) for |y| <= 1.
SDESCENT_INLINE D erf_centre(D y) { return y * polynomial(erf_poly, y * y); }

SDESCENT_INLINE D erf(D y) {
  const D size = abs(y);
  return select(less(size, splat(1.0)), erf_centre(y), copysign(1.0 - erfc_tail(size), y));
}

SDESCENT_INLINE D erfc(D y) {
  const D size = abs(y);
  const D tail = erfc_tail(size);
  return select(less(size, splat(0.5)), 1.0 - erf_centre(y),
                select(less(y, splat(0.0)), 2.0 - tail, tail));
}

SDESCENT_INLINE D normal_cdf(D x) {
  // erfc's argument must be known better than a double holds it: its relative error grows as x².
  const D size = abs(x);
  const D y = size * inv_sqrt2;
  const D bounded = select(greater(size, splat(39.0)), splat(39.0), size);
  const D at = bounded * inv_sqrt2;
  const D t = (at - 3.75) / (at + 3.75);
  const D square = bounded * bounded;
  const D factor = polynomial(erfc_poly, t) / fma(splat(2.0), at, splat(1.0));
  const D tail =
      exp_times(-0.5 * square, 0.5 * factor * (1.0 - 0.5 * square_rest(bounded, square)));
  const D centre = fma(splat(0.5), erf_centre(x * inv_sqrt2), splat(0.5));
  return select(less(y, splat(0.5)), centre, select(less(x, splat(0.0)), tail, 1.0 - tail));
}

/// A sign's mean and deviation.
struct SignMoments {
  D mean, deviation;
};

/// Those of sign(√2 y + ξ), ξ ~ N(0, 1).
SDESCENT_INLINE SignMoments normal_sign(D y) {
  const D size = abs(y);
  const D tail = erfc_tail(size);
  const D centre = erf_centre(y);
  const D q = select(less(size, splat(0.5)), 1.0 - abs(centre), tail);
  return {select(less(size, splat(1.0)), centre, copysign(1.0 - tail, y)), sqrt(q * (2.0 - q))};
}

/// √erfc(y), 0 <= y <= 6; its square is within 1.5e-11 of erfc, or 1.6e-10 with the coarse
/// coefficients. No division: it is an eighth power.
template <long N>
SDESCENT_INLINE D erfc_root_to_six(D y, const double (&root_poly)[N]) {
  D p = fma(y, polynomial(root_poly, y), splat(1.0));
  p = p * p;
  p = p * p;
  return p * p;
}

/// The same for y >= 0; 0 beyond 6, where erfc < 2.2e-17.
SDESCENT_INLINE D erfc_root_fast(D y) {
  return select(greater(y, splat(6.0)), splat(0.0), erfc_root_to_six(y, erfc_root_poly));
}

/// ±1 of this mean from a uniform u: the sign of mean − (2u − 1). 0 times it is NaN where the mean
/// is.
SDESCENT_INLINE D threshold(D mean, D uniform) {
  const D margin = fma(splat(-2.0), uniform, mean) + 1.0;
  return fma(margin, splat(0.0), copysign(splat(1.0), margin));
}

SDESCENT_INLINE D erf_fast(D y) {
  const D root = erfc_root_fast(abs(y));
  return copysign(fma(-root, root, splat(1.0)), y);
}

/// ±1 with mean erf(y), within 1.6e-10 (a uniform of 32 bits is no finer), from a uniform; NaN
/// where y is.
SDESCENT_INLINE D normal_threshold(D y, D uniform) {
  const D root = erfc_root_to_six(min(abs(y), splat(6.0)), erfc_coarse_root_poly);
  const D mean = copysign(fma(-root, root, splat(1.0)), y);
  return threshold(mean, uniform);
}

SDESCENT_INLINE D erfc_fast(D y) {
  const D root = erfc_root_fast(abs(y));
  const D tail = root * root;
  return select(less(y, splat(0.0)), 2.0 - tail, tail);
}

SDESCENT_INLINE D normal_cdf_fast(D x) { return 0.5 * erfc_fast(x * -inv_sqrt2); }

SDESCENT_INLINE SignMoments normal_sign_fast(D y) {
  const D root = erfc_root_fast(abs(y));
  return {copysign(fma(-root, root, splat(1.0)), y), root * polynomial(sqrt_poly, root * root)};
}
