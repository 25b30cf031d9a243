import Emulation
import Platform
import Testing

@Suite(.timeLimit(.minutes(2)))
struct FuzzTests {
  /// Feeds pieces of 4 KB to a screen, and the same cut elsewhere to its twin, at random sizes, and
  /// looks at them after each piece.
  func fuzz(seed: UInt64, rounds: Int) {
    var random = Random(seed)
    let (columns, rows) = (1 + random.below(40), 1 + random.below(15))
    var screen = Screen(columns: columns, rows: rows, scrollback: 50)
    var twin = screen
    for round in 1...rounds {
      let bytes = random.output(4096)
      screen.feed(bytes)
      var start = 0
      while start < bytes.count {
        let end = min(start + 1 + random.below(300), bytes.count)
        twin.feed(Array(bytes[start..<end]))
        start = end
      }
      let place = "seed \(seed), round \(round)"
      expectSound(screen, place)
      let isEqual = screen == twin
      #expect(isEqual, "\(place): cut elsewhere, the output gives another screen")
      if random.below(3) > 0 {
        let (columns, rows) = (1 + random.below(40), 1 + random.below(15))
        screen.resize(columns: columns, rows: rows)
        twin.resize(columns: columns, rows: rows)
        expectSound(screen, place + ", resized")
      }
      if random.below(4) == 0 {
        #expect(screen.takeReplies() == twin.takeReplies(), "\(place)")
        #expect(screen.takeEvents() == twin.takeEvents(), "\(place)")
      }
    }
  }

  /// What holds for every screen whatever a program has written.
  func expectSound(_ screen: Screen, _ place: String) {
    #expect((0..<screen.columns).contains(screen.cursor.column), "\(place)")
    #expect((0..<screen.rows).contains(screen.cursor.row), "\(place)")
    #expect(screen.grid.count == screen.rows, "\(place)")
    #expect(screen.scrollback.count <= screen.scrollback.limit, "\(place)")
    for (index, row) in screen.grid.enumerated() {
      #expect(row.cells.count == screen.columns, "\(place), row \(index)")
      #expect(row.cells.hasWholeCharacters, "\(place), row \(index)")
    }
    for (index, row) in screen.scrollback.enumerated() {
      #expect(row.cells.hasWholeCharacters, "\(place), scrolled row \(index)")
    }
    let lines = screen.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.utf8.last != 0x20 }, "\(place)")
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func no_output_and_no_resize_breaks_the_screen(seed: UInt64) {
    fuzz(seed: seed, rounds: 20)
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
      fuzz(seed: seed, rounds: 20)
      seed += 1
      count += 1
    }
    print("\(count) seeds of 20 pieces of 4 KB; the last was \(seed - 1).")
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
      expectSound(screen, "seed \(seed)")
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
      expectSound(screen, "\(columns) columns")
    }
  }
}

extension [Cell] {
  /// Whether every wide character has both halves, and no half is alone.
  fileprivate var hasWholeCharacters: Bool {
    for (column, cell) in enumerated() {
      let followsLeftHalf = column > 0 && self[column - 1].width == 2
      if (cell.width == 0) != followsLeftHalf { return false }
    }
    return last?.width != 2
  }
}
