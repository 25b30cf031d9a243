/// Prints lines into a grid's rows, many at once: text, what ends lines, and the sequences that come
/// most often: those that set the look of text, go to a place and erase the rest of a row. Whatever
/// else there is in output stops it.
struct Pen {
  private(set) var row: Int
  private(set) var column: Int
  private(set) var look: Look
  /// True when the last column has been written and the next character begins a new rows[place].
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
    var place = ring[row]
    var index = start
    lines: while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, !wrapsNext {
        let isASCII = rows[place].isASCII
        // What comes here must not cut anything.
        guard column >= rows[place].end || isASCII && !rows[place].hasMarks,
          rows[place].looks &+ 2 <= room
        else { break lines }
        let before = column
        if isASCII, byte < 0x7F {
          let printed = words.put(bytes, from: index, at: column, of: columns, in: &rows[place])
          index &+= printed
          column &+= printed
          last = Unicode.Scalar(bytes[index &- 1])
        } else {
          guard hasGlyphs else { break lines }
          if isASCII {
            guard bytes.hasCharacter(at: index, in: columns &- column) else { break lines }
            glyphs.spread(words.span, in: &rows[place])
          }
          if rows[place].end < column {
            glyphs.empty(rows[place].end..<column, in: rows[place])
            rows[place].end = column
          }
          var printed = GridRow.Printed(column: column, bytes: index, last: last)
          glyphs.put(bytes, &printed, of: columns, in: &rows[place])
          guard printed.bytes > index else { break lines }
          (index, column, last) = (printed.bytes, printed.column, printed.last)
        }
        runs.set(before..<column, look, in: &rows[place])
        if column >= columns {
          column = columns - 1
          wrapsNext = rules.wraps
        }
      } else if byte == 0x0D {
        column = 0
        wrapsNext = false
        index &+= 1
      } else if byte == 0x0A || byte.isPrintable {
        if row == rules.bottom {
          guard rules.scrolls, ring.left < Grid.spare else { break lines }
        }
        if byte == 0x0A {
          index &+= 1
        } else {
          guard rules.wraps else { break lines }
          rows[place].continues = true
          column = 0
        }
        wrapsNext = false
        if row == rules.bottom {
          ring.advance(keeping: rules.keeps)
          place = ring[row]
          rows[place].clear()
          runs.set(0..<columns, look.blank, in: &rows[place])
        } else if row < count - 1 {
          row &+= 1
          place = ring[row]
        }
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
          guard rules.moves, let target = sequence.place else { break lines }
          row = min(target.row, count &- 1)
          column = min(target.column, columns &- 1)
          place = ring[row]
          wrapsNext = false
        case UInt8(ascii: "d"):
          guard rules.moves, let number = sequence.number else { break lines }
          row = min(number, count) &- 1
          place = ring[row]
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
          guard column >= rows[place].end || rows[place].isASCII && !rows[place].hasMarks,
            rows[place].looks &+ 2 <= room, sequence.count == 0
          else { break lines }
          rows[place].end = min(rows[place].end, column)
          runs.set(column..<columns, look.blank, in: &rows[place])
          rows[place].continues = false
          wrapsNext = false
        default: break lines
        }
        index &+= 3 &+ sequence.count
      }
    }
    return index
  }
}
