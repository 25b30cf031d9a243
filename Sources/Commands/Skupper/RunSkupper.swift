import KubernetesClient
import Skupper

/// Runs `skupper` with the arguments behind its name, and gives its exit code: 0, or 1 with the
/// reason on standard error; version 2 has 2 for input that it does not accept, and tells reasons on
/// standard output.
package func runSkupper(
  arguments: [String], environment: [String: String], printer: Printer = .standard
) -> Int32 {
  SkupperProgram(environment: environment, printer: printer).run(arguments)
}

/// One run of `skupper`: finds the command, reads its flags, and says what went wrong.
struct SkupperProgram {
  let environment: [String: String]
  let printer: Printer

  private var profile: TextProfile {
    TextProfile.named(environment["TRESTLE_SKUPPER_PROFILE"])
  }

  private var root: SkupperCommand {
    profile.version2.map { .version2(profile, $0) } ?? .root(profile)
  }

  func run(_ arguments: [String]) -> Int32 {
    var command = root
    var path = ["skupper"]
    var rest = arguments
    while let index = nextWord(in: rest) {
      guard let child = command.children.first(where: { $0.name == rest[index] }) else { break }
      rest.remove(at: index)
      path.append(child.name)
      command = child
    }
    if path == ["skupper"], let index = nextWord(in: rest) {
      if rest[index] == "help" { return help(Array(rest[(index + 1)...])) }
      return unknown(rest[index], in: command)
    }
    if rest.contains("--help") || rest.contains("-h") || command.body == nil {
      if let flag = rest.first(where: { $0.hasPrefix("-") && $0 != "--help" && $0 != "-h" }),
        command.body == nil, path.count == 1, !isGlobal(flag)
      {
        return fail(.usage("unknown flag: \(flag)"), command, path)
      }
      printer.out(command.help(path: path, profile))
      return 0
    }
    return call(command, path: path, rest)
  }

  private func call(_ command: SkupperCommand, path: [String], _ arguments: [String]) -> Int32 {
    let known = command.flags + SkupperCommand.globalFlags(profile)
    let flags: ParsedFlags
    do {
      flags = try ParsedFlags(arguments, known.map(\.flag))
    } catch {
      let text = error.text.hasPrefix("error: ") ? String(error.text.dropFirst(7)) : error.text
      return fail(.usage(text), command, path)
    }
    let call = SkupperCall(
      flags: flags, standards: known, environment: environment, printer: printer,
      profile: profile)
    do {
      try call.checkPlatform(path)
      try command.body?(call)
      return 0
    } catch {
      return fail(error, command, path)
    }
  }

  private func fail(_ error: SkupperError, _ command: SkupperCommand, _ path: [String]) -> Int32 {
    if profile.version2 != nil, !error.showsUsage {
      printer.out("\(error.text)\n")
      return error.code
    }
    printer.err("Error: \(error.text)\n")
    if error.showsUsage { printer.err(command.usage(path: path, profile) + "\n") }
    return error.code
  }

  private func help(_ words: [String]) -> Int32 {
    var command = root
    var path = ["skupper"]
    for word in words {
      guard let child = command.children.first(where: { $0.name == word }) else { break }
      command = child
      path.append(word)
    }
    printer.out(command.help(path: path, profile))
    return 0
  }

  private func unknown(_ word: String, in command: SkupperCommand) -> Int32 {
    var text = "Error: unknown command \"\(word)\" for \"skupper\"\n"
    let names = command.children.filter { !$0.isHidden }.map(\.name).sorted()
    let near = names.filter { Self.distance(word, $0) <= 2 || $0.hasPrefix(word.lowercased()) }
    if !near.isEmpty {
      text += "\nDid you mean this?\n" + near.map { "\t\($0)\n" }.joined() + "\n"
    }
    printer.err(text + "Run 'skupper --help' for usage.\n")
    return 1
  }

  private func isGlobal(_ flag: String) -> Bool {
    let name = flag.split(separator: "=").first.map(String.init) ?? flag
    return SkupperCommand.globalFlags(profile).contains { global in
      "--\(global.flag.name)" == name || global.flag.short.map { "-\($0)" } == name
    }
  }

  /// The place of the next word that is neither a flag nor a global flag's value.
  private func nextWord(in words: [String]) -> Int? {
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "--" { return nil }
      guard word.hasPrefix("-") else { return index }
      index += isGlobal(word) && !word.contains("=") ? 2 : 1
    }
    return nil
  }

  /// How many letters must change to make one word of the other.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var next = [i + 1]
      for (j, other) in right.enumerated() {
        next.append(min(row[j + 1] + 1, next[j] + 1, row[j] + (letter == other ? 0 : 1)))
      }
      row = next
    }
    return row[right.count]
  }
}
