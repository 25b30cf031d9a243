/// Blocks of lines, one for each host or name, that come as the hosts answer. A block that moves
/// takes all its lines with it, so that whatever differs within one still does.
struct BlockOrder {
  let terms: Terms

  /// Blocks and lines beyond this number are left in their order.
  private static let reach = 200

  /// A block's first line, by its form and by the name in it.
  private struct Head: Hashable {
    let form: Form
    let name: Piece
  }

  private enum Form {
    /// `east | CHANGED | rc=0 >>` and `east | SUCCESS => {`.
    case answer
    /// `east.example.com:` over indented lines.
    case name
    /// `; <<>> DiG 9.18.24 <<>> east.example.com`.
    case dig
    /// `;; Got answer:` some lines before the question.
    case digAnswer
    /// `;; QUESTION SECTION:` before the question.
    case question
    /// A name between two rules.
    case title
  }

  /// The actual units with their blocks in the order of the expected ones, and the first line that
  /// was moved.
  func settled(
    _ actual: [Unit], by expected: [Unit], commands: [Int]
  ) -> (units: [Unit], moved: Tolerance?) {
    let wanted = blocks(expected[...])
    guard wanted.count >= 2, wanted.count <= Self.reach,
      Set(wanted.map(\.head)).count == wanted.count,
      let first = commands.first, commands.last == first
    else { return (actual, nil) }
    let found = blocks(actual[...])
    guard found.count >= 2, found.count <= Self.reach,
      let start = found.first?.range.lowerBound, let end = found.last?.range.upperBound
    else { return (actual, nil) }
    let names = wanted.map(\.head)
    let places = found.map { names.firstIndex(of: $0.head) ?? names.count }
    let order = found.indices.sorted { (places[$0], $0) < (places[$1], $1) }
    guard let place = order.indices.first(where: { order[$0] != $0 }) else { return (actual, nil) }
    let moved = order.flatMap { actual[found[$0].range] }
    let line = expected[wanted[min(place, wanted.count - 1)].range.lowerBound].firstLine.number
    return (
      Array(actual[..<start]) + moved + Array(actual[end...]),
      Tolerance(
        kind: "block order", expected: "", actual: "", line: line,
        actualLine: actual[found[order[place]].range.lowerBound].firstLine.number)
    )
  }

  /// The blocks of the form that the first head has; a block ends where the next one begins.
  private func blocks(_ units: ArraySlice<Unit>) -> [(head: Head, range: Range<Int>)] {
    var heads: [(head: Head, place: Int)] = []
    var index = units.startIndex
    while index < units.endIndex {
      if let head = head(units, index), heads.first.map({ $0.head.form == head.form }) ?? true {
        heads.append((head, index))
        // A title is three lines; the last of them is no other title's first one.
        if head.form == .title { index += 2 }
      }
      index += 1
    }
    guard heads.count >= 2 else { return [] }
    return heads.indices.map { index in
      let next = index + 1 < heads.count ? heads[index + 1].place : nil
      let start = heads[index].place
      return (heads[index].head, start..<(next ?? end(of: heads[index].head, units, from: start)))
    }
  }

  /// Where the last block ends: with its bracket or its indented lines, if it has such.
  private func end(of head: Head, _ units: ArraySlice<Unit>, from start: Int) -> Int {
    switch head.form {
    case .answer:
      guard text(units, start)?.last == UInt8(ascii: "{") else { return units.endIndex }
      let close = units[start...].firstIndex { line($0).map { $0 == [UInt8(ascii: "}")] } ?? false }
      return close.map { $0 + 1 } ?? units.endIndex
    case .name:
      return units[(start + 1)...].firstIndex { line($0)?.first?.isBlank != true }
        ?? units.endIndex
    case .dig, .digAnswer, .question, .title: return units.endIndex
    }
  }

  private func line(_ unit: Unit) -> Piece? {
    if case .line(let line, _) = unit { line.piece } else { nil }
  }

  private func text(_ units: ArraySlice<Unit>, _ index: Int) -> Piece? {
    units.indices.contains(index) ? line(units[index]) : nil
  }

  private func head(_ units: ArraySlice<Unit>, _ index: Int) -> Head? {
    guard let line = text(units, index), let first = line.first else { return nil }
    if first == UInt8(ascii: ";") { return digHead(line, units, index) }
    guard first.isAlphanumeric else {
      guard Marks.isRule(line), text(units, index + 2) == line, let name = text(units, index + 1),
        isHost(name)
      else { return nil }
      return Head(form: .title, name: name)
    }
    if line.last == UInt8(ascii: ":") {
      let name = line.dropLast()
      // Words with a capital are titles of steps, not names of hosts.
      guard isHost(name), !name.contains(where: \.isUpper),
        text(units, index + 1)?.first?.isBlank == true
      else { return nil }
      return Head(form: .name, name: name)
    }
    if let (name, rest) = line.cut(at: " | "), isHost(name),
      line.hasSuffix(">>") || rest.contains(" => {")
    {
      return Head(form: .answer, name: name)
    }
    return nil
  }

  private func digHead(_ line: Piece, _ units: ArraySlice<Unit>, _ index: Int) -> Head? {
    if line.hasPrefix("; <<>> DiG "), let (_, rest) = line.cut(at: "; <<>> DiG "),
      let (_, question) = rest.cut(at: " <<>> ")
    {
      return Head(form: .dig, name: question)
    }
    func question(behind place: Int) -> Piece? {
      guard let line = text(units, place + 1), line.first == UInt8(ascii: ";"),
        line.dropFirst().first?.isAlphanumeric == true
      else { return nil }
      return line
    }
    if line.elementsEqual(";; QUESTION SECTION:".utf8) {
      return question(behind: index).map { Head(form: .question, name: $0) }
    }
    guard line.elementsEqual(";; Got answer:".utf8) else { return nil }
    let place = units[index...].prefix(12).firstIndex {
      self.line($0)?.elementsEqual(";; QUESTION SECTION:".utf8) == true
    }
    return place.flatMap(question).map { Head(form: .digAnswer, name: $0) }
  }

  private func isHost(_ name: Piece) -> Bool {
    (1...100).contains(name.count) && name.first?.isAlphanumeric == true
      && name.allSatisfy { $0.isAlphanumeric || "-._:[]".utf8.contains($0) }
  }
}

/// Lines that begin with the name of what printed them, and come as each of them prints. The lines
/// of one name stay in their order.
struct StreamOrder {
  /// Runs beyond this length are left in their order.
  private static let reach = 1000

  /// The actual units with the lines of several names in turn as the expected ones have them, and
  /// the first line that was moved.
  static func settled(
    _ actual: [Unit], by expected: [Unit], commands: [Int]
  ) -> (units: [Unit], moved: Tolerance?) {
    guard let wanted = run(expected), Set(wanted.names).count >= 2, let found = run(actual),
      let first = commands.first, commands.last == first
    else { return (actual, nil) }
    var queues: [Piece: ArraySlice<Int>] = [:]
    for (name, index) in zip(found.names, found.range) { queues[name, default: []].append(index) }
    var order: [Int] = []
    for name in wanted.names {
      if let next = queues[name]?.popFirst() { order.append(next) }
    }
    let taken = Set(order)
    order += found.range.filter { !taken.contains($0) }
    guard let (index, from) = zip(found.range, order).first(where: { $0 != $1 }) else {
      return (actual, nil)
    }
    let line = expected.indices.contains(index) ? expected[index].firstLine.number : 0
    return (
      Array(actual[..<found.range.lowerBound]) + order.map { actual[$0] }
        + Array(actual[found.range.upperBound...]),
      Tolerance(
        kind: "line order", expected: "", actual: "", line: line,
        actualLine: actual[from].firstLine.number)
    )
  }

  /// The first run of lines with names, and their names.
  private static func run(_ units: [Unit]) -> (names: [Piece], range: Range<Int>)? {
    guard let start = units.firstIndex(where: { name($0) != nil }) else { return nil }
    let names = units[start...].prefix(reach).prefixMap(name)
    return names.count >= 2 ? (names, start..<(start + names.count)) : nil
  }

  /// The `web-1` of `web-1  | listens on 8080`, as compose numbers containers, and the host of the
  /// lines that ssh-keyscan prints.
  private static func name(_ unit: Unit) -> Piece? {
    guard case .line(let line, _) = unit else { return nil }
    let words = line.piece.words
    guard words.count >= 2 else { return nil }
    if words[0] == [UInt8(ascii: "#")], words.count == 3, words[2].hasPrefix("SSH-") {
      return words[1].lastIndex(of: UInt8(ascii: ":")).map { words[1][..<$0] }
    }
    if words.count == 3, isKeySort(words[1]), words[2].hasPrefix("AAAA") { return words[0] }
    guard words[1] == [UInt8(ascii: "|")],
      let dash = words[0].lastIndex(where: { !$0.isDigit }), dash + 1 < words[0].endIndex,
      words[0][dash] == UInt8(ascii: "-") || words[0][dash] == UInt8(ascii: "_"),
      words[0].first?.isLetter == true
    else { return nil }
    return words[0]
  }

  private static func isKeySort(_ word: Piece) -> Bool {
    ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"].contains { word.hasPrefix($0) }
  }
}

extension Sequence {
  /// What a transformation gives of the first elements, as far as it gives something.
  fileprivate func prefixMap<Result>(_ transform: (Element) -> Result?) -> [Result] {
    var results: [Result] = []
    for element in self {
      guard let result = transform(element) else { break }
      results.append(result)
    }
    return results
  }
}
