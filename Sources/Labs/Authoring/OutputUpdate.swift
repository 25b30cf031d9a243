import Tracks
import Transcripts

/// The smallest edits of a document that make its outputs what was printed: lines and words that
/// agree, and patterns such as `<name>` and `...`, stay as their author wrote them.
package struct OutputUpdate {
  private var edits: [String: LineEdits] = [:]
  private let source: (String) -> [String]?
  private var sources: [String: [String]] = [:]

  /// - Parameter source: the text of a file of the document; nothing where it can't be read.
  package init(source: @escaping (String) -> String?) {
    self.source = { path in source(path).map { LineEdits.lines($0).map(\.text) } }
  }

  /// The edits that bring the outputs of these reports into the document, by its files.
  package static func edits(
    of reports: [RunReport], source: @escaping (String) -> String?
  ) -> [String: LineEdits] {
    var update = OutputUpdate(source: source)
    for step in reports.flatMap(\.challenges).flatMap(\.steps) where step.corrections.isEmpty {
      for judged in step.judged { update.take(judged) }
    }
    return update.edits.filter { !$0.value.isEmpty }
  }

  private mutating func take(_ judged: JudgedOutput) {
    guard [.different, .drift].contains(judged.comparison.verdict) else { return }
    let file = judged.location.file
    if sources[file] == nil { sources[file] = source(file) }
    guard let lines = sources[file] else { return }
    var own = edits[file] ?? LineEdits()
    // What is new comes behind the line of the document that was seen last.
    var next = judged.location.line
    for row in judged.comparison.rows {
      let place = row.expected.map { judged.location.line + $0.number - 1 }
      if let place { next = place + 1 }
      switch row.mark {
      case .same, .covered: break
      case .tolerated where judged.comparison.verdict != .drift: break
      case .tolerated, .changed:
        guard let place, let actual = row.actual, lines.indices.contains(place - 1) else { break }
        let line = OutputUpdate.line(
          lines[place - 1], made: actual.text, by: judged.comparison.options)
        if line != lines[place - 1] { own.replace(place, with: [line]) }
      case .missing:
        // An elision stands for anything, nothing included.
        guard let place, let expected = row.expected, !expected.isElision else { break }
        own.replace(place, with: [])
      case .extra:
        guard let actual = row.actual else { break }
        let neighbour =
          lines.indices.contains(judged.location.line - 1)
          ? lines[judged.location.line - 1] : ""
        own.insert(OutputUpdate.indent(of: neighbour[...]) + actual.text, before: next)
      }
    }
    edits[file] = own
  }

  /// A line of the document with other words where they disagree with what was printed.
  /// - Parameter options: how the author wants words compared.
  static func line(
    _ source: String, made actual: String, by options: ComparisonOptions = ComparisonOptions()
  ) -> String {
    var options = options
    // What is said of all lines together, or of their order, is not asked of a word.
    (options.mode, options.forbidden, options.counts, options.captures) = (.similar, [], [], [])
    let indent = indent(of: source[...])
    let old = words(source.dropFirst(indent.count))
    let new = words(actual[...])
    guard old.count == new.count, !old.isEmpty else {
      return indent + actual.drop(while: \.isWhitespace)
    }
    var line = indent
    for (index, (left, right)) in zip(old, new).enumerated() {
      let verdict = Comparison.compare(
        expected: String(left.word), actual: String(right.word), options: options
      ).verdict
      let isKept = verdict == .exact || verdict == .similar
      let word = isKept ? left.word : right.word
      line += word
      guard index < old.count - 1 else { continue }
      // The next word stays in its column where there is room.
      let width = left.word.count + left.gap.count
      let room = max(left.gap.count > 1 ? 2 : 1, width - word.count)
      line += isKept ? String(left.gap) : String(repeating: " ", count: room)
    }
    return line
  }

  /// What stands before the text of a line: blanks and the marks of quotations.
  static func indent(of line: Substring) -> String {
    String(line.prefix { $0.isWhitespace || $0 == ">" })
  }

  private static func words(_ text: Substring) -> [(word: Substring, gap: Substring)] {
    var words: [(word: Substring, gap: Substring)] = []
    var rest = text.drop(while: \.isWhitespace)
    while !rest.isEmpty {
      let word = rest.prefix { !$0.isWhitespace }
      let gap = rest[word.endIndex...].prefix(while: \.isWhitespace)
      words.append((word, gap))
      rest = rest[gap.endIndex...]
    }
    return words
  }
}

/// What came of comparing one output block of a document.
package struct JudgedOutput: Hashable, Sendable {
  /// Where the block's first line stands.
  package let location: SourceLocation
  package let comparison: Comparison
  /// What was compared; nothing of it where it must not be seen.
  package let expected: String
  package let outputs: [CommandOutput]

  package init(
    location: SourceLocation, comparison: Comparison, expected: String = "",
    outputs: [CommandOutput] = []
  ) {
    self.location = location
    self.comparison = comparison
    self.expected = expected
    self.outputs = outputs
  }
}
