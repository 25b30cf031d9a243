import Emulation
import Testing

/// A row as a list of single places, to compare the real one with.
private struct PlainRow {
  var places: [Cell]

  mutating func print(_ text: String, at column: Int, _ style: Style) {
    for (offset, scalar) in text.unicodeScalars.enumerated() {
      places[column + offset] = Cell(scalar: scalar, style: style)
    }
  }

  mutating func erase(_ range: Range<Int>, _ blank: Cell) {
    for column in range { places[column] = blank }
  }

  mutating func insert(_ count: Int, at column: Int, _ blank: Cell) {
    places.insert(contentsOf: repeatElement(blank, count: count), at: column)
    places.removeLast(count)
  }

  mutating func delete(_ count: Int, at column: Int, _ blank: Cell) {
    places.removeSubrange(column..<column + count)
    places += repeatElement(blank, count: count)
  }
}

@Suite(.timeLimit(.minutes(1)))
struct RowTests {
  static let columns = 24

  /// The sequences that set a colour for text and for what is erased, and what both then look like.
  private func color(_ random: inout Random) -> (sequence: String, style: Style, blank: Cell) {
    let (foreground, background) = (random.below(3), random.below(3))
    var style = Style()
    if foreground > 0 { style.foreground = .palette(UInt8(foreground)) }
    if background > 0 { style.background = .palette(UInt8(background)) }
    let numbers = [
      foreground > 0 ? "3\(foreground)" : "39", background > 0 ? "4\(background)" : "49",
    ]
    let blank = Cell(scalar: nil, style: Style(background: style.background))
    return ("\u{1B}[\(numbers.joined(separator: ";"))m", style, blank)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func a_row_changed_anywhere_looks_as_its_single_places_do(seed: UInt64) {
    var random = Random(seed)
    var screen = Screen(columns: Self.columns, rows: 2)
    var plain = PlainRow(places: Array(repeating: Cell(), count: Self.columns))
    for step in 1...60 {
      let (sequence, style, blank) = color(&random)
      let column = random.below(Self.columns)
      let count = 1 + random.below(Self.columns - column)
      screen.feed("\u{1B}[1;\(column + 1)H" + sequence)
      switch random.below(8) {
      case 0:
        screen.feed("\u{1B}[K")
        plain.erase(column..<Self.columns, blank)
      case 1:
        screen.feed("\u{1B}[\(count)X")
        plain.erase(column..<column + count, blank)
      case 2:
        screen.feed("\u{1B}[\(count)@")
        plain.insert(count, at: column, blank)
      case 3:
        screen.feed("\u{1B}[\(count)P")
        plain.delete(count, at: column, blank)
      default:
        let text = String(String(repeating: "text éö", count: 4).dropFirst(step % 7).prefix(count))
        screen.feed(text)
        plain.print(text, at: column, style)
      }
      #expect(screen.grid[0].cells == plain.places, "seed \(seed), step \(step)")
    }
    screen.feed("\u{1B}[m\u{1B}[2;1H\n")
    while plain.places.last == Cell() { plain.places.removeLast() }
    #expect(screen.scrollback.first?.cells == plain.places, "seed \(seed), scrolled away")
  }

  @Test func a_mark_on_the_right_half_of_a_wide_character_leaves_it_whole() {
    var screen = Screen(columns: 10, rows: 2)
    screen.feed("日本\u{1B}[1;2H\u{301}")
    #expect(screen.lines[0] == "日\u{301}本")
  }

  @Test func a_row_used_again_shows_nothing_of_what_it_had() {
    var screen = Screen(columns: 10, rows: 2)
    screen.feed("0123456789\r\nnext\r\n\u{1B}[5Gx\r\n")
    #expect(screen.lines == ["    x", ""])
    #expect(screen.grid[0].cells.prefix(4).allSatisfy { $0 == Cell() })
    #expect(screen.text == "0123456789\nnext\n    x")
  }
}
