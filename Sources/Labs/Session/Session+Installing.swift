import Documents
import Kubernetes
import KubernetesClient
import Skupper

/// What sites have from the beginning besides their own objects: types that programs bring along,
/// and those programs.
extension Session {
  /// Brings the types and the controller of Skupper's version 2 to a site whose lab is of it.
  func installSkupper(on site: String) async throws {
    let profile = TextProfile.named(plan.profiles["skupper"])
    guard profile.version2 != nil else { return }
    let client = try client(of: site)
    try await Task.detached {
      try Session.install(
        Version2.definitions, Version2.installation(profile), types: [], with: client)
    }.value
  }

  /// Makes what is not there yet: definitions first, and what needs them once they are served.
  /// - Parameter types: the types that the definitions add, as far as objects are of them.
  static func install(
    _ definitions: [Value], _ objects: [Value], types: [ResourceType], with client: KubernetesClient
  ) throws(ClientError) {
    for definition in definitions {
      try ensure(definition, of: .customResourceDefinitions, client)
    }
    for definition in definitions {
      _ = try client.wait(
        .customResourceDefinitions, definition.name, timeout: .seconds(10)
      ) { $0?.holds("Established") == true }
    }
    for object in objects {
      let apiVersion = object["apiVersion"]?.string ?? ""
      let kind = object["kind"]?.string ?? ""
      let type =
        ResourceType.with(apiVersion: apiVersion, kind: kind)
        ?? types.with(apiVersion: apiVersion, kind: kind)
      if let type { try ensure(object, of: type, client) }
    }
  }

  private static func ensure(
    _ object: Value, of type: ResourceType, _ client: KubernetesClient
  ) throws(ClientError) {
    do {
      try client.create(type, object, namespace: object.namespace)
    } catch  where error.isAlreadyExists {
      return
    }
  }
}
