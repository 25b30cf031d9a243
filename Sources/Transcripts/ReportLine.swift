/// A comparison's report as lines of spans. Each span says what its text means, and whoever draws
/// it chooses the colour; the words alone say the same.
package struct ReportLine: Hashable, Sendable {
  package var spans: [ReportSpan]

  package init(_ spans: [ReportSpan]) { self.spans = spans.filter { !$0.text.isEmpty } }

  package init(_ text: String, _ role: ReportSpan.Role = .plain) {
    self.init([ReportSpan(text, role)])
  }

  /// The words without their meaning.
  package var text: String { spans.map(\.text).joined() }
}

/// A part of a report's line.
package struct ReportSpan: Hashable, Sendable {
  /// What the text of a span is.
  package enum Role: String, CaseIterable, Hashable, Sendable {
    case plain
    /// The sentence that says it all.
    case sentence
    /// A line that is expected and not there.
    case expected
    /// A line that is there and not expected.
    case actual
    /// The characters that truly differ.
    case changed
    /// What differs as it may.
    case tolerated
    /// What stands beside the texts.
    case dim
  }

  package var text: String
  package var role: Role

  package init(_ text: String, _ role: Role = .plain) {
    self.text = text
    self.role = role
  }

  /// The text with the terminal's colours around it.
  var coloured: String {
    let code: String? =
      switch role {
      case .plain: nil
      case .sentence: "1"
      case .expected: "31"
      case .actual: "32"
      case .changed: "7"
      case .tolerated, .dim: "2"
      }
    return code.map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text
  }
}

extension [ReportSpan] {
  /// The spans with neighbours of one role joined.
  func joined() -> [ReportSpan] {
    var result: [ReportSpan] = []
    for span in self where !span.text.isEmpty {
      if result.last?.role == span.role {
        result[result.count - 1].text += span.text
      } else {
        result.append(span)
      }
    }
    return result
  }

  /// At most so many characters, with the first changed ones among them.
  func shortened(to width: Int) -> [ReportSpan] {
    let length = reduce(0) { $0 + $1.text.count }
    guard length > width else { return self }
    var before = 0
    for span in self {
      if span.role == .changed { break }
      before += span.text.count
    }
    let isInSight = before >= length || before + 8 < width
    let skipped = isInSight ? 0 : Swift.min(before - width / 3, length - width + 1)
    let start = skipped > 0 ? [ReportSpan("…", .dim)] : []
    let left = dropping(skipped)
    let room = width - start.count
    let rest = left.reduce(0) { $0 + $1.text.count }
    if rest <= room { return start + left }
    return start + left.taking(room - 1) + [ReportSpan("…", left.first?.role ?? .plain)]
  }

  private func dropping(_ count: Int) -> [ReportSpan] {
    var count = count
    return compactMap { span in
      let length = span.text.count
      defer { count = Swift.max(0, count - length) }
      return count >= length ? nil : ReportSpan(String(span.text.dropFirst(count)), span.role)
    }
  }

  private func taking(_ count: Int) -> [ReportSpan] {
    var count = count
    return compactMap { span in
      guard count > 0 else { return nil }
      defer { count -= span.text.count }
      return ReportSpan(String(span.text.prefix(count)), span.role)
    }
  }
}
