/// What a `skewer.yaml` waits for, as commands that anybody can run.
import Documents
import YAML

struct SkewerWait: Hashable {
  var sentence: String
  var command: String

  /// How long is waited, in seconds.
  static let longest = 240

  static let keys = [
    "await_resource", "await_ingress", "await_external_ip", "await_http_ok", "await_port",
    "await_console_ok",
  ]

  /// Everything that a command waits for, in the order in which it is asked.
  static func all(in node: YAMLNode) -> [SkewerWait] {
    keys.compactMap { key in node[key].flatMap { wait(for: key, $0) } }
  }

  private static func wait(for key: String, _ node: YAMLNode) -> SkewerWait? {
    let text = node.text ?? ""
    switch key {
    case "await_resource": return text.isEmpty ? nil : resource(text)
    case "await_ingress", "await_external_ip":
      return text.isEmpty
        ? nil
        : SkewerWait(
          sentence: "Wait until \(text) has an address",
          command: until("[ -n \"\(address(of: text))\" ]"))
    case "await_http_ok": return page(node.items?.compactMap(\.text) ?? [text])
    case "await_port":
      return Int(text).map { port in
        SkewerWait(
          sentence: "Wait until port \(port) takes connections",
          command: until("(: < /dev/tcp/127.0.0.1/\(port)) 2> /dev/null"))
      }
    default:
      return node.value.bool == false ? nil : resource("secret/skupper-console-users")
    }
  }

  private static func resource(_ name: String) -> SkewerWait {
    let exists = "kubectl wait --for=create --timeout=\(longest)s \(name)"
    let ready: String? =
      switch name.prefix(while: { $0 != "/" }) {
      case "deployment", "deployments", "deploy":
        "kubectl wait --for=condition=available --timeout=\(longest)s \(name)"
      case "pod", "pods": "kubectl wait --for=condition=ready --timeout=\(longest)s \(name)"
      case "statefulset", "daemonset":
        "kubectl rollout status --timeout=\(longest)s \(name)"
      default: nil
      }
    return SkewerWait(
      sentence: "Wait until \(name) is there\(ready == nil ? "" : " and ready")",
      command: ready.map { "\(exists) && \($0)" } ?? exists)
  }

  /// A service and the address of a page in which `{}` stands for the service's own; a user and a
  /// password may follow.
  private static func page(_ parts: [String]) -> SkewerWait? {
    guard let service = parts.first, parts.count > 1 else { return nil }
    let url = parts[1].replacing("{}", with: address(of: service))
    let user = parts.count > 3 ? " -u \(parts[2]):\(parts[3])" : ""
    return SkewerWait(
      sentence: "Wait until \(service) answers",
      command: until("curl -fskS -o /dev/null\(user) \"\(url)\" 2> /dev/null"))
  }

  private static func address(of service: String) -> String {
    "$(kubectl get \(service) -o jsonpath={.status.loadBalancer.ingress[0].ip}"
      + "{.status.loadBalancer.ingress[0].hostname} 2> /dev/null)"
  }

  private static func until(_ condition: String) -> String {
    "timeout \(longest) bash -c 'until \(condition); do sleep 0.5; done'"
  }
}
