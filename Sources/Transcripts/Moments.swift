/// What a table's column of times may hold: `3m54s`, `About a minute ago`, `Mar 14 09:12`, `Jan02`,
/// `1-02:03:04`, and nothing that is no time.
enum Moments {
  private static let words = WordSet([
    "ago", "old", "about", "less", "more", "than", "almost", "over", "a", "an", "at", "up", "since",
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
    "month", "months", "year", "years", "sec", "secs", "min", "mins", "y", "w", "d", "h", "m", "s",
    "ms", "us", "now", "just", "am", "pm", "yesterday", "today",
  ])

  /// Whether every word of the cell is a part of a time, and there is a time in it.
  static func isOne(_ cell: Piece) -> Bool {
    var cell = cell
    if cell.first == UInt8(ascii: "<"), cell.dropFirst().first?.isDigit == true {
      cell = cell.dropFirst()
    }
    var isTime = false
    for word in cell.words {
      let word = bare(word)
      if word.isEmpty { continue }
      if word.decimal != nil, Phrases.datePart(word) != "year" { continue }
      guard isPart(word) else { return false }
      isTime = true
    }
    return isTime
  }

  /// Whether the cell is a number and nothing else: some columns count seconds.
  static func isNumber(_ cell: Piece) -> Bool { Marks.isNumber(cell) }

  private static func bare(_ word: Piece) -> Piece {
    var word = word
    while let first = word.first, "([".utf8.contains(first) { word = word.dropFirst() }
    while let last = word.last, ")],;.".utf8.contains(last) { word = word.dropLast() }
    return word
  }

  private static func isPart(_ word: Piece) -> Bool {
    guard word.count <= 40 else { return false }
    if words.contains(word) || Phrases.datePart(word) != nil { return true }
    if Times.isDuration(word) || Times.dateShape(word) != nil || Times.isZone(word) { return true }
    return isClock(word) || isDayInOneWord(word)
      || word.first == UInt8(ascii: "x") && word.dropFirst().decimal != nil
  }

  /// `0:03`, `1-02:03:04`, `3:20m`: digits in parts.
  private static func isClock(_ word: Piece) -> Bool {
    guard word.first?.isDigit == true, word.contains(UInt8(ascii: ":")) else { return false }
    let rest = word.drop { $0.isDigit || ":-.".utf8.contains($0) }
    return rest.isEmpty || rest.elementsEqual("m".utf8) || rest.elementsEqual("s".utf8)
  }

  /// `Jan02`, `Mon10`, `14Mar23`, `2days`.
  private static func isDayInOneWord(_ word: Piece) -> Bool {
    let start = word.prefix(while: \.isDigit)
    let name = word.dropFirst(start.count).prefix(while: \.isLetter)
    let end = word.dropFirst(start.count + name.count)
    guard name.count >= 3, start.count + end.count > 0, end.allSatisfy(\.isDigit) else {
      return false
    }
    let isDay = Phrases.datePart(name) == "month" || Phrases.datePart(name) == "weekday"
    return isDay || end.isEmpty && words.contains(name)
  }
}
