// Philox4x32-10 for neighbouring counters, and what is made of its words. The bit layout is in
// solvers/philox.hpp.

struct Words {
  B w[4];  // in the low halves; the high ones hold what is left over
};

/// Keys of the ten rounds, the same in all lanes. Kept in memory: an operand costs nothing there.
struct RoundKeys {
  W first[philox_constants::rounds], second[philox_constants::rounds];
};
SDESCENT_INLINE RoundKeys round_keys(const PhiloxCounter& at) {
  RoundKeys keys;
  std::uint32_t key0 = at.key0, key1 = at.key1;
  for (int round = 0; round < philox_constants::rounds; ++round) {
    keys.first[round] = splat(std::uint64_t{key0}).v[0];
    keys.second[round] = splat(std::uint64_t{key1}).v[0];
    key0 += philox_constants::weyl0;
    key1 += philox_constants::weyl1;
  }
  return keys;
}

SDESCENT_INLINE Words philox(B c0, B c1, B c2, B c3, const RoundKeys& keys) {
  const auto same = [](W w) { return B{{w, w, w, w}}; };
#pragma GCC unroll 10
  for (int round = 0; round < philox_constants::rounds; ++round) {
    const B p0 = multiply(c0, splat(std::uint64_t{philox_constants::multiplier0}));
    const B p1 = multiply(c2, splat(std::uint64_t{philox_constants::multiplier1}));
    c0 = exclusive_or(high(p1), c1, same(keys.first[round]));
    c2 = exclusive_or(high(p0), c3, same(keys.second[round]));
    c1 = p1;
    c3 = p0;
  }
  return {{c0, c1, c2, c3}};
}

constexpr std::uint64_t low_word = 0xffffffff;

/// 2 word + 1, exactly.
SDESCENT_INLINE D odd_number(B word) {
  return from_bits(merge(low_word, word, splat(std::uint64_t{0x4340000000000000}))) -
         (0x1p53 - 1.0);
}

/// The upper 52 bits of a 64-bit word.
SDESCENT_INLINE B word52(B high_word, B low) { return merge(low_word, low, high_word << 32) >> 12; }

/// (word + ½) · 2⁻⁵²
SDESCENT_INLINE D uniform52(B word) {
  return from_bits(word | 0x3ff0000000000000) - (1.0 - 0x1p-53);
}

struct Pair {
  D first, second;
};

SDESCENT_INLINE Pair polar(D radius, const SinCos& angle) {
  return {radius * angle.cosine, radius * angle.sine};
}

SDESCENT_INLINE Pair normal_pair32(B radius_word, B angle_word, double scale) {
  // (word + ½) 2⁻³⁰ = n + t quarter turns: adding 2²⁹, the nearest n is in bits 30 and 31 and
  // t + ½ = (the rest + ½) 2⁻³⁰. One bit to the left of that, the ½ is a bit of its own.
  const B turns = (angle_word << 1) + ((std::uint64_t{1} << 30) + 1);
  const D t = from_bits(merge(0x7fffffff, turns, splat(std::uint64_t{0x4140000000000000}))) -
              (0x1p21 + 0.5);
  return polar(scale * sqrt_fast(minus_two_log_fast(odd_number(radius_word))),
               quarter_turns<31>(turns, t, sin_fast_poly, cos_fast_poly));
}

SDESCENT_INLINE Pair normal_pair52(const Words& words, double scale) {
  // The same with 52 bits: n from bits 50 and 51, t + ½ = (the rest + ½) 2⁻⁵⁰.
  const B turns = (word52(words.w[3], words.w[2]) << 1) + ((std::uint64_t{1} << 50) + 1);
  const D t = from_bits(merge((std::uint64_t{1} << 51) - 1, turns,
                              splat(std::uint64_t{0x4000000000000000}))) -
              2.5;
  return polar(scale * sqrt(-2.0 * log(uniform52(word52(words.w[1], words.w[0])))),
               quarter_turns<51>(turns, t, sin_poly, cos_poly));
}

constexpr long row = 8;  // counters that share ⌊path/32⌋ (32 bits) or ⌊path/16⌋ (52 bits)

/// Where a vector of counters is: their row among the rows of a block's columns, the place of the
/// first within its row.
struct Place {
  long column = 0, group = 0, first = 0;

  void advance(long groups) {
    if ((first += width) < row) return;
    first = 0;
    if (++group < groups) return;
    group = 0;
    ++column;
  }
};

/// f(words, put) for all counters of `groups` rows of all columns, four vectors at a time; the last
/// four may reach past the end, where put(j, numbers) writes nothing. Number j of a counter goes to
/// place j·8 + (counter mod 8) of its row, which fills `paths` numbers.
template <class F>
SDESCENT_INLINE void draw(const PhiloxCounter& at, std::uint64_t group, long groups, long columns,
                          long paths, Columns<double> out, F f) {
  W steps{};
  for (long i = 0; i < width; ++i) steps[i] = static_cast<std::uint64_t>(i);
  const RoundKeys keys = round_keys(at);
  const B word1 = splat(std::uint64_t{at.word1}), word3 = splat(std::uint64_t{at.word3});
  for (Place next; next.column < columns;) {
    Place places[4];
    B counter0 = splat(std::uint64_t{0}), counter2 = counter0;
    for (int i = 0; i < 4; ++i) {
      places[i] = next;
      counter0.v[i] = steps + ((group + static_cast<std::uint64_t>(next.group)) * row +
                               static_cast<std::uint64_t>(next.first));
      counter2.v[i] = counter2.v[i] + (at.word2 + static_cast<std::uint64_t>(next.column));
      next.advance(groups);
    }
    f(philox(counter0, word1, counter2, word3, keys), [&](long j, D values) {
      for (int i = 0; i < 4; ++i)
        if (places[i].column < columns)
          store_one(out.data + places[i].column * out.stride + places[i].group * paths + j * row +
                        places[i].first,
                    values.v[i]);
    });
  }
}

void uniforms32(const PhiloxCounter& at, std::uint64_t group, long groups, long columns,
                double scale, Columns<double> out) {
  draw(at, group, groups, columns, 4 * row, out, [scale](const Words& words, auto put) {
    for (int j = 0; j < 4; ++j) put(j, (scale * 0x1p-33) * odd_number(words.w[j]));
  });
}

void uniforms52(const PhiloxCounter& at, std::uint64_t group, long groups, long columns,
                double scale, Columns<double> out) {
  draw(at, group, groups, columns, 2 * row, out, [scale](const Words& words, auto put) {
    put(0, scale * uniform52(word52(words.w[1], words.w[0])));
    put(1, scale * uniform52(word52(words.w[3], words.w[2])));
  });
}

void normals32(const PhiloxCounter& at, std::uint64_t group, long groups, long columns,
               double scale, Columns<double> out) {
  draw(at, group, groups, columns, 4 * row, out, [scale](const Words& words, auto put) {
    for (int j = 0; j < 4; j += 2) {
      const auto [first, second] = normal_pair32(words.w[j], words.w[j + 1], scale);
      put(j, first);
      put(j + 1, second);
    }
  });
}

void normals52(const PhiloxCounter& at, std::uint64_t group, long groups, long columns,
               double scale, Columns<double> out) {
  draw(at, group, groups, columns, 2 * row, out, [scale](const Words& words, auto put) {
    const auto [first, second] = normal_pair52(words, scale);
    put(0, first);
    put(1, second);
  });
}
