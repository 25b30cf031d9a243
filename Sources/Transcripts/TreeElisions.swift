import Documents

/// What an author leaves out of a document: `...` as a line, as an item or as a value. A parser
/// knows nothing of it, so that a member or an item with a name of its own takes its place.
enum TreeElision {
  /// No document has such a word by itself.
  private static let mark = "\u{E0FF}elision"

  static func isMark(_ key: String) -> Bool { key.hasPrefix(mark) }

  /// Whether a value stands for any value, or an item for any items: the mark, or a text that is an
  /// elision by itself.
  static func isAnything(_ tree: DocumentTree) -> Bool {
    guard let scalar = tree.scalar, case .string(let text) = scalar.value else { return false }
    return isMark(text) || Placeholder.isWordElision(Piece(text))
  }
}

extension TreeElision {
  /// JSON in which the marks stand where a parser takes them, with the commas that they need.
  static func markedJSON(_ lines: [Line]) -> String {
    let text = lines.map { $0.isElision ? "..." : $0.text }.joined(separator: "\n")
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var open: [UInt8] = []
    var last: UInt8 = 0
    var count = 0
    var index = 0
    var follows = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        let end = endOfString(at: index, in: bytes)
        if follows { result.append(UInt8(ascii: ",")) }
        result += bytes[index..<end]
        (index, last, follows) = (end, byte, false)
        continue
      }
      if let length = elision(at: index, in: bytes) {
        count += 1
        if !"{[,:".utf8.contains(last) { result.append(UInt8(ascii: ",")) }
        let isKey = open.last == UInt8(ascii: "{") && last != UInt8(ascii: ":")
        result += "\"\(mark)\(count)\"\(isKey ? ":0" : "")".utf8
        index += length
        (last, follows) = (UInt8(ascii: "\""), true)
        continue
      }
      index += 1
      guard !byte.isBlank, byte != 0x0A else {
        result.append(byte)
        continue
      }
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(byte)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
      case UInt8(ascii: ",") where closes(behind: index, in: bytes): continue
      default: break
      }
      if follows, !"]},:".utf8.contains(byte) { result.append(UInt8(ascii: ",")) }
      result.append(byte)
      (last, follows) = (byte, false)
    }
    return result.text
  }

  /// The length of `...` or `…` at a place.
  private static func elision(at index: Int, in bytes: [UInt8]) -> Int? {
    let rest = bytes[index...]
    guard rest.hasPrefix("...") || rest.hasPrefix("…") else { return nil }
    return 3
  }

  /// Whether nothing but an elision's container ends behind a comma.
  private static func closes(behind index: Int, in bytes: [UInt8]) -> Bool {
    let next = bytes[index...].first { !$0.isBlank && $0 != 0x0A }
    return next == UInt8(ascii: "}") || next == UInt8(ascii: "]")
  }

  static func endOfString(at start: Int, in bytes: [UInt8]) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }
}

extension TreeElision {
  /// YAML in which each line that is an elision is a member, an item or both, as its neighbours at
  /// the same column are; where it has none, it is the value of the key above it.
  static func markedYAML(_ lines: [Line]) -> String {
    var result: [String] = []
    for (index, line) in lines.enumerated() {
      guard line.isElision else {
        result.append(line.text)
        continue
      }
      let column = line.piece.prefix(while: \.isBlank).count
      let above = neighbour(lines[..<index].reversed(), at: column)
      let below = neighbour(Array(lines[(index + 1)...]), at: column)
      let indent = String(repeating: " ", count: column)
      if above == .item || (above == nil && below == .item) {
        result.append("\(indent)- \(mark)\(index)")
        guard below == .key else { continue }
      }
      let isMember = above == .key || below == .key
      result.append(indent + (isMember ? "\(mark)\(index): 0" : "\(mark)\(index)"))
    }
    return result.joined(separator: "\n")
  }

  private enum Neighbour {
    case key
    case item
  }

  /// What the nearest line that is not further in has at a column.
  private static func neighbour(_ lines: [Line], at column: Int) -> Neighbour? {
    for line in lines where !line.isBlank && !line.isElision {
      let indent = line.piece.prefix(while: \.isBlank).count
      let rest = line.piece.dropFirst(indent)
      let isItem = rest.first == UInt8(ascii: "-")
      if indent == column { return isItem ? .item : .key }
      let keyColumn = indent + rest.prefix { $0 == UInt8(ascii: "-") || $0.isBlank }.count
      if isItem, keyColumn == column { return .key }
      if indent < column { return nil }
    }
    return nil
  }
}
