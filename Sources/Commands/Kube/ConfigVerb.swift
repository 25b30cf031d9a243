import Documents
import KubernetesClient

/// `config`: contexts, clusters and users of the configuration files.
enum ConfigVerb {
  static let flags = [
    Flag("current", nil, .bool, "The current context."),
    Flag("cluster", nil, .text, "The context's cluster."),
    Flag("user", nil, .text, "The context's user."),
    Flag("server", nil, .text, "The cluster's address."),
    Flag("certificate-authority", nil, .text, "The file of the cluster's authority."),
    Flag("insecure-skip-tls-verify", nil, .bool, "Take any server for the right one."),
    Flag("tls-server-name", nil, .text, "The name on the cluster's certificate."),
    Flag("token", nil, .text, "The user's token."),
    Flag("username", nil, .text, "The user's name."),
    Flag("password", nil, .text, "The user's password."),
    Flag("client-certificate", nil, .text, "The file of the user's certificate."),
    Flag("client-key", nil, .text, "The file of the user's key."),
    Flag("embed-certs", nil, .bool, "Accepted: certificates are always embedded."),
    Flag("minify", nil, .bool, "Only what the current context uses."),
    Flag("raw", nil, .bool, "Show certificates and tokens."),
    Flag("flatten", nil, .bool, "Accepted."),
    Flag("output", "o", .text, "name, yaml or json."),
    Flag("no-headers", nil, .bool, "Leave out the header line."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    let words = call.words
    var files = try call.configuration()
    let merged = files.merged
    switch words.first {
    case "current-context":
      guard let name = merged.currentContext else {
        throw CommandError("current-context is not set")
      }
      call.print(name)
    case "get-contexts": try contexts(call, merged, Array(words.dropFirst()))
    case "get-clusters": list(call, merged.clusterNames)
    case "get-users": list(call, merged.userNames)
    case "use-context", "use":
      let name = try required(words, "use-context")
      guard merged.context(name) != nil else {
        throw CommandError("no context exists with the name: \"\(name)\"")
      }
      try files.edit { $0.currentContext = name }
      call.print("Switched to context \"\(name)\".")
    case "set-context": try setContext(call, &files, words.dropFirst().first)
    case "rename-context": try rename(call, &files, words)
    case "set-cluster": try ConfigSetting.cluster(call, &files, words)
    case "set-credentials": try ConfigSetting.user(call, &files, words)
    case "set", "unset": try ConfigSetting.property(call, &files, words)
    case "delete-cluster":
      try delete(call, &files, .clusters, try required(words, "delete-cluster"), "cluster")
    case "delete-user":
      try delete(call, &files, .users, try required(words, "delete-user"), "user")
    case "delete-context":
      let name = try required(words, "delete-context")
      guard merged.context(name) != nil else {
        throw CommandError("cannot delete context \(name), not in \(files.path)")
      }
      if merged.currentContext == name {
        call.warn(
          "warning: this removed your active context, use \"\(call.program) config use-context\" to "
            + "select a different one")
      }
      try files.edit(holding: { $0.context(name) != nil }) { $0.remove(.contexts, name) }
      call.print("deleted context \(name) from \(files.path)")
    case "view": try view(call, merged)
    default:
      throw CommandError(
        "unknown command \"config \(words.first ?? "")\" for \"\(call.program)\"", usage: true)
    }
  }

  private static func list(_ call: Call, _ names: [String]) {
    call.print("NAME")
    for name in names.sorted() { call.print(name) }
  }

  private static func delete(
    _ call: Call, _ files: inout KubeconfigFiles, _ section: Kubeconfig.Section, _ name: String,
    _ kind: String
  ) throws(CommandError) {
    func holds(_ config: Kubeconfig) -> Bool {
      (section == .clusters ? config.clusterNames : config.userNames).contains(name)
    }
    guard holds(files.merged) else {
      throw CommandError("cannot delete \(kind) \(name), not in \(files.path)")
    }
    try files.edit(holding: holds) { $0.remove(section, name) }
    call.print("deleted \(kind) \(name) from \(files.path)")
  }

  private static func contexts(
    _ call: Call, _ config: Kubeconfig, _ wanted: [String]
  ) throws(CommandError) {
    for name in wanted where config.context(name) == nil {
      throw CommandError("context \(name) not found")
    }
    let names = wanted.isEmpty ? config.contextNames.sorted() : wanted
    if call.flags["output"] == "name" {
      for name in names { call.print(name) }
      return
    }
    var printer = TablePrinter()
    let rows = names.compactMap { name -> [String]? in
      guard let context = config.context(name) else { return nil }
      return [
        name == config.currentContext ? "*" : "", name, context.cluster, context.user,
        context.namespace ?? "",
      ]
    }
    let header = ["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"]
    for line in printer.lines((call.flags.isSet("no-headers") ? [] : [header]) + rows) {
      call.print(line)
    }
  }

  private static func setContext(
    _ call: Call, _ files: inout KubeconfigFiles, _ given: String?
  ) throws(CommandError) {
    let merged = files.merged
    guard let name = call.flags.isSet("current") ? merged.currentContext : given else {
      throw CommandError(
        call.flags.isSet("current")
          ? "no current context is set" : "Unexpected args: a context's name or --current is needed"
      )
    }
    let old = merged.context(name)
    var context = old ?? Kubeconfig.Context(cluster: "", user: "")
    if let cluster = call.flags["cluster"] { context.cluster = cluster }
    if let user = call.flags["user"] { context.user = user }
    if let namespace = call.flags["namespace"] { context.namespace = namespace }
    try files.edit(holding: { $0.context(name) != nil }) { $0.setContext(name, context) }
    call.print("Context \"\(name)\" \(old == nil ? "created" : "modified").")
  }

  private static func rename(
    _ call: Call, _ files: inout KubeconfigFiles, _ words: [String]
  ) throws(CommandError) {
    guard words.count == 3 else {
      throw CommandError("rename-context needs the old and the new name", usage: true)
    }
    let (old, new) = (words[1], words[2])
    let merged = files.merged
    guard let context = merged.context(old) else {
      throw CommandError("cannot rename the context \"\(old)\", it's not in \(files.path)")
    }
    guard merged.context(new) == nil else {
      throw CommandError(
        "cannot rename the context \"\(old)\", the context \"\(new)\" already exists in \(files.path)"
      )
    }
    try files.edit(holding: { $0.context(old) != nil }) {
      $0.remove(.contexts, old)
      $0.setContext(new, context)
      if merged.currentContext == old { $0.currentContext = new }
    }
    call.print("Context \"\(old)\" renamed to \"\(new)\".")
  }

  private static func view(_ call: Call, _ config: Kubeconfig) throws(CommandError) {
    var config = config
    if call.flags.isSet("minify"), let name = config.currentContext,
      let context = config.context(name)
    {
      var small = Kubeconfig()
      small.setContext(name, context)
      small.currentContext = name
      if let cluster = config.cluster(context.cluster) {
        small.setCluster(context.cluster, cluster)
      }
      if let user = config.user(context.user) { small.setUser(context.user, user) }
      config = small
    }
    let document = call.flags.isSet("raw") ? config.document : redacted(config.document)
    call.printer.out(try Output(call.flags["output"] ?? "yaml").text(document))
  }

  private static func redacted(_ document: Value) -> Value {
    switch document {
    case .array(let items): return .array(items.map(redacted))
    case .object(let members):
      return .object(
        Members(
          members.map { key, value in
            switch key {
            case "token", "password": (key, "REDACTED")
            case "certificate-authority-data", "client-certificate-data", "client-key-data":
              (key, "DATA+OMITTED")
            default: (key, redacted(value))
            }
          }))
    default: return document
    }
  }

  static func required(_ words: [String], _ verb: String) throws(CommandError) -> String {
    guard words.count > 1 else { throw CommandError("\(verb) needs a name", usage: true) }
    return words[1]
  }
}
