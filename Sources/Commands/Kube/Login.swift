import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import TLS

/// `oc login` and `oc logout`: tokens for people, kept in the configuration file with a context that
/// says where one is.
enum Login {
  static let flags = [
    Flag("username", "u", .text, "Who one is."),
    Flag("password", "p", .text, "The password; asked for without it."),
    Flag("token", nil, .text, "A token in place of name and password."),
    Flag("server", "s", .text, "The server's address."),
    Flag("certificate-authority", nil, .text, "The file of the authority to trust."),
    Flag("insecure-skip-tls-verify", nil, .bool, "Take any server for the right one."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    guard call.words.count <= 1 else {
      throw CommandError(
        "Only the server URL may be specified as an argument", usage: true)
    }
    var files = try call.configuration()
    let server = try LoginServer(call, files.merged)
    let credentials = try credentials(call, server, files.merged)
    let namespace = try chooseProject(call, credentials, files.merged)
    try files.save(credentials, server, namespace: namespace)
    if !files.existed { call.print("Welcome! See 'oc help' to get started.") }
  }

  /// A person's name and what proves it.
  struct Credentials {
    var user: String
    var token: String
    var access: KubernetesClient.Access
  }

  // Who one is.

  private static func credentials(
    _ call: Call, _ server: LoginServer, _ config: Kubeconfig
  ) throws(CommandError) -> Credentials {
    if let token = call.flags["token"] {
      guard let user = try server.person(token) else {
        throw CommandError("The token provided is invalid or expired.\n")
      }
      call.print(
        "Logged into \"\(server.url)\" as \"\(user)\" using the token provided.\n")
      return Credentials(user: user, token: token, access: server.access(token))
    }
    let wanted = call.flags["username"]
    if call.flags["password"] == nil {
      for token in tokens(for: server, config) {
        guard let user = try server.person(token), wanted == nil || user == wanted else { continue }
        call.print(
          "Logged into \"\(server.url)\" as \"\(user)\" using existing credentials.\n")
        return Credentials(user: user, token: token, access: server.access(token))
      }
    }
    let (user, password) = try ask(call, server)
    guard let token = try server.grant(user, password) else {
      throw CommandError(
        verbatim: "Login failed (401 Unauthorized)\n"
          + "Verify you have provided the correct credentials.")
    }
    call.print("Login successful.\n")
    return Credentials(user: user, token: token, access: server.access(token))
  }

  /// The tokens that contexts of the server's cluster use, the current context's first.
  private static func tokens(for server: LoginServer, _ config: Kubeconfig) -> [String] {
    let current = config.currentContext.map { [$0] } ?? []
    return (current + config.contextNames).compactMap { name in
      guard let context = config.context(name),
        let address = config.cluster(context.cluster)?["server"]?.string,
        LoginServer.normalised(address) == server.url
      else { return nil }
      return config.user(context.user)?["token"]?.string
    }
  }

  private static func ask(
    _ call: Call, _ server: LoginServer
  ) throws(CommandError) -> (user: String, password: String) {
    if let user = call.flags["username"], let password = call.flags["password"] {
      return (user, password)
    }
    call.print("Authentication required for \(server.url) (openshift)")
    let user: String
    if let given = call.flags["username"] {
      user = given
      call.print("Username: \(given)")
    } else {
      call.printer.out("Username: ")
      user = try line(hidden: false)
    }
    if let password = call.flags["password"] { return (user, password) }
    call.printer.out("Password: ")
    let password = try line(hidden: true)
    if !StandardStream.input.isTerminal { call.print("") }
    return (user, password)
  }

  static func line(hidden: Bool) throws(CommandError) -> String {
    do {
      return try StandardStream.input.readLine(hidden: hidden) ?? ""
    } catch {
      throw CommandError("nothing could be read from the terminal: \(error)")
    }
  }

  // Where one is.

  /// The most projects that are listed.
  private static let mostListed = 50

  /// Tells which projects there are, and which of them one is in.
  private static func chooseProject(
    _ call: Call, _ credentials: Credentials, _ config: Kubeconfig
  ) throws(CommandError) -> String {
    let client = try asking { () throws(ClientError) in
      try KubernetesClient(credentials.access)
    }
    let names = try asking { () throws(ClientError) in try client.list(.projects) }.map(\.name)
      .sorted()
    let wanted =
      call.flags["namespace"]
      ?? config.currentContext.flatMap { config.context($0)?.namespace } ?? "default"
    switch names.count {
    case 0:
      call.print(
        """
        You don't have any projects. You can try to create a new project, by running

            oc new-project <projectname>

        """)
      return wanted
    case 1:
      call.print("You have one project on this server: \"\(names[0])\"\n")
      call.print("Using project \"\(names[0])\".")
      return names[0]
    default:
      let project = names.contains(wanted) ? wanted : names[0]
      if names.count > mostListed {
        call.print(
          "You have access to \(names.count) projects, the list has been suppressed. You can list "
            + "all projects with 'oc projects'\n")
      } else {
        call.print(Projects.listHeading(call))
        for name in names { call.print(name == project ? "  * \(name)" : "    \(name)") }
        call.print("")
      }
      call.print("Using project \"\(project)\".")
      return project
    }
  }

  // Leaving.

  static func logout(_ call: Call) throws(CommandError) {
    var files = try call.configuration()
    let (_, context) = try Projects.currentContext(call)
    let address = try Projects.server(call, context)
    guard let user = files.merged.user(context.user), user["token"] != nil else {
      throw CommandError(
        "You must have a token in order to logout.")
    }
    let client = try call.client()
    let person = try asking { () throws(ClientError) in
      try client.request("GET", "/apis/user.openshift.io/v1/users/~")
    }.name
    try files.edit(holding: { $0.user(context.user) != nil }) {
      $0.set(["users", context.user, "token"], to: nil)
    }
    call.print("Logged \"\(person)\" out on \"\(address)\"")
  }
}

extension KubeconfigFiles {
  /// Whether there was a file before.
  var existed: Bool { files.contains(where: \.exists) }

  /// Keeps who one is, and makes a context that says where the current one. A context of the same
  /// meaning is used under the name that it has.
  fileprivate mutating func save(
    _ credentials: Login.Credentials, _ server: LoginServer, namespace: String
  ) throws(CommandError) {
    let known = merged
    let cluster =
      known.clusterNames.first { name in
        known.cluster(name)?["server"]?.string.map { LoginServer.normalised($0) } == server.url
      } ?? server.clusterName
    let user = "\(credentials.user)/\(server.clusterName)"
    let context = Kubeconfig.Context(cluster: cluster, user: user, namespace: namespace)
    let name =
      known.contextNames.first { known.context($0) == context }
      ?? Projects.generatedName(context)
    let entry = server.entry(known.cluster(cluster))
    try edit {
      $0.setCluster(cluster, entry)
      $0.setUser(user, ["token": Value(credentials.token)])
      $0.setContext(name, context)
      $0.currentContext = name
    }
  }
}
