/// Texts that are documents, YAML or JSON, are compared as trees.
extension Comparison {
  /// Where both sides are documents, the trees are compared; the document may be the output of
  /// any one of the commands, and the others must not have failed.
  static func compareDocuments(
    _ wanted: [Line], _ outputs: [[Line]], _ options: ComparisonOptions
  ) -> Comparison? {
    guard options.mode == .similar || options.mode == .json,
      let expected = TreeMatcher.document(wanted, isExpected: true),
      let (index, actual) = document(among: outputs),
      let asides = TreeMatcher.asides(wanted, outputs[index], Terms(options))
    else { return nil }
    var options = options
    options.mode = .similar
    let others = outputs.indices.filter { $0 != index }.flatMap { outputs[$0] }
    guard !others.contains(where: { Lexicon.isErrorLine($0.piece) }) else { return nil }
    var trees = TreeMatcher(Terms(options), expected: wanted, actual: outputs[index])
    trees.compare(expected, actual)
    // Lines such as "port: 8080" are a document or prose; what agrees as prose agrees. An elision
    // may also stand for lines from several levels of a document.
    let isOpen = wanted.contains(where: \.isElision)
    if trees.difference != nil, options.mode == .similar,
      isOpen
        || TreeMatcher.mayBeProse(expected, wanted)
          && TreeMatcher.mayBeProse(actual, outputs[index])
    {
      let lines = compareLines(wanted, outputs, options)
      if lines.difference == nil { return lines }
      // What agrees as prose is not what differs.
      if !isOpen, let line = lines.difference?.expectedLine,
        let place = trees.difference?.expectedLine,
        line > place, wanted.first(where: { $0.number == place })?.piece.last != UInt8(ascii: ":")
      {
        return lines
      }
    }
    var comparison = Comparison(verdict: .different)
    comparison.sides = .documents(wanted, outputs[index])
    comparison.tolerated = trees.notes + asides
    comparison.difference = trees.difference
    if trees.difference == nil {
      let isSame = wanted.map(\.bytes) == outputs[index].map(\.bytes)
      if !isSame, comparison.tolerated.isEmpty {
        comparison.tolerated = [Tolerance(kind: "layout", expected: "", actual: "")]
      }
      comparison.accept()
    }
    return comparison
  }

  /// The last output that is a document.
  private static func document(among outputs: [[Line]]) -> (Int, DocumentTree)? {
    for index in outputs.indices.reversed() {
      if let document = TreeMatcher.document(outputs[index]) { return (index, document) }
    }
    return nil
  }
}
