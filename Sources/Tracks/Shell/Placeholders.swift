/// Finds the `<name>` that a learner has to fill in.
enum Placeholders {
  /// A placeholder, and the line of the command it stands on, counted from 0.
  struct Found: Hashable {
    var name: String
    var line: Int
    /// Counted from 0, in characters.
    var column: Int
  }

  /// Whether a line is nothing but a placeholder, which stands for a whole command.
  static func isStandIn(_ line: some StringProtocol) -> Bool {
    let text = line.trimmed
    return text.hasPrefix("<") && text.hasSuffix(">") && text.contains(" ")
      && !text.dropFirst().dropLast().contains { $0 == "<" || $0 == ">" || $0.isNewline }
  }

  /// The placeholders of a command; what stands in a here-document is the author's text.
  static func find(in command: String) -> [Found] {
    let lines = command.split(separator: "\n", omittingEmptySubsequences: false)
    let hasDocument = lines.first?.contains("<<") == true
    var found: [Found] = []
    for (number, line) in lines.enumerated()
    where (number == 0 || !hasDocument) && line.contains("<") {
      for match in line.matches(of: /<([A-Za-z][A-Za-z0-9 _.-]*[A-Za-z0-9]|[A-Za-z])>/) {
        let before = line[..<match.range.lowerBound]
        if before.hasSuffix("<") { continue }
        found.append(Found(name: String(match.1), line: number, column: before.count))
      }
    }
    return found
  }
}
