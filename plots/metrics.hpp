#pragma once
/// \file
/// Sizes shared by the layout of a figure and the script that draws it. A pixel is one of the PNG's;
/// the script scales the SVG and the PDF to look alike.

namespace sdescent::metrics {

inline constexpr double kFontSize = 13;     ///< In points: titles, axes, keys.
inline constexpr double kCaptionSize = 11;  ///< In points.
inline constexpr double kPixelsPerPoint = 96.0 / 72.0;
inline constexpr double kEm = kFontSize * kPixelsPerPoint;            ///< Font size in pixels.
inline constexpr double kCaptionEm = kCaptionSize * kPixelsPerPoint;  ///< Of the caption.
inline constexpr double kLine = 1.25 * kEm;                 ///< From a line of text to the next.
inline constexpr double kCaptionLine = 1.3 * kCaptionEm;    ///< In the caption.
inline constexpr double kKeySample = 3;  ///< Length of a sample in the key, in characters.

}  // namespace sdescent::metrics
