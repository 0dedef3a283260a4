#!/usr/bin/env python3
"""Prints coefficients.ipp: minimax polynomials of the vector kernels, by Remez exchange.

    python3 solvers/kernels/fit_coefficients.py > solvers/kernels/coefficients.ipp

Needs mpmath (Debian: python3-mpmath). The build does not run it.
"""
from mpmath import mp, mpf, matrix, lu_solve, binomial, cos, erf, erfc, exp, log, pi, sin, sqrt

mp.dps = 40


def remez(f, weight, degree, a, b, grid=600, rounds=20):
    """The polynomial p of this degree that minimises max |weight (f - p)| on [a, b]: coefficients
    in ascending order, and that maximum."""
    a, b = mpf(a), mpf(b)
    points = degree + 2
    centre, half = (a + b) / 2, (b - a) / 2
    reference = [centre - half * cos(pi * (2 * i + 1) / (2 * points)) for i in range(points)]
    xs = [centre - half * cos(pi * i / grid) for i in range(grid + 1)]
    fs, ws = [f(x) for x in xs], [weight(x) for x in xs]
    for _ in range(rounds):
        system, rhs = matrix(points, points), matrix(points, 1)
        for i, x in enumerate(reference):
            for j in range(degree + 1):
                system[i, j] = ((x - centre) / half) ** j
            system[i, degree + 1] = (-1) ** i / weight(x)
            rhs[i] = f(x)
        solution = lu_solve(system, rhs)

        def p(x):
            u, value = (x - centre) / half, mpf(0)
            for j in range(degree, -1, -1):
                value = value * u + solution[j]
            return value

        errors = [w * (y - p(x)) for x, y, w in zip(xs, fs, ws)]
        worst = max(abs(e) for e in errors)
        extrema = []  # the largest error of each run of one sign
        for x, e in zip(xs, errors):
            if extrema and extrema[-1][1] * e > 0:
                if abs(e) > abs(extrema[-1][1]):
                    extrema[-1] = (x, e)
            else:
                extrema.append((x, e))
        while len(extrema) > points:
            extrema.pop(0 if abs(extrema[0][1]) < abs(extrema[-1][1]) else -1)
        if len(extrema) < points or worst < 1.02 * abs(solution[degree + 1]):
            break
        reference = [x for x, _ in extrema]
    monomial = [mpf(0)] * (degree + 1)
    for j in range(degree + 1):
        for k in range(j + 1):
            monomial[k] += solution[j] / half**j * binomial(j, k) * (-centre) ** (j - k)
    return monomial, worst


def relative(f):
    return lambda x: 1 / abs(f(x))


def show(name, what, fit):
    coefficients, error = fit
    print(f"\n// {what}; error {mp.nstr(error, 2)}\nconstexpr double {name}[] = {{")
    for c in coefficients:
        print(f"    {float(c).hex()},")
    print("};")


def root16(y):
    return erfc(y) ** (mpf(1) / 16)


def root16_slope(y):
    return (root16(y) - 1) / y if y > mpf("1e-15") else -1 / (8 * sqrt(pi))


def erf_over_x(v):
    return erf(sqrt(v)) / sqrt(v) if v else 2 / sqrt(pi)


erfc_k = mpf("3.75")
erfc_end = mpf(28)  # erfc(28) is below the smallest double


def scaled_erfc(t):
    y = erfc_k * (1 + t) / (1 - t)
    return (1 + 2 * y) * exp(y * y) * erfc(y)


def sin_over_t(v):
    return sin(pi / 2 * sqrt(v)) / sqrt(v) if v else pi / 2


def cos_of(v):
    return cos(pi / 2 * sqrt(v))


def log1p_over_f(f):
    return log(1 + f) / f if f else mpf(1)


def atanh_rest(v):
    s = sqrt(v)
    return (log((1 + s) / (1 - s)) / s - 2) / v if v else mpf(2) / 3


print("// Written by fit_coefficients.py. Coefficients in ascending order, rounded to double.")
show("exp_poly", "e^r on |r| <= ln2/2, relative", remez(exp, relative(exp), 12, -log(2) / 2, log(2) / 2))
show("log_poly", "(ln((1+s)/(1-s))/s - 2)/s² in s², |s| <= (√2-1)/(√2+1), of ln relative",
     remez(atanh_rest, lambda v: v / 2, 7, mpf("1e-20"), ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2))
show("log1p_poly", "ln(1+f)/f on √½ <= 1+f <= √2, relative",
     remez(log1p_over_f, relative(log1p_over_f), 12, sqrt(mpf("0.5")) - 1, sqrt(2) - 1))
show("sin_poly", "sin(πt/2)/t in t², |t| <= ½, relative", remez(sin_over_t, relative(sin_over_t), 7, 0, "0.25"))
show("cos_poly", "cos(πt/2) in t², |t| <= ½, relative", remez(cos_of, relative(cos_of), 7, 0, "0.25"))
show("sin_fast_poly", "the same", remez(sin_over_t, relative(sin_over_t), 4, 0, "0.25"))
show("cos_fast_poly", "the same", remez(cos_of, relative(cos_of), 5, 0, "0.25"))
show("erf_poly", "erf(y)/y in y², |y| <= 1, relative", remez(erf_over_x, relative(erf_over_x), 12, mpf("1e-30"), 1))
show("erfc_poly", "(1+2y)e^{y²}erfc(y) in t = (y-3.75)/(y+3.75), 0 <= y <= 28, relative",
     remez(scaled_erfc, relative(scaled_erfc), 22, -1, (erfc_end - erfc_k) / (erfc_end + erfc_k), grid=400))
show("erfc_root_poly", "(erfc(y)^{1/16} - 1)/y, 0 <= y <= 6, of erfc absolute",
     remez(root16_slope, lambda y: max(y, mpf("1e-6")) * 16 * erfc(y) / root16(y), 12, 0, 6))
show("erfc_coarse_root_poly", "the same",
     remez(root16_slope, lambda y: max(y, mpf("1e-6")) * 16 * erfc(y) / root16(y), 10, 0, 6))
show("sqrt_poly", "√(2-q) on [0, 1], relative", remez(lambda q: sqrt(2 - q), lambda q: 1 / sqrt(2 - q), 10, 0, 1))
