import Documents
import Kubernetes
import Platform
import TLS

/// `create secret`: from pairs and files, from a certificate and its key, or for a registry.
enum CreateSecret {
  static let flags = [
    Flag("cert", nil, .text, "The file of a TLS secret's certificate."),
    Flag("key", nil, .text, "The file of a TLS secret's key."),
    Flag("docker-server", nil, .text, "A registry's address."),
    Flag("docker-username", nil, .text, "Who one is at a registry."),
    Flag("docker-password", nil, .text, "The password for a registry."),
    Flag("docker-email", nil, .text, "The address for mail that a registry knows."),
  ]

  static func run(_ call: Call, _ kind: String, _ name: String) throws(CommandError) {
    var type = "Opaque"
    let data: [(String, Value)]
    switch kind {
    case "generic":
      type = call.flags["type"] ?? type
      data = try Create.data(call).map { ($0.key, $0.value) }
    case "tls":
      type = "kubernetes.io/tls"
      data = [
        ("tls.crt", try file(call, "cert")), ("tls.key", try file(call, "key")),
      ]
    case "docker-registry":
      type = "kubernetes.io/dockerconfigjson"
      data = [(".dockerconfigjson", try registry(call))]
    default:
      throw CommandError("unknown command \"create secret \(kind)\" for \"\(call.program)\"")
    }
    var encoded = Members()
    for (key, value) in data {
      encoded[key] = Value(Base64.encode(Array((value.string ?? "").utf8)))
    }
    try Create.create(
      call, .secrets,
      [
        "apiVersion": "v1", "kind": "Secret", "metadata": ["name": Value(name)],
        "type": Value(type), "data": .object(encoded),
      ])
  }

  private static func file(_ call: Call, _ flag: String) throws(CommandError) -> Value {
    guard let path = call.flags[flag] else {
      throw CommandError("\(flag) must be specified")
    }
    guard let text = try? Files.readText(path) else {
      throw CommandError("failed to load \(flag) \(path): open \(path): no such file or directory")
    }
    return Value(text)
  }

  private static func registry(_ call: Call) throws(CommandError) -> Value {
    guard let user = call.flags["docker-username"], let password = call.flags["docker-password"]
    else {
      throw CommandError(
        "either --from-file or the combination of --docker-username, --docker-password and "
          + "--docker-server is required")
    }
    let server = call.flags["docker-server"] ?? "https://index.docker.io/v1/"
    var entry: Value = [
      "username": Value(user), "password": Value(password),
      "auth": Value(Base64.encode("\(user):\(password)")),
    ]
    if let email = call.flags["docker-email"] { entry["email"] = Value(email) }
    return Value(Value.object(["auths": .object([server: entry])]).json())
  }
}
