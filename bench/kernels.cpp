#include "solvers/kernels/kernels.hpp"

#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"
#include "bench/spread.hpp"
#include "solvers/student_sign.hpp"

#include <fmt/format.h>

#include <iterator>

namespace sdescent::bench {
namespace {

/// A block that stays in the first-level cache.
constexpr long rows = 512, columns = 2, size = rows * columns;

/// What kernels read and write: arguments of both signs, positive ones, two results.
struct Arguments {
  std::vector<double> both = spread(size, -3.0, 3.0), positive = spread(size, 1e-3, 3.0),
                      unit = spread(size, -1.0, 1.0), uniform = spread(size, 0.0, 1.0),
                      result = std::vector<double>(size), second = std::vector<double>(size);
  std::vector<double> factors = std::vector<double>(columns, 0.7);
  StudentSign student = StudentSign(3.0);
  std::uint32_t draw = 0;

  const double* x() const { return both.data(); }
  const double* p() const { return positive.data(); }
  double* out() { return result.data(); }
  const double* by_column() const { return factors.data(); }
  Columns<const double> x_block() const { return {both.data(), rows}; }
  Columns<double> out_block() { return {result.data(), rows}; }
  Columns<double> second_block() { return {second.data(), rows}; }
  PhiloxCounter next() { return {1, 2, ++draw, 0, 0}; }
};

struct Case {
  const char* name;
  void (*call)(const Kernels&, Arguments&);
};

using K = const Kernels&;
using A = Arguments&;

/// Each call works on `size` numbers. Factors of what adds up are tiny.
constexpr Case cases[] = {
    {"uniforms32",
     [](K k, A a) { k.uniforms32(a.next(), 0, rows / 32, columns, 1, a.out_block()); }},
    {"uniforms52",
     [](K k, A a) { k.uniforms52(a.next(), 0, rows / 16, columns, 1, a.out_block()); }},
    {"normals32", [](K k, A a) { k.normals32(a.next(), 0, rows / 32, columns, 1, a.out_block()); }},
    {"normals52", [](K k, A a) { k.normals52(a.next(), 0, rows / 16, columns, 1, a.out_block()); }},
    {"exp", [](K k, A a) { k.exp(size, a.x(), a.out()); }},
    {"log", [](K k, A a) { k.log(size, a.p(), a.out()); }},
    {"sqrt", [](K k, A a) { k.sqrt(size, a.p(), a.out()); }},
    {"erf", [](K k, A a) { k.erf(size, a.x(), a.out()); }},
    {"erfc", [](K k, A a) { k.erfc(size, a.x(), a.out()); }},
    {"normal_cdf", [](K k, A a) { k.normal_cdf(size, a.x(), a.out()); }},
    {"erf_fast", [](K k, A a) { k.erf_fast(size, a.x(), a.out()); }},
    {"erfc_fast", [](K k, A a) { k.erfc_fast(size, a.x(), a.out()); }},
    {"normal_cdf_fast", [](K k, A a) { k.normal_cdf_fast(size, a.x(), a.out()); }},
    {"sign", [](K k, A a) { k.sign(size, a.x(), a.out()); }},
    {"normal_sign",
     [](K k, A a) {
       k.normal_sign(rows, columns, a.by_column(), {}, a.x_block(), a.out_block(),
                     a.second_block());
     }},
    {"normal_sign_fast",
     [](K k, A a) {
       k.normal_sign_fast(rows, columns, a.by_column(), {}, a.x_block(), a.out_block(),
                          a.second_block());
     }},
    {"student_sign",
     [](K k, A a) {
       k.student_sign(a.student.fit(), rows, columns, a.by_column(), {}, a.x_block(), a.out_block(),
                      a.second_block());
     }},
    {"scale_columns",
     [](K k, A a) { k.scale_columns(rows, columns, a.by_column(), a.x_block(), a.out_block()); }},
    {"add_scaled_columns",
     [](K k, A a) {
       k.add_scaled_columns(rows, columns, a.by_column(), a.x_block(), a.out_block());
     }},
    {"normal_sign_mean",
     [](K k, A a) {
       k.normal_sign_mean(rows, columns, a.by_column(), a.x_block(), a.out_block());
     }},
    {"normal_sign_mean_fast",
     [](K k, A a) {
       k.normal_sign_mean_fast(rows, columns, a.by_column(), a.x_block(), a.out_block());
     }},
    {"scale", [](K k, A a) { k.scale(size, 1e-3, a.x(), a.out()); }},
    {"add_scaled", [](K k, A a) { k.add_scaled(size, 1e-3, a.x(), a.out()); }},
    {"inverse_root", [](K k, A a) { k.inverse_root(size, 1e-8, a.p(), a.out()); }},
    {"threshold_sign",
     [](K k, A a) { k.threshold_sign(size, a.unit.data(), a.uniform.data(), a.out()); }},
    {"normal_threshold_sign",
     [](K k, A a) {
       k.normal_threshold_sign(rows, columns, a.by_column(), {a.x(), rows},
                               {a.uniform.data(), rows}, {a.out(), rows});
     }},
    {"inverse_root_fast", [](K k, A a) { k.inverse_root_fast(size, 1e-8, a.p(), a.out()); }},
    {"fill_columns", [](K k, A a) { k.fill_columns(rows, columns, a.by_column(), a.out_block()); }},
    {"multiply_add",
     [](K k, A a) { k.multiply_add(size, 0.5, a.x(), a.p(), 2.0, a.unit.data(), a.out()); }},
    {"multiply", [](K k, A a) { k.multiply(size, 0.5, a.x(), a.p(), a.out()); }},
    {"relax", [](K k, A a) { k.relax(size, 0.5, a.x(), a.p(), a.unit.data(), a.out()); }},
    {"euler_step",
     [](K k, A a) { k.euler_step(size, 1e-3, a.x(), a.p(), a.unit.data(), a.out()); }},
    {"rectified_affine",
     [](K k, A a) {
       k.rectified_affine(rows, columns, columns, a.x(), a.unit.data(), 1, columns, a.by_column(),
                          0.0, a.out());
     }},
    {"cross_products",
     [](K k, A a) { k.cross_products(rows, columns, columns, a.x(), a.p(), a.out()); }},
    {"zero_where_zero", [](K k, A a) { k.zero_where_zero(size, a.x(), a.out()); }},
};
static_assert(std::size(cases) ==
                  (sizeof(Kernels) - sizeof(Kernels::instruction_set)) / sizeof(Kernels::Map*),
              "every kernel is measured");

}  // namespace

void register_kernels() {
  const KernelList sets = available_kernels();
  for (const Case& one : cases)
    for (int i = 0; i < sets.count; ++i)
      benchmark::RegisterBenchmark(
          fmt::format("primitive/{}/{}", one.name, sets.tables[i]->instruction_set).c_str(),
          [call = one.call, table = sets.tables[i]](benchmark::State& state) {
            Arguments arguments;
            for (auto _ : state) {
              call(*table, arguments);
              benchmark::ClobberMemory();
            }
            count_items(state, size);
          });
}

}  // namespace sdescent::bench
