/// What differs first, where, by which rule, and what an author could write to allow it.
package struct Difference: Hashable, Sendable {
  /// One sentence for a person.
  package var sentence: String
  /// The line of the expected text, counted from 1.
  package var expectedLine: Int?
  /// The line of the actual text, counted from 1.
  package var actualLine: Int?
  package var expected: String
  package var actual: String
  /// The actual line that comes nearest to an expected line which is missing.
  package var closest: Line?
  /// The rule that decided.
  package var rule: String
  /// What to add to the document to allow the difference.
  package var remedy: String?

  package init(
    sentence: String, expectedLine: Int? = nil, actualLine: Int? = nil, expected: String = "",
    actual: String = "", closest: Line? = nil, rule: String, remedy: String? = nil
  ) {
    self.sentence = sentence
    self.expectedLine = expectedLine
    self.actualLine = actualLine
    self.expected = expected
    self.actual = actual
    self.closest = closest
    self.rule = rule
    self.remedy = remedy
  }
}

/// The rules by which differences are refused, and their remedies.
enum Rule {
  static let literal = "words are compared to the letter"
  static let numbers = "bare numbers are strict"
  static let rows = "every row counts"
  static let lines = "every line counts"
  static let errors = "an error line is never overlooked"
  static let columns = "a table has the same columns"
  static let sorts = "a number, a text and true or false are not taken for each other"
  static let blanks = "blanks within a document's value count"
  static let ports = "a port is strict, unless the system chose it on both sides"
  static let order = "lines come in their order"
  static let expressions = "a line is what the expression describes"
  static let binding = "one value stands for one value"

  /// The remedy that lets a column, a document's member or a word be anything.
  static func volatile(_ name: String) -> String? { Remedy.comment("volatile", name) }

  static func remedy(_ directive: String) -> String { "<!-- lab: \(directive) -->" }

  /// The rule and the remedy for two words that are not taken for each other.
  static func forWords(_ expected: Piece, _ actual: Piece) -> (rule: String, remedy: String?) {
    if Marks.isNumber(expected), Marks.isNumber(actual), Addresses.read(expected) == nil {
      let count = "a placeholder such as <count>"
      return (numbers, Remedy.number(expected, actual).map { $0 + " or " + count } ?? count)
    }
    if differInPort(expected, actual) { return (ports, "a placeholder such as <port> for it") }
    if let wanted = Addresses.read(expected), let found = Addresses.read(actual),
      !(wanted.isOrdinary && found.isOrdinary)
    {
      return ("loopback addresses and netmasks are strict", "a placeholder such as <address>")
    }
    return (literal, "a placeholder such as <value>")
  }

  /// Whether two words are the same but for a port: in URLs, and behind a host's name.
  private static func differInPort(_ expected: Piece, _ actual: Piece) -> Bool {
    if let left = WebAddress(expected), let right = WebAddress(actual) {
      return left.scheme == right.scheme && left.host == right.host && left.port != right.port
    }
    guard let (host, port) = expected.cut(at: ":"), let (other, found) = actual.cut(at: ":") else {
      return false
    }
    let numbers = [port, found].map { $0.prefix(while: \.isDigit).decimal }
    return !host.isEmpty && host == other && numbers[0] != nil && numbers[1] != nil
      && numbers[0] != numbers[1] && Times.clockShape(expected) == nil
  }
}
