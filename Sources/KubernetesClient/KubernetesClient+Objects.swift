import Documents
import HTTP
import Kubernetes

/// The verbs of the API on objects of a type.
extension KubernetesClient {
  /// The media type that asks for columns instead of objects.
  package static let tableType =
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"

  /// The object of that name.
  package func get(
    _ type: ResourceType, _ name: String, namespace: String? = nil
  ) throws(ClientError) -> Value {
    try request("GET", path(type, namespace, name))
  }

  /// The object of that name, or nothing when there is none.
  package func find(
    _ type: ResourceType, _ name: String, namespace: String? = nil
  ) throws(ClientError) -> Value? {
    do {
      return try get(type, name, namespace: namespace)
    } catch  where error.isNotFound {
      return nil
    }
  }

  /// The objects of a type in a namespace (all namespaces when `everywhere`), with kind and
  /// version filled in.
  package func list(
    _ type: ResourceType, namespace: String? = nil, everywhere: Bool = false,
    labels: String? = nil, fields: String? = nil
  ) throws(ClientError) -> [Value] {
    try listDocument(
      type, namespace: namespace, everywhere: everywhere, labels: labels, fields: fields
    ).items
  }

  /// The same with the version of the site at which the list holds, to watch from.
  package func listDocument(
    _ type: ResourceType, namespace: String? = nil, everywhere: Bool = false,
    labels: String? = nil, fields: String? = nil
  ) throws(ClientError) -> (items: [Value], version: String) {
    let list = try request(
      "GET", everywhere ? type.path() : path(type, namespace, nil),
      query: KubernetesClient.selection(labels, fields))
    let items = (list["items"]?.array ?? []).map { item in
      guard item["kind"] == nil else { return item }
      var members: Value = ["apiVersion": Value(type.apiVersion), "kind": Value(type.kind)]
      for (key, value) in item.object ?? [:] { members[key] = value }
      return members
    }
    return (items, list["metadata", "resourceVersion"]?.string ?? "0")
  }

  /// Objects as the server's columns and rows.
  package func table(
    _ type: ResourceType, name: String? = nil, namespace: String? = nil,
    everywhere: Bool = false, labels: String? = nil, fields: String? = nil
  ) throws(ClientError) -> Value {
    try request(
      "GET", everywhere ? type.path() : path(type, namespace, name),
      query: KubernetesClient.selection(labels, fields), accept: KubernetesClient.tableType)
  }

  /// Makes an object.
  /// - Parameter isStrict: whether fields that the type does not know are refused.
  @discardableResult
  package func create(
    _ type: ResourceType, _ object: Value, namespace: String? = nil, isStrict: Bool = false
  ) throws(ClientError) -> Value {
    try request(
      "POST", path(type, namespace ?? object["metadata", "namespace"]?.string, nil),
      query: KubernetesClient.validation(isStrict), body: object)
  }

  /// Replaces an object; its resource version, when it has one, must still be the stored one.
  @discardableResult
  package func update(
    _ type: ResourceType, _ object: Value, subresource: String? = nil, isStrict: Bool = false
  ) throws(ClientError) -> Value {
    try request(
      "PUT",
      path(
        type, object["metadata", "namespace"]?.string, object["metadata", "name"]?.string,
        subresource), query: KubernetesClient.validation(isStrict), body: object)
  }

  /// Reads, changes and replaces an object until nobody came in between; without a change, or
  /// without the object, nothing is sent.
  @discardableResult
  package func edit(
    _ type: ResourceType, _ name: String, namespace: String? = nil,
    _ change: (inout Value) -> Void
  ) throws(ClientError) -> Value? {
    while let old = try find(type, name, namespace: namespace) {
      var new = old
      change(&new)
      if new == old { return old }
      do {
        return try update(type, new)
      } catch  where error.isConflict {
        continue
      }
    }
    return nil
  }

  /// Changes an object by a patch.
  @discardableResult
  package func patch(
    _ type: ResourceType, _ name: String, _ patch: Value, namespace: String? = nil,
    kind: PatchKind = .merge, subresource: String? = nil, isStrict: Bool = false
  ) throws(ClientError) -> Value {
    try request(
      "PATCH", path(type, namespace, name, subresource),
      query: KubernetesClient.validation(isStrict), body: patch, contentType: kind.rawValue)
  }

  /// The media types of patches.
  package enum PatchKind: String, Sendable {
    case merge = "application/merge-patch+json"
    case strategic = "application/strategic-merge-patch+json"
    case json = "application/json-patch+json"
  }

  /// Deletes an object; the answer is the object or a status.
  @discardableResult
  package func delete(
    _ type: ResourceType, _ name: String, namespace: String? = nil, gracePeriod: Int? = nil,
    propagation: String? = "Background"
  ) throws(ClientError) -> Value {
    var options: Value = ["apiVersion": "v1", "kind": "DeleteOptions"]
    if let gracePeriod { options["gracePeriodSeconds"] = Value(gracePeriod) }
    if let propagation { options["propagationPolicy"] = Value(propagation) }
    return try request("DELETE", path(type, namespace, name), body: options)
  }

  /// The path of a collection or an object in the client's namespace or the one given.
  package func path(
    _ type: ResourceType, _ namespace: String?, _ name: String?, _ subresource: String? = nil
  ) -> String {
    type.path(
      namespace: type.namespaced ? namespace ?? self.namespace : nil, name: name,
      subresource: subresource)
  }

  private static func validation(_ isStrict: Bool) -> [HTTPRequest.QueryItem] {
    isStrict ? [.init("fieldValidation", "Strict")] : []
  }

  static func selection(_ labels: String?, _ fields: String?) -> [HTTPRequest.QueryItem] {
    (labels.map { [.init("labelSelector", $0)] } ?? [])
      + (fields.map { [.init("fieldSelector", $0)] } ?? [])
  }
}

/// What a server serves.
extension KubernetesClient {
  /// The media type that asks for all groups in one answer.
  private static let discoveryType =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"

  /// The types that the server serves, in its order.
  package func types() throws(ClientError) -> [ResourceType] {
    var types: [ResourceType] = []
    for path in ["/api", "/apis"] {
      types += ResourceType.discovered(
        in: try request("GET", path, accept: KubernetesClient.discoveryType))
    }
    return types
  }
}
