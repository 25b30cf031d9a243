/// How a text is written in YAML: plain, in quotes, or as a block of lines.
enum YAMLQuoting {
  static func key(_ text: String) -> String {
    if text == "<<" { return "\"<<\"" }
    let traits = Traits(text)
    if traits.plainIsAllowed, !text.isEmpty, YAMLScalar.staysText(text) { return text }
    if !YAMLScalar.staysText(text) || !traits.quoteIsAllowed || traits.hasBreak {
      return doubleQuoted(text)
    }
    return singleQuoted(text)
  }

  /// A value; the lines of a block begin at `indent`.
  static func value(_ text: String, indent: Int) -> String {
    let traits = Traits(text)
    if text.utf8.contains(0x0A) {
      return traits.blockIsAllowed ? block(text, indent: indent) : doubleQuoted(text)
    }
    guard YAMLScalar.staysText(text) else { return doubleQuoted(text) }
    if traits.plainIsAllowed { return text }
    return traits.quoteIsAllowed ? singleQuoted(text) : doubleQuoted(text)
  }

  private static func block(_ text: String, indent: Int) -> String {
    var head = "|"
    if let first = text.utf8.first, first == 0x20 || first == 0x0A { head += "2" }
    if !text.hasSuffix("\n") {
      head += "-"
    } else if text == "\n" || text.utf8.dropLast().last == 0x0A {
      head += "+"
    }
    let margin = String(repeating: " ", count: indent)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    return ([head[...]] + lines.map { $0.isEmpty ? "" : margin + $0 }).joined(separator: "\n")
  }

  private static func singleQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  private static func doubleQuoted(_ text: String) -> String {
    var written = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": written += "\\\""
      case "\\": written += "\\\\"
      case "\0": written += "\\0"
      case "\u{07}": written += "\\a"
      case "\u{08}": written += "\\b"
      case "\t": written += "\\t"
      case "\n": written += "\\n"
      case "\u{0B}": written += "\\v"
      case "\u{0C}": written += "\\f"
      case "\r": written += "\\r"
      case "\u{1B}": written += "\\e"
      case "\u{85}": written += "\\N"
      case "\u{2028}": written += "\\L"
      case "\u{2029}": written += "\\P"
      default:
        if Traits.isPrintable(scalar) {
          written.unicodeScalars.append(scalar)
        } else {
          written += escape(scalar.value)
        }
      }
    }
    return written + "\""
  }

  private static func escape(_ code: UInt32) -> String {
    let (letter, width) = code <= 0xFF ? ("x", 2) : code <= 0xFFFF ? ("u", 4) : ("U", 8)
    let digits = String(code, radix: 16, uppercase: true)
    return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
  }
}

/// What in a text decides how it can be written.
private struct Traits {
  var plainIsAllowed = true
  var quoteIsAllowed = true
  var blockIsAllowed = true
  var hasBreak = false

  init(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last else { return }
    var isSpecial = false
    var blankBeforeBreak = false
    var breakBeforeBlank = false
    var hasIndicator = text.hasPrefix("---") || text.hasPrefix("...")
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      let blankFollows = next.map(Traits.isBlankOrBreak) ?? true
      hasIndicator =
        hasIndicator
        || Traits.isIndicator(
          scalar, isFirst: index == 0, blankFollows: blankFollows,
          blankPrecedes: index == 0 || Traits.isBlankOrBreak(scalars[index - 1]))
      if !Traits.isPrintable(scalar) { isSpecial = true }
      if Traits.isBreak(scalar) { hasBreak = true }
      if scalar == " ", let next, Traits.isBreak(next) { blankBeforeBreak = true }
      if Traits.isBreak(scalar), next == " " { breakBeforeBlank = true }
    }
    let isPadded = [first, last].contains { $0 == " " || Traits.isBreak($0) }
    plainIsAllowed = !hasIndicator && !isSpecial && !hasBreak && !isPadded
    quoteIsAllowed = !isSpecial && !blankBeforeBreak && !breakBeforeBlank
    blockIsAllowed = !isSpecial && !blankBeforeBreak && last != " "
  }

  private static func isIndicator(
    _ scalar: Unicode.Scalar, isFirst: Bool, blankFollows: Bool, blankPrecedes: Bool
  ) -> Bool {
    if isFirst {
      switch scalar {
      case "#", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`":
        return true
      case "?", ":", "-": return blankFollows
      default: return false
      }
    }
    return scalar == ":" && blankFollows || scalar == "#" && blankPrecedes
  }

  private static func isBlankOrBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || isBreak(scalar)
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// What kubectl writes as it is: no control characters, no tabs, nothing beyond the basic plane.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    default: false
    }
  }
}
