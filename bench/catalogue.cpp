#include "models/catalogue.hpp"

#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"

namespace sdescent::bench {

void register_catalogue() {
  QuadraticRun size = w1();
  size.steps /= 10;
  size.records /= 10;
  for (const CatalogueEntry& entry : catalogue())
    register_workload("catalogue/" + entry.name, of_catalogue(entry, size));
}

}  // namespace sdescent::bench
