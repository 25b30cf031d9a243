/// An author's control of a comparison, as it is written: `volatile="37"`, `lines=any`.
package struct Control: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  package let value: String

  /// Nothing where the value can't stand in a comment between quotation marks.
  init?(_ name: String, _ value: String) {
    let isWritable = !value.isEmpty && !value.contains { $0 == "\"" || $0.isNewline }
    // A list of names is cut at its commas, and a comment ends where its end is written.
    let isList = name == "volatile" && value.contains(",")
    guard isWritable, !isList, !value.contains("--") else { return nil }
    (self.name, self.value) = (name, value)
  }

  package var description: String {
    let isPlain = value.allSatisfy { $0.isLetter || $0.isNumber }
    return isPlain && name != "volatile" ? "\(name)=\(value)" : "\(name)=\"\(value)\""
  }

  /// Several controls in as few words as possible.
  package static func text(_ controls: [Control]) -> String {
    let names = controls.filter { $0.name == "volatile" }.map(\.value)
    let volatile = names.isEmpty ? [] : ["volatile=\"\(names.joined(separator: ","))\""]
    let others = controls.filter { $0.name != "volatile" }.map(\.description)
    return (volatile + others).joined(separator: " ")
  }
}

extension Difference {
  /// The control that would allow the difference, where one alone does.
  var control: Control? {
    guard let match = remedy?.firstMatch(of: /<!-- lab: (\w+)=(?:"([^"]*)"|(\w+)) -->/) else {
      return nil
    }
    let name = String(match.1)
    guard ["volatile", "lines", "rows"].contains(name) else { return nil }
    return Control(name, String(match.2 ?? match.3 ?? ""))
  }
}

extension ComparisonRow {
  /// How much of the row differs beyond what may.
  func badness(_ options: ComparisonOptions) -> Int {
    switch mark {
    case .same, .tolerated, .covered: 0
    case .missing, .extra: 1
    case .changed: max(1, pieces(options).count { $0.role == .changed })
    }
  }

  /// The pieces that differ beyond what may, and not in the same way in all runs.
  /// - Parameter rows: the row of the same expected line in every run, where there is one.
  func varying(among rows: [ComparisonRow?], _ options: ComparisonOptions) -> [LinePiece] {
    pieces(options).filter { piece in
      piece.role == .changed
        && Set(rows.map { $0?.counterpart(of: piece, options) }).count > 1
    }
  }

  /// What stands for a piece of the expected line here.
  private func counterpart(of piece: LinePiece, _ options: ComparisonOptions) -> String? {
    guard let expected, let actual else { return nil }
    if expected.bytes == actual.bytes { return piece.expected.text(in: expected.piece).text }
    let own = pieces(options).first { $0.expected.range == piece.expected.range }
    return own?.actual.text(in: actual.piece).text
  }

  /// Controls that may let a line pass that is there in some runs only.
  var controlsOfLine: [Control] {
    let line = (expected ?? actual)?.piece.trimmed.text ?? ""
    return [Control("optional", line)].compactMap { $0 }
  }

  /// Controls that may let these pieces pass, the narrowest first.
  func controls(of varying: [LinePiece], _ options: ComparisonOptions) -> [Control] {
    guard let expected, let actual else { return [] }
    if let cells {
      return zip(cells.columns, pieces(options)).compactMap { column, piece in
        varying.contains(piece) ? Control("volatile", column) : nil
      }
    }
    return varying.filter { $0.expected.count == 1 }.flatMap {
      words($0.expected.text(in: expected.piece), $0.actual.text(in: actual.piece))
    }
  }

  /// A word that differs: the parts of it that do, then the whole.
  private func words(_ expected: Piece, _ actual: Piece) -> [Control] {
    let (left, right) = (parts(expected), parts(actual))
    var names: [String] = []
    if left.count > 1, left.count == right.count {
      let changed = zip(left, right).filter { $0 != $1 }
      if changed.count == 1, let part = changed.first?.0 { names.append(part) }
    }
    names.append(expected.text)
    return names.compactMap { Control("volatile", $0) }
  }

  private func parts(_ word: Piece) -> [String] {
    word.text.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "." && $0 != "%" }
      .map(String.init)
  }
}
