/// The comment that readers do not see: `<!-- lab: key=value … -->`.
import Documents

/// What a comment in front of a block says about it.
package struct Directive: Hashable, Sendable {
  package var location: SourceLocation
  package var settings: StepSettings

  /// Reads the inside of an HTML comment; nothing where it is no comment for us. What is wrong in
  /// it is added to the findings.
  static func read(
    comment: String, at location: SourceLocation, findings: inout [Finding]
  ) -> Directive? {
    let text = comment.trimmed
    guard text.hasPrefix("lab:") else { return nil }
    return read(words: words(in: String(text.dropFirst(4))), at: location, findings: &findings)
  }

  /// Reads words that stand in a comment or in the braces of a fence's mark.
  static func read(
    words: [Word], at location: SourceLocation, findings: inout [Finding]
  ) -> Directive {
    var settings = StepSettings()
    var rest = words[...]
    while let word = rest.popFirst() {
      var (key, value) = (word.key, word.value)
      if value == nil, key == "capture" || key == "kind", let pattern = rest.popFirst() {
        value = pattern.key + "=" + (pattern.value ?? "")
      }
      guard Schema.settingNames.contains(key) else {
        findings.append(unknown(key, at: location))
        continue
      }
      if let problem = settings.set(key, value ?? "") {
        findings.append(
          Finding(
            "directive-value", .warning, at: location,
            "The value of \(key) is not usable: \(problem).",
            remedy: "Correct the value in the comment."))
      }
    }
    return Directive(location: location, settings: settings)
  }

  private static func unknown(_ key: String, at location: SourceLocation) -> Finding {
    let known = Schema.settingNames.joined(separator: ", ")
    let near = Spelling.nearest(to: key, in: Schema.settingNames)
    return Finding(
      "directive-key", .warning, at: location, "The comment has an unknown key \"\(key)\".",
      remedy: near.map { "Did you mean \($0)?" } ?? "Use one of \(known).")
  }

  /// A word of the comment: `key`, `key=value`, `key="a value"`, `key=/an expression/`.
  struct Word: Hashable {
    var key: String
    var value: String?
  }

  static func words(in text: String) -> [Word] {
    var words: [Word] = []
    var rest = text[...]
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard !rest.isEmpty else { return words }
      let key = rest.prefix { !$0.isWhitespace && $0 != "=" }
      rest = rest.dropFirst(key.count)
      guard rest.first == "=" else {
        words.append(Word(key: String(key), value: nil))
        continue
      }
      rest = rest.dropFirst()
      let value: Substring
      if let mark = rest.first, mark == "\"" || mark == "'" {
        value = rest.dropFirst().prefix { $0 != mark }
        rest = rest.dropFirst(value.count + 2)
        words.append(Word(key: String(key), value: String(value)))
      } else if rest.first == "/", let end = rest.dropFirst().firstIndex(of: "/") {
        let next = rest.index(after: end)
        value = rest[..<next]
        rest = rest[next...]
        let tail = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(tail.count)
        words.append(Word(key: String(key), value: String(value + tail)))
      } else {
        value = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(value.count)
        words.append(Word(key: String(key), value: String(value)))
      }
    }
  }
}
