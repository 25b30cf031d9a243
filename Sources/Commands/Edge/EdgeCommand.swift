import Documents
import Kubernetes
import KubernetesClient
import Orchestrator
import Platform
import Skupper

/// `edge`: the orchestrator's small tool: a token for the network API, and deployments of packages.
package enum EdgeCommand {
  private struct Verb: Sendable {
    let name: String
    let usage: String
    let summary: String
    let flags: [Flag]
    let run: @Sendable (Call) throws(CommandError) -> Void
  }

  private static let verbs = [
    Verb(
      name: "token", usage: "[--group GROUP] [--project NAME] [--expires SECONDS]",
      summary: "Print a token for the network API, for JWT_TOKEN",
      flags: [
        Flag(
          "group", nil, .text,
          "The person's group: Edge-Manager-Group (the default), Edge-Operator-Group or none."),
        Flag("project", nil, .text, "The project that the group belongs to; lab without it."),
        Flag("user", nil, .text, "The person's name."),
        Flag("expires", nil, .text, "After how many seconds it holds no more; 3600 without it."),
      ]
    ) { call throws(CommandError) in try token(call) },
    Verb(
      name: "deploy",
      usage: "NAME --package PACKAGE --clusters A,B [--network NAME [--expose APPLICATION]]",
      summary: "Bring a package to clusters",
      flags: [
        Flag("package", "p", .text, "A package of the catalogue; see `edge packages`."),
        Flag("clusters", "c", .list, "The edge clusters that get it."),
        Flag("network", nil, .text, "The network that its applications take part in."),
        Flag("expose", nil, .list, "Applications whose annotated services others may use."),
        Flag("set", nil, .text, "A parameter's value, as in name=value; may be given again."),
        Flag("dry-run", nil, .bool, "Print the deployment instead of making it."),
      ]
    ) { call throws(CommandError) in try deploy(call) },
    Verb(
      name: "undeploy", usage: "NAME", summary: "Take a deployment away", flags: []
    ) { call throws(CommandError) in try undeploy(call) },
    Verb(name: "packages", usage: "", summary: "List the catalogue", flags: []) {
      call throws(CommandError) in try packages(call)
    },
    Verb(name: "clusters", usage: "", summary: "List the edge clusters", flags: []) {
      call throws(CommandError) in try clusters(call)
    },
  ]

  /// Runs a command line.
  package static func run(
    arguments: [String], environment: [String: String], printer: Printer = .standard
  ) -> Int32 {
    guard let word = arguments.first, word != "--help", word != "-h", word != "help" else {
      printer.out(overview)
      return 0
    }
    guard let verb = verbs.first(where: { $0.name == word }) else {
      printer.err("error: unknown command \"\(word)\" for \"edge\"\n\n\(overview)")
      return 2
    }
    do {
      let flags = try ParsedFlags(
        Array(arguments.dropFirst()),
        verb.flags + [
          Flag("kubeconfig"), Flag("context"), Flag("help", "h", .bool, "Show this help."),
        ])
      if flags.isSet("help") {
        printer.out(help(verb))
        return 0
      }
      try verb.run(
        Call(
          program: "edge", verb: word, flags: flags, environment: environment, printer: printer))
      return 0
    } catch {
      printer.err(error.text + "\n")
      return error.exitCode
    }
  }

  private static func token(_ call: Call) throws(CommandError) {
    let project = call.flags["project"] ?? "lab"
    let group = call.flags["group"] ?? "Edge-Manager-Group"
    let rights: [WebTokens.Right]
    switch group {
    case "Edge-Manager-Group", "Edge-Operator-Group": rights = [.read, .write]
    case "none": rights = []
    default:
      throw CommandError(
        "there is no group \"\(group)\": choose Edge-Manager-Group, Edge-Operator-Group or none")
    }
    let client = try call.client()
    let secret = try asking { () throws(ClientError) in
      try client.get(
        .secrets, OrchestratorName.signingKey, namespace: OrchestratorName.namespace)
    }
    let person = WebTokens.Person(
      name: call.flags["user"] ?? "edge-person",
      roles: rights.map { WebTokens.role($0, in: project) })
    let keeper = WebTokens(key: secret.secretText("key") ?? "")
    call.print(
      keeper.token(
        for: person, now: call.now, seconds: try call.flags.integer("expires") ?? 3_600))
  }

  private static func deploy(_ call: Call) throws(CommandError) {
    guard let name = call.words.first, call.words.count == 1 else {
      throw CommandError("name the deployment: edge deploy NAME --package PACKAGE --clusters A,B")
    }
    guard let package = call.flags["package"] else {
      throw CommandError("choose a package with --package; `edge packages` lists them")
    }
    let clusters = call.flags.all("clusters")
    guard !clusters.isEmpty else {
      throw CommandError("choose clusters with --clusters; `edge clusters` lists them")
    }
    var spec: Value = ["package": ["name": Value(package)], "clusters": Value(clusters)]
    if let network = call.flags["network"] { spec["networkRef"] = ["name": Value(network)] }
    let exposed = call.flags.all("expose")
    if !exposed.isEmpty {
      guard call.flags.isGiven("network") else {
        throw CommandError("--expose needs a network: choose one with --network")
      }
      spec["exposedApplications"] = Value(exposed)
    }
    var values = Members()
    for pair in call.flags.all("set") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw CommandError("\"\(pair)\" is no name=value for --set")
      }
      values[String(parts[0])] = Value(parts[1])
    }
    if !values.isEmpty { spec["values"] = .object(values) }
    let deployment: Value = [
      "apiVersion": Value(Kinds.deployments.apiVersion), "kind": Value(Kinds.deployments.kind),
      "metadata": ["name": Value(name)], "spec": spec,
    ]
    if call.flags.isSet("dry-run") {
      call.printer.out(try Output("yaml").text(deployment))
      return
    }
    let client = try call.client()
    let old = try asking { () throws(ClientError) in try client.find(Kinds.deployments, name) }
    if let old {
      var changed = old
      changed["spec"] = spec
      try asking { () throws(ClientError) in try client.update(Kinds.deployments, changed) }
      call.print("\(Kinds.deployments.groupSingular)/\(name) changed")
    } else {
      try asking { () throws(ClientError) in try client.create(Kinds.deployments, deployment) }
      call.print("\(Kinds.deployments.groupSingular)/\(name) created")
    }
  }

  private static func undeploy(_ call: Call) throws(CommandError) {
    guard let name = call.words.first, call.words.count == 1 else {
      throw CommandError("name the deployment that is to go: edge undeploy NAME")
    }
    let client = try call.client()
    try asking { () throws(ClientError) in try client.delete(Kinds.deployments, name) }
    call.print("\(Kinds.deployments.groupSingular) \"\(name)\" is going")
  }

  private static func packages(_ call: Call) throws(CommandError) {
    let client = try call.client()
    let packages = try asking { () throws(ClientError) in try client.list(Kinds.packages) }
    show(
      ["PACKAGE", "KIND", "APPLICATIONS", "PARAMETERS", "DESCRIPTION"],
      packages.map { object in
        let package = DeploymentPackage(object)
        return [
          package.name, package.isExtension ? "extension" : "application",
          package.applications.map(\.name).joined(separator: ","),
          package.parameters.map(\.name).joined(separator: ","),
          object["spec", "description"]?.string ?? "",
        ]
      }, call)
  }

  private static func clusters(_ call: Call) throws(CommandError) {
    let client = try call.client()
    let secrets = try asking { () throws(ClientError) in
      try client.list(
        .secrets, namespace: OrchestratorName.namespace, labels: OrchestratorName.clusterLabel)
    }
    show(
      ["CLUSTER"],
      secrets.map { [$0.labels[OrchestratorName.clusterLabel] ?? ""] }.sorted { $0[0] < $1[0] },
      call)
  }

  private static func show(_ header: [String], _ rows: [[String]], _ call: Call) {
    var printer = TablePrinter()
    for line in printer.lines([header] + rows) { call.print(line) }
  }

  private static var overview: String {
    "edge works with the orchestrator of edge clusters.\n\nCommands:\n"
      + verbs.map {
        "  \($0.name)\(String(repeating: " ", count: 10 - $0.name.count))\($0.summary)\n"
      }
      .joined() + "\nUse \"edge COMMAND --help\" for more about a command.\n"
  }

  private static func help(_ verb: Verb) -> String {
    "\(verb.summary).\n\nUsage:\n  edge \(verb.name) \(verb.usage)\n"
      + (verb.flags.isEmpty
        ? ""
        : "\nFlags:\n"
          + verb.flags.map { flag in
            let name = "      --\(flag.name)\(flag.kind == .bool ? "" : "=VALUE")"
            return name + String(repeating: " ", count: max(2, 24 - name.count)) + flag.summary
              + "\n"
          }.joined())
  }
}
