/// A line of a normalised text, with its number in the text that it came from.
package struct Line: Hashable, Sendable {
  /// Counted from 1.
  package let number: Int
  let bytes: [UInt8]
  /// Whether it is the sum of blocks that stands above a list of files.
  var isSumOfFiles = false

  init(number: Int, bytes: [UInt8]) {
    self.number = number
    self.bytes = bytes
  }

  package var text: String { bytes.text }

  /// Whether the line stands for any lines where an author expects it: `...`, `<snip>` and the like.
  package var isElision: Bool { Placeholder.isElision(piece) }
  var isBlank: Bool { bytes.isEmpty }
  var piece: Piece { bytes[...] }
}

/// Brings a text as it was seen on a screen into the form in which texts are compared: without
/// common indent, tabs, trailing blanks, hard blanks and needless blank lines.
package enum Normaliser {
  static let tabWidth = 8

  /// The lines of a text; blank lines at both ends are gone and runs of them are one line.
  package static func lines(_ text: String, firstNumber: Int = 1) -> [Line] {
    let bytes = Array(text.utf8)
    // Hard blanks begin with this byte, and so do few other characters.
    if bytes.contains(0x09) || bytes.contains(0xC2) {
      return linesWithTabs(text, firstNumber: firstNumber)
    }
    var ranges: [Range<Int>] = []
    var start = 0
    var indent = Int.max
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var last = end
      while last > start, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x0D { last -= 1 }
      ranges.append(start..<last)
      if start < last {
        var first = start
        while bytes[first] == 0x20 { first += 1 }
        indent = min(indent, first - start)
      }
      start = end + 1
    }
    var lines: [Line] = []
    lines.reserveCapacity(ranges.count)
    for (index, range) in ranges.enumerated() {
      if range.isEmpty, lines.last?.isBlank ?? true { continue }
      let line = range.isEmpty ? [] : Array(bytes[(range.lowerBound + indent)..<range.upperBound])
      lines.append(Line(number: firstNumber + index, bytes: line))
    }
    if lines.last?.isBlank == true { lines.removeLast() }
    return lines
  }

  /// The same for texts in which a byte is not always a column.
  private static func linesWithTabs(_ text: String, firstNumber: Int) -> [Line] {
    var raw = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      withoutTrailingBlanks(withoutHardBlanks(Array($0)))
    }
    removeCommonIndent(&raw)
    raw = raw.map(withoutTabs)
    removeCommonIndent(&raw)
    var lines: [Line] = []
    for (index, bytes) in raw.enumerated() {
      if bytes.isEmpty, lines.last?.isBlank ?? true { continue }
      lines.append(Line(number: firstNumber + index, bytes: bytes))
    }
    if lines.last?.isBlank == true { lines.removeLast() }
    return lines
  }

  /// The normalised text.
  package static func text(_ text: String) -> String {
    lines(text).map(\.text).joined(separator: "\n")
  }

  private static func withoutHardBlanks(_ line: [UInt8]) -> [UInt8] {
    guard line.contains(0xC2) else { return line }
    var result: [UInt8] = []
    var index = 0
    while index < line.count {
      if line[index] == 0xC2, index + 1 < line.count, line[index + 1] == 0xA0 {
        result.append(0x20)
        index += 2
      } else {
        result.append(line[index])
        index += 1
      }
    }
    return result
  }

  private static func withoutTrailingBlanks(_ line: [UInt8]) -> [UInt8] {
    var line = line
    while let last = line.last, last.isBlank || last == 0x0D { line.removeLast() }
    return line
  }

  private static func withoutTabs(_ line: [UInt8]) -> [UInt8] {
    guard line.contains(0x09) else { return line }
    var result: [UInt8] = []
    var column = 0
    for byte in line {
      if byte == 0x09 {
        let width = tabWidth - column % tabWidth
        result += [UInt8](repeating: 0x20, count: width)
        column += width
      } else {
        result.append(byte)
        if byte & 0xC0 != 0x80 { column += 1 }
      }
    }
    return result
  }

  private static func removeCommonIndent(_ lines: inout [[UInt8]]) {
    var common: Piece?
    for line in lines where !line.isEmpty {
      let indent = line.prefix { $0.isBlank }
      guard let known = common else {
        common = indent
        continue
      }
      var length = 0
      for (left, right) in zip(known, indent) {
        guard left == right else { break }
        length += 1
      }
      common = known.prefix(length)
      if length == 0 { return }
    }
    guard let width = common?.count, width > 0 else { return }
    for index in lines.indices where !lines[index].isEmpty { lines[index].removeFirst(width) }
  }
}
