#pragma once
/// \file
/// How weight decay ϑ pulls x towards 0.

namespace sdescent {

enum class WeightDecay {
  decoupled,  ///< − η η_t ϑ x beside the step: RMSpropW, AdamW (adaptive (156), (214))
  l2  ///< ϑx is added to every gradient: the optimizer of f(x) + ϑ‖x‖²/2 (adaptive (16))
};

}  // namespace sdescent
