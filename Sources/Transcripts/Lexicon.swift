import Documents

/// The words that say "not yet", and the words that say "this went wrong".
package enum Lexicon {
  /// Words of a table cell or a line that stand for a state which passes by itself.
  package static let pendingWords: Set<String> = [
    "<pending>", "Pending", "ContainerCreating", "PodInitializing", "Terminating", "NotReady",
  ]

  /// Phrases of a line that say so; those that end a sentence need the words before them to be
  /// the expected ones.
  static let pendingPhrases: [(text: String, followsExpectedWords: Bool)] = [
    ("not connected", true), ("not active", true), ("not ready", true), ("pending...", true),
    ("No resources found", false), ("There are no links configured", false),
    ("There are no connected links", false), ("There are no active links", false),
  ]

  /// States of objects that do not pass by themselves.
  package static let errorStates: Set<String> = [
    "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "CrashLoopBackOff", "Error", "Failed",
    "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "OOMKilled",
    "Evicted", "DeadlineExceeded",
  ]

  /// Phrases of error messages.
  package static let errorPhrases: [String] = [
    "not found", "NotFound", "orbidden", "Unauthorized", "No such file", "Failed to ",
    "not allowed", "ermission denied", "onnection refused", "No such claim",
  ]

  /// What an error line begins with, up to something that is no letter.
  static let errorStarts: [String] = [
    "error", "fatal", "panic", "traceback", "exception",
  ]

  /// What makes a line an error line wherever it stands.
  static let errorParts: [String] = ["command not found", "No such file or directory"]

  /// Lines that a server adds on its own and that a lab may show or not.
  static let serverRemarks: [String] = ["would violate PodSecurity "]

  /// Whether the word names a pending state; `Init:0/1` does too.
  static func isPending(_ word: Piece) -> Bool {
    guard word.count <= 32 else { return false }
    return pendingWords.contains(word.text) || (word.hasPrefix("Init:") && word.contains("/"))
  }

  /// Whether a line is one that neither an elision nor a loose mode may hide.
  package static func isErrorLine(_ line: String) -> Bool { isErrorLine(Piece(line)) }

  static func isErrorLine(_ line: Piece) -> Bool {
    let line = line.trimmed
    return isPlainError(line) || ErrorLines.contain(line)
  }

  /// Whether a line is an error by its first word, or by what no other line has.
  static func isPlainError(_ line: Piece) -> Bool {
    let line = line.trimmed
    let word = line.prefix(while: \.isLetter)
    if (5...9).contains(word.count), errorStarts.contains(word.lowercased.text) {
      let next = line.dropFirst(word.count).first
      if next.map({ !$0.isDigit && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }) ?? true {
        return true
      }
    }
    return errorParts.contains { line.contains($0) }
  }

  /// Whether a document's member tells of an error: one that no elision may hide.
  static func isErrorMember(_ name: String, _ tree: DocumentTree) -> Bool {
    var word = name.lowercased()[...]
    if word.hasSuffix("s") { word.removeLast() }
    guard errorStarts.contains(String(word)) else { return false }
    guard let value = tree.scalar?.value else { return tree.isContainer }
    switch value {
    case .null, .bool(false), .integer(0): return false
    case .string(let text): return !text.isEmpty
    default: return true
    }
  }

  static func isServerRemark(_ line: Piece) -> Bool {
    line.first == UInt8(ascii: "W") && serverRemarks.contains { line.contains($0) }
      || isDownloadBar(line)
  }

  /// `━━━━━━━━ 99.7/99.7 kB 2.1 MB/s eta 0:00:00`: a bar that is drawn while a file comes, and not
  /// where the file is at hand.
  private static func isDownloadBar(_ line: Piece) -> Bool {
    let bar = line.drop(while: \.isBlank)
    return bar.first == 0xE2 && bar.hasPrefix("━━━━")
      && (bar.contains(" eta ") || bar.contains("B/s"))
  }

  /// The first error state or error phrase that the text holds.
  package static func errorClass(in text: String) -> String? {
    for line in text.utf8.split(separator: 0x0A) {
      let piece = Array(line)[...]
      if isErrorLine(piece) { return String(piece.trimmed.text.prefix(120)) }
      for word in piece.words where word.count <= 32 && errorStates.contains(word.text) {
        return word.text
      }
      if hasErrorPhrase(piece) { return String(piece.trimmed.text.prefix(120)) }
    }
    return nil
  }

  /// The line that says why a command has failed: the last one that tells of an error, or else the
  /// last one of all. What introduces a list of calls says nothing yet.
  package static func reason(in output: String) -> String? {
    let lines = output.split(whereSeparator: \.isNewline).map { Array($0.utf8)[...].trimmed }
      .filter { !$0.isEmpty }
    let error = lines.last {
      (isErrorLine($0) || hasErrorPhrase($0)) && !$0.hasPrefix("Traceback")
    }
    return (error ?? lines.last)?.text
  }

  static func hasErrorPhrase(_ line: Piece) -> Bool {
    errorPhrases.contains { line.contains($0) }
  }

  /// Why the line is not what was expected yet, if it says so itself.
  static func pendingReason(of actual: Piece, expected: Piece) -> String? {
    for (phrase, followsExpectedWords) in pendingPhrases {
      guard let range = actual.firstRange(of: phrase.utf8), !expected.contains(phrase) else {
        continue
      }
      if hasErrorPhrase(actual), !hasErrorPhrase(expected) { return nil }
      let before = actual[..<range.lowerBound].words
      if followsExpectedWords {
        // The word next to the phrase may belong to it: "is not connected" for "is connected".
        let known = zip(before, expected.words).prefix { $0 == $1 }.count
        guard known > 0, known + 2 >= before.count else { continue }
      }
      return phrase
    }
    return nil
  }
}
