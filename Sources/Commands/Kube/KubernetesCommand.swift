/// `oc` and `kubectl`: finds the verb, reads its flags, runs it, and says what went wrong.
package enum KubernetesCommand {
  /// Runs a command line.
  /// - Parameters:
  ///   - program: `oc` or `kubectl`, as it was called.
  ///   - arguments: what stood behind the program's name.
  /// - Returns: the exit code.
  package static func run(
    program: String, arguments: [String], environment: [String: String],
    printer: Printer = .standard
  ) -> Int32 {
    let verbs = Verb.all.filter { program == "oc" || !$0.isOpenShift }
    guard let (index, word) = verbWord(arguments) else {
      printer.out(overview(program, verbs))
      return 0
    }
    var rest = arguments
    rest.remove(at: index)
    if word == "help" {
      guard let topic = rest.first, let verb = verbs.first(where: { $0.name == topic }) else {
        printer.out(overview(program, verbs))
        return 0
      }
      printer.out(help(program, verb))
      return 0
    }
    guard let verb = verbs.first(where: { $0.name == word }) else {
      var text = "error: unknown command \"\(word)\" for \"\(program)\"\n"
      let near = verbs.map(\.name).filter { Distance.between($0, word) <= 2 }
      if !near.isEmpty {
        text += "\nDid you mean this?\n" + near.map { "\t\($0)\n" }.joined()
      }
      printer.err(text)
      return 1
    }
    do {
      let flags = try ParsedFlags(
        rest, verb.flags + Verb.global, stopsAtWords: verb.stopsAtWords)
      if flags.isSet("help") {
        printer.out(help(program, verb))
        return 0
      }
      let call = Call(
        program: program, verb: word, flags: flags, environment: environment, printer: printer)
      try verb.run(call)
      return 0
    } catch {
      if !error.text.isEmpty { printer.err(error.text + "\n") }
      if error.wantsUsage { printer.err("See '\(program) \(word) --help' for usage.\n") }
      return error.exitCode
    }
  }

  /// Where the verb stands: the first word that is neither a global flag nor its value.
  private static func verbWord(_ arguments: [String]) -> (Int, String)? {
    var index = 0
    while index < arguments.count {
      let word = arguments[index]
      if !word.hasPrefix("-") { return (index, word) }
      let name = word.hasPrefix("--") ? String(word.dropFirst(2)) : ""
      let takesValue =
        !word.contains("=")
        && Verb.global.contains {
          $0.kind != .bool && ($0.name == name || word == $0.short.map { "-\($0)" })
        }
      index += takesValue ? 2 : 1
    }
    return nil
  }

  private static func overview(_ program: String, _ verbs: [Verb]) -> String {
    let width = verbs.map(\.name.count).max() ?? 0
    return "\(program) works with the objects of a site.\n\nCommands:\n"
      + verbs.map {
        "  \($0.name)\(String(repeating: " ", count: width - $0.name.count + 2))\($0.summary)\n"
      }.joined()
      + "\nUsage:\n  \(program) [flags] COMMAND [flags]\n\n"
      + "Use \"\(program) COMMAND --help\" for more about a command.\n"
  }

  private static func help(_ program: String, _ verb: Verb) -> String {
    func lines(_ flags: [Flag]) -> String {
      flags.map { flag in
        let short = flag.short.map { "-\($0), " } ?? "    "
        let value = flag.kind == .bool ? "" : "=VALUE"
        let name = "    \(short)--\(flag.name)\(value)"
        return name + String(repeating: " ", count: max(2, 34 - name.count)) + flag.summary + "\n"
      }.joined()
    }
    return "\(verb.summary).\n\nUsage:\n  \(program) \(verb.name) \(verb.usage)\n"
      + (verb.flags.isEmpty ? "" : "\nFlags:\n" + lines(verb.flags)) + "\nGlobal flags:\n"
      + lines(Verb.global)
  }
}

/// How far two words are apart, for "did you mean".
enum Distance {
  /// The number of letters to insert, remove or replace.
  static func between(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.utf8), Array(right.utf8))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
