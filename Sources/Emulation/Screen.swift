/// Emulation is a terminal as a value: bytes go in, and what a person would see comes out. It knows
/// no process, no clock and no descriptor, and two screens that show the same are equal.
///
/// `Screen` is the terminal's state: the visible grid, the lines that have scrolled away, the cursor
/// and the modes. `feed` applies a program's output; `takeReplies` returns what the terminal would
/// send back; `takeEvents` what happened beside the grid.
package struct Screen: Hashable, Sendable {
  /// How many columns the grid has.
  package internal(set) var columns: Int
  /// How many rows the grid has.
  package internal(set) var rows: Int
  /// The visible rows, from the top.
  package internal(set) var grid: Grid
  /// The rows that have scrolled away, the oldest first.
  package internal(set) var scrollback: Scrollback
  /// Where the next character goes.
  package internal(set) var cursor = Cursor()
  /// The modes that the program has set.
  package internal(set) var modes = Modes()
  /// The title that the program has set.
  package internal(set) var title = ""

  /// True while the program shows its alternate screen.
  package internal(set) var isAlternate = false

  /// What comes back when the program leaves the alternate screen.
  var primary: Primary?
  var saved = SavedCursor()
  var scrollTop = 0
  var scrollBottom: Int
  /// Whether there is a tab stop at a column.
  var tabStops: [Bool]
  var charsets = Charsets()
  var links = Links()
  var linkRefusals = 0
  var savedTitles: [String] = []
  var lastPrinted: Unicode.Scalar?
  var parser = Parser()
  var decoder = UTF8Decoder()
  var replies: [UInt8] = []
  var events: [Event] = []

  /// An empty screen of at least one column and row.
  package init(columns: Int, rows: Int, scrollback limit: Int = 10_000) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    grid = Grid(columns: max(1, columns), rows: max(1, rows))
    scrollback = Scrollback(limit: limit)
    scrollBottom = max(1, rows) - 1
    tabStops = Self.defaultTabStops(0..<self.columns)
  }

  /// Applies a program's output. Sequences may be cut anywhere between two calls.
  package mutating func feed(_ bytes: [UInt8]) {
    let bytes = bytes.span
    var index = 0
    while index < bytes.count {
      let start = index
      switch parser.state {
      case .ground where decoder.isIdle: index = takeOutput(bytes, from: index)
      case .controlEntry, .controlParameter: index = takeControl(bytes, from: index)
      case .command, .device: index = parser.takeText(bytes, from: index)
      default: break
      }
      if index == start {
        step(bytes[index])
        index += 1
      }
    }
  }

  /// Applies text and the control sequences in it until something else comes; where it ends.
  @inline(__always)
  private mutating func takeOutput(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    repeat {
      index = takeText(bytes, from: index)
      guard parser.isIntroducer(bytes, at: index) else { return index }
      parser.beginControl()
      index = takeControl(bytes, from: index + 2)
    } while index < bytes.count && parser.state == .ground
    return index
  }

  /// Applies a control sequence that has begun, as far as it goes; where it ends.
  @inline(__always)
  private mutating func takeControl(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let end = parser.takeNumbers(bytes, from: start)
    guard end < bytes.count, parser.takeFinal(bytes[end]) else { return end }
    control(bytes[end])
    return end + 1
  }

  /// Applies text as a program's output.
  package mutating func feed(_ text: String) { feed(Array(text.utf8)) }

  /// What the terminal would have sent to the program since the last call: answers to requests.
  package mutating func takeReplies() -> [UInt8] {
    defer { replies = [] }
    return replies
  }

  /// What happened beside the grid since the last call, at most the last thousand events.
  package mutating func takeEvents() -> [Event] {
    defer { events = [] }
    return events.suffix(Self.mostEvents)
  }

  private mutating func step(_ byte: UInt8) {
    if parser.state == .ground, byte >= 0x80 || !decoder.isIdle {
      if let invalid = decoder.endBefore(byte) { print(invalid) }
      if byte >= 0x80 {
        if let scalar = decoder.take(byte) { print(scalar) }
        return
      }
    }
    switch parser.take(byte) {
    case .nothing: break
    case .print: print(Unicode.Scalar(byte))
    case .execute: execute(byte)
    case .escape: escape(byte)
    case .control: control(byte)
    case .command: command(parser.string)
    case .device: device(parser.string)
    case .again: step(byte)
    }
  }
}

/// Where the next character goes and how it will look.
package struct Cursor: Hashable, Sendable {
  /// The column from 0.
  package internal(set) var column = 0
  /// The row from 0.
  package internal(set) var row = 0
  /// The style and the link of what is printed.
  var look = Look()
  /// True when the last column has been written and the next character begins a new line.
  package internal(set) var wrapsNext = false

  /// The style of what is printed.
  package internal(set) var style: Style {
    get { look.style }
    set { look = Look(style: newValue, link: link) }
  }

  /// The link that what is printed belongs to.
  var link: UInt16 {
    get { look.link }
    set { look = Look(style: style, link: newValue) }
  }

  /// The beginning of the screen.
  init() {}

  /// Where a pen has come to.
  init(_ pen: Pen) {
    (column, row, look, wrapsNext) = (pen.column, pen.row, pen.look, pen.wrapsNext)
  }
}

/// Something a program told the terminal that does not show in the grid.
package enum Event: Hashable, Sendable {
  case bell
  case title(String)
  /// A shell-integration mark (OSC 133): its letter, the rest of its parameters, and the line,
  /// counted from the first line ever, at which it stands.
  case mark(Character, parameters: [String], line: Int)
  /// The working directory that the shell told (OSC 7), as a URL.
  case directory(String)
  /// The text that the program puts into the clipboard (OSC 52).
  case clipboard(String)
}

struct Primary: Hashable, Sendable {
  var grid: Grid
  var saved: SavedCursor
}

struct SavedCursor: Hashable, Sendable {
  var cursor = Cursor()
  var origin = false
  var charsets = Charsets()
}
