import Documents
import Kubernetes
import KubernetesClient

/// `oc project`, `projects`, `new-project`, `whoami`, `version` and `cluster-info`: where one is,
/// as whom, and on what.
enum Projects {
  static let flags = [
    Flag("short", "q", .bool, "Only the name."),
    Flag("description", nil, .text, "What the project is for."),
    Flag("display-name", nil, .text, "The project's name for people."),
  ]

  static func current(_ call: Call) throws(CommandError) {
    let (name, context) = try currentContext(call)
    let server = try server(call, context)
    let namespace = try call.namespace()
    guard let wanted = call.words.first else {
      if call.flags.isSet("short") {
        call.print(namespace)
      } else {
        call.print(using(namespace, server, name, context))
      }
      return
    }
    var files = try call.configuration()
    if files.merged.context(wanted) != nil, wanted != namespace {
      try files.edit { $0.currentContext = wanted }
      let target = files.merged.context(wanted)?.namespace ?? "default"
      call.print(
        "Now using project \"\(target)\" from context named \"\(wanted)\" on server \"\(server)\".")
      return
    }
    if wanted == namespace {
      call.print("Already on project \"\(wanted)\" on server \"\(server)\".")
      return
    }
    let client = try call.client()
    let names = try asking { () throws(ClientError) in try client.list(.projects) }.map(\.name)
    guard names.contains(wanted) else {
      var text = "error: A project named \"\(wanted)\" does not exist on \"\(server)\"."
      text += "\nYour projects are:\n" + names.map { "* \($0)" }.joined(separator: "\n")
      throw CommandError(verbatim: text)
    }
    try use(call, wanted)
    call.print("Now using project \"\(wanted)\" on server \"\(server)\".")
  }

  static func list(_ call: Call) throws(CommandError) {
    let (name, context) = try currentContext(call)
    let server = try server(call, context)
    let namespace = try call.namespace()
    let client = try call.client()
    let names = try asking { () throws(ClientError) in try client.list(.projects) }.map(\.name)
      .sorted()
    if call.flags.isSet("short") {
      for name in names { call.print(name) }
      return
    }
    if names.count == 1 {
      call.print("You have one project on this server: \"\(names[0])\".\n")
    } else {
      call.print(listHeading(call))
      for name in names { call.print(name == namespace ? "  * \(name)" : "    \(name)") }
      call.print("")
    }
    call.print(using(namespace, server, name, context))
  }

  /// What stands over a list of projects.
  static func listHeading(_ call: Call) -> String {
    "You have access to the following projects and can switch between them with '\(call.program) "
      + "project <projectname>':\n"
  }

  static func create(_ call: Call) throws(CommandError) {
    guard let name = call.words.first else {
      throw CommandError("must have exactly one argument", usage: true)
    }
    let (_, context) = try currentContext(call)
    let server = try server(call, context)
    let client = try call.client()
    var request: Value = [
      "apiVersion": "project.openshift.io/v1", "kind": "ProjectRequest",
      "metadata": ["name": Value(name)],
    ]
    if let text = call.flags["description"] { request["description"] = Value(text) }
    if let text = call.flags["display-name"] { request["displayName"] = Value(text) }
    try asking { () throws(ClientError) in
      try client.request(
        "POST", "/apis/project.openshift.io/v1/projectrequests", body: request)
    }
    try use(call, name)
    call.print(
      """
      Now using project "\(name)" on server "\(server)".

      You can add applications to this project with the 'new-app' command. For example, try:

          oc new-app rails-postgresql-example

      to build a new example application in Ruby. Or use kubectl to deploy a simple Kubernetes application:

          kubectl create deployment hello-node --image=registry.k8s.io/e2e-test-images/agnhost:\(call.release.sampleTag) -- /agnhost serve-hostname

      """)
  }

  static let whoamiFlags = [
    Flag("show-server", nil, .bool, "The server's address."),
    Flag("show-context", "c", .bool, "The context's name."),
    Flag("show-token", "t", .bool, "The token in use."),
    Flag("show-console", nil, .bool, "The web console's address."),
  ]

  static func whoami(_ call: Call) throws(CommandError) {
    let (name, context) = try currentContext(call)
    if call.flags.isSet("show-server") {
      call.print(try server(call, context))
    } else if call.flags.isSet("show-context") {
      call.print(name)
    } else if call.flags.isSet("show-token") {
      guard let token = try call.configuration().merged.user(context.user)?["token"]?.string else {
        throw CommandError("no token is currently in use for this session")
      }
      call.print(token)
    } else {
      let client = try call.client()
      let user = try asking { () throws(ClientError) in
        try client.request("GET", "/apis/user.openshift.io/v1/users/~")
      }
      call.print(user.name)
    }
  }

  static let versionFlags = [
    Flag("client", nil, .bool, "Only the client's version."),
    Flag("output", "o", .text, "json or yaml."),
    Flag("short", nil, .bool, "Accepted."),
  ]

  static func version(_ call: Call) throws(CommandError) {
    let client = call.isOpenShiftTool ? call.release.full : "v1.31.4"
    let info = call.flags.isSet("client") ? nil : try serverVersion(call)
    if let form = call.flags["output"] {
      var document: Value = [
        "clientVersion": ["gitVersion": Value(client), "platform": "linux/amd64"]
      ]
      if !call.isOpenShiftTool { document["kustomizeVersion"] = "v5.4.2" }
      if let info { document["serverVersion"] = info.document }
      call.printer.out(try Output(form).text(document))
      return
    }
    call.print("Client Version: \(client)")
    call.print("Kustomize Version: v5.4.2")
    guard let info else { return }
    let kubernetes = info.document["gitVersion"]?.string ?? ""
    if call.isOpenShiftTool {
      if let openshift = info.openshift { call.print("Server Version: \(openshift)") }
      call.print("Kubernetes Version: \(kubernetes)")
    } else {
      call.print("Server Version: \(kubernetes)")
    }
  }

  private static func serverVersion(
    _ call: Call
  ) throws(CommandError) -> (document: Value, openshift: String?) {
    let client = try call.client()
    let document = try asking { () throws(ClientError) in try client.request("GET", "/version") }
    guard call.isOpenShiftTool else { return (document, nil) }
    let cluster = try? client.request(
      "GET", "/apis/config.openshift.io/v1/clusterversions/version")
    return (document, cluster?["status", "desired", "version"]?.string)
  }

  static func clusterInfo(_ call: Call) throws(CommandError) {
    let (_, context) = try currentContext(call)
    _ = try serverVersion(call)
    call.print("Kubernetes control plane is running at \(try server(call, context))")
    call.print(
      "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.")
  }

  private static func using(
    _ namespace: String, _ server: String, _ name: String, _ context: Kubeconfig.Context
  ) -> String {
    name == generatedName(context)
      ? "Using project \"\(namespace)\" on server \"\(server)\"."
      : "Using project \"\(namespace)\" from context named \"\(name)\" on server \"\(server)\"."
  }

  /// The name that a login gives a context: `NAMESPACE/CLUSTER/USER`.
  static func generatedName(_ context: Kubeconfig.Context) -> String {
    let user = context.user.split(separator: "/").first.map(String.init) ?? context.user
    return "\(context.namespace ?? "default")/\(context.cluster)/\(user)"
  }

  /// Makes a namespace the current one: a context with a made-up name is copied under the new
  /// name, one with a name of its own is changed.
  static func use(_ call: Call, _ namespace: String) throws(CommandError) {
    var files = try call.configuration()
    let (name, context) = try currentContext(call)
    var changed = context
    changed.namespace = namespace
    let target = name == generatedName(context) ? generatedName(changed) : name
    try files.edit(holding: { $0.context(name) != nil }) {
      $0.setContext(target, changed)
      $0.currentContext = target
    }
  }

  static func currentContext(
    _ call: Call
  ) throws(CommandError) -> (String, Kubeconfig.Context) {
    let config = try call.configuration().merged
    guard let name = call.flags["context"] ?? config.currentContext,
      let context = config.context(name)
    else {
      throw CommandError(
        "Missing or incomplete configuration info.  Please point to an existing, complete config "
          + "file: set KUBECONFIG or use --kubeconfig")
    }
    return (name, context)
  }

  static func server(
    _ call: Call, _ context: Kubeconfig.Context
  ) throws(CommandError) -> String {
    try call.configuration().merged.cluster(context.cluster)?["server"]?.string ?? ""
  }
}
