/// Prints lines into a grid's rows, many at once: text, what ends lines, and the sequences that come
/// most often: those that set the look of text, go to a place and erase the rest of a row. Whatever
/// else there is in output stops it.
struct Pen {
  private(set) var row: Int
  private(set) var column: Int
  private(set) var look: Look
  /// True when the last column has been written and the next character begins a new line.
  private(set) var wrapsNext: Bool
  /// The last character that was printed, if any was.
  private(set) var last: Unicode.Scalar?

  /// What holds while lines are printed.
  struct Rules {
    /// Whether text that is too long goes on in the next row.
    var wraps: Bool
    /// Whether places are counted from the grid's first row.
    var moves: Bool
    /// The last row of the region that scrolls.
    var bottom: Int
    /// Whether the region is the whole grid.
    var scrolls: Bool
    /// Whether the rows that scroll away are kept.
    var keeps: Bool
    /// Whether the first of the places for character sets is in use, with ASCII.
    var usesFirst: Bool
  }

  init(_ cursor: Cursor) {
    (row, column, look) = (cursor.row, cursor.column, cursor.look)
    wrapsNext = cursor.wrapsNext
  }

  /// Prints as far as it can; where that is.
  @inline(never)
  mutating func print(
    _ bytes: Span<UInt8>, from start: Int, _ rules: Rules, columns: Int, runsInRow room: Int,
    _ words: inout [UInt64], _ glyphs: inout [UInt32], _ runs: inout [LookRun],
    _ rows: inout [GridRow], _ ring: inout Grid.Ring
  ) -> Int {
    let count = rows.count - Grid.spare
    let hasGlyphs = !glyphs.isEmpty
    var words = words.mutableSpan
    var glyphs = glyphs.mutableSpan
    var runs = runs.mutableSpan
    var rows = rows.mutableSpan
    var line = rows[ring[row]]
    var index = start
    lines: while index < bytes.count {
      let byte = bytes[index]
      // Whether nothing is cut by what comes into the row here.
      let isFree = column >= line.end || line.isASCII && !line.hasMarks
      if byte >= 0x20, !wrapsNext {
        guard isFree, line.looks &+ 2 <= room else { break lines }
        let before = column
        if line.isASCII, byte < 0x7F {
          let printed = words.put(bytes, from: index, at: column, of: columns, in: &line)
          index &+= printed
          column &+= printed
          last = Unicode.Scalar(bytes[index &- 1])
        } else {
          guard hasGlyphs else { break lines }
          if line.isASCII {
            guard bytes.hasCharacter(at: index, in: columns &- column) else { break lines }
            glyphs.spread(words.span, in: &line)
          }
          if line.end < column {
            glyphs.empty(line.end..<column, in: line)
            line.end = column
          }
          var printed = GridRow.Printed(column: column, bytes: index, last: last)
          glyphs.put(bytes, &printed, of: columns, in: &line)
          guard printed.bytes > index else { break lines }
          (index, column, last) = (printed.bytes, printed.column, printed.last)
        }
        runs.set(before..<column, look, in: &line)
        if column >= columns {
          column = columns - 1
          wrapsNext = rules.wraps
        }
      } else if byte == 0x0A || byte.isPrintable {
        if row == rules.bottom {
          guard rules.scrolls, ring.left < Grid.spare else { break lines }
        }
        if byte == 0x0A {
          index &+= 1
        } else {
          guard rules.wraps else { break lines }
          line.continues = true
          column = 0
        }
        wrapsNext = false
        rows[line.place] = line
        if row == rules.bottom {
          ring.advance(keeping: rules.keeps)
          line = rows[ring[row]]
          line.clear()
          runs.set(0..<columns, look.blank, in: &line)
        } else if row < count - 1 {
          row &+= 1
          line = rows[ring[row]]
        }
      } else if byte == 0x0D {
        column = 0
        wrapsNext = false
        index &+= 1
      } else if byte == 0x08, column > 0 {
        column &-= 1
        wrapsNext = false
        index &+= 1
      } else {
        guard byte == 0x1B else { break lines }
        guard let sequence = ShortSequence(bytes, at: index) else {
          guard rules.usesFirst, bytes.designatesASCII(at: index) else { break lines }
          index &+= 3
          continue
        }
        switch sequence.final {
        case UInt8(ascii: "m"):
          if look.apply(sequence) { break }
          guard let end = look.takeRendition(bytes, from: index) else { break lines }
          index = end
          continue
        case UInt8(ascii: "H"):
          guard rules.moves, let place = sequence.place else { break lines }
          rows[line.place] = line
          row = min(place.row, count &- 1)
          column = min(place.column, columns &- 1)
          line = rows[ring[row]]
          wrapsNext = false
        case UInt8(ascii: "d"):
          guard rules.moves, let number = sequence.number else { break lines }
          rows[line.place] = line
          row = min(number, count) &- 1
          line = rows[ring[row]]
          wrapsNext = false
        case UInt8(ascii: "G"):
          guard let number = sequence.number else { break lines }
          column = min(number, columns) &- 1
          wrapsNext = false
        case UInt8(ascii: "C"):
          guard let number = sequence.number else { break lines }
          column = min(column &+ number, columns &- 1)
          wrapsNext = false
        case UInt8(ascii: "K"):
          guard isFree, sequence.count == 0, line.looks &+ 2 <= room else { break lines }
          line.end = min(line.end, column)
          runs.set(column..<columns, look.blank, in: &line)
          line.continues = false
          wrapsNext = false
        default: break lines
        }
        index &+= 3 &+ sequence.count
      }
    }
    rows[line.place] = line
    return index
  }
}
