import Documents

/// A comparison as a JSON document, under the schema that `ComparisonSchema` describes and that
/// only grows.
package enum ComparisonReport {
  /// The schema's version.
  package static let version = 1

  /// The whole record of a comparison.
  package static func value(_ comparison: Comparison) -> Value {
    var value: Value = [
      "version": .integer(version), "verdict": .string(comparison.verdict.rawValue),
      "accepted": .bool(comparison.verdict.passes()),
    ]
    value["sentence"] = comparison.sentence.map(Value.string)
    value["pending"] = comparison.pendingReason.map(Value.string)
    value["error"] = comparison.errorClass.map(Value.string)
    value["difference"] = comparison.difference.map(difference)
    value["tolerated"] = .array(comparison.tolerated.map(tolerance))
    value["captures"] = texts(comparison.captures)
    value["rows"] = .array(comparison.rows.map { row($0, comparison.options) })
    return value
  }

  private static func difference(_ difference: Difference) -> Value {
    var value = difference.value
    value["closest"] = difference.closest.map(line)
    return value
  }

  private static func tolerance(_ note: Tolerance) -> Value {
    var value: Value = [
      "kind": .string(note.kind), "effect": .string(note.effect.name),
      "expected": .string(note.expected), "actual": .string(note.actual),
    ]
    if note.line > 0 { value["expectedLine"] = .integer(note.line) }
    if note.actualLine > 0 { value["actualLine"] = .integer(note.actualLine) }
    return value
  }

  private static func row(_ row: ComparisonRow, _ options: ComparisonOptions) -> Value {
    var value: Value = ["mark": .string(row.mark.name)]
    value["expected"] = row.expected.map(line)
    value["actual"] = row.actual.map(line)
    guard row.mark == .changed || row.mark == .tolerated, let expected = row.expected,
      let actual = row.actual
    else { return value }
    let pieces = row.pieces(options).filter { $0.role != .same }
    if !pieces.isEmpty {
      value["pieces"] = .array(pieces.map { piece($0, expected, actual) })
    }
    return value
  }

  private static func piece(_ piece: LinePiece, _ expected: Line, _ actual: Line) -> Value {
    var value: Value = [
      "expected": .string(piece.expected.text(in: expected.piece).text),
      "actual": .string(piece.actual.text(in: actual.piece).text),
    ]
    if case .tolerated(let kind) = piece.role { value["kind"] = .string(kind) }
    return value
  }

  private static func line(_ line: Line) -> Value {
    ["line": .integer(line.number), "text": .string(line.text)]
  }

  private static func texts(_ texts: [String: String]) -> Value {
    .object(Members(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }
}

extension Difference {
  /// The difference as every report has it: what was expected, what came, where, by which rule and
  /// what would allow it.
  package var value: Value {
    var value: Value = [
      "expected": .string(expected), "actual": .string(actual), "rule": .string(rule),
    ]
    value["expectedLine"] = expectedLine.map(Value.integer)
    value["actualLine"] = actualLine.map(Value.integer)
    value["remedy"] = remedy.map(Value.string)
    return value
  }
}

extension Tolerance.Effect {
  /// The effect's name in documents.
  package var name: String {
    switch self {
    case .similar: "similar"
    case .drift: "drift"
    case .notReady: "not-ready"
    }
  }
}
