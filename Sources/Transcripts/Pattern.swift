import _StringProcessing

/// A regular expression with a name: a further kind of token, or a value to keep.
package struct Pattern: Hashable, Sendable {
  package var name: String
  package var expression: String

  package init(name: String, expression: String) {
    self.name = name
    self.expression = expression
  }

  /// Why a text is no pattern.
  package struct Unusable: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// Reads `NAME=/expression/` or `NAME=expression`.
  package static func read(_ text: String) -> Result<Pattern, Unusable> {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      return .failure(
        Unusable(description: "\"\(text)\" does not have the form NAME=/expression/"))
    }
    var expression = text[text.index(after: equals)...]
    if expression.count > 2, expression.hasPrefix("/"), expression.hasSuffix("/") {
      expression = expression.dropFirst().dropLast()
    }
    let pattern = Pattern(name: String(text[..<equals]), expression: String(expression))
    return pattern.problem.map { .failure(Unusable(description: $0)) } ?? .success(pattern)
  }

  /// What is wrong with the expression, if it cannot be used.
  package var problem: String? {
    guard !expression.isEmpty else { return "the expression of \(name) is empty" }
    do {
      _ = try Regex(expression)
      return nil
    } catch {
      return "/\(expression)/ is no regular expression"
    }
  }

  /// Texts beyond this many bytes are not searched: an expression can take very long over them.
  private static let reach = 8192

  /// Whether the whole text is one that the expression describes.
  func describes(_ text: String) -> Bool {
    guard text.utf8.count <= Self.reach, let regex = try? Regex(expression) else { return false }
    return text.wholeMatch(of: regex) != nil
  }

  /// The first text that the expression describes, or its first group where it has one.
  package func first(in line: String) -> String? {
    guard line.utf8.count <= Self.reach, let regex = try? Regex(expression),
      let match = line.firstMatch(of: regex)
    else { return nil }
    let group = match.output.count > 1 ? match.output[1].substring : nil
    return String(group ?? line[match.range])
  }
}

/// How many lines must hold a text: `200:>=1`.
package struct LineCount: Hashable, Sendable {
  package var text: String
  package var comparison: String
  package var number: Int

  /// Reads `text:comparison number`; the comparison is one of `>= <= > < =`, or none for equal.
  package init?(_ written: String) {
    guard let colon = written.lastIndex(of: ":"), colon > written.startIndex else { return nil }
    text = String(written[..<colon])
    let rest = written[written.index(after: colon)...].filter { $0 != " " }
    let sign = rest.prefix { "<>=".contains($0) }
    guard let number = Int(rest.dropFirst(sign.count)),
      ["", "=", "==", ">=", "<=", ">", "<"].contains(String(sign))
    else { return nil }
    comparison = sign.isEmpty || sign == "==" ? "=" : String(sign)
    self.number = number
  }

  func allows(_ count: Int) -> Bool {
    switch comparison {
    case ">=": count >= number
    case "<=": count <= number
    case ">": count > number
    case "<": count < number
    default: count == number
    }
  }
}
