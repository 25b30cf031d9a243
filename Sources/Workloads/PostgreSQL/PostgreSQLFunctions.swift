import Database
import Glibc
import _StringProcessing

/// PostgreSQL's functions, as far as clients and the translation call them.
struct PostgreSQLFunctions {
  let database: Database
  let identity: SessionIdentity
  let outbox: Outbox
  let clock: () -> CivilTime
  let catalogue: PostgreSQLCatalogue

  /// Makes them known to the database.
  func define() throws {
    try defineValues()
    try defineMoments()
    try definePatterns()
    try defineSession()
  }

  private func function(
    _ name: String, _ arguments: Int?, _ body: @escaping ([SQLValue]) throws -> SQLValue
  ) throws {
    let outbox = outbox
    try database.define(name, arguments: arguments) { values in
      do {
        return try body(values)
      } catch let error as PostgreSQLError {
        outbox.keep(error)
        throw error
      }
    }
  }

  private func constant(_ name: String, _ value: SQLValue) throws {
    try function(name, nil) { _ in value }
  }

  private func defineValues() throws {
    let clock = clock
    try function("pg_cast", 2) { arguments in
      let type = PostgreSQLType(rawValue: Int32(arguments[0].integer ?? 25))
      return try Self.cast(arguments[1], to: type, now: clock())
    }
    try function("pg_array", 1) { Self.json($0[0]).map { .text($0) } ?? $0[0] }
    try function("array_to_string", nil) { arguments in
      guard arguments.count > 1, let list = arguments[0].text else { return nil }
      let items = Self.items(list)
      return .text(items.joined(separator: arguments[1].text ?? ","))
    }
    try function("concat", nil) { .text($0.compactMap { PostgreSQLType.text.text($0) }.joined()) }
    try function("greatest", nil) { $0.filter { !$0.isNull }.max(by: Self.isLess) ?? nil }
    try function("least", nil) { $0.filter { !$0.isNull }.min(by: Self.isLess) ?? nil }
    try function("initcap", 1) { arguments in
      guard let text = arguments[0].text else { return nil }
      var isStart = true
      return .text(
        String(
          text.map { character in
            defer { isStart = !(character.isLetter || character.isNumber) }
            return isStart
              ? Character(character.uppercased().first.map(String.init) ?? String(character))
              : Character(character.lowercased().first.map(String.init) ?? String(character))
          }))
    }
    try function("left", 2) { arguments in
      .text(String((arguments[0].text ?? "").prefix(arguments[1].integer ?? 0)))
    }
    try function("right", 2) { arguments in
      .text(String((arguments[0].text ?? "").suffix(arguments[1].integer ?? 0)))
    }
    try function("split_part", 3) { arguments in
      let parts = (arguments[0].text ?? "").split(
        separator: arguments[1].text ?? "", omittingEmptySubsequences: false)
      let place = (arguments[2].integer ?? 0) - 1
      return .text(parts.indices.contains(place) ? String(parts[place]) : "")
    }
    for name in ["char_length", "character_length"] {
      try function(name, 1) { SQLValue($0[0].text?.count) }
    }
    try function("strpos", 2) { arguments in
      guard let text = arguments[0].text, let part = arguments[1].text else { return nil }
      guard let range = text.firstRange(of: part) else { return 0 }
      return .integer(Int64(text.distance(from: text.startIndex, to: range.lowerBound) + 1))
    }
    try function("quote_ident", 1) { .text(Self.identifier($0[0].text ?? "")) }
    try function("quote_literal", 1) { .text(SQLToken.text($0[0].text ?? "").sql) }
    try function("gen_random_uuid", 0) { _ in
      var digits = (0..<32).map { _ in Int.random(in: 0..<16) }
      digits[12] = 4
      digits[16] = 8 + digits[16] % 4
      let text = digits.map { String($0, radix: 16) }
      let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
      return .text(groups.map { text[$0].joined() }.joined(separator: "-"))
    }
  }

  private func defineMoments() throws {
    let clock = clock
    let names = [
      "now", "transaction_timestamp", "statement_timestamp", "clock_timestamp",
      "pg_current_timestamp", "pg_localtimestamp",
    ]
    for name in names { try function(name, nil) { _ in .text(clock().timestamp) } }
    try function("pg_current_date", nil) { _ in .text(clock().date) }
    for name in ["pg_current_time", "pg_localtime"] {
      try function(name, nil) { _ in .text(clock().time) }
    }
    try function("pg_shift", 3) { arguments in
      guard let text = arguments[0].text else { return nil }
      guard var moment = CivilTime(text) else {
        throw PostgreSQLError("22007", "invalid input syntax for type timestamp: \"\(text)\"")
      }
      let sign = arguments[1].text == "-" ? -1 : 1
      if let days = arguments[2].integer {
        moment.days += sign * days
        return .text(moment.date)
      }
      return .text(try Self.shift(moment, sign, arguments[2].text ?? "").timestamp)
    }
    try function("pg_days", 2) { arguments in
      guard let left = arguments[0].text.flatMap({ CivilTime($0) }),
        let right = arguments[1].text.flatMap({ CivilTime($0) })
      else { return nil }
      return .integer(Int64(left.days - right.days))
    }
    for name in ["date_part", "pg_date_part"] {
      try function(name, 2) { try Self.part($0[0].text ?? "", $0[1]) }
    }
    try function("date_trunc", 2) { arguments in
      guard let moment = arguments[1].text.flatMap({ CivilTime($0) }) else { return nil }
      return .text(try Self.truncate(moment, to: arguments[0].text ?? "").timestamp)
    }
    try function("to_char", 2) { arguments in
      guard let text = arguments[0].text, let moment = CivilTime(text) else {
        return SQLValue(PostgreSQLType.text.text(arguments[0]))
      }
      return .text(Self.format(moment, arguments[1].text ?? ""))
    }
  }

  private func definePatterns() throws {
    try function("regexp", 2) { try Self.matches($0[1], $0[0], ignoringCase: false) }
    try function("match", 2) { try Self.matches($0[1], $0[0], ignoringCase: true) }
    for (name, ignoringCase) in [("like", false), ("glob", true)] {
      try function(name, 2) { arguments in
        guard let pattern = PostgreSQLType.text.text(arguments[0]),
          let text = PostgreSQLType.text.text(arguments[1])
        else { return nil }
        let isMatch =
          ignoringCase
          ? LikePattern(pattern.lowercased()).matches(text.lowercased())
          : LikePattern(pattern).matches(text)
        return isMatch ? 1 : 0
      }
    }
  }

  private func defineSession() throws {
    let identity = identity
    let outbox = outbox
    try constant("version", .text("PostgreSQL \(identity.version) (Trestle, on SQLite)"))
    for name in ["pg_current_user", "pg_session_user", "pg_user", "pg_current_role"] {
      try constant(name, .text(identity.user))
    }
    for name in ["current_database", "pg_current_catalog"] {
      try constant(name, .text(identity.database))
    }
    for name in ["current_schema", "pg_current_schema"] { try constant(name, "public") }
    try constant("current_schemas", "[\"pg_catalog\",\"public\"]")
    try constant("pg_backend_pid", .integer(Int64(identity.process)))
    try constant("pg_is_in_recovery", 0)
    // Nobody shares a lock with anybody here, so that every lock is free.
    for name in [
      "pg_advisory_lock", "pg_advisory_unlock", "pg_try_advisory_lock", "pg_advisory_unlock_all",
      "pg_advisory_xact_lock",
    ] {
      try constant(name, 1)
    }
    try constant("inet_server_port", 5432)
    try function("pg_notify", 2) { arguments in
      outbox.notifications.append(
        PostgreSQLNotification(
          channel: arguments[0].text ?? "", payload: PostgreSQLType.text.text(arguments[1]) ?? ""))
      return ""
    }
    try function("current_setting", nil) { arguments in
      switch arguments.first?.text {
      case "server_version": .text(identity.version)
      case "server_version_num": "130007"
      case "TimeZone", "timezone": "UTC"
      case "search_path": "\"$user\", public"
      default: ""
      }
    }
    try function("set_config", 3) { $0[1] }
    // Sleeps in short pieces, so that a cancelled statement ends soon.
    try function("pg_sleep", 1) { arguments in
      var left = arguments[0].real ?? 0
      while left > 0, !outbox.cancellation.isRequested {
        usleep(UInt32(min(left, 0.02) * 1_000_000))
        left -= 0.02
      }
      if outbox.cancellation.isRequested {
        throw PostgreSQLError("57014", "canceling statement due to user request")
      }
      return ""
    }
  }

  private static func cast(
    _ value: SQLValue, to type: PostgreSQLType, now: CivilTime
  ) throws -> SQLValue {
    switch (value, type) {
    case (.null, _): return nil
    case (.text(let text), .date), (.text(let text), .timestamp), (.text(let text), .timestamptz):
      let days = ["today": 0, "now": 0, "tomorrow": 1, "yesterday": -1]
      guard let shift = days[text.lowercased()] else { return try type.parse(text) }
      let midnight = CivilTime(days: now.days + shift)
      let moment = text.lowercased() == "now" ? now : midnight
      return .text(type == .date ? moment.date : moment.timestamp)
    case (.text(let text), _): return try type.parse(text)
    case (.integer(let number), .bool): return number == 0 ? 0 : 1
    case (.real(let number), .int2), (.real(let number), .int4), (.real(let number), .int8):
      guard abs(number) < 9e18 else { throw PostgreSQLError("22003", "integer out of range") }
      return .integer(Int64(number.rounded(.toNearestOrEven)))
    case (.integer(let number), .int4):
      guard Int32(exactly: number) != nil else {
        throw PostgreSQLError("22003", "integer out of range")
      }
      return value
    case (.integer(let number), .float4), (.integer(let number), .float8):
      return .real(Double(number))
    case (_, .text), (_, .varchar), (_, .name), (_, .char):
      return SQLValue(PostgreSQLType.text.text(value))
    default: return value
    }
  }

  /// An array in PostgreSQL's or our own spelling as JSON.
  private static func json(_ value: SQLValue) -> String? {
    guard let text = value.text, text.hasPrefix("{") else { return value.text }
    let items = text.dropFirst().dropLast().split(separator: ",").map { item -> String in
      let plain = item.filter { $0 != "\"" }
      return Int(plain) != nil ? plain : "\"\(plain)\""
    }
    return "[\(items.joined(separator: ","))]"
  }

  private static func items(_ json: String) -> [String] {
    guard json.hasPrefix("[") else { return [json] }
    var items: [String] = []
    var item = ""
    var isQuoted = false
    var isEscaped = false
    for character in json.dropFirst().dropLast() {
      if isEscaped {
        item.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        items.append(item)
        item = ""
      } else {
        item.append(character)
      }
    }
    return json == "[]" ? [] : items + [item]
  }

  private static func isLess(_ left: SQLValue, _ right: SQLValue) -> Bool {
    if let left = left.real, let right = right.real { return left < right }
    return (left.text ?? "") < (right.text ?? "")
  }

  static func identifier(_ name: String) -> String {
    let isPlain =
      name.first.map { $0.isLowercase || $0 == "_" } == true
      && name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }
    return isPlain ? name : SQLToken.quoted(name).sql
  }

  private static func matches(
    _ text: SQLValue, _ pattern: SQLValue, ignoringCase: Bool
  ) throws -> SQLValue {
    guard let text = PostgreSQLType.text.text(text), let pattern = pattern.text else { return nil }
    do {
      let regex = try Regex(pattern).ignoresCase(ignoringCase)
      return text.firstMatch(of: regex) == nil ? 0 : 1
    } catch {
      throw PostgreSQLError("2201B", "invalid regular expression: \(pattern)")
    }
  }

  private static func shift(_ moment: CivilTime, _ sign: Int, _ interval: String) throws
    -> CivilTime
  {
    let words = interval.split(separator: " ")
    guard words.count.isMultiple(of: 2), !words.isEmpty else {
      throw PostgreSQLError("22007", "invalid input syntax for type interval: \"\(interval)\"")
    }
    var moment = moment
    for index in stride(from: 0, to: words.count, by: 2) {
      guard let count = Double(words[index]) else {
        throw PostgreSQLError("22007", "invalid input syntax for type interval: \"\(interval)\"")
      }
      let unit = words[index + 1].lowercased()
      let seconds: Double
      switch unit.hasSuffix("s") ? String(unit.dropLast()) : unit {
      case "second", "sec": seconds = count
      case "minute", "min": seconds = count * 60
      case "hour": seconds = count * 3_600
      case "day": seconds = count * 86_400
      case "week": seconds = count * 604_800
      case "month", "mon", "year":
        let months =
          moment.year * 12 + moment.month - 1 + sign * Int(count) * (unit.hasPrefix("y") ? 12 : 1)
        let first = CivilTime.daysFrom(year: months / 12, month: months % 12 + 1, day: 1)
        let next = CivilTime.daysFrom(
          year: (months + 1) / 12, month: (months + 1) % 12 + 1, day: 1)
        moment.days = first + min(moment.day, next - first) - 1
        continue
      default:
        throw PostgreSQLError("22007", "invalid input syntax for type interval: \"\(interval)\"")
      }
      moment = CivilTime(
        microsecondsSinceEpoch: moment.microsecondsSinceEpoch + sign * Int(seconds * 1_000_000))
    }
    return moment
  }

  private static func part(_ field: String, _ value: SQLValue) throws -> SQLValue {
    guard let text = value.text, let moment = CivilTime(text) else { return nil }
    let seconds = Double(moment.microseconds) / 1_000_000
    switch field.lowercased() {
    case "year": return .integer(Int64(moment.year))
    case "month": return .integer(Int64(moment.month))
    case "day": return .integer(Int64(moment.day))
    case "hour": return .integer(Int64(seconds / 3_600))
    case "minute": return .integer(Int64(seconds / 60) % 60)
    case "second": return .real(seconds.truncatingRemainder(dividingBy: 60))
    case "epoch": return .real(Double(moment.microsecondsSinceEpoch) / 1_000_000)
    case "dow": return .integer(Int64((moment.days % 7 + 11) % 7))
    case "isodow": return .integer(Int64((moment.days % 7 + 10) % 7 + 1))
    case "quarter": return .integer(Int64((moment.month + 2) / 3))
    case "doy":
      let first = CivilTime.daysFrom(year: moment.year, month: 1, day: 1)
      return .integer(Int64(moment.days - first + 1))
    default: throw PostgreSQLError("22023", "units \"\(field)\" not recognized")
    }
  }

  private static func truncate(_ moment: CivilTime, to field: String) throws -> CivilTime {
    let day = moment.days
    switch field.lowercased() {
    case "second":
      return CivilTime(days: day, microseconds: moment.microseconds / 1_000_000 * 1_000_000)
    case "minute":
      return CivilTime(days: day, microseconds: moment.microseconds / 60_000_000 * 60_000_000)
    case "hour":
      return CivilTime(days: day, microseconds: moment.microseconds / 3_600_000_000 * 3_600_000_000)
    case "day": return CivilTime(days: day)
    case "week": return CivilTime(days: day - (day % 7 + 10) % 7)
    case "month":
      return CivilTime(days: CivilTime.daysFrom(year: moment.year, month: moment.month, day: 1))
    case "year": return CivilTime(days: CivilTime.daysFrom(year: moment.year, month: 1, day: 1))
    default: throw PostgreSQLError("22023", "units \"\(field)\" not recognized")
    }
  }

  private static func format(_ moment: CivilTime, _ pattern: String) -> String {
    let clock = moment.time.split(separator: ":").map { $0.prefix(2) }
    let fields = [
      ("YYYY", String(moment.date.prefix(4))), ("MM", String(moment.date.dropFirst(5).prefix(2))),
      ("DD", String(moment.date.suffix(2))), ("HH24", String(clock[0])), ("HH", String(clock[0])),
      ("MI", String(clock[1])), ("SS", String(clock[2])),
    ]
    return fields.reduce(pattern) { $0.replacing($1.0, with: $1.1) }
  }
}
