/// Scripts that do not say what runs them.
enum ScriptShebang: Rule {
  static let id = "script-shebang"
  static let summary = "A script does not begin with #! and the program that runs it."
  static let severity = Finding.Severity.warning
  static let isFixable = true
  static let guide = """
    Without `#!/bin/bash` it depends on the platform which shell runs the script, and what works in
    one fails in another. The two signs must be the very first ones of the file; `!#` is nothing.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.allScripts.compactMap { _, script in
      let first = script.lines.first ?? ""
      let place = SourceLocation(file: script.file, line: 1)
      if first.hasPrefix("#!") || script.text.trimmed.isEmpty { return nil }
      if first.hasPrefix("!#") {
        return Finding(
          id, .warning, at: place, "The first line begins with !#, and nothing reads that.",
          remedy: "Write #! instead.", fix: TextFix(at: place, removes: "!#", inserts: "#!"))
      }
      return Finding(
        id, .warning, at: place, "The script does not say which program runs it.",
        remedy: "Put #!/bin/bash on its first line.",
        fix: TextFix(at: place, removes: "", inserts: "#!/bin/bash\n"))
    }
  }
}
