/// Values printed as YAML, as kubectl prints them.
import Documents

extension Value {
  /// The document in block style: two blanks a level, lists not indented under their key, quotes
  /// only where they are needed, texts of several lines as `|`, no line ever folded. Members are
  /// in kubectl's order of names unless the written order is asked for.
  package func yaml(sortingKeys: Bool = true) -> String {
    var printer = YAMLPrinter(sortsKeys: sortingKeys)
    printer.print(self, indent: 0, at: .start)
    return printer.text
  }
}

struct YAMLPrinter {
  let sortsKeys: Bool
  private(set) var text = ""

  init(sortsKeys: Bool) { self.sortsKeys = sortsKeys }

  enum Place { case start, afterKey, afterDash }

  /// Prints a value whose own lines begin at `indent`; the cursor stands at `place`.
  mutating func print(_ value: Value, indent: Int, at place: Place) {
    switch value {
    case .object(let members) where !members.isEmpty:
      if place == .afterKey { text += "\n" }
      print(members, indent: indent, firstIsPlaced: place == .afterDash)
    case .array(let items) where !items.isEmpty:
      if place == .afterKey { text += "\n" }
      print(items, indent: indent, firstIsPlaced: place == .afterDash)
    default:
      if place != .start { text += " " }
      text += scalar(value, indent: place == .start ? 2 : indent) + "\n"
    }
  }

  private mutating func print(_ members: Members, indent: Int, firstIsPlaced: Bool) {
    let keys = sortsKeys ? members.keys.sorted(by: YAMLKeyOrder.precedes) : members.keys
    for (index, key) in keys.enumerated() {
      begin(index, indent, firstIsPlaced)
      let value = members[key] ?? .null
      let written = YAMLQuoting.key(key)
      if written.utf8.count > 128 {
        text += "? " + written + "\n" + String(repeating: " ", count: indent) + ":"
      } else {
        text += written + ":"
      }
      let isList = if case .array(let items) = value { !items.isEmpty } else { false }
      print(value, indent: isList ? indent : indent + 2, at: .afterKey)
    }
  }

  private mutating func print(_ items: [Value], indent: Int, firstIsPlaced: Bool) {
    for (index, item) in items.enumerated() {
      begin(index, indent, firstIsPlaced)
      text += "-"
      print(item, indent: indent + 2, at: .afterDash)
    }
  }

  private mutating func begin(_ index: Int, _ indent: Int, _ firstIsPlaced: Bool) {
    if index == 0 && firstIsPlaced {
      text += " "
    } else {
      text += String(repeating: " ", count: indent)
    }
  }

  private func scalar(_ value: Value, indent: Int) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): self.number(number)
    case .string(let string): YAMLQuoting.value(string, indent: indent)
    case .array: "[]"
    case .object: "{}"
    }
  }

  private func number(_ number: Double) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    if abs(number) < 1e21, let whole = Int(exactly: number) { return String(whole) }
    return String(number)
  }
}

/// The order of keys in kubectl's YAML: letters before digits of a number, numbers by size.
enum YAMLKeyOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    var digits = false
    for index in 0..<min(left.count, right.count) {
      let (a, b) = (left[index], right[index])
      if a == b {
        digits = isDigit(a)
        continue
      }
      let (aIsLetter, bIsLetter) = (a.properties.isAlphabetic, b.properties.isAlphabetic)
      if aIsLetter && bIsLetter { return a < b }
      if aIsLetter || bIsLetter { return digits ? aIsLetter : bIsLetter }
      return numberPrecedes(left, right, at: index) ?? (a < b)
    }
    return left.count < right.count
  }

  /// Compares the numbers that begin at, or run through, the first difference.
  private static func numberPrecedes(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], at index: Int
  ) -> Bool? {
    var start = index
    if left[index] == "0" || right[index] == "0" {
      var before = index - 1
      while before >= 0, isDigit(left[before]) {
        if left[before] != "0" {
          start = before + 1
          break
        }
        before -= 1
      }
    }
    func run(_ text: [Unicode.Scalar]) -> (length: Int, value: Int) {
      var (length, value) = (0, 0)
      for scalar in text[start...].prefix(while: isDigit) {
        length += 1
        value = value &* 10 &+ Int(scalar.value) - 48
      }
      return (length, value)
    }
    let (a, b) = (run(left), run(right))
    if a.value != b.value { return a.value < b.value }
    if a.length != b.length { return a.length < b.length }
    return nil
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }
}
