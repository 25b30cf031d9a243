import Tracks
import Transcripts

extension StepSettings {
  /// The options of a comparison with what the author says about it on top.
  package func applied(to options: ComparisonOptions) -> ComparisonOptions {
    var options = options
    options.mode = match.flatMap { .init(rawValue: $0.rawValue) } ?? options.mode
    options.order = lines.flatMap { .init(rawValue: $0.rawValue) } ?? options.order
    options.rows = rows.flatMap { .init(rawValue: $0.rawValue) } ?? options.rows
    options.optional += optional
    options.forbidden += absent
    options.volatileColumns.formUnion(volatile)
    options.strictColumns.formUnion(strict)
    options.kinds += kinds.map(Self.pattern)
    options.captures += captures.map(Self.pattern)
    options.counts += counts.compactMap { LineCount($0) }
    options.numberTolerance = number.flatMap(ComparisonOptions.percent) ?? options.numberTolerance
    switch exit {
    case .status(let number): options.status = .exactly(Int32(clamping: number))
    case .nonzero: options.status = .nonzero
    case nil: break
    }
    return options
  }

  private static func pattern(_ pattern: Pattern) -> Transcripts.Pattern {
    Transcripts.Pattern(name: pattern.name, expression: pattern.expression)
  }
}
