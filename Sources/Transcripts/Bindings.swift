/// Which actual text stands for which text of the document, as learnt from the outputs seen so
/// far on one site. Later commands that hold the document's text are rewritten with it.
package struct Bindings: Hashable, Sendable {
  /// One replacement in a command.
  package struct Rewrite: Hashable, Sendable {
    package var expected: String
    package var actual: String

    package init(expected: String, actual: String) {
      self.expected = expected
      self.actual = actual
    }
  }

  package private(set) var values: [String: String]

  package init(_ values: [String: String] = [:]) { self.values = values }

  package var isEmpty: Bool { values.isEmpty }

  /// Learns what a comparison has seen; later outputs replace earlier ones. The ReplicaSet's name
  /// is learnt with the name of its pod, and what stands for `<name>` or was captured under a name
  /// with the name: `<name>` and `{{name}}`.
  package mutating func learn(from comparison: Comparison) {
    for (expected, actual) in comparison.bindings {
      values[expected] = actual
      if let wanted = Identifiers.replicaSet(Piece(expected)),
        let found = Identifiers.replicaSet(Piece(actual))
      {
        values[wanted.text] = found.text
      }
    }
    for (name, actual) in comparison.captures {
      values["<\(name)>"] = actual
      values["{{\(name)}}"] = actual
    }
  }

  /// The command with every known text replaced, and what was replaced in the order in which it
  /// stands there. Texts are replaced only as whole words.
  package func rewrite(_ command: String) -> (command: String, rewrites: [Rewrite]) {
    let known = values.filter { $0.key != $0.value && !$0.key.isEmpty }
      .sorted { ($0.key.utf8.count, $1.key) > ($1.key.utf8.count, $0.key) }
      .map { (Array($0.key.utf8), $0.value) }
    guard !known.isEmpty else { return (command, []) }
    let bytes = Array(command.utf8)
    var result: [UInt8] = []
    var rewrites: [Rewrite] = []
    var index = 0
    while index < bytes.count {
      let rest = bytes[index...]
      let isStart = index == 0 || !Self.isPartOfName(bytes[index - 1])
      let found = known.first { text, _ in
        guard rest.starts(with: text) else { return false }
        let end = index + text.count
        let isMarked = text.first.map { "<{".utf8.contains($0) } == true
        return isMarked || isStart && (end == bytes.count || !Self.isPartOfName(bytes[end]))
      }
      guard let (text, value) = found else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += value.utf8
      rewrites.append(Rewrite(expected: text.text, actual: value))
      index += text.count
    }
    return (result.text, rewrites)
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
