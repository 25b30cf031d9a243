/// What an author waits for: in the surroundings of a step and in what its commands print.

/// Words that a text must have, or an expression that one of its lines must agree with.
package struct TextTest: Hashable, Sendable, CustomStringConvertible {
  private let words: String
  private let isExpression: Bool

  /// Longer lines are not searched: an expression can take very long over them.
  private static let reach = 8192

  /// Reads `/expression/` or words; nothing where neither can be looked for.
  init?(_ text: String) {
    isExpression = text.count > 2 && text.hasPrefix("/") && text.hasSuffix("/")
    words = isExpression ? String(text.dropFirst().dropLast()) : text
    if words.isEmpty || isExpression && (try? Regex(words)) == nil { return nil }
  }

  /// Whether a text has it.
  package func holds(in text: String) -> Bool {
    guard isExpression else { return text.contains(words) }
    guard let regex = try? Regex(words) else { return false }
    return text.split(whereSeparator: \.isNewline).contains { line in
      line.utf8.count <= Self.reach && line.firstMatch(of: regex) != nil
    }
  }

  package var description: String { isExpression ? "/\(words)/" : "\"\(words)\"" }
}

/// One thing that must hold before a step is done.
package enum Awaited: Hashable, Sendable, CustomStringConvertible {
  /// Somebody listens there: on the step's host, or on the one that is named.
  case port(Int, host: String?)
  /// The page answers, and with no error.
  case http(String)
  /// There is such a file on the step's host.
  case file(String)
  /// The step's commands have printed it.
  case output(TextTest)

  /// Reads `port:8080`, `port:HOST:8080`, `http:URL`, `file:PATH`, `output:TEXT` and
  /// `output:/expression/`.
  init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let rest = String(text[text.index(after: colon)...])
    switch text[..<colon] {
    case "port":
      let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count < 3, let port = parts.last.flatMap({ Int($0) }), 1...65535 ~= port,
        parts.first?.isEmpty == false
      else { return nil }
      self = .port(port, host: parts.count == 2 ? String(parts[0]) : nil)
    case "http", "https":
      let url = rest.hasPrefix("//") ? text : rest
      guard ["http://", "https://"].contains(where: { url.hasPrefix($0) && url.count > $0.count })
      else { return nil }
      self = .http(url)
    case "file":
      if rest.isEmpty { return nil }
      self = .file(rest)
    case "output":
      guard let test = TextTest(rest) else { return nil }
      self = .output(test)
    default: return nil
    }
  }

  package var description: String {
    switch self {
    case .port(let port, let host): "port \(port)" + (host.map { " of \($0)" } ?? "")
    case .http(let url): url
    case .file(let path): "the file \(path)"
    case .output(let test): "an output with \(test)"
    }
  }
}
