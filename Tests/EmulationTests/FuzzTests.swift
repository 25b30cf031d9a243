import Emulation
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FuzzTests {
  /// What holds for every screen whatever a program has written.
  func expectSound(_ screen: Screen, _ seed: UInt64) {
    #expect((0..<screen.columns).contains(screen.cursor.column), "seed \(seed)")
    #expect((0..<screen.rows).contains(screen.cursor.row), "seed \(seed)")
    #expect(screen.grid.count == screen.rows, "seed \(seed)")
    for row in screen.grid {
      #expect(row.cells.count == screen.columns, "seed \(seed)")
      for (column, cell) in row.cells.enumerated() {
        let left = column > 0 ? row.cells[column - 1].width : 1
        #expect((cell.width == 0) == (left == 2), "seed \(seed), column \(column)")
      }
      #expect(row.cells.last?.width != 2, "seed \(seed)")
    }
    _ = screen.text
  }

  /// The pieces that sequences are made of come often, so that many random strings mean something.
  static let pieces: [String] = [
    "\u{1B}[", "\u{1B}[?", "\u{1B}]133;", "\u{1B}]", "\u{1B}P", "\u{1B}\\", "\u{7}", ";", ":", "0",
    "1", "2", "5", "9", "47", "1049", "65535", "99999999", "h", "l", "m", "H", "J", "K", "L", "M",
    "P", "@", "X", "b", "r", "S", "T", "A", "B", "C", "D", "s", "u", "\u{1B}7", "\u{1B}8",
    "\u{1B}M",
    "\u{1B}D", "\u{1B}c", "\r", "\n", "\t", "\u{8}", "日", "🦀", "e\u{301}", "text", "\u{1B}(0",
    "\u{E}", "\u{F}", "\u{1B}#8", "6", "7", "\u{1B}[6n", "\u{1B}[!p", "\u{1B}[4h",
  ]

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func no_output_and_no_resize_breaks_the_screen(seed: UInt64) {
    var random = Random(seed)
    var screen = Screen(columns: 1 + random.below(30), rows: 1 + random.below(12), scrollback: 50)
    for _ in 0..<60 {
      var bytes: [UInt8] = []
      for _ in 0..<40 {
        if random.below(4) == 0 {
          bytes.append(UInt8(random.below(256)))
        } else {
          bytes += Self.pieces[random.below(Self.pieces.count)].utf8
        }
      }
      screen.feed(bytes)
      if random.below(4) == 0 {
        screen.resize(columns: 1 + random.below(40), rows: 1 + random.below(15))
      }
    }
    expectSound(screen, seed)
  }

  @Test(arguments: [
    "\u{1B}[5b", "日\u{1B}[100b", "\u{1B}[999999999999999999999b", "\u{1B}[0;0r\u{1B}[99;1r",
    "\u{1B}[;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;m",
    "\u{1B}[38m\u{1B}[38;2m\u{1B}[48:5m",
    "\u{1B}]133", "\u{1B}]133;\u{7}", "\u{1B}[-1;H",
  ])
  func what_broke_other_emulators_does_no_harm(output: String) {
    for columns in 1...3 {
      var screen = Screen(columns: columns, rows: 2)
      screen.feed(output)
      screen.feed("x\r\n")
      screen.resize(columns: 1, rows: 1)
      expectSound(screen, 0)
    }
  }
}

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
