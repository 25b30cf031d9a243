import ArgumentParser
import Commands
import Labs
import Platform
import Router
import Sites
import Workloads

/// Trestle's one executable. It looks at the name it was called by, then at its first argument, and
/// plays that role; everything else is for people.
@main
enum Main {
  static func main() async {
    Signals.ignoreBrokenPipes()
    let arguments = CommandLine.arguments
    let name = Path.name(of: arguments.first ?? "trestle")
    let rest = Array(arguments.dropFirst())
    if let code = command(name, rest) { Executable.end(code) }
    if let role = rest.first, let code = await role_(role, Array(rest.dropFirst())) {
      Executable.end(code)
    }
    await run(rest.isEmpty ? ["--help"] : rest)
  }

  /// A command for people. What is wrong with its arguments is an exit code of 2, as everything else
  /// is that Trestle can't read.
  private static func run(_ arguments: [String]) async {
    do {
      var command = try Trestle.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let code = Trestle.exitCode(for: error)
      let text = Trestle.fullMessage(for: error)
      if !text.isEmpty { code.isSuccess ? Terminal.say(text) : Terminal.complain(text) }
      Executable.end(code == .validationFailure ? 2 : code.rawValue)
    }
  }

  /// A command of a learner's terminal or of a script, by the name of the link.
  private static func command(_ name: String, _ arguments: [String]) -> Int32? {
    switch name {
    case "oc", "kubectl":
      KubernetesCommand.run(program: name, arguments: arguments, environment: Environment.all)
    case "crc": CRCCommand.run(arguments: arguments, environment: Environment.all)
    case "edge": EdgeCommand.run(arguments: arguments, environment: Environment.all)
    case "skupper": runSkupper(arguments: arguments, environment: Environment.all)
    case _ where HostFolder.helpers.contains(name):
      ScriptHelpers.run(name, arguments: arguments, environment: Environment.all)
    default: nil
    }
  }

  /// A process of a session, by the first argument.
  private static func role_(_ role: String, _ arguments: [String]) async -> Int32? {
    switch role {
    case "site": await runSite(arguments: arguments, images: builtInImages)
    case "pod-exec": runPodExec(arguments: arguments)
    case "router": await runRouter(arguments: arguments)
    case "workload":
      await runWorkload(name: arguments.first ?? "", arguments: Array(arguments.dropFirst()))
    case "keeper": await Keeper.run(arguments: arguments)
    case "session": await SessionHost.run(arguments: arguments)
    default: command(role, arguments)
    }
  }
}
