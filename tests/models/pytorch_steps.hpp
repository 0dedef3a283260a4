#pragma once
// Made by pytorch_steps.py with PyTorch 1.13.0a0.

namespace sdescent::pytorch {

constexpr int steps = 40;
constexpr double start[] = {0.5, -0.25, 2.0};
constexpr double rate = 0.0625;

// {}
constexpr double sgd[] = {0.171875, -0.5703125, 1.6875};
// {'alpha': 0.9, 'eps': 0.001}
constexpr double rmsprop[] = {-0.25591123979831432, -0.94816086292700141, 1.1154419548058034};
// {'alpha': 0.9, 'eps': 0.001, 'weight_decay': 0.25}
constexpr double rmsprop_l2[] = {-0.31935297452532757, -0.40644491175834374, 0.17284825223970238};
// {'betas': (0.8, 0.95), 'eps': 0.001}
constexpr double adam[] = {-0.13728237311217101, -0.9896861713487114, 1.2142128475376768};
// {'betas': (0.8, 0.95), 'eps': 0.001, 'weight_decay': 0.25}
constexpr double adam_l2[] = {-0.28685768980175846, -0.47492546080008985, 0.28802804367158807};
// {'betas': (0.8, 0.95), 'eps': 0.001, 'weight_decay': 0.25}
constexpr double adamw[] = {-0.23434808821957245, -0.69267755250615759, 0.47883506468260989};

}  // namespace sdescent::pytorch
