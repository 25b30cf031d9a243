import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform

/// `exec`, `rsh` and `attach`: programs in containers, with this terminal at their streams.
enum Exec {
  static let flags = [
    Flag("stdin", "i", .bool, "Pass standard input on to the program."),
    Flag("tty", "t", .bool, "Give the program a terminal."),
    Flag("container", "c", .text, "Which container."),
    Flag("quiet", "q", .bool, "Print only what the program prints."),
    Flag("pod-running-timeout", nil, .text, "Accepted."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    var command = call.flags.rest
    guard let word = call.words.first else {
      throw CommandError("pod, type/name or --filename must be specified", usage: true)
    }
    if command.isEmpty, call.words.count > 1 {
      command = Array(call.words.dropFirst())
      call.warn(
        "\(call.program) exec [POD] [COMMAND] is DEPRECATED and will be removed in a future version."
          + " Use \(call.program) exec [POD] -- [COMMAND] instead.")
    }
    guard !command.isEmpty else {
      throw CommandError("you must specify at least one command for the container", usage: true)
    }
    try run(
      call, word, command, takesInput: call.flags.isSet("stdin"),
      wantsTerminal: call.flags.isSet("tty"))
  }

  static let shellFlags = [
    Flag("tty", "t", .bool, "Give the program a terminal even if this is none."),
    Flag("no-tty", "T", .bool, "Give the program no terminal."),
    Flag("container", "c", .text, "Which container."),
    Flag("shell", nil, .text, "The shell; /bin/sh without it."),
    Flag("timeout", nil, .text, "Accepted."),
  ]

  /// `oc rsh`: a shell in a container, or a command.
  static func shell(_ call: Call) throws(CommandError) {
    guard let word = call.words.first else {
      throw CommandError("rsh requires a single Pod to connect to", usage: true)
    }
    var command = Array(call.words.dropFirst()) + call.flags.rest
    let wantsTerminal =
      !call.flags.isSet("no-tty")
      && (call.flags.isSet("tty") || (StandardStream.input.isTerminal && command.isEmpty)
        || StandardStream.input.isTerminal)
    if command.isEmpty {
      let shell = call.flags["shell"] ?? "/bin/sh"
      let terminal = call.environment["TERM"] ?? "xterm"
      command = wantsTerminal ? [shell, "-c", "TERM=\"\(terminal)\" \(shell)"] : [shell]
    }
    try run(call, word, command, takesInput: true, wantsTerminal: wantsTerminal)
  }

  static let attachFlags = [
    Flag("stdin", "i", .bool, "Pass standard input on to the container."),
    Flag("tty", "t", .bool, "Standard input is a terminal."),
    Flag("container", "c", .text, "Which container."),
    Flag("quiet", "q", .bool, "Print only what the container prints."),
    Flag("pod-running-timeout", nil, .text, "Accepted."),
  ]

  /// `attach`: a container's own program.
  static func attach(_ call: Call) throws(CommandError) {
    guard let word = call.words.first else {
      throw CommandError("at least 1 argument is required for attach", usage: true)
    }
    let pod = try PodTarget.pod(word, call).pod
    try checkRunning(pod, "attach a container in")
    let container = try PodTarget.container(of: pod, call)
    let settings = (pod["spec", "containers"]?.array ?? []).first {
      $0["name"]?.string == container
    }
    if call.flags.isSet("tty"), settings?["tty"]?.bool != true, !call.flags.isSet("quiet") {
      call.warn("error: Unable to use a TTY - container \(container) did not allocate one")
    }
    let takesInput = call.flags.isSet("stdin") && settings?["stdin"]?.bool == true
    if call.flags.isSet("stdin"), !call.flags.isSet("quiet") {
      call.warn("If you don't see a command prompt, try pressing enter.")
    }
    let status = try ProgramStream.run(
      call, pod, "attach", query: [.init("container", container)],
      input: takesInput ? .descriptor(StandardStream.input) : .none,
      output: printing(call))
    try ProgramStream.check(status)
  }

  private static func run(
    _ call: Call, _ word: String, _ command: [String], takesInput: Bool, wantsTerminal: Bool
  ) throws(CommandError) {
    let pod = try PodTarget.pod(word, call).pod
    try checkRunning(pod, "exec into a container in")
    let container = try PodTarget.container(of: pod, call)
    let isTerminal = wantsTerminal && takesInput && StandardStream.input.isTerminal
    if wantsTerminal, takesInput, !isTerminal, !call.flags.isSet("quiet") {
      call.warn("Unable to use a TTY - input is not a terminal or the right kind of file")
    }
    let status = try ProgramStream.run(
      call, pod, "exec",
      query: command.map { .init("command", $0) } + [.init("container", container)],
      input: takesInput ? .descriptor(StandardStream.input) : .none,
      terminal: isTerminal ? StandardStream.input : nil, output: printing(call))
    try ProgramStream.check(status)
  }

  private static func printing(
    _ call: Call
  ) -> (_ isError: Bool, [UInt8]) throws(CommandError) -> Void {
    let printer = call.printer
    return { (isError, bytes) throws(CommandError) in
      if isError { printer.errBytes(bytes) } else { printer.outBytes(bytes) }
    }
  }

  private static func checkRunning(_ pod: Value, _ purpose: String) throws(CommandError) {
    let phase = pod["status", "phase"]?.string ?? ""
    guard phase == "Succeeded" || phase == "Failed" else { return }
    throw CommandError("cannot \(purpose) a completed pod; current phase is \(phase)")
  }
}
