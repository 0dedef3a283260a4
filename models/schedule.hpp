#pragma once
/// \file
/// Learning-rate schedules η_t: a factor of η that depends on time.

#include <memory>
#include <string>

namespace sdescent {

/// η_t >= 0 as a function of t = kη, shared by an optimizer and its SDE: the optimizer takes step k
/// with the learning rate η η_{kη}, the SDE has drift × η_t and diffusion × η_t (adaptive (111)).
/// The clock stays t = kη, so a schedule belongs to a time, not to a number of steps. All are
/// continuous for t >= 0, so that order 1 of the weak approximation is not lost. A value: copies
/// share one immutable function.
class Schedule {
 public:
  /// η_t = 1.
  Schedule();

  /// η_t = factor: a rescaled learning rate on the clock of the base one. Throws InvalidInput
  /// unless factor > 0.
  static Schedule constant(double factor);

  /// η_t = (t + 1)^{−ϑ}. Throws InvalidInput unless ϑ >= 0. (adaptive, Lemma 3.9, C.25)
  static Schedule power(double exponent);

  /// Half a cosine from 1 to `floor` at t = T, `floor` from there on:
  /// η_t = floor + (1 − floor)(1 + cos(πt/T))/2. Throws InvalidInput unless T > 0 and floor is in
  /// [0, 1].
  static Schedule cosine(double duration, double floor = 0.0);

  /// Linear from `initial` to 1 at t = T, then 1. With initial = 0, the first step does not move.
  /// Throws InvalidInput unless T > 0 and initial is in [0, 1].
  static Schedule warmup(double duration, double initial = 0.0);

  /// 1 until `decay_from`, then linear to `floor` at `decay_until`, then `floor`. Throws
  /// InvalidInput unless 0 <= decay_from < decay_until and floor is in [0, 1].
  static Schedule stable_decay(double decay_from, double decay_until, double floor = 0.0);

  /// warmup() and stable_decay() one after the other (WSD). Throws what they throw, and unless
  /// decay_from >= the duration of the warm-up.
  static Schedule warmup_stable_decay(double warmup_duration, double decay_from, double decay_until,
                                      double initial = 0.0, double floor = 0.0);

  /// η_t.
  double operator()(double t) const { return shape_->value(t); }

  /// dη_t/dt, from the right at the kinks of piecewise linear schedules and where a cosine ends:
  /// what a step that begins there sees.
  double derivative(double t) const { return shape_->derivative(t); }

  /// ∫_0^t η_s ds, in closed form: the time that gradient flow takes for the same way.
  double integral(double t) const { return shape_->integral(t); }

  /// ∫_0^t η_s² ds, in closed form: the noise injected by t is η times this.
  double square_integral(double t) const { return shape_->square_integral(t); }

  /// "constant", "power", "cosine", "warmup", "stable_decay" or "warmup_stable_decay".
  const std::string& name() const { return name_; }

  /// The name and the parameters, for captions: "power, exponent = 0.5".
  const std::string& description() const { return description_; }

 private:
  struct Shape {
    virtual ~Shape() = default;
    virtual double value(double t) const = 0;
    virtual double derivative(double t) const = 0;
    virtual double integral(double t) const = 0;
    virtual double square_integral(double t) const = 0;
  };
  struct Power;
  struct Cosine;
  struct PiecewiseLinear;

  Schedule(std::string name, const std::string& parameters, std::shared_ptr<const Shape> shape);

  std::string name_, description_;
  std::shared_ptr<const Shape> shape_;
};

}  // namespace sdescent
