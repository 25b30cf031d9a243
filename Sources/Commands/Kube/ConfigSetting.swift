import Documents
import KubernetesClient
import Platform
import TLS

/// `config set-cluster`, `set-credentials`, `set` and `unset`.
enum ConfigSetting {
  static func cluster(
    _ call: Call, _ files: inout KubeconfigFiles, _ words: [String]
  ) throws(CommandError) {
    let name = try ConfigVerb.required(words, "set-cluster")
    var cluster = files.merged.cluster(name) ?? .object([:])
    if let server = call.flags["server"] {
      cluster["server"] = Value(server.hasSuffix("/") ? String(server.dropLast()) : server)
    }
    if let name = call.flags["tls-server-name"] { cluster["tls-server-name"] = Value(name) }
    if let data = try content(call, "certificate-authority") {
      cluster["certificate-authority-data"] = data
      cluster["insecure-skip-tls-verify"] = nil
    }
    if call.flags.isGiven("insecure-skip-tls-verify") {
      let isOn = call.flags.isSet("insecure-skip-tls-verify")
      cluster["insecure-skip-tls-verify"] = isOn ? true : nil
      if isOn { cluster["certificate-authority-data"] = nil }
    }
    let changed = cluster
    try files.edit(holding: { $0.cluster(name) != nil }) { $0.setCluster(name, changed) }
    call.print("Cluster \"\(name)\" set.")
  }

  static func user(
    _ call: Call, _ files: inout KubeconfigFiles, _ words: [String]
  ) throws(CommandError) {
    let name = try ConfigVerb.required(words, "set-credentials")
    guard !(call.flags.isGiven("token") && call.flags.isGiven("username")) else {
      throw CommandError(
        "you cannot specify more than one authentication method at the same time: --token, "
          + "--username/--password", usage: true)
    }
    var user = files.merged.user(name) ?? .object([:])
    for flag in ["token", "username", "password"] {
      if let value = call.flags[flag] { user[flag] = Value(value) }
    }
    for flag in ["client-certificate", "client-key"] {
      if let data = try content(call, flag) { user["\(flag)-data"] = data }
    }
    let changed = user
    try files.edit(holding: { $0.user(name) != nil }) { $0.setUser(name, changed) }
    call.print("User \"\(name)\" set.")
  }

  static func property(
    _ call: Call, _ files: inout KubeconfigFiles, _ words: [String]
  ) throws(CommandError) {
    let isSetting = words[0] == "set"
    guard words.count == (isSetting ? 3 : 2) else {
      throw CommandError(
        isSetting
          ? "set needs a property's name and its value" : "unset needs a property's name",
        usage: true)
    }
    let path = path(words[1], files.merged)
    let known = ["clusters", "contexts", "users", "current-context", "preferences", "kind"]
    guard let first = path.first, known.contains(first) else {
      throw CommandError("unable to parse path \"\(words[1])\" at \"\(words[1])\"")
    }
    let value = isSetting ? scalar(words[2]) : nil
    try files.edit(holding: { holds($0, path) }) {
      if path == ["current-context"], value == nil {
        $0.currentContext = nil
      } else {
        $0.set(path, to: value)
      }
    }
    call.print("Property \"\(words[1])\" \(isSetting ? "set" : "unset").")
  }

  /// `users.NAME.token` as its parts; names may hold dots, so that known ones are looked for.
  private static func path(_ text: String, _ config: Kubeconfig) -> [String] {
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return parts }
    let names: [String] =
      switch parts[0] {
      case "clusters": config.clusterNames
      case "contexts": config.contextNames
      case "users": config.userNames
      default: []
      }
    let rest = parts[1]
    let name =
      names.filter { rest == $0 || rest.hasPrefix($0 + ".") }.max { $0.count < $1.count }
      ?? String(rest.prefix { $0 != "." })
    let behind = rest.dropFirst(name.count + 1)
    return [parts[0], name] + (behind.isEmpty ? [] : [String(behind)])
  }

  private static func holds(_ config: Kubeconfig, _ path: [String]) -> Bool {
    guard path.count > 1 else { return false }
    switch path[0] {
    case "clusters": return config.clusterNames.contains(path[1])
    case "contexts": return config.contextNames.contains(path[1])
    default: return config.userNames.contains(path[1])
    }
  }

  private static func scalar(_ text: String) -> Value {
    text == "true" ? true : text == "false" ? false : Value(text)
  }

  /// The content of the file that a flag names, as configuration files hold it.
  private static func content(_ call: Call, _ flag: String) throws(CommandError) -> Value? {
    guard let path = call.flags[flag] else { return nil }
    guard let text = try? Files.readText(path) else {
      throw CommandError("could not read \(flag) data from \(path): no such file or directory")
    }
    return Value(Base64.encode(text))
  }
}
