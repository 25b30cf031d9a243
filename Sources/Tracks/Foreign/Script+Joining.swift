/// Two scripts made one, where a platform runs them one behind the other.
extension Script {
  /// Both in one file; each is run by its own program.
  func followed(by next: Script) -> Script {
    var both = self
    both.parts = parts + [next.file]
    let end = text.hasSuffix("\n") ? "" : "\n"
    if program == next.program {
      both.text = text + end + next.body
    } else {
      both.text =
        "#!/bin/bash\n" + embedded(as: "BACKGROUND", behind: " || exit")
        + next.embedded(as: "FOREGROUND", behind: "")
    }
    return both
  }

  /// The words of its first line that name what runs it.
  private var program: String {
    guard text.hasPrefix("#!") else { return "bash" }
    let words = text.prefix { $0 != "\n" }.dropFirst(2).split(separator: " ").map(String.init)
    let names = words.map(TrackPaths.name)
    return (names.first == "env" ? names.dropFirst() : names[...]).joined(separator: " ")
  }

  /// The text without the line that names its program.
  private var body: String {
    guard text.hasPrefix("#!") else { return text }
    return String(text.drop { $0 != "\n" }.dropFirst())
  }

  private func embedded(as word: String, behind: String) -> String {
    let end = body.hasSuffix("\n") ? "" : "\n"
    return "\(program) /dev/stdin <<'\(word)'\(behind)\n\(body)\(end)\(word)\n"
  }
}
