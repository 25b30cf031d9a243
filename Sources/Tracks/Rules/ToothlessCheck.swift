/// Checks that pass whatever was done.
enum ToothlessCheck: Rule {
  static let id = "toothless-check"
  static let summary = "A check says that something failed, and passes all the same."
  static let severity = Finding.Severity.warning
  static let isFixable = true
  static let guide = """
    `fail-message` is a program: it prints, and the script goes on. Only the script's exit status
    decides, so put `exit 1` behind it, or begin the script with `set -e`. A check without any
    command passes always.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.allScripts.filter { $0.kind == "check" }.flatMap { findings(in: $0.script) }
  }

  private static func findings(in script: Script) -> [Finding] {
    let lines = script.lines
    let commands = lines.indices.filter { index in
      let text = lines[index].trimmed
      return !text.isEmpty && !text.hasPrefix("#") && !text.hasPrefix("!#")
    }
    let isShell = !lines[0].hasPrefix("#!") || lines[0].contains("sh")
    guard isShell else { return [] }
    if commands.allSatisfy({ ["exit 0", "exit", "true", ":"].contains(lines[$0].trimmed) }) {
      return [
        Finding(
          id, .warning, at: SourceLocation(file: script.file, line: 1),
          "This check asks nothing, so it passes always.",
          remedy: "Ask for what the learner should have done, or remove the script.")
      ]
    }
    let stops = commands.contains { index in
      let text = lines[index].trimmed
      return text.wholeMatch(of: /set\s+-[a-df-z]*e.*|set\s+-o\s+errexit.*/) != nil
    }
    guard !stops, lines[0].firstMatch(of: /^#!.*sh.*\s-[a-z]*e/) == nil else { return [] }
    return commands.compactMap { finding(script, lines, $0, commands) }
  }

  private static func finding(
    _ script: Script, _ lines: [Substring], _ index: Int, _ commands: [Int]
  ) -> Finding? {
    let line = lines[index]
    guard line.firstMatch(of: /(?:^|[\s;&|{(])(?:\/\S*\/)?fail-message\s|echo\s+["']?FAIL:/) != nil
    else { return nil }
    if ends(line) { return nil }
    // What closes a branch stands between the message and its exit only by mistake.
    let next = commands.first { $0 > index }.map { lines[$0] }
    if let next, ends(next) { return nil }
    let isLast = next == nil
    if isLast, line.contains("fail-message") { return nil }
    let text = line.trimmed
    let indent = String(line.prefix { $0 == " " || $0 == "\t" })
    let isAlone =
      text.hasPrefix("fail-message") && !text.hasSuffix("\\")
      && ![";", "&&", "||", "|"].contains(where: text.contains)
    let place = SourceLocation(file: script.file, line: index + 1, column: indent.count + 1)
    return Finding(
      id, .warning, at: place, "The script goes on behind this message, and may pass all the same.",
      remedy: "Put exit 1 behind it.",
      fix: isAlone
        ? TextFix(at: place, removes: text, inserts: "\(text)\n\(indent)exit 1") : nil)
  }

  private static func ends(_ line: some StringProtocol) -> Bool {
    String(line).firstMatch(of: /\b(?:exit|return)\s+(?:[1-9]|\$|"\$)|\bfalse\b|\bexit\s*$/) != nil
  }
}
