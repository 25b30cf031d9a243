/// Files in another encoding than UTF-8.
enum NotUTF8: Rule {
  static let id = "not-utf8"
  static let summary = "A file is not UTF-8, so some of its characters are lost."
  static let severity = Finding.Severity.warning
  static let guide = """
    Texts are read as UTF-8. Bytes that are none, as those of Latin-1 letters, are shown as a
    replacement sign, and an output or a command with them is another one. Save the file as UTF-8.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    guard let files = context.files else { return [] }
    let track = context.track
    let named = [track.file, track.lab?.file ?? ""] + track.challenges.map(\.file)
    var told: Set<String> = []
    return (named + track.allScripts.map(\.script.file)).compactMap { file in
      guard told.insert(file).inserted, let path = files.path(ofDisplayed: file),
        let bytes = files.bytes(path), let place = firstWrong(bytes)
      else { return nil }
      return Finding(
        id, .warning, at: SourceLocation(file: file, line: place.line, column: place.column),
        "The byte 0x\(String(place.byte, radix: 16, uppercase: true)) here is not UTF-8, "
          + "so its character is lost.",
        remedy: "Save the file as UTF-8.")
    }
  }

  /// The first place that cannot be decoded.
  private static func firstWrong(_ bytes: [UInt8]) -> (line: Int, column: Int, byte: UInt8)? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var decoder = UTF8()
    var input = bytes.makeIterator()
    var (line, column, count) = (1, 1, 0)
    while true {
      switch decoder.decode(&input) {
      case .scalarValue(let scalar):
        count += UTF8.width(scalar)
        (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      case .error: return (line, column, bytes[min(count, bytes.count - 1)])
      case .emptyInput: return nil
      }
    }
  }
}
