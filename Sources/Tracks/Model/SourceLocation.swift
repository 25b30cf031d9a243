/// Places in the author's files.

/// One of the author's files.
package struct SourceFile: Hashable, Sendable {
  package let path: String
  package let text: String

  package init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

/// A place in one of the author's files.
package struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// Counted from 1.
  package let line: Int
  /// Counted from 1, in characters.
  package let column: Int

  package init(file: String, line: Int, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }

  package var description: String { "\(file):\(line):\(column)" }
}

extension SourceLocation: Comparable {
  package static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

/// Why something was read as it was: the rule that decided, and a sentence for people.
package struct Decision: Hashable, Sendable {
  package let rule: String
  package let reason: String

  package init(_ rule: String, _ reason: String) {
    self.rule = rule
    self.reason = reason
  }
}
