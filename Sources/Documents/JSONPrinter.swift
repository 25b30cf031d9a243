/// Values written as JSON texts.
extension Value {
  /// The document as JSON: without blanks, or indented by that many blanks a level.
  package func json(indent: Int? = nil) -> String {
    var text: [UInt8] = []
    write(to: &text, indent: indent, level: 0)
    return String(decoding: text, as: UTF8.self)
  }

  private func write(to text: inout [UInt8], indent: Int?, level: Int) {
    switch self {
    case .null: text += "null".utf8
    case .bool(let flag): text += (flag ? "true" : "false").utf8
    case .integer(let number): text += String(number).utf8
    case .number(let number):
      if let whole = Int(exactly: number) {
        text += String(whole).utf8
      } else {
        text += String(number).utf8
      }
    case .string(let string): JSON.write(string, to: &text)
    case .array(let items):
      Value.writeList(items, "[", "]", to: &text, indent: indent, level: level) { item, text in
        item.write(to: &text, indent: indent, level: level + 1)
      }
    case .object(let members):
      Value.writeList(Array(members), "{", "}", to: &text, indent: indent, level: level) {
        member, text in
        JSON.write(member.key, to: &text)
        text += (indent == nil ? ":" : ": ").utf8
        member.value.write(to: &text, indent: indent, level: level + 1)
      }
    }
  }

  private static func writeList<Item>(
    _ items: [Item], _ open: String, _ close: String, to text: inout [UInt8], indent: Int?,
    level: Int, _ write: (Item, inout [UInt8]) -> Void
  ) {
    func newLine(_ level: Int) {
      guard let indent, !items.isEmpty else { return }
      text.append(0x0A)
      text += [UInt8](repeating: 0x20, count: indent * level)
    }
    text += open.utf8
    for (index, item) in items.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      newLine(level + 1)
      write(item, &text)
    }
    newLine(level)
    text += close.utf8
  }
}

extension JSON {
  /// Writes a string with quotes and escapes.
  static func write(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): text += #"\""#.utf8
      case UInt8(ascii: "\\"): text += #"\\"#.utf8
      case 0x08: text += #"\b"#.utf8
      case 0x0C: text += #"\f"#.utf8
      case 0x0A: text += #"\n"#.utf8
      case 0x0D: text += #"\r"#.utf8
      case 0x09: text += #"\t"#.utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        text += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
