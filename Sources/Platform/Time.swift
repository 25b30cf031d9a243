import Glibc

/// A moment on the clock that never goes back: `clock_gettime(CLOCK_MONOTONIC)`.
package struct MonotonicTime: Comparable, Hashable, Sendable {
  /// Nanoseconds since some moment before this process began.
  package var nanoseconds: Int64

  /// The moment so many nanoseconds after the clock's beginning.
  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Now.
  package static func now() -> MonotonicTime {
    MonotonicTime(nanoseconds: read(CLOCK_MONOTONIC).nanosecondsSinceZero)
  }

  package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The moment later by a duration; far in the future when it is too long to count.
  package static func + (left: MonotonicTime, right: Duration) -> MonotonicTime {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.wholeNanoseconds)
    return MonotonicTime(nanoseconds: overflow ? .max : sum)
  }

  /// The time between two moments.
  package static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
    .nanoseconds(left.nanoseconds - right.nanoseconds)
  }

  /// How long until then, zero when it has passed.
  package var nanosecondsFromNow: Int64 { max(0, nanoseconds - Self.now().nanoseconds) }
}

/// A moment on the wall clock: `clock_gettime(CLOCK_REALTIME)`.
package struct WallTime: Comparable, Hashable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package var seconds: Int64
  /// Nanoseconds within the second, 0 to 999,999,999.
  package var nanoseconds: Int32

  /// The moment with these parts.
  package init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Now.
  package static func now() -> WallTime {
    let time = read(CLOCK_REALTIME)
    return WallTime(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }

  package static func < (left: WallTime, right: WallTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// RFC 3339 to the second: `2026-11-21T09:05:56Z`.
  package var rfc3339: String { "\(date)T\(timeOfDay)Z" }

  /// RFC 3339 to the nanosecond: `2026-11-21T09:05:56.000000001Z`.
  package var rfc3339Nano: String { "\(date)T\(timeOfDay).\(padded(Int64(nanoseconds), 9))Z" }

  /// The moment written as RFC 3339 with `Z` or an offset; nil when it is not.
  package init?(rfc3339 text: String) {
    var reader = Digits(rest: Array(text.utf8)[...])
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), reader.take("T") || reader.take("t"),
      let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
      reader.take(":"), let second = reader.number(2),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    nanoseconds = 0
    if reader.take(".") {
      guard let fraction = reader.fraction() else { return nil }
      nanoseconds = fraction
    }
    var offset: Int64 = 0
    if !reader.take("Z"), !reader.take("z") {
      let sign: Int64 = reader.take("+") ? 1 : -1
      guard sign == 1 || reader.take("-"), let hours = reader.number(2), reader.take(":"),
        let minutes = reader.number(2)
      else { return nil }
      offset = sign * (hours * 3600 + minutes * 60)
    }
    guard reader.rest.isEmpty else { return nil }
    seconds =
      daysFromCivil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset
  }

  private var date: String {
    let (year, month, day) = civilFromDays(floorDivide(seconds, 86400))
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  private var timeOfDay: String {
    let second = seconds - floorDivide(seconds, 86400) * 86400
    return "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
  }
}

extension Duration {
  /// The whole nanoseconds of it, at most what 64 bits hold.
  package var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return carry ? .max : sum
  }

  /// Seconds with a fraction.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

private func read(_ clock: clockid_t) -> timespec {
  var time = timespec()
  _ = unsafe clock_gettime(clock, &time)
  return time
}

extension timespec {
  fileprivate var nanosecondsSinceZero: Int64 {
    Int64(tv_sec) * 1_000_000_000 + Int64(tv_nsec)
  }
}

private func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
}

/// Days since 1970-01-01 of a date in the Gregorian calendar, counted in years that begin in March.
private func daysFromCivil(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
  let shifted = month <= 2 ? year - 1 : year
  let era = floorDivide(shifted, 400)
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func civilFromDays(_ days: Int64) -> (Int64, Int64, Int64) {
  let shifted = days + 719_468
  let era = floorDivide(shifted, 146_097)
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthIndex = (5 * dayOfYear + 2) / 153
  let month = monthIndex + (monthIndex < 10 ? 3 : -9)
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
}

private struct Digits {
  var rest: ArraySlice<UInt8>

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ width: Int) -> Int64? {
    guard rest.count >= width else { return nil }
    var value: Int64 = 0
    for byte in rest.prefix(width) {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    rest.removeFirst(width)
    return value
  }

  mutating func fraction() -> Int32? {
    var value: Int32 = 0
    var digits = 0
    while let byte = rest.first, byte >= 0x30, byte <= 0x39 {
      if digits < 9 {
        value = value * 10 + Int32(byte - 0x30)
        digits += 1
      }
      rest.removeFirst()
    }
    guard digits > 0 else { return nil }
    for _ in digits..<9 { value *= 10 }
    return value
  }
}
