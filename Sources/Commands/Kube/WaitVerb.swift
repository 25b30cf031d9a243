import Documents
import Kubernetes
import KubernetesClient

/// `wait`: until objects have a condition, a value, or are gone.
enum WaitVerb {
  static let flags = [
    Flag("for", nil, .text, "condition=NAME[=VALUE], delete, create or jsonpath=EXPRESSION=VALUE."),
    Flag("timeout", nil, .text, "The longest wait, as in 30s (the default)."),
    Flag("selector", "l", .text, "Objects whose labels match."),
    Flag("all", nil, .bool, "All objects of the type."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    guard let condition = call.flags["for"] else {
      throw CommandError("You must provide a condition to wait for: use --for")
    }
    let seconds = call.flags["timeout"].flatMap(Spans.seconds) ?? 30
    let satisfied = try predicate(condition)
    let client = try call.client()
    let targets = try Change.objects(call)
    guard !targets.isEmpty else { throw CommandError("no matching resources found") }
    for (type, name) in targets {
      if condition != "delete", condition != "create" {
        _ = try asking { () throws(ClientError) in try client.get(type, name) }
      }
      let outcome = try asking { () throws(ClientError) in
        try client.wait(type, name, timeout: .seconds(seconds), until: satisfied)
      }
      guard case .satisfied = outcome else {
        throw CommandError("timed out waiting for the condition on \(type.plural)/\(name)")
      }
      call.print("\(type.groupSingular)/\(name) condition met")
    }
  }

  private static func predicate(
    _ text: String
  ) throws(CommandError) -> (Value?) -> Bool {
    if text == "delete" { return { $0 == nil } }
    if text == "create" { return { $0 != nil } }
    if text.hasPrefix("condition=") {
      let parts = text.dropFirst(10).split(separator: "=", maxSplits: 1)
      let name = parts.first.map { $0.lowercased() } ?? ""
      let wanted = parts.count > 1 ? parts[1].lowercased() : "true"
      return { object in
        (object?["status", "conditions"]?.array ?? []).contains {
          $0["type"]?.string?.lowercased() == name && $0["status"]?.string?.lowercased() == wanted
        }
      }
    }
    if text.hasPrefix("jsonpath=") {
      let expression = text.dropFirst(9)
      guard let end = expression.lastIndex(of: "}") else {
        throw CommandError(
          "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3")
      }
      let wanted = expression[expression.index(after: end)...].drop { $0 == "=" }
      do {
        let path = try JSONPath(String(expression[...end]))
        return { object in
          guard let object else { return false }
          let found = path.text(for: object)
          return wanted.isEmpty ? !found.isEmpty : found == wanted
        }
      } catch {
        throw CommandError("error parsing \(expression), \(error.reason)")
      }
    }
    throw CommandError("unrecognized condition: \"\(text)\"")
  }
}
