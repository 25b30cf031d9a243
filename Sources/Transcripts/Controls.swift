/// The author's controls of a comparison: `match=contains`, `volatile=IMAGE`, `number=±10%`.
extension ComparisonOptions {
  /// The controls' names, as they are written in comments, in lab files and on the command line.
  package static let controls = [
    "match", "lines", "rows", "optional", "volatile", "strict", "kind", "count", "not", "number",
    "capture", "exit", "fails",
  ]

  /// Sets one of them; says what is wrong with the value where it cannot be used.
  package mutating func set(_ control: String, _ value: String) -> String? {
    switch control {
    case "match": return choose(\.mode, value)
    case "lines": return choose(\.order, value)
    case "rows": return choose(\.rows, value)
    case "optional": return append(value, to: \.optional)
    case "not": return append(value, to: \.forbidden)
    case "volatile": return insert(value, into: \.volatileColumns)
    case "strict": return insert(value, into: \.strictColumns)
    case "kind": return append(Pattern.read(value), to: \.kinds)
    case "capture": return append(Pattern.read(value), to: \.captures)
    case "count":
      guard let count = LineCount(value) else {
        return "\"\(value)\" does not have the form TEXT:>=NUMBER"
      }
      counts.append(count)
    case "number":
      guard let percent = Self.percent(value) else {
        return "\"\(value)\" is no share such as ±10%"
      }
      numberTolerance = percent
    case "exit", "fails":
      if control == "fails" || value == "nonzero" {
        status = .nonzero
      } else if value == "any" {
        status = .any
      } else if let number = Int32(value) {
        status = .exactly(number)
      } else {
        return "\"\(value)\" is no exit status; write a number, nonzero or any"
      }
    default: return "there is no control of that name"
    }
    return nil
  }

  private mutating func choose<Choice: RawRepresentable & CaseIterable>(
    _ place: WritableKeyPath<Self, Choice>, _ value: String
  ) -> String? where Choice.RawValue == String {
    guard let choice = Choice(rawValue: value) else {
      return "\"\(value)\" is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))"
    }
    self[keyPath: place] = choice
    return nil
  }

  private mutating func append(
    _ text: String, to place: WritableKeyPath<Self, [String]>
  ) -> String? {
    guard !text.isEmpty else { return "it is empty, and an empty text is in every line" }
    self[keyPath: place].append(text)
    return nil
  }

  private mutating func insert(
    _ value: String, into place: WritableKeyPath<Self, Set<String>>
  ) -> String? {
    let names = value.split(separator: ",").map { Piece($0).trimmed.text }.filter { !$0.isEmpty }
    self[keyPath: place].formUnion(names)
    return names.isEmpty ? "it names no column and no word" : nil
  }

  private mutating func append(
    _ pattern: Result<Pattern, Pattern.Unusable>, to place: WritableKeyPath<Self, [Pattern]>
  ) -> String? {
    switch pattern {
    case .success(let pattern):
      self[keyPath: place].append(pattern)
      return nil
    case .failure(let problem): return problem.description
    }
  }
}
