/// A small generator with a seed (SplitMix64), so that a failure can be repeated.
struct Random: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

extension Random {
  /// So many bytes as a program might write them that is broken, or means harm: bytes of any kind,
  /// sequences that mean something, and both.
  mutating func output(_ count: Int) -> [UInt8] {
    let noise = [0, 2, 10][below(3)]
    var bytes: [UInt8] = []
    while bytes.count < count {
      if below(10) < noise {
        bytes.append(UInt8(below(256)))
      } else if below(2) == 0 {
        bytes += sequence().utf8
      } else {
        bytes += Self.pieces[below(Self.pieces.count)].utf8
      }
    }
    return Array(bytes.prefix(count))
  }

  /// A control sequence, seldom one that makes no sense.
  private mutating func sequence() -> String {
    let prefix = ["", "", "", "?", ">"][below(5)]
    let numbers = (0..<below(4)).map { _ in
      ["", "0", "1", "2", "\(below(12))", "\(below(110))", "\(below(70_000))"][below(7)]
    }
    let separator = below(8) == 0 ? ":" : ";"
    let intermediate = ["", "", "", "", "", "", "!", "$", " "][below(9)]
    let finals = Array("@ABCDEFGHIJKLMPSTXZ`abcdefghlmnpqrstuxm")
    return "\u{1B}[" + prefix + numbers.joined(separator: separator) + intermediate
      + String(finals[below(finals.count)])
  }

  /// What sequences are made of, and what has broken terminals.
  private static let pieces: [String] = [
    "\u{1B}[", "\u{1B}[?", "\u{1B}]133;A", "\u{1B}]", "\u{1B}P", "\u{1B}P$q", "\u{1B}\\", "\u{7}",
    "\u{1B}]8;id=1;http://x\u{7}", "\u{1B}]8;;\u{7}", "\u{1B}]52;c;YQ==\u{7}",
    "\u{1B}]2;title\u{7}",
    "\u{1B}[38;5;9m", "\u{1B}[48;2;1;2;3m", "\u{1B}[?1049h", "\u{1B}[?1049l", "\u{1B}[?6h",
    "\u{1B}[?7l", "\u{1B}[?7h", "\u{1B}[?45h", "\u{1B}[?3h", "\u{1B}[2;3r", "\u{1B}[r", "\u{1B}[4h",
    "\u{1B}[4l", "\u{1B}[!p", "\u{1B}[6n", "\u{1B}[22t", "\u{1B}7", "\u{1B}8",
    "\u{1B}M", "\u{1B}D", "\u{1B}E", "\u{1B}H", "\u{1B}c", "\u{1B}#8", "\u{1B}(0", "\u{1B}(B",
    "\u{1B})0", "\u{1B}N", "\u{1B}o", "\u{18}", "\r", "\n", "\r\n", "\t", "\u{8}", "\u{E}", "\u{F}",
    "日", "日本語の", "🦀", "e\u{301}", "\u{301}\u{302}", "\u{200D}", "\u{9B}", "é", "text",
    "a long run of text without an end ", "- two words\r\n", "0123456789012345678901234567890",
  ]
}
