import Documents
import Platform

/// The programs that life-cycle scripts find on their PATH: `fail-message`, `set-status`,
/// `set-workdir` and `agent variable`.
package enum ScriptHelpers {
  /// Runs a helper by its name.
  /// - Returns: the exit code.
  package static func run(
    _ name: String, arguments: [String], environment: [String: String]
  ) -> Int32 {
    func say(_ text: String) { try? StandardStream.output.writeAll(text + "\n") }
    func complain(_ text: String) { try? StandardStream.error.writeAll(text + "\n") }
    guard let folder = environment["TRESTLE_SESSION_FOLDER"],
      let host = environment["TRESTLE_HOST"]
    else {
      complain("\(name) works in the scripts of a lab that Trestle runs, and nowhere else.")
      return 1
    }
    let session = SessionFolder(path: folder)
    switch name {
    case "fail-message":
      say("FAIL: \(arguments.joined(separator: " "))")
      return 1
    case "set-status":
      say(arguments.joined(separator: " "))
      return 0
    case "set-workdir":
      guard let path = arguments.first else {
        complain("set-workdir needs a folder.")
        return 1
      }
      let full = Path.resolve(path, in: Files.currentDirectory)
      return save(full, to: "\(session.state)/workdir-\(host)") ? 0 : 1
    default:
      guard arguments.first == "variable", arguments.count >= 3 else {
        complain("Use: agent variable set KEY VALUE, or: agent variable get KEY [--host HOST]")
        return 1
      }
      var variables = ScriptVariables.load(session)
      if arguments[1] == "set", arguments.count >= 4 {
        variables.set(arguments[2], arguments[3...].joined(separator: " "), host: host)
        return save(variables.document.json(), to: ScriptVariables.path(session)) ? 0 : 1
      }
      let other = arguments.firstIndex(of: "--host").flatMap {
        arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
      }
      guard let value = variables.value(arguments[2], host: other ?? host) else {
        complain("There is no variable \(arguments[2]).")
        return 1
      }
      say(value)
      return 0
    }
  }

  private static func save(_ text: String, to path: String) -> Bool {
    do {
      try Files.write(path, text: text, mode: 0o600)
      return true
    } catch {
      try? StandardStream.error.writeAll("\(error)\n")
      return false
    }
  }
}

/// The variables that scripts have set, by host; a name that a host lacks is looked for on others.
package struct ScriptVariables: Hashable, Sendable {
  package private(set) var document: Value

  static func path(_ folder: SessionFolder) -> String { "\(folder.state)/variables.json" }

  package static func load(_ folder: SessionFolder) -> ScriptVariables {
    let bytes = (try? Files.read(path(folder))) ?? []
    return ScriptVariables(document: (try? JSON.parse(bytes)) ?? [:])
  }

  package mutating func set(_ key: String, _ value: String, host: String) {
    document[host, key.lowercased()] = Value(value)
  }

  package func value(_ key: String, host: String) -> String? {
    let name = key.lowercased()
    if let own = document[host, name]?.string { return own }
    return (document.object ?? [:]).lazy.compactMap { $0.value[name]?.string }.first
  }

  /// The values by host and name, for the texts that use them.
  package var byHost: [String: [String: String]] {
    var all: [String: [String: String]] = [:]
    for (host, values) in document.object ?? [:] { all[host] = values.object?.strings ?? [:] }
    return all
  }
}
