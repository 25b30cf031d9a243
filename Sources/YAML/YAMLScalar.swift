/// What an unquoted scalar stands for, by the rules that Kubernetes' tools follow.
import Documents

enum YAMLScalar {
  /// The value of a scalar as it was written.
  static func value(_ text: String, plain: Bool, tag: String?) -> Value {
    switch tag {
    case "tag:yaml.org,2002:str", "tag:yaml.org,2002:binary", "!": return .string(text)
    case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
      "tag:yaml.org,2002:null":
      return resolved(text)
    default: return plain ? resolved(text) : .string(text)
    }
  }

  /// Whether a text means itself when it is written without quotes.
  static func staysText(_ text: String) -> Bool {
    guard case .string = resolved(text) else { return false }
    return !isTimestamp(text) && !isSexagesimal(text)
  }

  /// The value of an unquoted scalar.
  static func resolved(_ text: String) -> Value {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON": return true
    case "false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF": return false
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    default: break
    }
    guard let first = text.utf8.first, isNumeric(first) else { return .string(text) }
    if isTimestamp(text) { return .string(text) }
    let digits = text.utf8.contains(UInt8(ascii: "_")) ? text.filter { $0 != "_" } : text
    return integer(digits) ?? float(digits) ?? .string(text)
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Decimal, or with a leading `0x`, `0o`, `0b` or `0` (octal).
  private static func integer(_ text: String) -> Value? {
    var digits = text[...]
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" {
      digits.removeFirst()
      if first == "-" { sign = "-" }
    }
    guard let first = digits.utf8.first, isDigit(first) else { return nil }
    var radix = 10
    if digits.count > 1, first == UInt8(ascii: "0") {
      switch digits.dropFirst().first {
      case "x", "X": (radix, digits) = (16, digits.dropFirst(2))
      case "o", "O": (radix, digits) = (8, digits.dropFirst(2))
      case "b", "B": (radix, digits) = (2, digits.dropFirst(2))
      default: (radix, digits) = (8, digits.dropFirst(1))
      }
      guard let next = digits.first, next.isHexDigit else { return nil }
    }
    return Int(sign + digits, radix: radix).map(Value.integer)
  }

  private static func float(_ text: String) -> Value? {
    var bytes = text.utf8[...]
    func skipSign() {
      if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
        bytes = bytes.dropFirst()
      }
    }
    func skipDigits() -> Int {
      let rest = bytes.drop(while: isDigit)
      defer { bytes = rest }
      return bytes.count - rest.count
    }
    skipSign()
    var digits = skipDigits()
    if bytes.first == UInt8(ascii: ".") {
      bytes = bytes.dropFirst()
      digits += skipDigits()
    }
    guard digits > 0 else { return nil }
    if let mark = bytes.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      bytes = bytes.dropFirst()
      skipSign()
      guard skipDigits() > 0 else { return nil }
    }
    guard bytes.isEmpty else { return nil }
    return Double(text).map(Value.number)
  }

  /// `2006-01-02`, alone or with a time behind it.
  private static func isTimestamp(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 8, bytes[4] == UInt8(ascii: "-"), bytes[..<4].allSatisfy(isDigit) else {
      return false
    }
    let day = bytes.prefix { isDigit($0) || $0 == UInt8(ascii: "-") }
    let parts = day.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1...].allSatisfy({ (1...2).contains($0.count) }) else {
      return false
    }
    let time = bytes.dropFirst(day.count)
    guard let mark = time.first else { return true }
    guard mark == UInt8(ascii: "T") || mark == UInt8(ascii: "t") || mark == UInt8(ascii: " ")
    else { return false }
    let clock = time.dropFirst().prefix { isDigit($0) || $0 == UInt8(ascii: ":") }
    guard clock.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).count == 3
    else { return false }
    let zone = time.dropFirst(1 + clock.count).drop { isDigit($0) || $0 == UInt8(ascii: ".") }
    if mark == UInt8(ascii: " ") { return zone.isEmpty }
    return zone.first == UInt8(ascii: "Z") && zone.count == 1
      || zone.first == UInt8(ascii: "+") || zone.first == UInt8(ascii: "-")
  }

  /// `1:30`, which older readers take for a number to the base of sixty.
  private static func isSexagesimal(_ text: String) -> Bool {
    guard let first = text.utf8.first, isNumeric(first), first != UInt8(ascii: ".") else {
      return false
    }
    let parts = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      .split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count > 1, let head = parts.first?.first, isDigit(head) else { return false }
    return parts[1...].allSatisfy { part in
      let whole = part.prefix(while: isDigit)
      let tail = part.dropFirst(whole.count)
      return (1...2).contains(whole.count)
        && (tail.isEmpty || tail.first == UInt8(ascii: "."))
    }
  }
}
