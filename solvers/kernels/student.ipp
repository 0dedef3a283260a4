// Mean and deviation of sign(a + T), T ~ t_ν; the coefficients and their derivation are in
// solvers/student_sign.hpp.

/// Horner's rule with a number of terms known at run time.
SDESCENT_INLINE D polynomial(const double* c, int terms, D x) {
  D sum = splat(c[terms - 1]);
  for (int i = terms - 2; i >= 0; --i) sum = fma(sum, x, splat(c[i]));
  return sum;
}

SDESCENT_INLINE SignMoments student_sign(const StudentSignFit& fit, D a) {
  const D r = abs(a) * fit.inv_sqrt_nu;
  const D bounded = select(greater(r, splat(1e100)), splat(1e100), r);
  const D square = bounded * bounded;
  const D u = bounded / sqrt(1.0 + square);
  // ln(1 + r²), also where r² overflows or 1 + r² rounds.
  const D sum = 1.0 + square;
  const D log_sum =
      select(greater(r, splat(1e8)), 2.0 * log(r), log(sum) + (square - (sum - 1.0)) / sum);
  const D y = (1.0 + fit.kappa) * u / fma(splat(fit.kappa), u, splat(1.0));
  const D tail = exp_times(-0.5 * fit.nu * log_sum,
                           polynomial(fit.tail, fit.tail_terms, fma(splat(2.0), y, splat(-1.0))));
  const D v = u * u;
  const D centre =
      u * polynomial(fit.centre, fit.centre_terms, fma(splat(fit.centre_scale), v, splat(-1.0)));
  const M central = less(v, splat(fit.centre_end));
  const D q = select(central, 1.0 - centre, tail);
  return {copysign(select(central, centre, 1.0 - q), a), sqrt(q * (2.0 - q))};
}
