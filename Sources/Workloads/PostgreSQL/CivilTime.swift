/// Dates and times as PostgreSQL reads and writes them, in UTC, without a clock of their own.
package struct CivilTime: Hashable, Sendable {
  /// Days since 1970-01-01.
  package var days: Int
  /// Microseconds since midnight.
  package var microseconds: Int

  package init(days: Int, microseconds: Int = 0) {
    self.days = days
    self.microseconds = microseconds
  }

  /// A moment in microseconds since 1970-01-01.
  package init(microsecondsSinceEpoch moment: Int) {
    let day = 86_400_000_000
    days = moment / day - (moment % day < 0 ? 1 : 0)
    microseconds = moment - days * day
  }

  /// Microseconds since 1970-01-01.
  package var microsecondsSinceEpoch: Int { days * 86_400_000_000 + microseconds }

  /// Reads `2026-01-31`, `2026-1-31 9:00`, `09:00:00.5`, `2026-01-31T09:00:00+02:00`.
  package init?(_ text: String) {
    self.init(days: 0)
    let words = text.split { $0 == " " || $0 == "T" }
    guard !words.isEmpty, words.count <= 3 else { return nil }
    var sawClock = false
    for (index, word) in words.enumerated() {
      if word.contains(":") {
        guard let clock = Self.clock(word) else { return nil }
        microseconds = clock.microseconds
        days += clock.extraDays
        sawClock = true
      } else if index == 0, let date = Self.date(word) {
        days = date
      } else if sawClock, let zone = Self.zone(word) {
        self = CivilTime(microsecondsSinceEpoch: microsecondsSinceEpoch - zone)
      } else {
        return nil
      }
    }
  }

  /// `2026-01-31`
  package var date: String {
    let (year, month, day) = Self.civil(days)
    return "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(day, 2))"
  }

  /// `09:00:00`, with as many digits behind the second as it takes.
  package var time: String {
    let seconds = microseconds / 1_000_000
    let text = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { Self.pad($0, 2) }
      .joined(separator: ":")
    var fraction = Self.pad(microseconds % 1_000_000, 6)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return fraction.isEmpty ? text : "\(text).\(fraction)"
  }

  /// `2026-01-31 09:00:00`
  package var timestamp: String { "\(date) \(time)" }

  package var year: Int { Self.civil(days).year }
  package var month: Int { Self.civil(days).month }
  package var day: Int { Self.civil(days).day }

  private static func date(_ word: Substring) -> Int? {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2]), parts[0].count == 4, (1...12).contains(month), day >= 1
    else { return nil }
    let days = daysFrom(year: year, month: month, day: day)
    return civil(days).day == day ? days : nil
  }

  private static func clock(_ word: Substring) -> (microseconds: Int, extraDays: Int)? {
    var text = word
    var offset = 0
    if text.hasSuffix("Z") { text.removeLast() }
    if let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }), sign > text.startIndex {
      guard let zone = zone(text[sign...]) else { return nil }
      offset = zone
      text = text[..<sign]
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hour = Int(parts[0]), let minute = Int(parts[1]),
      let second = parts.count > 2 ? Double(parts[2]) : 0, (0...24).contains(hour),
      (0...59).contains(minute), second >= 0, second < 60
    else { return nil }
    let total =
      (hour * 3_600 + minute * 60) * 1_000_000 + Int((second * 1_000_000).rounded()) - offset
    let moment = CivilTime(microsecondsSinceEpoch: total)
    return (moment.microseconds, moment.days)
  }

  private static func zone(_ word: Substring) -> Int? {
    if word == "UTC" || word == "Z" { return 0 }
    guard let sign = word.first, sign == "+" || sign == "-" else { return nil }
    let digits = word.dropFirst().filter { $0 != ":" }
    guard let number = Int(digits), (1...4).contains(digits.count) else { return nil }
    let minutes = digits.count <= 2 ? number * 60 : number / 100 * 60 + number % 100
    return (sign == "-" ? -minutes : minutes) * 60_000_000
  }

  /// Days since 1970-01-01 of a date in the Gregorian calendar.
  package static func daysFrom(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let index = (5 * dayOfYear + 2) / 153
    let month = index + (index < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * index + 2) / 5 + 1
    )
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
