/// The schema of ``ComparisonReport``: it only grows.
import Documents

package enum ComparisonSchema {
  /// The schema as a document.
  package static var document: Value {
    comparison.document(
      title: "Comparison", about: "What 'trestle compare --format json' says of two texts.")
  }

  private static let comparison = Schema.map(
    [
      .init("version", "The schema's version.", .integer),
      .init("verdict", "How the texts compare.", .choice(Verdict.allCases.map(\.rawValue))),
      .init("accepted", "Whether the verdict passes.", .truth),
      .init("sentence", "What differs, in one sentence.", .string),
      .init("pending", "The state that is still pending.", .string),
      .init("error", "The error that the expected text does not have.", .string),
      .init("difference", "The difference that decided.", difference),
      .init("tolerated", "Differences that were accepted.", .list(tolerance)),
      .init("captures", "What placeholders and captures stand for.", .named(.string)),
      .init("rows", "The two texts, line beside line.", .list(row)),
    ], required: ["version", "verdict", "accepted", "tolerated", "captures", "rows"])

  private static let difference = Schema.map(
    [
      .init("expected", "What is expected.", .string), .init("actual", "What came.", .string),
      .init("rule", "The rule that decided.", .string),
      .init("expectedLine", "The line of the expected text.", .integer),
      .init("actualLine", "The line of the actual text.", .integer),
      .init("remedy", "What an author adds to allow it.", .string),
      .init("closest", "The actual line that is nearest.", line),
    ], required: ["expected", "actual", "rule"])

  private static let tolerance = Schema.map(
    [
      .init("kind", "Why the difference is accepted.", .string),
      .init(
        "effect", "What it makes of the verdict.",
        .choice(Tolerance.Effect.allCases.map(\.name))),
      .init("expected", "What is expected.", .string), .init("actual", "What came.", .string),
      .init("expectedLine", "The line of the expected text.", .integer),
      .init("actualLine", "The line of the actual text.", .integer),
    ], required: ["kind", "effect", "expected", "actual"])

  private static let row = Schema.map(
    [
      .init("mark", "How the two lines compare.", .choice(ComparisonRow.Mark.allCases.map(\.name))),
      .init("expected", "The expected line.", line), .init("actual", "The actual line.", line),
      .init("pieces", "Where they differ.", .list(piece)),
    ], required: ["mark"])

  private static let piece = Schema.map(
    [
      .init("expected", "What is expected.", .string), .init("actual", "What came.", .string),
      .init("kind", "Why the piece may differ; truly different without it.", .string),
    ], required: ["expected", "actual"])

  private static let line = Schema.map(
    [.init("line", "Its number.", .integer), .init("text", "Its text.", .string)],
    required: ["line", "text"])
}
