/// Lines by which programs say that something went wrong: by a level that they name, by the name of
/// an exception, or in the operating system's words behind a colon.
enum ErrorLines {
  /// Whether the line is such a one. A line that calls itself a warning or less is none.
  static func contain(_ line: Piece) -> Bool {
    if let isError = level(line) { return isError }
    return beginsAsOne(line) || namesException(line) || tellsOfOne(line)
  }

  private static let errorLevels = WordSet([
    "error", "err", "eror", "fatal", "panic", "dpanic", "crit", "critical", "alert", "emerg",
    "emergency", "severe",
  ])
  private static let lesserLevels = WordSet([
    "info", "inf", "information", "notice", "note", "warn", "wrn", "warning", "debug", "dbg",
    "trace", "verbose", "hint",
  ])

  /// What the operating system, resolvers and shells say, in small letters.
  private static let messages = [
    "permission denied", "connection refused", "no such file or directory", "no such process",
    "operation not permitted", "no route to host", "connection timed out",
    "connection reset by peer", "network is unreachable", "host is down", "i/o timeout",
    "name or service not known", "temporary failure in name resolution", "no such host",
    "could not resolve host", "no space left on device", "address already in use",
    "cannot assign requested address", "is a directory", "not a directory", "file exists",
    "text file busy", "exec format error", "broken pipe", "read-only file system",
    "input/output error", "too many open files", "cannot allocate memory", "no such device",
    "device or resource busy", "directory not empty", "argument list too long", "bad interpreter",
    "command not found", "unbound variable", "unexpected eof", "unknown flag", "unknown command",
    "unknown option", "unrecognized option", "invalid option", "host key verification failed",
    "segmentation fault", "bus error", "context deadline exceeded", "certificate verify failed",
    "error:", "fatal:", "fatal error:", "panic:",
  ]

  /// The messages by their first byte, as few lines have a colon before one of those.
  private static let messagesByStart = Dictionary(grouping: messages.map { Array($0.utf8) }) {
    $0.first ?? 0
  }

  private static let beginnings = [
    "Failed to ", "Unable to connect", "Cannot connect", "Could not connect", "Could not resolve",
    "Uncaught ", "Unhandled ", "Caused by: ", "npm ERR!", "npm error ", "E: ",
  ]
}

extension ErrorLines {
  /// Whether the level that a line names is one of errors; nothing where it names none.
  private static func level(_ line: Piece) -> Bool? {
    guard let first = line.first else { return nil }
    if let level = klogLevel(line) { return level }
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "(") || first >= 0x80,
      let level = markedLevel(line)
    {
      return level
    }
    let word = line.prefix(while: \.isLetter)
    if lesserLevels.contains(word), line.dropFirst(word.count).first != UInt8(ascii: "-") {
      return false
    }
    if first.isDigit || first == UInt8(ascii: "["), let level = levelBehindDate(line) {
      return level
    }
    return levelMember(line)
  }

  private static func meaning(_ word: Piece) -> Bool? {
    errorLevels.contains(word) ? true : lesserLevels.contains(word) ? false : nil
  }

  /// `E0314 09:12:51.204117`: a level's letter with month and day, then a clock.
  private static func klogLevel(_ line: Piece) -> Bool? {
    guard let first = line.first, "IWEF".utf8.contains(first) else { return nil }
    let words = line.prefix(40).words
    guard words.count > 1, words[0].count == 5, let day = words[0].dropFirst().decimal,
      (101...1231).contains(day), Times.clockShape(words[1]) == "clock"
    else { return nil }
    return first == UInt8(ascii: "E") || first == UInt8(ascii: "F")
  }

  /// `[ERROR]`, `(error)`, `✖ Error:`.
  private static func markedLevel(_ line: Piece) -> Bool? {
    if line.first.map({ $0 >= 0x80 }) == true {
      let word = line.drop { $0 >= 0x80 || $0.isBlank }.prefix(while: \.isLetter)
      let next = line[word.endIndex...].first
      return next.map(\.isBlank) == true || next == UInt8(ascii: ":") || next == nil
        ? meaning(word) : nil
    }
    let word = line.dropFirst().prefix(while: \.isLetter)
    let next = line[word.endIndex...].first
    return next == UInt8(ascii: "]") || next == UInt8(ascii: ")") ? meaning(word) : nil
  }

  /// `2023/03/14 09:12:44 [error] 29#29:`, `2023-03-14T09:12:44Z ERROR`: in capitals or in brackets.
  private static func levelBehindDate(_ line: Piece) -> Bool? {
    let words = line.prefix(120).words.prefix(5)
    guard let first = words.first else { return nil }
    let date = first.first == UInt8(ascii: "[") ? first.dropFirst() : first
    let day = date.last == UInt8(ascii: "]") ? date.dropLast() : date
    guard Times.dateShape(day) != nil else { return nil }
    for word in words.dropFirst() {
      let isBracketed = word.first == UInt8(ascii: "[")
      let name = word.drop { !$0.isLetter }.prefix(while: \.isLetter)
      guard isBracketed || name.allSatisfy(\.isUpper) else { continue }
      if let level = meaning(name) { return level }
    }
    return nil
  }

  /// `level=error` as a word of a line, `"level":"error"` as a member of one.
  private static func levelMember(_ line: Piece) -> Bool? {
    for name in ["level", "lvl", "severity"] {
      guard let range = line.firstRange(of: name.utf8) else { continue }
      let before = range.lowerBound > line.startIndex ? line[range.lowerBound - 1] : 0x20
      var rest = line[range.upperBound...]
      if before == UInt8(ascii: "\"") {
        guard rest.hasPrefix("\":") else { continue }
        rest = rest.dropFirst(2).drop(while: \.isBlank)
        guard rest.first == UInt8(ascii: "\"") else { continue }
      } else {
        guard before.isBlank, rest.first == UInt8(ascii: "=") else { continue }
        rest = rest.dropFirst()
      }
      if rest.first == UInt8(ascii: "\"") { rest = rest.dropFirst() }
      let word = rest.prefix(while: \.isLetter)
      if let level = meaning(word) { return level }
    }
    return nil
  }
}

extension ErrorLines {
  private static func beginsAsOne(_ line: Piece) -> Bool {
    if line.hasPrefix("curl: ("), line.dropFirst(7).first?.isDigit == true { return true }
    if line.hasPrefix("make"), line.contains(": *** ") { return true }
    if line.first == UInt8(ascii: "#") {
      // A comment in a document: `# Error: no drawer`.
      let words = line.drop { $0 == UInt8(ascii: "#") || $0.isBlank }
      let word = words.prefix(while: \.isLetter)
      return errorLevels.contains(word)
        && words.dropFirst(word.count).first == UInt8(ascii: ":")
    }
    if line.hasPrefix("E: ") { return line.dropFirst(3).first?.isUpper == true }
    return beginnings.contains(where: line.hasPrefix)
  }

  /// `java.lang.NullPointerException`, `ValueError: no number`.
  private static func namesException(_ line: Piece) -> Bool {
    let name = line.prefix { $0.isAlphanumeric || $0 == UInt8(ascii: ".") || $0 == 0x5F }
    let last = name.parts(at: UInt8(ascii: ".")).last ?? name
    guard last.first?.isUpper == true, last.count > 5,
      last.hasSuffix("Exception") || last.hasSuffix("Error")
    else { return false }
    let next = line[name.endIndex...].first
    return next == UInt8(ascii: ":") || next == nil && last.count < name.count
  }

  /// Whether one of the system's messages stands at the start of the line or behind a colon and
  /// is no part of a longer word.
  private static func tellsOfOne(_ line: Piece) -> Bool {
    if line.first?.isUpper == true, isMessage(line, endsSentence: true) { return true }
    var index = line.startIndex
    while index + 2 < line.endIndex {
      if line[index] == UInt8(ascii: ":"), line[index + 1] == 0x20 {
        let rest = line[(index + 2)...]
        if isMessage(rest) || rest.elementsEqual("not found".utf8) { return true }
      }
      index += 1
    }
    return false
  }

  private static func isMessage(_ text: Piece, endsSentence: Bool = false) -> Bool {
    guard let first = text.first, let candidates = messagesByStart[first.lowercased] else {
      return false
    }
    return candidates.contains { message in
      guard text.dropFirst().starts(with: message.dropFirst()) else { return false }
      let rest = text.dropFirst(message.count)
      if message.last == UInt8(ascii: ":") { return true }
      guard let next = rest.first else { return true }
      return endsSentence
        ? ",.;:!".utf8.contains(next) || rest.hasPrefix(" (") : !next.isAlphanumeric
    }
  }
}
