import Documents
import Kubernetes
import KubernetesClient

/// The pod that a call means: by its name, or through what runs it or leads to it.
struct PodTarget {
  let pod: Value
  /// The object that was named; the pod itself where a pod was.
  let named: Value
  let type: ResourceType

  /// The pod behind `NAME` or `TYPE/NAME`.
  static func pod(_ word: String, _ call: Call) throws(CommandError) -> PodTarget {
    let client = try call.client()
    let (type, name) =
      word.contains("/") ? try ResourceArguments.one([word], call) : (ResourceType.pods, word)
    let object = try asking { () throws(ClientError) in try client.get(type, name) }
    if type == .pods { return PodTarget(pod: object, named: object, type: type) }
    let selector =
      object["spec", "selector", "matchLabels"] == nil
      ? Selector(labels: object["spec", "selector"]?.object?.strings ?? [:])
      : Selector(document: object["spec", "selector"] ?? .null)
    guard !selector.isEmpty else {
      throw CommandError("\(type.singular)/\(name) leads to no pods: it has no selector")
    }
    let found = try asking { () throws(ClientError) in
      try client.list(ResourceType.pods, labels: selector.text)
    }
    let living = found.filter { !$0.isBeingDeleted }
    guard let best = living.first(where: { $0.holds("Ready") }) ?? living.first ?? found.first
    else {
      throw CommandError("timed out waiting for the condition: no pod of \(word) exists")
    }
    if found.count > 1, ["logs", "attach"].contains(call.verb) {
      call.warn("Found \(found.count) pods, using pod/\(best.name)")
    }
    return PodTarget(pod: best, named: object, type: type)
  }

  /// The container that is meant: the one asked for, or the first, which is then said.
  static func container(of pod: Value, _ call: Call) throws(CommandError) -> String {
    let names = (pod["spec", "containers"]?.array ?? []).compactMap { $0["name"]?.string }
    let initial = (pod["spec", "initContainers"]?.array ?? []).compactMap { $0["name"]?.string }
    if let asked = call.flags["container"] {
      guard (names + initial).contains(asked) else {
        throw CommandError("container \(asked) not found in pod \(pod.name)")
      }
      return asked
    }
    if let chosen = pod.annotations["kubectl.kubernetes.io/default-container"],
      names.contains(chosen)
    {
      return chosen
    }
    guard let first = names.first else {
      throw CommandError("pod \(pod.name) has no containers")
    }
    if names.count > 1 {
      let all = (names + initial.map { "\($0) (init)" }).joined(separator: ", ")
      call.warn("Defaulted container \"\(first)\" out of: \(all)")
    }
    return first
  }
}
