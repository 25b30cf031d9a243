/// What HTML consists of.
enum HTMLToken: Hashable, Sendable {
  case text(String)
  case start(name: String, attributes: [String: String], closesItself: Bool)
  case end(String)
}

/// Cuts HTML into tokens, each byte once: what is not closed goes on to the end of the text.
struct HTMLTokenizer {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Everything up to an element's end tag as text. Entities count only in some elements.
  mutating func rawText(of name: String) -> String {
    let text = raw(Array(name.utf8))
    return name == "textarea" || name == "title" ? HTMLEntities.decoded(text) : text
  }

  /// Leaves a line feed out that stands first in an element.
  mutating func skipLineFeed() {
    if byte(0) == UInt8(ascii: "\r") { position += 1 }
    if byte(0) == UInt8(ascii: "\n") { position += 1 }
  }

  /// The next token; nil at the end.
  mutating func next() -> HTMLToken? {
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else { return text() }
      switch byte(1) {
      case let next? where next.isASCIILetter: return tag(isEnd: false)
      case UInt8(ascii: "/")?:
        if byte(2)?.isASCIILetter == true { return tag(isEnd: true) }
        if byte(2) == nil { return text() }
        skipBogusComment()
      case UInt8(ascii: "!")?, UInt8(ascii: "?")?:
        if byte(2) == UInt8(ascii: "-"), byte(3) == UInt8(ascii: "-") {
          skipComment()
        } else {
          skipBogusComment()
        }
      default: return text()
      }
    }
    return nil
  }

  private func byte(_ offset: Int) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  private func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private mutating func text() -> HTMLToken {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    return .text(HTMLEntities.decoded(string(start..<position)))
  }

  private mutating func raw(_ name: [UInt8]) -> String {
    let start = position
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "<"), byte(1) == UInt8(ascii: "/"),
        position + 2 + name.count <= bytes.count,
        bytes[(position + 2)..<(position + 2 + name.count)].elementsEqual(
          name,
          by: {
            $0.lowercasedASCII == $1
          }), byte(2 + name.count).map(\.endsTagName) ?? true
      {
        break
      }
      position += 1
    }
    return string(start..<position)
  }

  private mutating func skipComment() {
    position += 4
    // `<!-->` and `<!--->` are whole comments.
    if byte(0) == UInt8(ascii: ">") { position += 1; return }
    if byte(0) == UInt8(ascii: "-"), byte(1) == UInt8(ascii: ">") { position += 2; return }
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "-"), byte(1) == UInt8(ascii: "-") {
        if byte(2) == UInt8(ascii: ">") { position += 3; return }
        if byte(2) == UInt8(ascii: "!"), byte(3) == UInt8(ascii: ">") { position += 4; return }
      }
      position += 1
    }
  }

  private mutating func skipBogusComment() {
    while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
    position = min(position + 1, bytes.count)
  }

  /// A tag; one that does not end is left out with all that follows, as browsers do it.
  private mutating func tag(isEnd: Bool) -> HTMLToken? {
    position += isEnd ? 2 : 1
    let start = position
    while let next = byte(0), !next.endsTagName { position += 1 }
    let name = string(start..<position).lowercased()
    var attributes: [String: String] = [:]
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: ">"):
        position += 1
        return isEnd
          ? .end(name) : .start(name: name, attributes: attributes, closesItself: false)
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: ">"):
        position += 2
        return isEnd ? .end(name) : .start(name: name, attributes: attributes, closesItself: true)
      case UInt8(ascii: "/"): position += 1
      case let next where next.isHTMLBlank: position += 1
      default:
        let (name, value) = attribute()
        if attributes[name] == nil { attributes[name] = value }
      }
    }
    return nil
  }

  private mutating func attribute() -> (String, String) {
    let start = position
    position += 1
    while let next = byte(0), !next.endsTagName, next != UInt8(ascii: "=") { position += 1 }
    let name = string(start..<position).lowercased()
    let end = position
    skipBlanks()
    guard byte(0) == UInt8(ascii: "=") else {
      position = end
      return (name, "")
    }
    position += 1
    skipBlanks()
    guard let quote = byte(0) else { return (name, "") }
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      position += 1
      let start = position
      while let next = byte(0), next != quote { position += 1 }
      let value = string(start..<position)
      position = min(position + 1, bytes.count)
      return (name, HTMLEntities.decoded(value, inAttribute: true))
    }
    let first = position
    while let next = byte(0), !next.isHTMLBlank, next != UInt8(ascii: ">") { position += 1 }
    return (name, HTMLEntities.decoded(string(first..<position), inAttribute: true))
  }

  private mutating func skipBlanks() {
    while byte(0)?.isHTMLBlank == true { position += 1 }
  }
}

extension UInt8 {
  var isASCIILetter: Bool { (65...90).contains(self) || (97...122).contains(self) }
  var isASCIIDigit: Bool { (48...57).contains(self) }
  var lowercasedASCII: UInt8 { (65...90).contains(self) ? self + 32 : self }
  fileprivate var isHTMLBlank: Bool {
    self == 32 || self == 9 || self == 10 || self == 12 || self == 13
  }
  fileprivate var endsTagName: Bool {
    isHTMLBlank || self == UInt8(ascii: "/") || self == UInt8(ascii: ">")
  }
}
