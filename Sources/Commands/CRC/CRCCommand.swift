import Documents
import Kubernetes
import Platform

/// `crc`: OpenShift Local, the cluster on one's own machine. Its virtual machine is one of the lab's
/// sites, which the session starts and stops for it.
package enum CRCCommand {
  struct Verb: Sendable {
    let name: String
    let summary: String
    let flags: [Flag]
    let run: @Sendable (CRCCall) throws(CommandError) -> Void
  }

  static let verbs = [
    Verb(
      name: "console", summary: "Open the cluster's web console in a browser",
      flags: [
        Flag("url", nil, .bool, "Print the address and open nothing."),
        Flag("credentials", nil, .bool, "Print how to log in."),
      ]
    ) { call throws(CommandError) in try console(call) },
    Verb(
      name: "delete", summary: "Delete the instance and what is stored in it",
      flags: [
        Flag("force", "f", .bool, "Ask nothing."), Flag("clear-cache", nil, .bool, "Accepted."),
      ]
    ) { call throws(CommandError) in try delete(call) },
    Verb(name: "ip", summary: "Show the instance's address", flags: []) {
      call throws(CommandError) in call.print(try call.made()["address"]?.string ?? "")
    },
    Verb(
      name: "oc-env", summary: "Show how a shell finds the oc that belongs to the cluster",
      flags: []
    ) { call throws(CommandError) in try environment(call) },
    Verb(name: "setup", summary: "Prepare this machine for a cluster", flags: []) {
      call throws(CommandError) in try CRCStart.setUp(call)
    },
    Verb(
      name: "start", summary: "Start the instance",
      flags: [
        Flag("pull-secret-file", "p", .text, "Accepted: no secret is needed here."),
        Flag("bundle", "b", .text, "Accepted."), Flag("cpus", "c", .text, "Accepted."),
        Flag("memory", "m", .text, "Accepted."), Flag("disk-size", "d", .text, "Accepted."),
        Flag("nameserver", "n", .text, "Accepted."),
        Flag("disable-update-check", nil, .bool, "Don't tell of newer versions."),
      ]
    ) { call throws(CommandError) in try CRCStart.run(call) },
    Verb(name: "status", summary: "Show how the instance stands", flags: [Flag("output", "o")]) {
      call throws(CommandError) in try status(call)
    },
    Verb(
      name: "stop", summary: "Stop the instance; what is stored in it stays",
      flags: [Flag("force", "f", .bool)]
    ) {
      call throws(CommandError) in try stop(call)
    },
    Verb(name: "version", summary: "Show versions", flags: [Flag("output", "o")]) {
      call throws(CommandError) in version(call)
    },
  ]

  private static let global = [
    Flag("help", "h", .bool, "Show this help."),
    Flag("log-level", nil, .text, "Accepted."),
  ]

  /// Runs a command line.
  /// - Returns: the exit code.
  package static func run(
    arguments: [String], environment: [String: String], printer: Printer = .standard
  ) -> Int32 {
    guard let word = arguments.first, word != "help", !word.hasPrefix("-") else {
      printer.out(overview)
      return 0
    }
    guard let verb = verbs.first(where: { $0.name == word }) else {
      printer.err(
        "Error: unknown command \"\(word)\" for \"crc\"\nRun 'crc --help' for usage.\n")
      return 1
    }
    do {
      let flags = try ParsedFlags(Array(arguments.dropFirst()), verb.flags + global)
      if flags.isSet("help") {
        printer.out(help(verb))
        return 0
      }
      try verb.run(CRCCall(flags: flags, environment: environment, printer: printer))
      return 0
    } catch {
      if !error.text.isEmpty {
        let text = error.text.hasPrefix("error: ") ? error.text.dropFirst(7) : error.text[...]
        printer.err(text + "\n")
      }
      return error.exitCode
    }
  }

  private static var overview: String {
    "crc starts and stops the OpenShift cluster on this machine.\n\nCommands:\n"
      + verbs.map { verb in
        "  \(verb.name)\(String(repeating: " ", count: 10 - verb.name.count))\(verb.summary)\n"
      }.joined() + "\nUse \"crc COMMAND --help\" for more about a command.\n"
  }

  private static func help(_ verb: Verb) -> String {
    "\(verb.summary).\n\nUsage:\n  crc \(verb.name) [flags]\n\nFlags:\n"
      + (verb.flags + global).map { flag in
        let short = flag.short.map { "-\($0), " } ?? "    "
        let name = "  \(short)--\(flag.name)"
        return name + String(repeating: " ", count: max(2, 30 - name.count)) + flag.summary + "\n"
      }.joined()
  }

  // What needs few words.

  private static func environment(_ call: CRCCall) throws(CommandError) {
    _ = try call.made()
    call.print("export PATH=\"\(call.home)/.crc/bin/oc:$PATH\"")
    call.print("# Run this command to configure your shell:")
    call.print("# eval $(crc oc-env)")
  }

  private static func console(_ call: CRCCall) throws(CommandError) {
    let site = try call.made()
    if call.flags.isSet("url") {
      call.print(call.consoleURL(site))
      return
    }
    if call.flags.isSet("credentials") {
      let api = site["api"]?.string ?? ""
      let passwords = site["passwords"]?.object?.strings ?? [:]
      call.print(
        "To login as a regular user, run 'oc login -u developer -p "
          + "\(passwords["developer"] ?? "") \(api)'.")
      call.print(
        "To login as an admin, run 'oc login -u kubeadmin -p "
          + "\(passwords["kubeadmin"] ?? "") \(api)'")
      return
    }
    guard site["state"]?.string == "running" else {
      throw CommandError(
        "The OpenShift cluster is not running, cannot open the OpenShift Web Console")
    }
    call.print("Opening the OpenShift Web Console in the default browser...")
    call.print("There is no browser in this terminal; the console is at \(call.consoleURL(site))")
  }

  private static func status(_ call: CRCCall) throws(CommandError) {
    let site = try call.made()
    let isRunning = site["state"]?.string == "running"
    let bytes = site["bytes"]?.integer ?? 0
    let version = call.release.full
    if call.flags["output"] == "json" {
      let document: Value = [
        "success": true, "crcStatus": isRunning ? "Running" : "Stopped",
        "openshiftStatus": isRunning ? "Running" : "Stopped",
        "openshiftVersion": Value(version), "diskUse": .integer(bytes),
        "cacheDir": Value("\(call.home)/.crc/cache"), "preset": "openshift",
      ]
      call.print(document.json(indent: 2))
      return
    }
    call.print("CRC VM:          \(isRunning ? "Running" : "Stopped")")
    call.print("OpenShift:       \(isRunning ? "Running (v\(version))" : "Stopped (v\(version))")")
    call.print("Podman:          ")
    if isRunning { call.print("Disk Usage:      \(size(bytes)) (Inside the CRC VM)") }
    call.print("Cache Usage:     0B")
    call.print("Cache Directory: \(call.home)/.crc/cache")
  }

  private static func size(_ bytes: Int) -> String {
    var number = bytes
    var tenths = 0
    for unit in ["B", "kB", "MB"] {
      if number < 1000 { return unit == "B" ? "\(number)B" : "\(number).\(tenths)\(unit)" }
      (number, tenths) = (number / 1000, number % 1000 / 100)
    }
    return "\(number).\(tenths)GB"
  }

  private static func stop(_ call: CRCCall) throws(CommandError) {
    guard try call.made()["state"]?.string == "running" else {
      call.print("Instance is already stopped")
      return
    }
    call.log(.info, "Stopping kubelet and all containers...")
    call.pause(.milliseconds(800))
    call.log(.info, "Stopping the instance, this may take a few minutes...")
    try call.ask("POST", "stop")
    call.print("Stopped the instance")
  }

  private static func delete(_ call: CRCCall) throws(CommandError) {
    _ = try call.made()
    if !call.flags.isSet("force") {
      call.printer.out("Do you want to delete the instance? [y/N]: ")
      guard try Login.line(hidden: false).lowercased().hasPrefix("y") else { return }
    }
    try call.ask("DELETE", nil)
    CRCKubeconfig.remove(call)
    call.print("Deleted the instance")
  }

  private static func version(_ call: CRCCall) {
    if call.flags["output"] == "json" {
      let document: Value = [
        "version": Value(call.release.local), "openshiftVersion": Value(call.release.full),
        "podmanVersion": Value(call.release.podman),
      ]
      call.print(document.json(indent: 2))
      return
    }
    call.print("CRC version: \(call.release.local)")
    call.print("OpenShift version: \(call.release.full)")
    call.print("Podman version: \(call.release.podman)")
  }
}
