#include "models/catalogue.hpp"

#include "io/error.hpp"
#include "models/empirical_noise.hpp"
#include "models/gaussian_mixture_noise.hpp"
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/loss_scaled_noise.hpp"
#include "models/minibatch.hpp"
#include "models/quadratic.hpp"
#include "models/rademacher_noise.hpp"
#include "models/regression_noise.hpp"
#include "models/stable_noise.hpp"
#include "models/streaming_regression.hpp"
#include "models/student_label_noise.hpp"
#include "models/student_noise.hpp"
#include "models/uniform_noise.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/later_start.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/steppers.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Named {
  std::string name;
  std::shared_ptr<const Problem> problem;
};

std::shared_ptr<const LogisticRegression> logistic(Index rows, Index features) {
  DataTable table{scattered(rows, features).matrix(), VectorXd::Zero(rows)};
  for (Index i = 0; i < rows; i += 3) table.target(i) = 1.0;
  return std::make_shared<LogisticRegression>(table, 0.1);
}

MatrixXd covariance(Index d) {
  const MatrixXd root = scattered(d, d).matrix();
  return root * root.transpose() / static_cast<double>(d);
}

template <class Law>
Named with_noise(std::string name, std::shared_ptr<const Objective> objective, Law noise) {
  return {std::move(name), std::make_shared<AdditiveNoiseProblem>(
                               std::move(objective), std::make_shared<Law>(std::move(noise)))};
}

std::shared_ptr<const DiagonalQuadratic> field_quadratic() {
  return std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0, 0.5}});
}

template <class Law>
Named with_field(std::string name, Law noise) {
  return {std::move(name), std::make_shared<GaussianFieldProblem>(
                               field_quadratic(), std::make_shared<Law>(std::move(noise)))};
}

std::shared_ptr<const Problem> streaming(FeatureCovariance covariance,
                                         std::shared_ptr<const LabelNoise> labels, Index batch) {
  const VectorXd optimum = VectorXd::LinSpaced(covariance.dimension(), 0.25, 1.0);
  return std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(std::move(covariance)), optimum, std::move(labels),
      batch);
}

/// Products with 100 rows of data have two panels (models/tile_product.hpp).
const std::vector<Named>& problems() {
  const auto deviations = [](Index d) { return GaussianNoise(VectorXd::LinSpaced(d, 0.5, 1.5)); };
  static const std::vector<Named> all{
      with_noise("one coordinate", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0}}),
                 deviations(1)),
      with_noise("diagonal quadratic",
                 std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0, -0.5}}), deviations(3)),
      with_noise("no noise", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
                 GaussianNoise(VectorXd::Zero(2))),
      with_noise("dense quadratic", std::make_shared<DenseQuadratic>(covariance(5)), deviations(5)),
      with_noise("large dense quadratic, correlated noise",
                 std::make_shared<DenseQuadratic>(covariance(50)),
                 GaussianNoise::with_covariance(covariance(50))),
      with_noise("logistic regression, correlated noise", logistic(30, 2),
                 GaussianNoise::with_covariance(covariance(3))),
      with_noise("logistic regression", logistic(100, 12), deviations(13)),
      with_noise("Student's noise", std::make_shared<DenseQuadratic>(covariance(3)),
                 StudentNoise(3.5, VectorXd{{0.5, 1.0, 2.0}})),
      with_noise("Cauchy's noise", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0, 0.5}}),
                 cauchy(VectorXd{{0.5, 1.0, 2.0}})),
      with_noise("stable noise", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
                 StableNoise(1.5, VectorXd{{0.5, 1.0}})),
      with_noise("Laplace noise", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
                 LaplaceNoise(VectorXd{{0.5, 1.0}})),
      with_noise("uniform noise", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
                 UniformNoise(VectorXd{{0.5, 3.0}})),
      with_noise("Rademacher noise", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
                 RademacherNoise(VectorXd{{0.5, 3.0}})),
      with_noise("a mixture", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
                 GaussianMixtureNoise(
                     {VectorXd{{0.75, 0.25}}, VectorXd{{-1.0, 3.0}}, VectorXd{{0.5, 2.0}}},
                     VectorXd{{0.5, 3.0}})),
      with_noise("a sample's noise", std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
                 EmpiricalNoise(VectorXd{{-3.0, 1.0, 2.0}}, VectorXd{{0.5, 3.0}})),
      with_field("noise that vanishes with the loss",
                 LossScaledNoise(field_quadratic(), GaussianNoise::with_covariance(covariance(3)))),
      with_field("noise of least squares", RegressionNoise(field_quadratic(), 8.0)),
      {"regression on fresh data", streaming(FeatureCovariance::diagonal(VectorXd{{1.0, 2.0, 0.5}}),
                                             std::make_shared<GaussianLabelNoise>(0.5), 1)},
      {"regression on fresh data, batches",
       streaming(FeatureCovariance::dense(covariance(4) + MatrixXd::Identity(4, 4)),
                 std::make_shared<GaussianLabelNoise>(0.5), 3)},
      {"regression on fresh data, Cauchy labels",
       streaming(FeatureCovariance::dense(covariance(3) + MatrixXd::Identity(3, 3)),
                 std::make_shared<StudentLabelNoise>(cauchy_label_noise(1.0, 2.0)), 1)},
      {"minibatches", std::make_shared<MinibatchProblem>(logistic(30, 2), 4)},
      {"minibatches of much data", std::make_shared<MinibatchProblem>(logistic(100, 12), 32)},
  };
  return all;
}

bool is_adaptive_sde(const CatalogueEntry& entry) {
  return entry.kind() == ModelKind::sde && !entry.constants.declared().empty();
}

/// Whether the model is one for this problem: SignSGD's SDEs are for independent signs only, but
/// for the one of correlated signs, that of second order for laws with a density, that of Phase 3
/// for laws with one at 0, the phases for uncorrelated Gaussian noise, the one of streaming
/// regression and what is homogenized for that, but for Adam's in batches; the other SDEs for noise
/// of finite covariance, the adaptive ones if it is uncorrelated.
bool applies(const CatalogueEntry& entry, const Problem& problem) {
  const NoiseLaw& noise = problem.noise();
  const auto* streaming = dynamic_cast<const StreamingRegression*>(&problem);
  if (entry.needs_streaming_regression())
    return streaming != nullptr && (!entry.streaming_sde || noise.has_sign_correlation()) &&
           (entry.name.find("sign") != std::string::npos || noise.has_finite_covariance()) &&
           (entry.name.find("adam") == std::string::npos || streaming->batch() == 1);
  if (entry.name == "sign_sgd_sde") return noise.has_independent_signs();
  if (entry.name == "sign_sgd_correlated_sde")  // slow in many dimensions
    return noise.has_sign_correlation() && problem.dimension() <= 5;
  if (entry.name == "sign_sgd_second_order_sde")
    return noise.has_independent_signs() && noise.has_sign_mean_slope() && !noise.has_atoms();
  if (entry.name == "sign_sgd_phase_three_sde")
    return noise.has_independent_signs() && noise.sign_slope() && noise.sign_slope()->allFinite();
  if (entry.name.starts_with("sign_sgd_phases"))
    return dynamic_cast<const GaussianNoise*>(&noise) != nullptr &&
           noise.kind() == NoiseKind::diagonal && !noise.has_atoms();
  if (is_adaptive_sde(entry))
    return noise.has_finite_covariance() && noise.kind() == NoiseKind::diagonal;
  return entry.kind() == ModelKind::ode || noise.has_finite_covariance();
}

/// States that the model is looked at and started from: the SDE of Phase 3 is defined near the
/// minimum only, second moments are > 0.
struct Region {
  VectorXd start, lo, hi;
};

Region region(const CatalogueEntry& entry, const Layout& layout) {
  const double scale = entry.name == "sign_sgd_phase_three_sde" ? 0.02 : 1.0;
  VectorXd start(layout.size()), lo(layout.size()), hi(layout.size());
  for (const Field& field : layout.fields()) {
    const bool moment = field.name == "v";
    const double first = moment ? 0.5 : -scale, last = 2.0 * scale;
    const double below = moment ? 0.25 : 2.0 * scale;
    start.segment(field.first, field.size) = VectorXd::LinSpaced(field.size, first, last);
    lo.segment(field.first, field.size) = start.segment(field.first, field.size).array() - below;
    hi.segment(field.first, field.size) =
        start.segment(field.first, field.size).array() + 3.0 * scale;
  }
  return {start, lo, hi};
}

/// Not the one that is the default, and with a kink at a time looked at.
const Schedule schedule = Schedule::warmup_stable_decay(0.125, 0.375, 1.0, 0.25, 0.5);

constexpr double eta = 0.0625;

TEST_CASE("every optimizer of the catalogue keeps the promises of a process", "[models]") {
  for (const CatalogueEntry& entry : catalogue()) {
    const auto* make = std::get_if<OptimizerFactory>(&entry.make);
    if (make == nullptr) continue;
    for (const auto& [name, problem] : problems()) {
      INFO(entry.name << ", " << name);
      const VectorXd start = VectorXd::LinSpaced(problem->dimension(), -1.0, 2.0);
      check_process(
          *(*make)({entry.name, problem, eta, StartPoint(start), 0, schedule}, entry.constants));
    }
  }
}

TEST_CASE("every SDE of the catalogue keeps the promises of a model and of a process", "[models]") {
  for (const CatalogueEntry& entry : catalogue()) {
    const auto* make = std::get_if<SdeFactory>(&entry.make);
    if (make == nullptr) continue;
    for (const auto& [name, problem] : problems()) {
      if (!applies(entry, *problem)) continue;
      INFO(entry.name << ", " << name);
      const auto model = (*make)(problem, eta, schedule, entry.constants);
      const Region at = region(entry, model->layout());
      check_sde_model(*model, at.lo, at.hi);
      // A scheme's work on noise that couples grows with the square of its sources.
      for (const auto& stepper : steppers())
        if (stepper->two_point_variables(*model) < 5) check_stepper(*stepper, model, at.lo, at.hi);
      check_process(
          SdeProcess(entry.name, model, std::make_shared<EulerMaruyama>(),
                     {.unit = eta, .refine = 2, .brownian = 4},
                     LaterStart(StartPoint(at.start), model->is_singular_at_zero() ? eta : 0.0)));
    }
  }
}

/// An ODE as an SDE without noise, to be held to the same promises.
class WithoutNoise final : public SdeModel {
 public:
  explicit WithoutNoise(std::shared_ptr<const OdeModel> model) : model_(std::move(model)) {}

  const Layout& layout() const override { return model_->layout(); }
  Index noise_dimension() const override { return 0; }
  NoiseKind noise_kind() const override { return NoiseKind::none; }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef,
                    Scratch& scratch) const override {
    model_->derivative(t, s, drift, scratch);
  }
  void diffuse(double, const ConstBlockRef&, const ConstBlockRef&, BlockRef out,
               Scratch&) const override {
    out.setZero();
  }

 private:
  std::shared_ptr<const OdeModel> model_;
};

TEST_CASE("every ODE of the catalogue keeps the promises of a model", "[models]") {
  for (const CatalogueEntry& entry : catalogue()) {
    const auto* make = std::get_if<OdeFactory>(&entry.make);
    if (make == nullptr) continue;
    for (const auto& [name, problem] : problems()) {
      if (!applies(entry, *problem)) continue;
      INFO(entry.name << ", " << name);
      const Index d = problem->dimension();
      check_sde_model(WithoutNoise((*make)(problem, schedule)), VectorXd::Constant(d, -3.0),
                      VectorXd::Constant(d, 5.0));
    }
  }
}

TEST_CASE("homogenized SDEs of the catalogue keep the promises of a model and of a process",
          "[models]") {
  for (const CatalogueEntry& entry : catalogue()) {
    const auto* make = std::get_if<HomogenizedSdeFactory>(&entry.make);
    if (make == nullptr) continue;
    for (const auto& [name, problem] : problems()) {
      if (!applies(entry, *problem)) continue;
      INFO(entry.name << ", " << name);
      const auto model =
          (*make)(streaming_regression(entry.name, problem), scheduled_rate(eta, schedule));
      const Region at = region(entry, model->layout());
      check_sde_model(*model, at.lo, at.hi);
      check_process(SdeProcess(entry.name, model, std::make_shared<EulerMaruyama>(),
                               {.unit = eta, .refine = 2, .brownian = 4}, StartPoint(at.start)));
    }
  }
}

TEST_CASE("risk curves of the catalogue begin at the risk of their start", "[models]") {
  for (const CatalogueEntry& entry : catalogue()) {
    const auto* make = std::get_if<RiskFactory>(&entry.make);
    if (make == nullptr) continue;
    for (const auto& [name, problem] : problems()) {
      if (!applies(entry, *problem)) continue;
      INFO(entry.name << ", " << name);
      const auto streaming = streaming_regression(entry.name, problem);
      const RiskModel model = (*make)(*streaming, constant_rate(eta));
      const VectorXd v = VectorXd::LinSpaced(problem->dimension(), -1.0, 2.0);
      const RiskModes modes = model.modes(streaming->covariance(), v);
      CHECK(modes.initial.sum() == Approx(streaming->covariance().risk(v)).epsilon(1e-13));
      CHECK(model.equation->rates(0.0, 1.0).drift > 0);
    }
  }
}

TEST_CASE("models of streaming regression refuse other problems", "[models]") {
  CHECK_THROWS_MATCHES(
      streaming_regression("sign_hsgd", problems().front().problem), InvalidInput,
      Catch::Predicate<InvalidInput>([](const InvalidInput& error) {
        return std::string(error.what())
            .starts_with("problem of sign_hsgd must be streaming linear regression, got gradient");
      }));
}

TEST_CASE("a model's kind is that of what it makes", "[models]") {
  CHECK(find_model("sign_sgd").kind() == ModelKind::optimizer);
  CHECK(find_model("sign_sgd_sde").kind() == ModelKind::sde);
  CHECK(find_model("sign_flow").kind() == ModelKind::ode);
  CHECK(find_model("sign_hsgd").kind() == ModelKind::homogenized_sde);
  CHECK(find_model("sign_risk").kind() == ModelKind::risk);
}

TEST_CASE("names of the catalogue are unique, and every entry says what it is", "[models]") {
  std::set<std::string> names;
  for (const CatalogueEntry& entry : catalogue()) {
    INFO(entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK_FALSE(entry.equation.empty());
    CHECK_FALSE(entry.source.empty());
    CHECK(&find_model(entry.name) == &entry);
  }
  // clang-format off
  CHECK(names == std::set<std::string>{
      "sgd", "sign_sgd", "rmsprop", "rmspropw", "rmsprop_l2", "adam", "adamw", "adam_l2",
      "sgd_sde", "sign_sgd_sde", "sign_sgd_correlated_sde", "sign_sgd_phase_three_sde",
      "sgd_second_order_sde", "sign_sgd_second_order_sde",
      "streaming_sign_sgd_sde", "sign_hsgd", "hsgd", "homogenized_adam", "sign_risk", "sgd_risk", "adam_risk",
      "rmsprop_sde", "rmspropw_sde", "malladi_rmsprop_sde", "adam_sde", "adamw_sde", "malladi_adam_sde",
      "gradient_flow", "sign_flow", "sign_sgd_phases_lower", "sign_sgd_phases_upper"});
  // clang-format on
}

TEST_CASE("an unknown model is refused with the nearest", "[models]") {
  CHECK_THROWS_MATCHES(find_model("sign_sdg"), InvalidInput,
                       Message("unknown model \"sign_sdg\", did you mean \"sign_sgd\"?"));
  CHECK_THROWS_MATCHES(find_model("SGD_SDE"), InvalidInput,
                       Catch::Predicate<InvalidInput>([](const InvalidInput& error) {
                         return std::string(error.what()).starts_with("unknown model \"SGD_SDE\"");
                       }));
  CHECK_THROWS_AS(find_model(""), InvalidInput);
}

}  // namespace
}  // namespace sdescent
