#include "models/catalogue.hpp"

#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"

namespace sdescent::bench {

void register_catalogue() {
  QuadraticRun size = w1();
  size.steps /= 10;
  size.records /= 10;
  size.start = 0.02;  // in Phase 3 of SignSGD, where every model is defined
  for (const CatalogueEntry& entry : catalogue())
    register_workload("catalogue/" + entry.name, of_catalogue(entry, size));
}

}  // namespace sdescent::bench
