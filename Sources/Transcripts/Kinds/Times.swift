/// Ages, durations, clocks and dates.
extension TokenKind {
  /// `10s`, `3m54s`, `1.25s`, `4y15d`; not a processor share such as `cpu: 100m`.
  static let age = TokenKind("age", beginnings: .digits) { expected, actual, surroundings in
    Times.isDuration(expected) && Times.isDuration(actual)
      && !Times.isChosen(behind: surroundings.before)
      && !Times.isShare(expected, behind: surroundings.before)
      && !Times.isShare(actual, behind: surroundings.before)
  }

  /// A clock, a date or both in one word; both sides in one shape.
  static let dateTime = TokenKind(
    "date", standsInName: true, beginnings: .digits.union(ByteSet("-"))
  ) { expected, actual, surroundings in
    if Times.isEpoch(expected), Times.isEpoch(actual), expected.count == actual.count,
      Times.announcesTime(surroundings.before)
    {
      return true
    }
    guard let shape = Times.dateShape(expected) else { return false }
    return shape == Times.dateShape(actual)
  }
}

/// The shapes in which times are written.
enum Times {
  private static let units = WordSet([
    "y", "w", "d", "h", "m", "s", "ms", "us", "µs", "ns", "min", "sec",
  ])

  /// Whether the word consists of numbers with units of time and of nothing else.
  static func isDuration(_ word: Piece) -> Bool {
    guard word.count <= 32, word.first?.isDigit == true, word.last?.isLower == true else {
      return false
    }
    var rest = word
    var groups = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
      guard let first = digits.first, first.isDigit, digits.last?.isDigit == true,
        digits.count(where: { !$0.isDigit }) <= 1
      else { return false }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { !$0.isDigit }
      guard units.contains(unit) else { return false }
      rest = rest.dropFirst(unit.count)
      groups += 1
    }
    return groups > 0
  }

  /// Whether a word such as `100m` is a share of a processor, by the word before it.
  static func isShare(_ word: Piece, behind before: Piece) -> Bool {
    word.last == UInt8(ascii: "m") && word.dropLast().decimal != nil
      && before.lowercased[...].contains("cpu")
  }

  /// Whether the word before a number says that it is a point in time: `startTimeMs:`, `Time:`.
  static func announcesTime(_ before: Piece) -> Bool {
    before.count <= 40 && before.lowercased[...].contains("time")
      && !isChosen(behind: before)
  }

  private static let choices = [
    "timeout", "interval", "period", "delay", "retention", "every", "deadline", "lifetime",
    "expiration", "expiry", "renewbefore",
  ]

  /// Whether a duration is somebody's choice, not a measure, by the word before it: `timeout=30s`,
  /// `scrape_interval: 15s`.
  static func isChosen(behind before: Piece) -> Bool {
    var word = before
    while let last = word.last, !last.isAlphanumeric { word = word.dropLast() }
    guard let last = word.last, word.count >= 5, choiceEnds.contains(last) else { return false }
    let end = word.suffix(12).lowercased[...]
    return choices.contains { end.hasSuffix($0) }
  }

  /// The last letters of the words for what is chosen: a byte spares most words the look.
  private static let choiceEnds = ByteSet("tldyneTLDYNE")

  /// Seconds since 1970 with or without a fraction, or milliseconds: of this century.
  static func isEpoch(_ word: Piece) -> Bool {
    let whole = word.prefix(while: \.isDigit)
    let rest = word.dropFirst(whole.count)
    let isFraction =
      rest.isEmpty
      || rest.first == UInt8(ascii: ".") && rest.dropFirst().isMadeOf(\.isDigit)
    return isFraction && (whole.count == 10 || whole.count == 13)
      && whole.first.map { $0 != 0x30 } == true
  }

  /// What a clock or date looks like, digits aside: two dates vary only within one shape.
  static func dateShape(_ word: Piece) -> String? {
    guard word.count >= 5, let first = word.first else { return nil }
    if !first.isDigit {
      // `--2023-03-14`, as wget begins its lines.
      guard word.hasPrefix("--") else { return nil }
      return dayShape(word.dropFirst(2)).map { "-- " + $0 }
    }
    if word.hasSuffix("--") { return clockShape(word.dropLast(2)).map { $0 + " --" } }
    if let (date, time) = cutDateAndTime(word) {
      guard let day = dayShape(date) else { return nil }
      let zone = time.firstIndex { !$0.isDigit && $0 != 0x3A && $0 != 0x2E } ?? time.endIndex
      guard clockShape(time[..<zone]) != nil, isZone(time[zone...]) else { return nil }
      return day + "T"
    }
    return dayShape(word) ?? clockShape(word) ?? serverShape(word) ?? monthShape(word)
  }

  /// `14/Mar/2023:09:12:44`, as web servers write it, or the day alone.
  private static func serverShape(_ word: Piece) -> String? {
    let isDay = word.count == 11
    guard let (date, time) = isDay ? (word, []) : word.cut(at: ":"),
      isDay || clockShape(time) == "clock"
    else { return nil }
    let parts = date.parts(at: UInt8(ascii: "/"))
    guard parts.map(\.count) == [2, 3, 4], parts[0].decimal != nil, parts[2].decimal != nil,
      Phrases.isMonth(parts[1])
    else { return nil }
    return isDay ? "server day" : "server"
  }

  /// `14-Mar-2023`, as logs of servlets and release notes write it.
  private static func monthShape(_ word: Piece) -> String? {
    guard word.count == 11 else { return nil }
    let parts = word.parts(at: UInt8(ascii: "-"))
    guard parts.map(\.count) == [2, 3, 4], parts[0].decimal != nil, parts[2].decimal != nil,
      Phrases.isMonth(parts[1])
    else { return nil }
    return "day month"
  }

  /// `2023-05-11`, `2023/05/11`.
  static func dayShape(_ word: Piece) -> String? {
    let start = word.startIndex
    guard word.count == 10, word[start].isDigit else { return nil }
    let separator = word[start + 4]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/"),
      word[start + 7] == separator, let year = word[start..<(start + 4)].decimal,
      (1900...2999).contains(year), let month = word[(start + 5)..<(start + 7)].decimal,
      (1...12).contains(month), let day = word[(start + 8)...].decimal, (1...31).contains(day)
    else { return nil }
    return separator == UInt8(ascii: "-") ? "day -" : "day /"
  }

  /// `15:04`, `15:04:05`, `15:04:05.000`, `15:04:05,000`, with seconds also `15:04:05+00`.
  static func clockShape(_ word: Piece) -> String? {
    let start = word.startIndex
    guard word.count >= 5, word.count <= 32, word[start + 2] == UInt8(ascii: ":"),
      let hour = word[start..<(start + 2)].decimal, hour < 24,
      let minute = word[(start + 3)..<(start + 5)].decimal, minute < 61
    else { return nil }
    var rest = word.dropFirst(5)
    var shape = "hour"
    if rest.first == UInt8(ascii: ":") {
      guard rest.count >= 3, let second = rest.dropFirst().prefix(2).decimal, second < 61 else {
        return nil
      }
      rest = rest.dropFirst(3)
      shape = "clock"
    }
    guard let point = rest.first else { return shape }
    if point == UInt8(ascii: ".") || point == UInt8(ascii: ",") {
      let fraction = rest.dropFirst().prefix(while: \.isDigit)
      guard !fraction.isEmpty else { return nil }
      rest = rest.dropFirst(fraction.count + 1)
    }
    if rest.isEmpty { return shape }
    return shape == "clock" && isZone(rest) ? "clock zone" : nil
  }

  /// A day, a clock or a zone.
  static func isPart(_ word: Piece) -> Bool {
    !word.isEmpty && (dayShape(word) != nil || clockShape(word) != nil || isZone(word))
  }

  /// Nothing, `Z`, `+02:00`, `-0700`, `+00`.
  static func isZone(_ word: Piece) -> Bool {
    guard let first = word.first else { return true }
    if first == UInt8(ascii: "Z") { return word.count == 1 }
    guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else { return false }
    let digits = word.dropFirst().filter { $0 != UInt8(ascii: ":") }
    return (digits.count == 4 || digits.count == 2) && digits.allSatisfy(\.isDigit)
  }

  private static func cutDateAndTime(_ word: Piece) -> (Piece, Piece)? {
    guard let index = word.firstIndex(of: UInt8(ascii: "T")) else { return nil }
    return (word[..<index], word[(index + 1)...])
  }
}
