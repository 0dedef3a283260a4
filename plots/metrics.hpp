#pragma once
/// \file
/// Sizes shared by the layout of a figure and the script that draws it. A pixel is one of the
/// PNG's; the script scales the SVG and the PDF to look alike.

namespace sdescent::plots::metrics {

inline constexpr double kPixelsPerInch = 96;
inline constexpr double kPixelsPerPoint = kPixelsPerInch / 72;

inline constexpr double kFontSize = 13;     ///< Of titles, axes and keys, in points.
inline constexpr double kCaptionSize = 11;  ///< In points.
inline constexpr double kEm = kFontSize * kPixelsPerPoint;  ///< Font size in pixels.
inline constexpr double kCaptionEm =
    kCaptionSize * kPixelsPerPoint;  ///< Of the caption, in pixels.

inline constexpr double kKeySpacing = 1.1;   ///< Of lines in a key, as gnuplot counts it.
inline constexpr double kLine = 1.28 * kEm;  ///< The same in pixels; lines of other text.
inline constexpr double kCaptionLine = 1.4 * kCaptionEm;  ///< From line to line, in pixels.

}  // namespace sdescent::plots::metrics
