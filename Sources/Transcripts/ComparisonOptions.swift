/// How strictly expected and actual text are compared, and what the session knows about itself.
package struct ComparisonOptions: Hashable, Sendable {
  /// How much of the output the expected text must account for, and how literally.
  package enum Mode: String, CaseIterable, Hashable, Sendable {
    /// Every line, to the letter; the author's own elisions and placeholders still count.
    case exact
    /// Every line, but volatile tokens may differ.
    case similar
    /// The expected lines in this order among any others.
    case contains
    /// Every expected line is a regular expression for a whole line; elisions still count.
    case regex
    /// Both are documents, and their trees are compared.
    case json
    /// Nothing is compared.
    case none
  }

  /// Whether expected lines must come in their order.
  package enum Order: String, CaseIterable, Hashable, Sendable { case ordered, any }
  /// Whether a table must have the expected rows and no others.
  package enum Rows: String, CaseIterable, Hashable, Sendable { case exact, subset }
  /// Which lines may stand before the expected text.
  package enum Alignment: String, CaseIterable, Hashable, Sendable {
    /// The whole output of commands that nothing is expected of.
    case commands
    /// Any lines: the expected text is the end of all output.
    case tail
  }

  /// With which status the commands may end.
  package enum Status: Hashable, Sendable {
    case zero
    /// The last command fails; those before it do not.
    case nonzero
    /// The last command ends with this one; those before it do not fail.
    case exactly(Int32)
    case any

    func allows(_ status: Int32, isLast: Bool) -> Bool {
      switch self {
      case .any: true
      case .nonzero where isLast: status != 0
      case .exactly(let wanted) where isLast: status == wanted
      default: status == 0
      }
    }

    var text: String {
      switch self {
      case .zero: "status 0"
      case .nonzero: "a status other than 0"
      case .exactly(let wanted): "status \(wanted)"
      case .any: "any status"
      }
    }
  }

  package var mode: Mode = .similar
  package var status: Status = .zero
  package var order: Order = .ordered
  package var rows: Rows = .exact
  package var alignment: Alignment = .commands
  /// Lines that hold one of these texts may be missing on either side.
  package var optional: [String] = []
  /// Texts that no actual line may hold.
  package var forbidden: [String] = []
  /// How many lines must hold a text.
  package var counts: [LineCount] = []
  /// Further kinds of tokens.
  package var kinds: [Pattern] = []
  /// Values to keep under a name.
  package var captures: [Pattern] = []
  /// Table columns, by header, and words that may be anything.
  package var volatileColumns: Set<String> = []
  /// Table columns, by header, and words that must agree to the letter.
  package var strictColumns: Set<String> = []
  /// By how many per cent bare numbers may differ; strict without it.
  package var numberTolerance: Double?
  /// Directories that stand for a home or for the root directory in this session.
  package var homes: [String] = []
  /// Domains under which this session's sites are reached, in place of the author's.
  package var domains: [String] = []
  /// Ports in URLs that others stand for in this session, such as 8443 for 443.
  package var ports: [Int: Int] = [:]
  /// Values for `$NAME`, `${NAME}` and `{{NAME}}` in the expected text.
  package var variables: [String: String] = [:]

  package init(mode: Mode = .similar) { self.mode = mode }

  /// Reads `±10%`, `10%` or `10` as a tolerance in per cent.
  package static func percent(_ text: String) -> Double? {
    let number = text.filter { $0 != "±" && $0 != "%" && $0 != " " }
    return Double(number).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }
}

/// The options of a comparison in one place: to copy them for each line and word would cost more
/// than most lines do.
final class Terms: Sendable {
  let options: ComparisonOptions

  init(_ options: ComparisonOptions) { self.options = options }
}

/// What one command printed and how it ended.
package struct CommandOutput: Hashable, Sendable {
  package var command: String
  /// The text as it was seen on the screen.
  package var text: String
  package var status: Int32

  package init(command: String = "", text: String, status: Int32 = 0) {
    self.command = command
    self.text = text
    self.status = status
  }
}
