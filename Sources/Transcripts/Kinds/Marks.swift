/// Rule lines, versions, and numbers that a keyword makes volatile.
extension TokenKind {
  /// Four or more of one of `-=_*.─━`, of any length; also with crossings, as many on both sides.
  static let rule = TokenKind("rule line", beginnings: ByteSet("-=_*+|.─━═")) {
    expected, actual, _ in
    guard let expected = Marks.ruleForm(expected) else { return false }
    return expected == Marks.ruleForm(actual)
  }

  /// `v1.2.3`, `4.11.7`, `v1.24`: accepted with a warning.
  static let version = TokenKind(
    "version", effect: .drift, standsInName: true, beginnings: .alphanumeric.union(ByteSet("#"))
  ) {
    expected, actual, surroundings in
    if Marks.isBuildNumber(expected), Marks.isBuildNumber(actual) {
      return Marks.isVersion(surroundings.before)
    }
    let name = expected.prefix(while: \.isLetter)
    guard name.count <= 16, actual.prefix(while: \.isLetter) == name else { return false }
    if name.count > 1 {
      // `go1.22.5`: the word before the numbers is strict.
      return Marks.isVersion(expected.dropFirst(name.count))
        && Marks.isVersion(actual.dropFirst(name.count))
    }
    return Marks.isVersion(expected) && Marks.isVersion(actual)
  }

  /// `till[4711]:` behind a log's date, or `[4711]` right behind it; the program's name is strict.
  /// Also `├─4711` in a tree of processes, `process [4711]`, and valgrind's `==4711==`.
  static let processNumber = TokenKind("process number") { expected, actual, surroundings in
    if Marks.isProcessBetweenRules(expected) { return Marks.isProcessBetweenRules(actual) }
    if let branch = Marks.processBranch(expected) { return branch == Marks.processBranch(actual) }
    if let tree = Marks.processTree(expected) { return tree == Marks.processTree(actual) }
    if Marks.isSocketState(surroundings.before), let name = Marks.holder(expected) {
      return name == Marks.holder(actual)
    }
    if surroundings.before.lowercased.elementsEqual("process".utf8) {
      return Marks.isBracketedNumber(expected) && Marks.isBracketedNumber(actual)
    }
    guard surroundings.followsDate else { return false }
    if surroundings.before.isEmpty || Times.dateShape(surroundings.before) != nil,
      Marks.isBracketedNumber(expected)
    {
      return Marks.isBracketedNumber(actual) && !Marks.isBracketedStatus(expected)
        && !Marks.isBracketedStatus(actual)
    }
    guard let expected = Marks.processName(expected) else { return false }
    return expected == Marks.processName(actual)
  }

  /// A number behind a word that says it is a counter: `pid 4711`, `[1] 4711`, `took 12`.
  static let counter = TokenKind("counter", beginnings: .digits) { expected, actual, surroundings in
    Marks.isAmount(expected) && Marks.isAmount(actual)
      && (Marks.announcesCounter(surroundings.before)
        || surroundings.followsDate && Marks.announcesCounterInLog(surroundings.before, expected))
  }

  /// `12.3MB/s` in one word; the unit may be another one of bytes or bits. Also `9.87/s`.
  static let speed = TokenKind("speed", beginnings: .digits) { expected, actual, surroundings in
    guard let wanted = Marks.speedForm(expected), let found = Marks.speedForm(actual) else {
      return false
    }
    return wanted == found && (wanted || !surroundings.before.lowercased[...].contains("limit"))
  }
}

/// The shapes of marks and numbers.
enum Marks {
  private static let counterWords = WordSet([
    "pid", "took", "copied", "elapsed", "average", "usage", "seq", "ack", "seed",
  ])

  static func isRule(_ word: Piece) -> Bool { ruleForm(word) != nil }

  /// What a rule line is drawn with and where lines cross it, whatever its length.
  static func ruleForm(_ word: Piece) -> [UInt8]? {
    guard word.count >= 4, let first = word.first, first == 0xE2 || "-=_*+|.".utf8.contains(first)
    else { return nil }
    if first == 0xE2 {
      let stroke = word.prefix(3)
      guard word.count >= 12, word.count % 3 == 0,
        stroke.elementsEqual("─".utf8)
          || stroke.elementsEqual("━".utf8) || stroke.elementsEqual("═".utf8)
      else { return nil }
      return zip(word, word.dropFirst(3)).allSatisfy { $0 == $1 } ? Array(stroke) : nil
    }
    guard let stroke = word.first(where: { !crossings.contains($0) }),
      "-=_*.".utf8.contains(stroke),
      word.allSatisfy({ $0 == stroke || crossings.contains($0) }),
      word.count(where: { $0 == stroke }) >= 2
    else { return nil }
    return [stroke] + word.filter { crossings.contains($0) }
  }

  private static let crossings = ByteSet("+|")

  /// The program in `till[4711]:`.
  static func processName(_ word: Piece) -> Piece? {
    let word = word.last == UInt8(ascii: ":") ? word.dropLast() : word
    guard word.last == UInt8(ascii: "]"), let open = word.lastIndex(of: UInt8(ascii: "[")),
      open > word.startIndex, word[(open + 1)...].dropLast().decimal != nil
    else { return nil }
    return word[..<open]
  }

  /// What a tree of processes draws before a number of one: `├─` for `├─4711`.
  static func processBranch(_ word: Piece) -> Piece? {
    guard word.first == 0xE2, let start = word.firstIndex(where: \.isDigit),
      word[..<start].allSatisfy({ $0 >= 0x80 }), word[start...].allSatisfy(\.isDigit)
    else { return nil }
    return word[..<start]
  }

  /// What a tree of processes draws and says without their numbers: `nginx()─┬─nginx()` for
  /// `nginx(29)─┬─nginx(30)`.
  static func processTree(_ word: Piece) -> [UInt8]? {
    guard word.last == UInt8(ascii: ")"), word.contains(0xE2) else { return nil }
    var rest = word
    var tree: [UInt8] = []
    while let open = rest.firstIndex(of: UInt8(ascii: "(")) {
      let number = rest[(open + 1)...].prefix(while: \.isDigit)
      guard !number.isEmpty, number.endIndex < rest.endIndex,
        rest[number.endIndex] == UInt8(ascii: ")")
      else { return nil }
      tree += rest[...open]
      rest = rest[number.endIndex...]
    }
    return tree + rest
  }

  /// What stands before the process that holds a socket.
  static func isSocketState(_ word: Piece) -> Bool {
    word.hasSuffix(":*") || socketStates.contains(word)
  }

  private static let socketStates = WordSet([
    "LISTEN", "ESTABLISHED", "CLOSE_WAIT", "TIME_WAIT", "SYN_SENT", "FIN_WAIT2", "CONNECTED",
  ])

  /// The program of `4711/till`.
  static func holder(_ word: Piece) -> Piece? {
    guard let (number, name) = word.cut(at: "/"), number.decimal != nil,
      name.first?.isLetter == true
    else { return nil }
    return name
  }

  /// `==4711==`, as valgrind begins its lines.
  static func isProcessBetweenRules(_ word: Piece) -> Bool {
    word.hasPrefix("==") && word.hasSuffix("==") && word.count > 4
      && word.dropFirst(2).dropLast(2).decimal != nil
  }

  static func isBracketedNumber(_ word: Piece) -> Bool {
    word.first == UInt8(ascii: "[") && word.last == UInt8(ascii: "]")
      && word.dropFirst().dropLast().decimal != nil
  }

  /// `[404]`, which an access log may have where others have a process.
  static func isBracketedStatus(_ word: Piece) -> Bool {
    word.dropFirst().dropLast().decimal.map { (200...599).contains($0) } == true
  }

  /// `#101-Ubuntu`, as it stands behind a kernel's version.
  static func isBuildNumber(_ word: Piece) -> Bool {
    guard word.first == UInt8(ascii: "#") else { return false }
    return word.dropFirst().first?.isDigit == true
      && word.dropFirst().allSatisfy { $0.isAlphanumeric || "-~.+".utf8.contains($0) }
  }

  /// Two dots and three numbers, or `v` and two numbers, with an optional build behind them.
  static func isVersion(_ word: Piece) -> Bool {
    guard let first = word.first, first.isDigit || first == UInt8(ascii: "v"),
      word.contains(UInt8(ascii: "."))
    else { return false }
    let hasLetter = first == UInt8(ascii: "v")
    let body = hasLetter ? word.dropFirst() : word
    let core = body.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
    let numbers = core.parts(at: UInt8(ascii: "."))
    guard numbers.count >= (hasLetter ? 2 : 3), numbers.count <= 4,
      numbers.allSatisfy({ !$0.isEmpty && $0.count <= 8 })
    else { return false }
    guard hasLetter || Addresses.fourParts(core) == nil else { return false }
    let build = body.dropFirst(core.count)
    guard let mark = build.first else { return true }
    return (mark == UInt8(ascii: "-") || mark == UInt8(ascii: "+")) && build.count > 1
      && build.allSatisfy { $0.isAlphanumeric || "-+.~".utf8.contains($0) }
  }

  /// Whether a measure is one of a program's runtime, not of what it did: `go_goroutines`,
  /// `process_start_time_seconds`.
  private static func measuresRuntime(_ word: Piece) -> Bool {
    let name = word.prefix { $0 != UInt8(ascii: "{") }
    return [
      "process_", "go_", "jvm_", "nodejs_", "python_", "dotnet_", "used_memory", "uptime_in_",
    ].contains {
      name.hasPrefix($0)
    }
      || [
        "_seconds", "_seconds_sum", "_seconds_total", "_milliseconds", "_repl_offset",
      ].contains {
        name.hasSuffix($0)
      }
  }

  /// `1021.44`: digits, a point and so many digits or more behind it.
  static func isMeasure(_ word: Piece, places: Int) -> Bool {
    guard let (whole, rest) = word.cut(at: ".") else { return false }
    return whole.isMadeOf(\.isDigit) && rest.count >= places && rest.isMadeOf(\.isDigit)
  }

  /// Whether a speed is one of bytes or bits, not of other things with a point in their number;
  /// nothing where it is none.
  static func speedForm(_ word: Piece) -> Bool? {
    guard word.last == UInt8(ascii: "s"), let (amount, time) = word.cut(at: "/"),
      time.elementsEqual("s".utf8)
    else { return nil }
    if isMeasure(amount, places: 1) { return false }
    let unit = amount.drop { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    guard amount.first?.isDigit == true, (1...4).contains(unit.count), unit.allSatisfy(\.isLetter),
      unit.last == UInt8(ascii: "B") || unit.last == UInt8(ascii: "b")
    else { return nil }
    return true
  }

  static func isNumber(_ word: Piece) -> Bool {
    word.first?.isDigit == true
      && word.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
  }

  /// A number, with or without a unit of a few letters: `6.7GB`.
  static func isAmount(_ word: Piece) -> Bool {
    let number = word.prefix { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    let unit = word.dropFirst(number.count)
    if unit.hasPrefix("e+") || unit.hasPrefix("e-") {
      return isNumber(number) && unit.dropFirst(2).isMadeOf(\.isDigit)
    }
    return isNumber(number) && unit.count <= 3 && unit.allSatisfy { $0.isLetter }
  }

  /// Whether a number in a log is one of the day by the word before it: `worker process 29`,
  /// `running for 2.234`.
  static func announcesCounterInLog(_ word: Piece, _ number: Piece) -> Bool {
    word.elementsEqual("process".utf8)
      || word.elementsEqual("for".utf8) && number.contains(UInt8(ascii: "."))
  }

  /// Whether the word before a number makes it a counter; also a job number such as `[1]`, and
  /// what is counted by the second.
  static func announcesCounter(_ word: Piece) -> Bool {
    if word.first == UInt8(ascii: "["), word.last == UInt8(ascii: "]") {
      return word.dropFirst().dropLast().decimal != nil
    }
    guard !word.isEmpty else { return false }
    if word.contains(UInt8(ascii: "_")), measuresRuntime(word) { return true }
    guard word.count <= 24 else { return false }
    if word.elementsEqual("second:".utf8) || word.hasSuffix("/sec:") || word.hasSuffix("/s:")
      || word.elementsEqual("time".utf8)
    {
      return true
    }
    guard let start = word.firstIndex(where: \.isLetter) else { return false }
    return counterWords.contains(word[start...].prefix(while: \.isLetter))
  }
}
