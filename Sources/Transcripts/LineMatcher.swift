/// Compares two lines word by word, with the author's elisions and multi-word times.
struct LineMatcher {
  let terms: Terms
  var options: ComparisonOptions { terms.options }
  private let allowsPending: Bool

  init(_ terms: Terms, allowsPending: Bool = false) {
    self.terms = terms
    self.allowsPending = allowsPending
  }

  /// What must be tolerated for the actual line to stand for the expected one; nothing if it
  /// cannot.
  func match(_ expected: Piece, _ actual: Piece) -> [Tolerance]? {
    if expected == actual { return [] }
    if options.mode == .exact { return matchExactly(expected, actual) }
    if options.mode == .regex { return matchExpression(expected, actual) }
    let left = Placeholder.words(expected)
    let right = actual.words
    if let notes = matchWords(left[...], right[...])?.notes {
      return notes.isEmpty ? [spacing(expected, actual)] : notes
    }
    if let notes = matchAroundElisions(left, right) ?? matchKnownLine(left, right) { return notes }
    if KnownLines.isPicture(expected), KnownLines.isPicture(actual) {
      return [Tolerance(kind: "picture of a key", expected: expected.text, actual: actual.text)]
    }
    if expected.count == actual.count, KnownLines.isEndOfBytes(expected),
      KnownLines.isEndOfBytes(actual)
    {
      return [Tolerance(kind: "bytes", expected: expected.text, actual: actual.text)]
    }
    if KnownLines.areMeasures(expected, actual) {
      return [Tolerance(kind: "measure", expected: expected.text, actual: actual.text)]
    }
    if KnownLines.areMachineFacts(expected, actual) {
      return [Tolerance(kind: "fact about a machine", expected: expected.text, actual: actual.text)]
    }
    if let notes = matchChoice(expected, actual) { return notes }
    if let note = matchMovedOn(expected, actual) { return [note] }
    if allowsPending, let reason = Lexicon.pendingReason(of: actual, expected: expected) {
      return [
        Tolerance(kind: reason, effect: .notReady, expected: expected.text, actual: actual.text)
      ]
    }
    return nil
  }

  /// A line of a program that is known to have words of one run in it.
  private func matchKnownLine(_ left: [Piece], _ right: [Piece]) -> [Tolerance]? {
    if KnownLines.areVolatileHeaders(left, right) {
      return [KnownLines.note(left.last ?? [], right.last ?? [])]
    }
    guard let places = KnownLines.places(left, right) else { return nil }
    // What may vary is the same on both sides; the rest is compared as ever.
    var same = right
    var notes: [Tolerance] = []
    for place in places where left[place] != right[place] {
      same[place] = left[place]
      notes.append(KnownLines.note(left[place], right[place]))
    }
    guard !notes.isEmpty, let others = matchWords(left[...], same[...])?.notes else { return nil }
    return notes + others
  }

  /// A line that says the same in the other one of two ways; what stands around it is compared.
  private func matchChoice(_ expected: Piece, _ actual: Piece) -> [Tolerance]? {
    guard let (left, right) = KnownLines.besideChoice(expected, actual),
      let others = matchWords(left.words[...], right.words[...])?.notes
    else { return nil }
    let note = Tolerance(
      kind: "what is at hand", expected: expected.text, actual: actual.text)
    return [note] + others
  }

  /// What the author saw as pending may have come to something by now.
  private func matchMovedOn(_ expected: Piece, _ actual: Piece) -> Tolerance? {
    guard let (before, behind) = expected.cut(at: "Status pending..."),
      actual.count >= before.count + behind.count, actual.starts(with: before),
      actual.hasSuffix(behind.text), !Lexicon.hasErrorPhrase(actual)
    else { return nil }
    let found = actual.dropFirst(before.count).dropLast(behind.count)
    return Tolerance(
      kind: "state that has moved on", effect: .drift, expected: "Status pending...",
      actual: found.text)
  }

  private func spacing(_ expected: Piece, _ actual: Piece) -> Tolerance {
    Tolerance(kind: "spacing", expected: expected.text, actual: actual.text)
  }

  private func matchExpression(_ expected: Piece, _ actual: Piece) -> [Tolerance]? {
    let pattern = Pattern(name: "expression", expression: expected.text)
    guard pattern.describes(actual.text) else { return nil }
    return [
      Tolerance(kind: pattern.name, expected: pattern.expression, actual: actual.text)
    ]
  }

  /// To the letter, blanks included, but for placeholders and elisions.
  private func matchExactly(_ expected: Piece, _ actual: Piece) -> [Tolerance]? {
    let left = Placeholder.words(expected)
    guard left.contains(where: { Placeholder.segments($0) != nil }) else { return nil }
    let right = actual.words
    return matchWords(left[...], right[...])?.notes ?? matchAroundElisions(left, right)
  }

  /// Matches all words, or as many as the expected ones are when a prefix is enough.
  private func matchWords(
    _ expected: ArraySlice<Piece>, _ actual: ArraySlice<Piece>, prefixIsEnough: Bool = false
  ) -> (notes: [Tolerance], end: Int)? {
    var tokens = TokenMatcher(terms, allowsPending: allowsPending)
    if let first = expected.first, first.last == UInt8(ascii: ":") {
      tokens.surroundings.label = first
    }
    var left = expected.startIndex
    var right = actual.startIndex
    while left < expected.endIndex, right < actual.endIndex {
      guard
        let (leftCount, rightCount) = matchNext(expected, left, actual, right, &tokens)
      else { return nil }
      left += leftCount
      right += rightCount
    }
    guard left == expected.endIndex, prefixIsEnough || right == actual.endIndex else { return nil }
    return (tokens.notes, right)
  }

  private func isStrict(_ word: Piece) -> Bool { options.strictColumns.contains(word.text) }

  /// How many words of each side the next phrase or word takes, if the two agree.
  func matchNext(
    _ expected: ArraySlice<Piece>, _ left: Int, _ actual: ArraySlice<Piece>, _ right: Int,
    _ tokens: inout TokenMatcher
  ) -> (Int, Int)? {
    let isSame = expected[left] == actual[right]
    if options.mode != .exact, !isSame || Phrases.mayRunOn(expected[left]),
      let counts = matchPhrase(expected, left, actual, right, &tokens)
    {
      return counts
    }
    guard isSame || tokens.agrees(expected[left], actual[right]) else { return nil }
    // A counter's word counts for all the numbers behind it.
    if !Marks.isNumber(expected[left]) || !Marks.announcesCounter(tokens.surroundings.before) {
      tokens.surroundings.before = expected[left]
    }
    if !tokens.surroundings.followsDate, Times.dateShape(expected[left]) != nil {
      tokens.surroundings.followsDate = true
    }
    return (1, 1)
  }

  private func matchPhrase(
    _ expected: ArraySlice<Piece>, _ left: Int, _ actual: ArraySlice<Piece>, _ right: Int,
    _ tokens: inout TokenMatcher
  ) -> (Int, Int)? {
    guard let wanted = Phrases.phrase(in: expected, at: left),
      let found = Phrases.phrase(in: actual, at: right),
      wanted.kind == found.kind, wanted.shape == found.shape,
      options.strictColumns.isEmpty
        || !expected[left..<(left + wanted.count)].contains(where: isStrict)
    else { return nil }
    let leftWords = expected[left..<(left + wanted.count)].map(\.text).joined(separator: " ")
    let rightWords = actual[right..<(right + found.count)].map(\.text).joined(separator: " ")
    if leftWords != rightWords { tokens.note(wanted.kind, leftWords, rightWords) }
    if wanted.kind == "date" { tokens.surroundings.followsDate = true }
    return (wanted.count, found.count)
  }

  /// `...` at the end takes the rest of the line, inside it takes as few words as possible.
  private func matchAroundElisions(_ expected: [Piece], _ actual: [Piece]) -> [Tolerance]? {
    guard let last = expected.last else { return nil }
    var words = expected[...]
    var notes: [Tolerance] = []
    var takesRest = false
    if Placeholder.isWordElision(last) {
      takesRest = true
      words = words.dropLast()
    } else if last.hasSuffix("...") || last.hasSuffix("…") {
      return matchOpenEnd(words.dropLast(), last.dropLast(3), actual)
    }
    let runs = words.split(
      omittingEmptySubsequences: false, whereSeparator: Placeholder.isWordElision)
    guard runs.count > 1 || takesRest else { return nil }
    var right = 0
    for (index, run) in runs.enumerated() {
      let isAnchored = index == 0
      let mustEnd = index == runs.count - 1 && !takesRest
      guard
        let found = find(run, in: actual, from: right, isAnchored: isAnchored, mustEnd: mustEnd)
      else { return nil }
      if !isAnchored {
        notes.append(elision(actual[right..<max(right, found.start)]))
      }
      notes += found.notes
      right = found.end
    }
    if takesRest { notes.append(elision(actual[right...])) }
    return notes
  }

  private func matchOpenEnd(
    _ words: ArraySlice<Piece>, _ start: Piece, _ actual: [Piece]
  ) -> [Tolerance]? {
    guard let (notes, end) = matchWords(words, actual[...], prefixIsEnough: true),
      end < actual.count, actual[end].starts(with: start)
    else { return nil }
    return notes + [elision(actual[end...])]
  }

  private func find(
    _ run: ArraySlice<Piece>, in actual: [Piece], from start: Int, isAnchored: Bool, mustEnd: Bool
  ) -> (notes: [Tolerance], start: Int, end: Int)? {
    if mustEnd, !isAnchored {
      let begin = actual.count - run.count
      guard begin >= start, let (notes, end) = matchWords(run, actual[begin...]) else { return nil }
      return (notes, begin, end)
    }
    var begin = start
    while begin + run.count <= actual.count {
      if let (notes, end) = matchWords(run, actual[begin...], prefixIsEnough: !mustEnd) {
        return (notes, begin, end)
      }
      if isAnchored { return nil }
      begin += 1
    }
    return nil
  }

  private func elision(_ words: ArraySlice<Piece>) -> Tolerance {
    Tolerance(
      kind: "elision", expected: "...", actual: words.map(\.text).joined(separator: " "))
  }
}
