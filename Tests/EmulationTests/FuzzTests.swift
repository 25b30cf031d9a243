import Emulation
import Platform
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
  static let pieces: [String] =
    [
      "\u{1B}[", "\u{1B}[?", "\u{1B}[>", "\u{1B}]133;", "\u{1B}]", "\u{1B}P", "\u{1B}P$q",
      "\u{1B}\\", "\u{7}", "\u{1B}]8;id=1;http://x\u{7}", "\u{1B}]8;;\u{7}",
      "\u{1B}]52;c;YQ==\u{7}",
      "\u{1B}]2;title\u{7}", "47", "1049", "65535", "99999999", "38;5;9", "48;2;1;2;3", "?1049h",
      "\u{1B}[?1049h", "\u{1B}[?1049l", "\u{1B}[?6h", "\u{1B}[?7l", "\u{1B}[?45h", "\u{1B}[?3h",
      "\u{1B}[2;3r", "\u{1B}[r", "\u{1B}[4h", "\u{1B}[4l", "\u{1B}[!p", "\u{1B}[6n", "\u{1B}[22t",
      "\u{1B}7", "\u{1B}8", "\u{1B}M", "\u{1B}D", "\u{1B}E", "\u{1B}H", "\u{1B}c", "\u{1B}#8",
      "\u{1B}(0", "\u{1B})0", "\u{1B}N", "\u{1B}o", "\r", "\n", "\t", "\u{8}", "\u{E}", "\u{F}",
      "日", "🦀", "e\u{301}", "\u{200D}", "\u{9B}", "text", "a long run of text without an end ",
    ] + "0123456789;:hlmnpqrstux@ABCDEFGHIJKLMPSTXZ`abcdefg$! ".map(String.init)

  /// Feeds random bytes, pieces and sizes to a screen, and looks at it now and then.
  func fuzz(seed: UInt64, rounds: Int) {
    var random = Random(seed)
    var screen = Screen(columns: 1 + random.below(30), rows: 1 + random.below(12), scrollback: 50)
    for round in 0..<rounds {
      var bytes: [UInt8] = []
      for _ in 0..<40 {
        if random.below(5) == 0 {
          bytes.append(UInt8(random.below(256)))
        } else {
          bytes += Self.pieces[random.below(Self.pieces.count)].utf8
        }
      }
      screen.feed(bytes)
      if random.below(3) == 0 {
        screen.resize(columns: 1 + random.below(40), rows: 1 + random.below(15))
      }
      if round % 20 == 19 { expectSound(screen, seed) }
    }
    #expect(screen.scrollback.count <= 50, "seed \(seed)")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func no_output_and_no_resize_breaks_the_screen(seed: UInt64) {
    fuzz(seed: seed, rounds: 60)
  }

  /// Longer, from another seed each time: `TRESTLE_FUZZ_SECONDS=60 swift test --filter FuzzTests`.
  @Test(.enabled(if: Environment["TRESTLE_FUZZ_SECONDS"] != nil), .timeLimit(.minutes(60)))
  func no_output_breaks_the_screen_for_as_long_as_asked() throws {
    let seconds = try #require(Environment["TRESTLE_FUZZ_SECONDS"].flatMap(Int.init))
    let end = ContinuousClock.now + .seconds(seconds)
    var seed = UInt64.random(in: 1...1 << 40)
    print("The first seed is \(seed).")
    var count = 0
    while ContinuousClock.now < end {
      fuzz(seed: seed, rounds: 60)
      seed += 1
      count += 1
    }
    print("\(count) seeds, the last was \(seed - 1).")
  }

  /// Programs' real output, cut, repeated and at random sizes.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func recorded_output_at_random_sizes_breaks_nothing(seed: UInt64) throws {
    var random = Random(seed)
    let names = ["vim", "less", "nano", "mc", "vttest-2", "vttest-8"]
    let stream = try Recording(names[Int(seed) % names.count]).stream
    var screen = Screen(columns: 80, rows: 24, scrollback: 100)
    for _ in 0..<10 {
      let start = random.below(stream.count)
      screen.feed(Array(stream[start..<min(stream.count, start + random.below(2000))]))
      screen.resize(columns: 1 + random.below(100), rows: 1 + random.below(30))
      expectSound(screen, seed)
    }
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
