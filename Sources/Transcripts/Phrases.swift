/// Times that take several words: dates as people write them, and "5 minutes ago".
enum Phrases {
  struct Phrase {
    let kind: String
    /// What must be equal on both sides.
    let shape: String
    let count: Int
  }

  private static let weekdays: Set<String> = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday",
  ]
  private static let months: Set<String> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december",
  ]
  private static let zones: Set<String> = [
    "utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt", "cst", "cdt", "mst", "mdt", "bst",
    "ist", "jst", "am", "pm",
  ]
  private static let units: Set<String> = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
    "month", "months", "year", "years", "sec", "secs", "min", "mins", "ms", "milliseconds",
  ]
  private static let announcements: Set<String> = ["took", "elapsed", "for", "up", "after"]

  /// The phrase that begins at a word.
  static func phrase(in words: ArraySlice<Piece>, at index: Int) -> Phrase? {
    relativeAge(words, index) ?? date(words, index)
  }

  /// `5 minutes ago`, `About a minute ago`, `Less than a second old`, `for 12 seconds`.
  private static func relativeAge(_ words: ArraySlice<Piece>, _ start: Int) -> Phrase? {
    var index = start
    guard index < words.endIndex, words[index].count <= 9 else { return nil }
    switch word(words, index) {
    case "about": index += 2
    case "less": index += 3
    case "a", "an": index += 1
    case let text where text.utf8.allSatisfy({ $0.isDigit || $0 == 0x2E }): index += 1
    default: return nil
    }
    guard units.contains(word(words, index)) else { return nil }
    let next = word(words, index + 1)
    if next == "ago" || next == "old" {
      return Phrase(kind: "age", shape: next, count: index + 2 - start)
    }
    guard start > words.startIndex, announcements.contains(word(words, start - 1)) else {
      return nil
    }
    return Phrase(kind: "age", shape: "for", count: index + 1 - start)
  }

  /// A month with a day, and a clock, a year or a weekday beside them.
  private static func date(_ words: ArraySlice<Piece>, _ start: Int) -> Phrase? {
    var shape: [String] = []
    var index = start
    while index < words.endIndex, let part = datePart(words[index]), !shape.contains(part) {
      shape.append(part)
      index += 1
    }
    guard shape.contains("month"), shape.contains("day"), shape.count >= 3 else { return nil }
    return Phrase(kind: "date", shape: shape.joined(separator: " "), count: index - start)
  }

  private static func datePart(_ word: Piece) -> String? {
    let word = word.last == UInt8(ascii: ",") ? word.dropLast() : word
    guard word.count <= 18 else { return nil }
    if let number = word.decimal {
      return (1...31).contains(number) ? "day" : (1970...2999).contains(number) ? "year" : nil
    }
    if let clock = Times.clockShape(word) { return clock }
    let text = word.lowercased.text
    if weekdays.contains(text) { return "weekday" }
    if months.contains(text) { return "month" }
    if zones.contains(text) || (word.count == 5 && Times.isZone(word)) { return "zone" }
    return nil
  }

  private static func word(_ words: ArraySlice<Piece>, _ index: Int) -> String {
    guard index < words.endIndex else { return "" }
    var word = words[index]
    while let last = word.last, ".,:;)".utf8.contains(last) { word = word.dropLast() }
    while let first = word.first, first == UInt8(ascii: "(") { word = word.dropFirst() }
    return word.lowercased.text
  }
}
