/// Text whose bytes were read in the wrong encoding.
enum MisdecodedText: Rule {
  static let id = "misdecoded-text"
  static let summary = "Characters were decoded wrongly before they were saved, such as â€™."
  static let severity = Finding.Severity.warning
  static let isFixable = true
  static let guide = """
    Bytes of one encoding were read as another and saved so. Readers see signs in place of an
    apostrophe or a letter, and outputs with them never match. `--fix` writes what was meant.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    var files: Set<String> = []
    let challenges = context.track.challenges.filter { files.insert($0.file).inserted }
    return challenges.flatMap { challenge -> [Finding] in
      let lines = challenge.text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.enumerated().compactMap { index, line in
        guard line.utf8.contains(where: { $0 >= 0xC2 }),
          let word = line.split(whereSeparator: \.isWhitespace).first(where: {
            Mojibake.repaired(String($0)) != $0
          })
        else { return nil }
        let meant = Mojibake.repaired(String(word))
        let column = line.distance(from: line.startIndex, to: word.startIndex) + 1
        let place = SourceLocation(file: challenge.file, line: index + 1, column: column)
        return Finding(
          id, .warning, at: place,
          "\"\(word)\" was decoded wrongly; it probably was \"\(meant)\".",
          remedy: "Write the word anew, and save the file as UTF-8.",
          fix: TextFix(at: place, removes: String(word), inserts: meant))
      }
    }
  }
}
