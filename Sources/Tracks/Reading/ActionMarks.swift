/// What Killercoda and Katacoda write behind code: `{{execute}}`, `{{exec interrupt}}`,
/// `{{execute T2}}`, `{{copy}}`, behind a closing fence or an inline code.
enum ActionMarks {
  /// The words that a mark may begin with.
  private static let actions: Set<String> = ["exec", "execute", "copy", "open"]

  /// The same lines with each mark behind a closing fence put behind the opening one, so that
  /// CommonMark sees a closing fence.
  static func prepared(_ text: String) -> String {
    guard text.contains("}}") else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var open: (line: Int, mark: Character, length: Int)?
    for index in lines.indices {
      let line = lines[index].drop { $0 == " " || $0 == "\t" || $0 == ">" }
      guard let mark = line.first, mark == "`" || mark == "~" else { continue }
      let length = line.prefix { $0 == mark }.count
      let rest = line.dropFirst(length).trimmed
      guard let fence = open else {
        if length >= 3, !(mark == "`" && rest.contains("`")) { open = (index, mark, length) }
        continue
      }
      guard mark == fence.mark, length >= fence.length else { continue }
      if rest.isEmpty {
        open = nil
      } else if rest.hasPrefix("{{"), rest.hasSuffix("}}"), !rest.dropFirst(2).contains("{") {
        lines[fence.line] += " " + rest
        lines[index] = String(lines[index][..<line.startIndex]) + String(line.prefix(length))
        open = nil
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The text as it is shown, without the marks behind inline code.
  static func shown(_ text: String) -> String {
    guard text.contains("`{{") else { return text }
    var written = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "`{{") {
      written += rest[..<start.lowerBound] + "`"
      rest = rest[rest.index(after: start.lowerBound)...]
      guard let mark = leading(rest) else {
        written += rest.prefix(2)
        rest = rest.dropFirst(2)
        continue
      }
      rest = rest.dropFirst(mark.count)
    }
    return written + rest
  }

  /// The mark that a text begins with.
  static func leading(_ text: some StringProtocol) -> String? {
    guard text.hasPrefix("{{"), let end = text.firstRange(of: "}}") else { return nil }
    let words = text[..<end.lowerBound].dropFirst(2).split { $0.isWhitespace }
    guard words.first.map({ actions.contains(String($0)) }) ?? true, words.count < 4 else {
      return nil
    }
    return String(text[..<end.upperBound])
  }
}
