/// Comparisons of what not everybody may read.
extension Comparison {
  /// The verdict alone: nothing of what was expected or printed.
  package var verdictAlone: Comparison {
    var bare = Comparison(verdict: verdict)
    if verdict.isFailure {
      bare.difference = Difference(
        sentence: "What was printed is not what the text promises; it is secret and not shown",
        rule: "a secret is not shown")
    }
    return bare
  }

  /// The comparison with other words in place of secret ones, and without the texts side by side.
  package func masked(_ mask: (String) -> String) -> Comparison {
    var masked = self
    masked.sides = .none
    for index in tolerated.indices {
      masked.tolerated[index].expected = mask(tolerated[index].expected)
      masked.tolerated[index].actual = mask(tolerated[index].actual)
    }
    masked.captures = captures.mapValues(mask)
    masked.bindings = bindings.mapValues(mask)
    masked.pendingReason = pendingReason.map(mask)
    masked.errorClass = errorClass.map(mask)
    if let difference {
      masked.difference?.sentence = mask(difference.sentence)
      masked.difference?.expected = mask(difference.expected)
      masked.difference?.actual = mask(difference.actual)
      // A remedy with other words in it would not work.
      masked.difference?.remedy = difference.remedy.flatMap { mask($0) == $0 ? $0 : nil }
      masked.difference?.closest = nil
    }
    return masked
  }
}
