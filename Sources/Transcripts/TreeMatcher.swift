import Documents

/// Compares two documents, YAML or JSON, as trees: members in any order, scalars by token.
struct TreeMatcher {
  let terms: Terms
  private var options: ComparisonOptions { terms.options }
  private(set) var notes: [Tolerance] = []
  private(set) var difference: Difference?
  private let expectedLines: [Line]
  private let actualLines: [Line]

  init(_ terms: Terms, expected: [Line], actual: [Line]) {
    self.terms = terms
    expectedLines = expected
    actualLines = actual
  }

  /// The document that the lines spell, if they spell one with more than one value in it. What
  /// an author leaves out of an expected one is in its place as `TreeElision` has it.
  static func document(_ lines: [Line], isExpected: Bool = false) -> DocumentTree? {
    guard let first = lines.first(where: { !isExpected || !$0.isElision })?.piece.trimmed.first
    else { return nil }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    guard
      isJSON
        || lines.count >= 2 && mayBeginYAML(lines)
          && lines.allSatisfy({ $0.isElision || looksLikeYAML($0.piece) })
    else { return nil }
    let hasElision = lines.contains { line in
      line.isElision || (isExpected && (line.piece.contains("...") || line.piece.contains("…")))
    }
    guard isExpected || !hasElision else { return nil }
    let text = lines.map(\.text).joined(separator: "\n")
    if isJSON {
      let whole = DocumentTree.json(Array((hasElision ? TreeElision.markedJSON(lines) : text).utf8))
      return (whole ?? documents(lines)).flatMap { $0.isContainer ? $0 : nil }
    }
    // A text that ends with a block needs its last line's end as the other lines do.
    return DocumentTree.yaml((hasElision ? TreeElision.markedYAML(lines) : text) + "\n")
      .flatMap { $0.isContainer ? $0 : nil }
  }

  /// Lines that are a document each.
  private static func documents(_ lines: [Line]) -> DocumentTree? {
    guard lines.count > 1, lines.allSatisfy({ $0.piece.last == UInt8(ascii: "}") }) else {
      return nil
    }
    let values = lines.compactMap { DocumentTree.json($0.bytes) }
    return values.count == lines.count ? .list(values) : nil
  }

  /// Whether the document, as its lines are, could as well be prose with colons.
  static func mayBeProse(_ document: DocumentTree, _ lines: [Line]) -> Bool {
    guard case .map(let entries) = document, !isJSON(lines) else { return false }
    return entries.keys.allSatisfy { entries[$0]?.scalar != nil }
  }

  /// What must be tolerated beside the trees; nothing where what a parser leaves out differs.
  static func asides(
    _ expected: [Line], _ actual: [Line], _ terms: Terms
  ) -> [Tolerance]? {
    if isJSON(expected), isJSON(actual) { return [] }
    return DocumentAsides.compare(expected, actual, terms)
  }

  private static func isJSON(_ lines: [Line]) -> Bool {
    let first = lines.first { !$0.isElision }?.piece.trimmed.first
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  mutating func compare(_ expected: DocumentTree, _ actual: DocumentTree) {
    compare(expected, actual, at: [])
  }

  /// Whether the first line with a value has a key or is an item.
  private static func mayBeginYAML(_ lines: [Line]) -> Bool {
    let first = lines.first { line in
      !line.isElision && !line.isBlank && line.piece.trimmed.first != UInt8(ascii: "#")
    }
    guard let line = first?.piece.trimmed else { return false }
    return line.first == UInt8(ascii: "-") || line.contains(UInt8(ascii: ":"))
      || line.first == UInt8(ascii: "?") || line.first == UInt8(ascii: "%")
      || line.first == UInt8(ascii: "!") || line.first == UInt8(ascii: "&")
  }

  /// A cheap look that keeps prose and tables away from the parser.
  private static func looksLikeYAML(_ line: Piece) -> Bool {
    let line = line.trimmed
    guard let first = line.first else { return true }
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "#") { return !Marks.isRule(line) }
    // A log begins its lines with a day; no key does.
    if first.isDigit, line.count > 10, line[line.startIndex + 10].isBlank,
      Times.dayShape(line.prefix(10)) != nil
    {
      return false
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return !line.contains("  ") }
    // Values in a column of their own, and keys of several words, are written for people.
    guard !line[(colon + 1)...].hasPrefix("  "),
      first == UInt8(ascii: "\"") || !line[..<colon].contains("  ")
    else { return false }
    return colon + 1 == line.endIndex || line[colon + 1].isBlank || line.contains(" ")
      || first == UInt8(ascii: "\"")
  }

  private mutating func compare(
    _ expected: DocumentTree, _ actual: DocumentTree, at path: [String]
  ) {
    guard difference == nil else { return }
    if TreeElision.isAnything(expected) {
      if expected.scalar?.text != actual.scalar?.text {
        notes.append(TreeMatcher.elision("a value"))
      }
      return
    }
    if let name = path.last, options.volatileColumns.contains(name) {
      takeAnything(expected, actual, at: path, name)
      return
    }
    switch (expected, actual) {
    case (.map(let left), .map(let right)): compareMembers(left, right, at: path)
    case (.list(let left), .list(let right)) where left.contains(where: TreeElision.isAnything):
      compareAroundElisions(left, right, at: path)
    case (.list(let left), .list(let right)):
      for (index, pair) in zip(left, right).enumerated() {
        compare(pair.0, pair.1, at: path + ["[\(index)]"])
      }
      if left.count != right.count, difference == nil {
        differs(
          path, "expected \(left.count) items, got \(right.count)", String(left.count),
          String(right.count), rule: Rule.lines)
      }
    case (.scalar(let left), .scalar(let right)): compareScalars(left, right, at: path)
    default:
      differs(
        path, "expected \(expected.kindName), got \(actual.kindName)", "", "", rule: Rule.literal)
    }
  }

  private mutating func compareMembers(
    _ left: DocumentTree.Entries, _ right: DocumentTree.Entries, at path: [String]
  ) {
    let isOpen = left.keys.contains(where: TreeElision.isMark)
    var names = TreeKeys(terms, left, right)
    for key in left.keys where !TreeElision.isMark(key) {
      guard let value = left[key] else { continue }
      if let other = right[key] {
        compare(value, other, at: path + [key])
      } else if mayBeMissing(key) {
        notes.append(Tolerance(kind: "optional member", expected: key, actual: ""))
      } else if let (name, known) = names.partner(
        of: key, agrees: { right[$0].map { agrees(value, $0) } == true }),
        let other = right[name]
      {
        take(known, at: path, key, name)
        compare(value, other, at: path + [key])
      } else {
        differs(
          path + [key], "is missing", value.scalar?.text ?? "", "", rule: Rule.lines,
          remedy: Remedy.comment("optional", key))
        return
      }
    }
    let more = right.keys.filter { left[$0] == nil && !names.taken.contains($0) }
    let surplus = more.first { key in
      if mayBeMissing(key) { return false }
      return !isOpen || right[key].map { Lexicon.isErrorMember(key, $0) } == true
    }
    if let key = surplus, difference == nil {
      differs(
        path + [key], "is not expected", "", right[key]?.scalar?.text ?? "", rule: Rule.lines,
        remedy: Remedy.comment("optional", key))
    }
    guard difference == nil else { return }
    if isOpen {
      notes.append(TreeMatcher.elision(more.count == 1 ? "1 member" : "\(more.count) members"))
    } else if !more.isEmpty {
      notes += more.map { Tolerance(kind: "optional member", expected: "", actual: $0) }
    } else if names.taken.isEmpty, left.keys.filter({ right[$0] != nil }) != right.keys {
      notes.append(Tolerance(kind: "key order", expected: "", actual: ""))
    }
  }

  /// Whether an author says that a member may be there or not: by its name, with or without the
  /// colon behind it.
  private func mayBeMissing(_ key: String) -> Bool {
    options.optional.contains { $0 == key || $0 == key + ":" }
  }

  private mutating func takeAnything(
    _ expected: DocumentTree, _ actual: DocumentTree, at path: [String], _ name: String
  ) {
    let (left, right) = (expected.scalar?.text ?? "", actual.scalar?.text ?? "")
    if expected.scalar != nil, actual.scalar != nil, left == right { return }
    take(
      [Tolerance(kind: "column \(name)", expected: left, actual: right)], at: path, left, right)
  }

  private static func elision(_ what: String) -> Tolerance {
    Tolerance(kind: "elision", expected: "...", actual: what)
  }

  /// The runs of items between the elisions: the first one begins the list, the last one ends it,
  /// each other one stands where it is found first.
  private mutating func compareAroundElisions(
    _ left: [DocumentTree], _ right: [DocumentTree], at path: [String]
  ) {
    let runs = left.split(
      omittingEmptySubsequences: false, whereSeparator: TreeElision.isAnything)
    var start = 0
    for (number, run) in runs.enumerated() {
      let isFirst = number == 0
      let isLast = number == runs.count - 1
      guard start + run.count <= right.count else {
        differs(
          path, "expected at least \(start + run.count) items, got \(right.count)",
          String(start + run.count), String(right.count), rule: Rule.lines)
        return
      }
      let begin =
        isFirst
        ? 0
        : isLast
          ? right.count - run.count
          : (start...(right.count - run.count)).first { agrees(run, right[$0...]) }
      let place = begin ?? nearest(run.first, in: right, from: start)
      for (offset, item) in run.enumerated() where place + offset < right.count {
        compare(item, right[place + offset], at: path + ["[\(place + offset)]"])
      }
      guard difference == nil else { return }
      start = place + run.count
    }
    notes.append(TreeMatcher.elision("items"))
  }

  private func agrees(_ expected: DocumentTree, _ actual: DocumentTree) -> Bool {
    var trees = TreeMatcher(terms, expected: [], actual: [])
    trees.compare(expected, actual)
    return trees.difference == nil
  }

  private func agrees(
    _ items: ArraySlice<DocumentTree>, _ others: ArraySlice<DocumentTree>
  ) -> Bool {
    zip(items, others).allSatisfy { item, other in
      var trial = TreeMatcher(terms, expected: [], actual: [])
      trial.compare(item, other)
      return trial.difference == nil
    }
  }

  /// The item that has the name of the one looked for, else the next one.
  private func nearest(_ item: DocumentTree?, in items: [DocumentTree], from start: Int) -> Int {
    let name = item?.name
    return items[start...].firstIndex { name != nil && $0.name == name } ?? start
  }

  private mutating func compareScalars(
    _ expected: DocumentTree.Scalar, _ actual: DocumentTree.Scalar, at path: [String]
  ) {
    let (left, right) = (expected.text, actual.text)
    let name = path.last { !$0.hasPrefix("[") } ?? ""
    let policy = ColumnPolicy.ofMember(name, options)
    if left.utf8.elementsEqual(right.utf8) {
      let kinds = (expected.value.kindName, actual.value.kindName)
      if kinds.0 != kinds.1, policy == nil {
        let shown = left.isEmpty ? "" : " " + Text.shown(left.utf8)
        differs(
          path, "expected \(kinds.0)\(shown), got \(kinds.1)", left, right, rule: Rule.sorts)
      }
      return
    }
    guard !left.isEmpty, !right.isEmpty else {
      differs(path, sentence(left, right), left, right, rule: Rule.literal)
      return
    }
    if let policy {
      compareMember(Piece(left), Piece(right), at: path, name, policy)
      return
    }
    let leftLines = Normaliser.lines(left)
    let rightLines = Normaliser.lines(right)
    let matcher = LineMatcher(terms)
    guard leftLines.count == rightLines.count else {
      differs(path, sentence(left, right), left, right, rule: Rule.lines)
      return
    }
    guard TreeBlanks.areSame(left, right) else {
      differs(path, sentence(left, right), left, right, rule: Rule.blanks)
      return
    }
    for (wanted, found) in zip(leftLines, rightLines) {
      guard let tolerated = matcher.match(wanted.piece, found.piece) else {
        differs(
          path, sentence(left, right), left, right,
          rule: Rule.forWords(Piece(left), Piece(right)).rule)
        return
      }
      take(tolerated, at: path, left, right)
    }
  }

  private mutating func compareMember(
    _ left: Piece, _ right: Piece, at path: [String], _ name: String, _ policy: ColumnPolicy
  ) {
    let cells = CellMatcher(terms)
    switch cells.compare(left, right, column: name, policy: policy) {
    case .agrees(let tolerated): take(tolerated, at: path, left.text, right.text)
    case .pending:
      let kind = Self.written(path) + " " + right.text
      take(
        [Tolerance(kind: kind, effect: .notReady, expected: left.text, actual: right.text)],
        at: path, left.text, right.text)
    case .differs:
      differs(
        path, sentence(left.text, right.text), left.text, right.text,
        rule: Rule.forWords(left, right).rule)
    }
  }

  private mutating func take(
    _ tolerated: [Tolerance], at path: [String], _ left: String, _ right: String
  ) {
    let line = number(of: path, left, in: expectedLines)
    let actualLine = number(of: path, right, in: actualLines)
    notes += tolerated.map { $0.at(line, actualLine) }
  }

  private func sentence(_ left: String, _ right: String) -> String {
    Text.difference(Piece(left), Piece(right))
  }

  private mutating func differs(
    _ path: [String], _ what: String, _ expected: String, _ actual: String, rule: String,
    remedy: String? = nil
  ) {
    let place = Self.written(path)
    let joint = what.hasPrefix("is ") ? " " : ": "
    difference = Difference(
      sentence: (place.isEmpty ? "The document" : place) + joint + what,
      expectedLine: number(of: path, expected, in: expectedLines),
      actualLine: number(of: path, actual, in: actualLines), expected: expected, actual: actual,
      rule: rule, remedy: remedy ?? path.last { !$0.hasPrefix("[") }.flatMap(Rule.volatile))
  }

  /// `metadata.labels["skupper.io/type"]`, `items[0].kind`.
  private static func written(_ path: [String]) -> String {
    path.reduce("") { text, key in
      if key.hasPrefix("[") { return text + key }
      if key.utf8.allSatisfy({ $0.isAlphanumeric || $0 == 0x2D || $0 == 0x5F }) {
        return text.isEmpty ? key : text + "." + key
      }
      return text + "[\"\(key)\"]"
    }
  }

  /// The line that holds the last key of a path, as near as the text alone can tell.
  private func number(of path: [String], _ value: String, in lines: [Line]) -> Int {
    guard let key = path.last(where: { !$0.hasPrefix("[") }) else {
      return lines.first?.number ?? 0
    }
    let start = value.prefix(16)
    var fallback = 0
    for line in lines where line.piece.contains(key) {
      if line.piece.contains(String(start)) { return line.number }
      if fallback == 0 { fallback = line.number }
    }
    return fallback
  }
}
