import Transcripts

/// What nobody may read in reports and recordings: what secret steps have printed, and the values
/// that were captured there.
package struct Secrets: Hashable, Sendable {
  /// What stands in a secret's place.
  package static let mask = "(secret)"

  /// Shorter lines and words are too common to be hidden wherever they stand.
  private static let shortestLine = 4
  private static let shortestWord = 8

  private var texts: Set<String> = []
  /// Commands with what they printed, which are hidden where they stand together.
  private var exchanges: Set<String> = []
  /// The longest first, so that none leaves a part of another one.
  private var ordered: [String] = []

  package init() {}

  package var isEmpty: Bool { texts.isEmpty && exchanges.isEmpty }

  /// Hides a value wherever it stands.
  mutating func add(value: String) {
    if !value.isEmpty { insert([value]) }
  }

  /// Hides what a command has printed: its lines, and those of its words that look like no others.
  /// - Parameter open: what everybody can read in the document anyway.
  mutating func add(_ output: CommandOutput, open: String) {
    if output.text.isEmpty { return }
    exchanges.insert("\(output.command)\n\(output.text)")
    let known = Set(open.split(whereSeparator: \.isWhitespace))
    var found: [String] = []
    for line in output.text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, let last = words.last else { continue }
      let text = String(line[first.startIndex..<last.endIndex])
      if text.count >= Self.shortestLine, !open.contains(text) { found.append(text) }
      found += words.filter { $0.count >= Self.shortestWord && !known.contains($0) }
        .map(String.init)
    }
    insert(found)
  }

  private mutating func insert(_ found: [String]) {
    texts.formUnion(found)
    ordered = texts.sorted { ($0.utf8.count, $1) > ($1.utf8.count, $0) }
  }

  /// The text without what is secret.
  package func masked(_ text: String) -> String {
    if isEmpty || text.isEmpty { return text }
    var text = text
    for exchange in exchanges where text.contains(exchange) {
      let command = exchange.prefix { !$0.isNewline }
      text = text.replacing(exchange, with: "\(command)\n\(Self.mask)")
    }
    for secret in ordered where text.contains(secret) {
      text = text.replacing(secret, with: Self.mask)
    }
    return text
  }

  /// Where secrets stand in bytes, from the front, none within another.
  func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    let wanted = ordered.map { Array($0.utf8) }
    let starts = Set(wanted.compactMap(\.first))
    var ranges: [Range<Int>] = []
    var index = 0
    while index < bytes.count {
      if starts.contains(bytes[index]),
        let secret = wanted.first(where: { bytes[index...].starts(with: $0) })
      {
        ranges.append(index..<index + secret.count)
        index += secret.count
      } else {
        index += 1
      }
    }
    return ranges
  }
}

extension StepReport {
  /// The report without what is secret.
  package func masked(by secrets: Secrets) -> StepReport {
    if secrets.isEmpty { return self }
    var masked = self
    masked.commands = commands.map(secrets.masked)
    masked.expected = expected.map(secrets.masked)
    masked.message = message.map(secrets.masked)
    for index in rewrites.indices {
      masked.rewrites[index].actual = secrets.masked(rewrites[index].actual)
    }
    masked.captures = captures.mapValues(secrets.masked)
    var isTold = false
    for index in outputs.indices {
      masked.outputs[index].command = secrets.masked(outputs[index].command)
      masked.outputs[index].text = secrets.masked(outputs[index].text)
      isTold = isTold || masked.outputs[index].text != outputs[index].text
    }
    return isTold ? masked.telling { $0.masked(secrets.masked) } : masked
  }

  /// The report of a step whose commands print what nobody may read.
  package var withoutOutputs: StepReport {
    var bare = self
    for index in outputs.indices where !outputs[index].text.isEmpty {
      bare.outputs[index].text = Secrets.mask
    }
    bare.captures = captures.mapValues { _ in Secrets.mask }
    return bare.telling(\.verdictAlone)
  }

  /// The report with its comparisons told in another way, and without the outputs behind them.
  private func telling(_ tell: (Comparison) -> Comparison) -> StepReport {
    var report = self
    report.comparison = comparison.map(tell)
    report.judged = judged.map {
      JudgedOutput(location: $0.location, comparison: tell($0.comparison))
    }
    return report
  }
}

extension RunReport {
  /// The report without what is secret.
  package func masked(by secrets: Secrets) -> RunReport {
    if secrets.isEmpty { return self }
    var masked = self
    masked.problem = problem.map(secrets.masked)
    for index in challenges.indices {
      masked.challenges[index].steps = challenges[index].steps.map { $0.masked(by: secrets) }
      for place in challenges[index].checks.indices {
        masked.challenges[index].checks[place].message = secrets.masked(
          challenges[index].checks[place].message)
      }
    }
    return masked
  }
}
