"""Writes pytorch_steps.hpp: where PyTorch's optimizers go on prescribed gradients, in doubles.

    python3 pytorch_steps.py > pytorch_steps.hpp      (Debian: apt-get install python3-torch)
"""

import torch

STEPS = 40
START = [0.5, -0.25, 2.0]
RATE = 0.0625
CASES = [
    ("sgd", torch.optim.SGD, {}),
    ("rmsprop", torch.optim.RMSprop, {"alpha": 0.9, "eps": 1e-3}),
    ("rmsprop_l2", torch.optim.RMSprop, {"alpha": 0.9, "eps": 1e-3, "weight_decay": 0.25}),
    ("adam", torch.optim.Adam, {"betas": (0.8, 0.95), "eps": 1e-3}),
    ("adam_l2", torch.optim.Adam, {"betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.25}),
    ("adamw", torch.optim.AdamW, {"betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.25}),
]


def gradient(step):
    """Exact in binary, of both signs; PytorchGradients::value() in pytorch_replay.cpp."""
    return torch.tensor([((7 * step + 3 * i) % 11 - 4) / 8 for i in range(len(START))],
                        dtype=torch.float64)


def end_of(optimizer, options):
    x = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    steps = optimizer([x], lr=RATE, **options)
    for step in range(STEPS):
        x.grad = gradient(step)
        steps.step()
    return x.tolist()


print(f"""#pragma once
// Made by pytorch_steps.py with PyTorch {torch.__version__}.

namespace sdescent::pytorch {{

constexpr int steps = {STEPS};
constexpr double start[] = {{{", ".join(map(str, START))}}};
constexpr double rate = {RATE};
""")
for name, optimizer, options in CASES:
    print(f"// {options}")
    print(f"constexpr double {name}[] = {{{', '.join(f'{v:.17g}' for v in end_of(optimizer, options))}}};")
print("\n}  // namespace sdescent::pytorch")
