import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import YAML

/// What the commands of version 2 have in common.
extension SkupperCall {
  /// The objects of one of version 2's types; a cluster without the types is told how to get them.
  func resources(_ type: ResourceType) throws(SkupperError) -> [Value] {
    let client = try client()
    do {
      return try client.list(type)
    } catch  where error.status?.message == StatusError.unknownPath.message {
      throw .invalid([Version2.missingTypes])
    } catch {
      throw SkupperError(error.description)
    }
  }

  /// Makes an object of one of version 2's types in the call's namespace.
  func make(_ type: ResourceType, _ object: Value) throws(SkupperError) {
    let client = try client()
    try asked { () throws(ClientError) in
      _ = try client.create(type, object, isStrict: true)
    }
  }

  /// A resource as it is written to a cluster or printed.
  func resource(_ type: ResourceType, _ name: String, _ spec: Members) -> Value {
    var shown = Members()
    for (key, value) in spec.sorted() where value != "" && value != false { shown[key] = value }
    return [
      "apiVersion": Value(type.apiVersion), "kind": Value(type.kind),
      "metadata": ["name": Value(name)], "spec": .object(shown),
    ]
  }

  /// Refuses waits that are too short or for what there is not.
  func checkWaiting(_ check: inout InputCheck) throws(SkupperError) {
    check.duration(try seconds("timeout"), "timeout", atLeast: 10)
    check.option(text("wait"), "status", among: ["ready", "configured", "none"])
  }

  /// The format of `--output`, checked.
  func checkOutput(_ check: inout InputCheck) {
    if let format = flags["output"] {
      check.option(format, "output type", among: ["json", "yaml"])
    }
  }

  /// Prints objects in the format of `--output`, YAML unless another one was asked for.
  func printResources(_ objects: [Value]) {
    if flags["output"] == "json" {
      for object in objects { print(object.json(indent: 2) + "\n") }
    } else {
      print(objects.map { $0.yaml() }.joined(separator: "---\n"))
    }
  }

  /// Waits until an object has the condition that `--wait` names, and says what came of it.
  /// - Parameters:
  ///   - announcement: what is printed while it waits.
  ///   - done: what is printed then.
  func await(
    _ type: ResourceType, _ name: String, _ announcement: String, done: String
  ) throws(SkupperError) {
    let wait = text("wait")
    guard wait != "none" else { return }
    print("\(announcement)\n")
    let condition = wait == "ready" ? "Ready" : "Configured"
    let client = try client()
    let timeout = Duration.seconds(try seconds("timeout"))
    let outcome = try asked { () throws(ClientError) in
      try client.wait(type, name, timeout: timeout) { object in
        guard let object else { return false }
        return object.holds(condition)
          && object.condition(condition)?["observedGeneration"]?.integer == object.generation
      }
    }
    guard case .timedOut(let last) = outcome else {
      print("\(done)\n")
      return
    }
    let reason =
      last?.condition(condition)?["message"]?.string.map { ": \($0)" }
      ?? ", check the status for more information"
    throw SkupperError("\(type.kind) \"\(name)\" is not yet \(wait)\(reason)\n")
  }

  /// Deletes an object; one that is gone already is no failure.
  func remove(_ type: ResourceType, _ name: String) throws(SkupperError) {
    let client = try client()
    do {
      try client.delete(type, name)
    } catch  where error.isNotFound {
      return
    } catch {
      throw SkupperError(error.description)
    }
  }

  /// Waits until an object that was deleted is gone, unless that was not asked for.
  func awaitEnd(of type: ResourceType, _ name: String, done: String) throws(SkupperError) {
    let client = try client()
    guard isSet("wait") else { return }
    print("Waiting for deletion to complete...\n")
    let timeout = Duration.seconds(try seconds("timeout"))
    let outcome = try asked { () throws(ClientError) in
      try client.wait(type, name, timeout: timeout) { $0 == nil }
    }
    guard case .satisfied = outcome else {
      throw SkupperError(
        "\(type.kind) \"\(name)\" not deleted yet, check the status for more information\n")
    }
    print("\(done)\n")
  }
}
