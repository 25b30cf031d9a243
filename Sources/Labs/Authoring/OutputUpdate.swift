import Tracks
import Transcripts

/// The smallest edits of a document that make its outputs what was printed: lines and words that
/// agree, and patterns such as `<name>` and `...`, stay as their author wrote them.
package struct OutputUpdate {
  /// The edits by the document's files.
  package private(set) var edits: [String: LineEdits] = [:]
  /// What cannot be brought into the document, in a sentence each.
  package private(set) var refusals: [String] = []
  private let source: (String) -> String?
  private var pages: [String: Page] = [:]

  private struct Page {
    let text: String
    let lines: [String]
    let fences: PageFences

    init(_ text: String) {
      self.text = text
      lines = LineEdits.lines(text).map(\.text)
      fences = PageFences(lines)
    }
  }

  /// - Parameter source: the text of a file of the document; nothing where it can't be read.
  package init(source: @escaping (String) -> String?) { self.source = source }

  /// The edits that bring the outputs of these reports into the document, by its files.
  package static func edits(
    of reports: [RunReport], source: @escaping (String) -> String?
  ) -> [String: LineEdits] {
    made(of: reports, source: source).edits
  }

  /// The same with what cannot be brought into it.
  package static func made(
    of reports: [RunReport], source: @escaping (String) -> String?
  ) -> OutputUpdate {
    var update = OutputUpdate(source: source)
    for step in reports.flatMap(\.challenges).flatMap(\.steps) where step.corrections.isEmpty {
      update.take(step.judged)
    }
    update.edits = update.edits.filter { !$0.value.isEmpty }
    return update
  }

  /// The outputs of one step. A line that one of them has is not another one's.
  private mutating func take(_ judged: [JudgedOutput]) {
    for (index, output) in judged.enumerated() where isOutOfDate(output) {
      let others = judged.enumerated().filter { $0.offset != index }.map(\.element)
        .filter { !output.outputs.isEmpty && $0.outputs == output.outputs }
      if others.contains(where: isOutOfDate) {
        refuse(
          output,
          "another output of the same step is out of date too, and nothing tells which"
            + " lines belong to which. Correct them by hand")
        continue
      }
      let claimed = others.flatMap(\.comparison.rows).filter { row in
        row.mark == .same || row.mark == .tolerated
      }
      take(output, except: Set(claimed.compactMap(\.actual?.number)))
    }
  }

  private func isOutOfDate(_ output: JudgedOutput) -> Bool {
    [.different, .drift].contains(output.comparison.verdict)
  }

  private mutating func take(_ judged: JudgedOutput, except claimed: Set<Int>) {
    let file = judged.location.file
    if pages[file] == nil { pages[file] = source(file).map(Page.init) }
    guard let page = pages[file] else { return }
    let before = edits[file] ?? LineEdits()
    var block = UpdatedBlock(
      lines: page.lines, first: judged.location.line, fence: page.fences[judged.location.line],
      edits: before)
    block.take(judged.comparison, except: claimed)
    guard block.edits != before else { return }
    if block.touchesTag {
      return refuse(
        judged,
        "a line with <pre> or </pre> in it would change. Give the tags lines of"
          + " their own")
    }
    if block.isEmpty {
      return refuse(judged, "nothing would be left of it. Remove it by hand if that is meant")
    }
    block.lengthenFence()
    let after = PageFences(LineEdits.lines(block.edits.applied(to: page.text)).map(\.text))
    guard page.fences.hasSameForm(as: after) else {
      return refuse(
        judged,
        "what was printed would end the text that it stands in. Correct it by"
          + " hand")
    }
    edits[file] = block.edits
  }

  private mutating func refuse(_ output: JudgedOutput, _ reason: String) {
    refusals.append(
      "The output at \(output.location.file):\(output.location.line) stays as it is: \(reason).")
  }

  /// A line of the document with other words where they disagree with what was printed.
  /// - Parameter options: how the author wants words compared.
  /// - Parameter isHTML: whether the line stands in a `pre`.
  static func line(
    _ source: String, made actual: String, by options: ComparisonOptions = ComparisonOptions(),
    isHTML: Bool = false
  ) -> String {
    var options = options
    // What is said of all lines together, or of their order, is not asked of a word.
    (options.mode, options.forbidden, options.counts, options.captures) = (.similar, [], [], [])
    let indent = indent(of: source[...])
    let old = words(source.dropFirst(indent.count))
    let new = words(actual[...])
    guard old.count == new.count, !old.isEmpty else {
      let text = String(actual.drop(while: \.isWhitespace))
      return indent + (isHTML ? escaped(text) : text)
    }
    var line = indent
    for (index, (left, right)) in zip(old, new).enumerated() {
      let verdict = Comparison.compare(
        expected: String(left.word), actual: String(right.word), options: options
      ).verdict
      let isKept = verdict == .exact || verdict == .similar
      let word =
        isKept ? String(left.word) : isHTML ? escaped(String(right.word)) : String(right.word)
      line += word
      guard index < old.count - 1 else { continue }
      // The next word stays in its column where there is room.
      let width = left.word.count + left.gap.count
      let room = max(left.gap.count > 1 ? 2 : 1, width - word.count)
      line += isKept ? String(left.gap) : String(repeating: " ", count: room)
    }
    return line
  }

  /// A text as it is written in HTML.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
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
