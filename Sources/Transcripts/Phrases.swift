/// Times and speeds that take several words: dates as people and logs write them, "5 minutes ago",
/// "3min 2s", "0.41 ms", "18.2 MB/s".
enum Phrases {
  struct Phrase {
    let kind: String
    /// What must be equal on both sides.
    let shape: String
    let count: Int
  }

  private static let weekdays = WordSet([
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday",
  ])
  private static let months = WordSet([
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december",
  ])
  private static let zones = WordSet([
    "utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt", "cst", "cdt", "mst", "mdt", "bst",
    "ist", "jst",
  ])
  /// The halves of a day behind a clock of twelve hours.
  private static let halves = WordSet(["am", "pm"])
  private static let units = WordSet([
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
    "month", "months", "year", "years", "sec", "secs", "min", "mins", "ms", "milliseconds",
  ])
  /// Units that stand apart from their number and make it a duration wherever it is.
  private static let shortUnits = WordSet(["s", "ms", "us", "µs", "ns"])
  /// Units that only a measured number, one with a point, has for a duration.
  private static let longUnits = WordSet(["sec", "secs", "second", "seconds", "msec", "minutes"])
  private static let announcements = WordSet(["took", "elapsed", "for", "up", "after"])
  /// What is said of a time that somebody chose: "valid for 30 days".
  private static let promises = WordSet(["valid", "good", "kept", "retained", "cached", "lasts"])
  private static let seconds = WordSet(["s", "sec", "second"])
  private static let endings = WordSet(["ago", "old"])
  private static let ago = WordSet(["ago"])
  private static let up = WordSet(["up"])
  /// Words of letters that a relative age may begin with.
  private static let starters = WordSet(["about", "less", "a", "an"])
  /// What may stand before a phrase in its first word, and behind it in its last one.
  private static let openings = ByteSet("=([\"'")
  private static let closings = ByteSet(",;:.)]\"'")

  static func isMonth(_ word: Piece) -> Bool { months.contains(word) }

  /// Whether a word that is the same on both sides may begin a phrase that goes on differently:
  /// a date's weekday or day, the first part of "3min 2s".
  static func mayRunOn(_ word: Piece) -> Bool {
    guard let first = word.first, word.count <= 16 else { return false }
    return first.isDigit || mayBegin(first, word)
  }

  /// The phrase that begins at a word.
  static func phrase(in words: ArraySlice<Piece>, at index: Int) -> Phrase? {
    guard let first = words[index].first, mayBegin(first, words[index]) else { return nil }
    if let uptime = uptime(words, index) {
      let age = relativeAge(words, index)
      return age.map { $0.count >= uptime.count ? $0 : uptime } ?? uptime
    }
    return relativeAge(words, index) ?? date(words, index) ?? logStamp(words, index)
      ?? quantity(words, index) ?? compactAge(words, index)
  }

  /// A cheap look that spares most words the rest.
  private static func mayBegin(_ first: UInt8, _ word: Piece) -> Bool {
    if first.isDigit || openings.contains(first) { return true }
    guard first.isLetter else { return false }
    if word.count == 5, logLevels.contains(first), word.last?.isDigit == true { return true }
    let (opening, body) = opened(word)
    if !opening.isEmpty { return body.first?.isDigit == true || isNamed(body) }
    return named.contains(first) && (isNamed(word) || starters.contains(word))
  }

  private static let logLevels = ByteSet("IWEFD")
  /// What the names of days and months and the starters begin with.
  private static let named = ByteSet("ADFJLMNOSTWadfjlmnostw")

  private static func isNamed(_ word: Piece) -> Bool {
    guard let first = word.first, named.contains(first) else { return false }
    let word = closed(word).body
    return weekdays.contains(word) || months.contains(word)
  }

  /// `5 minutes ago`, `About a minute ago`, `Less than a second old`, `for 12 seconds`.
  private static func relativeAge(_ words: ArraySlice<Piece>, _ start: Int) -> Phrase? {
    var index = start
    guard words[index].count <= 9 else { return nil }
    let first = word(words, index)
    if first.first?.isDigit == true {
      guard first.allSatisfy({ $0.isDigit || $0 == 0x2E }) else { return nil }
      index += 1
    } else {
      guard starters.contains(first) else { return nil }
      index += first.count == 5 ? 2 : first.count == 4 ? 3 : 1
    }
    guard units.contains(word(words, index)) else { return nil }
    // `1 minute, 8 seconds ago`: smaller units may follow.
    while index + 2 < words.endIndex, words[index].last == UInt8(ascii: ","),
      words[index + 1].decimal != nil, units.contains(word(words, index + 2))
    {
      index += 2
    }
    let next = word(words, index + 1)
    if endings.contains(next) {
      return Phrase(kind: "age", shape: next.text, count: index + 2 - start)
    }
    guard start > words.startIndex, announcements.contains(word(words, start - 1)),
      start - 1 == words.startIndex || !promises.contains(word(words, start - 2))
    else { return nil }
    return Phrase(kind: "age", shape: "for", count: index + 1 - start)
  }

  /// A month with a day, or a day in one word, and a clock, a year, a zone or a weekday beside it.
  private static func date(_ words: ArraySlice<Piece>, _ start: Int) -> Phrase? {
    let (opening, first) = opened(words[start])
    var shape: [String] = []
    var index = start
    var closing: Piece = []
    while index < words.endIndex, closing.isEmpty {
      let (body, end) = closed(index == start ? first : words[index])
      if halves.contains(body), hasClock(shape) {
        // The same program prints none where the day has twenty-four hours.
        index += 1
        closing = end == [UInt8(ascii: ",")] ? [] : end
        continue
      }
      guard let part = datePart(body), !shape.contains(part) else { break }
      shape.append(part)
      index += 1
      closing = end == [UInt8(ascii: ",")] ? [] : end
    }
    let isDate =
      shape.contains("month") && shape.contains("day") && shape.count >= 3
      || shape.contains("date") && shape.count >= 2
    guard isDate else { return nil }
    // A list of files has the year in place of the clock where a file is older than half a year.
    if shape == ["month", "day", "hour"] || shape == ["month", "day", "year"] {
      shape = ["month", "day", "of a list"]
    }
    return Phrase(
      kind: "date", shape: opening.text + shape.joined(separator: " ") + closing.text,
      count: index - start)
  }

  private static func hasClock(_ shape: [String]) -> Bool {
    shape.contains("clock") || shape.contains("hour")
  }

  static func datePart(_ word: Piece) -> String? {
    guard word.count <= 18 else { return nil }
    if let number = word.decimal {
      return (1...31).contains(number) ? "day" : (1970...2999).contains(number) ? "year" : nil
    }
    if let clock = Times.clockShape(word) { return clock }
    if Times.dayShape(word) != nil { return "date" }
    if word.count == 5, Times.isZone(word) { return "zone" }
    guard word.count <= 9, word.first?.isLetter == true else { return nil }
    if weekdays.contains(word) { return "weekday" }
    if months.contains(word) { return "month" }
    return zones.contains(word) ? "zone" : nil
  }

  /// `I0314 09:12:51.204117`: a level's letter with month and day, then a clock.
  private static func logStamp(_ words: ArraySlice<Piece>, _ start: Int) -> Phrase? {
    let word = words[start]
    if word.count == 10, start + 1 < words.endIndex, words[start + 1].count == 5,
      Times.isEpoch(word), Times.isZone(words[start + 1])
    {
      return Phrase(kind: "date", shape: "epoch", count: 2)
    }
    if start == words.startIndex, let count = kernelClock(words, start) {
      return Phrase(kind: "date", shape: "kernel", count: count)
    }
    guard word.count == 5, let level = word.first, "IWEFD".utf8.contains(level),
      let number = word.dropFirst().decimal, (101...1231).contains(number),
      start + 1 < words.endIndex, Times.clockShape(words[start + 1]) == "clock"
    else { return nil }
    return Phrase(kind: "date", shape: "log " + word.prefix(1).text, count: 2)
  }

  /// `[12345.678901]` and `[    1.104220]`: the seconds since a kernel started, with six places.
  private static func kernelClock(_ words: ArraySlice<Piece>, _ start: Int) -> Int? {
    let bracket = UInt8(ascii: "[")
    guard words[start].first == bracket else { return nil }
    let isApart = words[start].count == 1
    guard !isApart || start + 1 < words.endIndex else { return nil }
    let clock = isApart ? words[start + 1] : words[start].dropFirst()
    guard clock.last == UInt8(ascii: "]"), let (whole, places) = clock.dropLast().cut(at: "."),
      whole.decimal != nil, places.count == 6, places.decimal != nil
    else { return nil }
    return isApart ? 2 : 1
  }

  /// A number and a unit of time or speed behind it: `0.41 ms`, `0.4/0.5/0.6 ms`, `18.2 MB/s`.
  private static func quantity(_ words: ArraySlice<Piece>, _ start: Int) -> Phrase? {
    guard start + 1 < words.endIndex, words[start + 1].count <= 12,
      start == words.startIndex || !Times.isChosen(behind: words[start - 1])
    else { return nil }
    let (opening, number) = opened(words[start])
    guard number.first?.isDigit == true,
      number.allSatisfy({ $0.isDigit || ".,/".utf8.contains($0) })
    else { return nil }
    // `4.12 [ms]`, `2427.18 [#/sec]`: the brackets are the unit's own.
    let bracket = words[start + 1].prefix { $0 == UInt8(ascii: "[") }
    let (unit, end) = closed(words[start + 1].dropFirst(bracket.count))
    let closing = bracket + end
    let slashes = number.count { $0 == UInt8(ascii: "/") }
    let shape: String
    if shortUnits.contains(unit) || number.contains(UInt8(ascii: ".")) && longUnits.contains(unit) {
      shape = "time \(slashes)"
    } else if let (amount, time) = unit.cut(at: "/"),
      amount.isMadeOf({ $0.isLetter || $0 == UInt8(ascii: "#") }), seconds.contains(time)
    {
      shape = "speed"
    } else {
      return nil
    }
    return Phrase(
      kind: shape == "speed" ? "speed" : "age", shape: opening.text + shape + closing.text,
      count: 2)
  }

  /// `3min 2s`, with or without "ago".
  private static func compactAge(_ words: ArraySlice<Piece>, _ start: Int) -> Phrase? {
    let before = start > words.startIndex ? words[start - 1] : []
    var index = start
    while index < words.endIndex, Times.isDuration(words[index]),
      !Times.isShare(words[index], behind: before), !Times.isChosen(behind: before)
    {
      index += 1
    }
    guard index > start else { return nil }
    let isAgo = ago.contains(word(words, index))
    return Phrase(
      kind: "age", shape: isAgo ? "compact ago" : "compact", count: index - start + (isAgo ? 1 : 0))
  }

  /// `14:12,` and `3 days, 2:31,` behind "up".
  private static func uptime(_ words: ArraySlice<Piece>, _ start: Int) -> Phrase? {
    guard start > words.startIndex, up.contains(word(words, start - 1)) else { return nil }
    var index = start
    while index < words.endIndex {
      let body = closed(words[index]).body
      let padded = body.count == 4 ? [0x30] + body : Array(body)
      if Times.clockShape(padded[...]) == "hour" {
        index += 1
      } else if body.decimal != nil, units.contains(word(words, index + 1)) {
        index += 2
      } else {
        break
      }
    }
    return index > start ? Phrase(kind: "age", shape: "for", count: index - start) : nil
  }

  /// The first word of a phrase without what opens it: `notBefore=Mar`, `(602`.
  private static func opened(_ word: Piece) -> (opening: Piece, body: Piece) {
    guard let last = word.prefix(32).lastIndex(where: openings.contains) else { return ([], word) }
    return (word[...last], word[(last + 1)...])
  }

  /// The last word of a phrase without what closes it.
  private static func closed(_ word: Piece) -> (body: Piece, closing: Piece) {
    var body = word
    while let last = body.last, closings.contains(last) { body = body.dropLast() }
    return (body, word[body.endIndex...])
  }

  /// A word without the marks around it; nothing behind the last one.
  private static func word(_ words: ArraySlice<Piece>, _ index: Int) -> Piece {
    guard index < words.endIndex else { return [] }
    var word = closed(words[index]).body
    while word.first == UInt8(ascii: "(") { word = word.dropFirst() }
    return word
  }
}
