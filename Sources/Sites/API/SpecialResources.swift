/// Resources without objects of their own: answers to questions, and views of other objects.
import Documents
import HTTP
import Kubernetes

extension APIServer {
  /// The answer of such a resource; nothing for ordinary ones.
  func special(_ call: APICall) throws(StatusError) -> HTTPResponse? {
    switch (call.type, call.verb) {
    case (.selfSubjectReviews, .create): try reviewSelf(call)
    case (.tokenReviews, .create): try reviewToken(call)
    case (.selfSubjectAccessReviews, .create): try reviewAccess(call)
    case (.projectRequests, .create): try requestProject(call)
    case (.projectRequests, .list):
      .document([
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
      ])
    case (.users, .get) where call.path.name == "~": currentUser(call)
    case (.imageStreamTags, .get): try imageStreamTag(call)
    case (.imageStreamTags, .list): imageStreamTags(call)
    case (.imageStreamImports, .create): try importImages(call)
    default: nil
    }
  }

  private func requestProject(_ call: APICall) throws(StatusError) -> HTTPResponse {
    let asked = try call.object()
    var namespace: Value = ["metadata": ["name": .string(asked.name)]]
    let annotations = [
      ("openshift.io/description", asked["description"]?.string ?? ""),
      ("openshift.io/display-name", asked["displayName"]?.string ?? ""),
      ("openshift.io/requester", call.user.name),
    ]
    for (key, text) in annotations { namespace.setAnnotation(key, text) }
    do throws(StatusError) {
      let created = try store.create(namespace, .namespaces, dryRun: call.isDryRun)
      return .document(shown(created, .projects), status: 201)
    } catch {
      guard error.reason == "AlreadyExists" else { throw error }
      throw StatusError(
        code: 409, reason: "AlreadyExists",
        message: "project.project.openshift.io \"\(asked.name)\" already exists",
        details: [
          "name": .string(asked.name), "group": "project.openshift.io", "kind": "project",
        ])
    }
  }

  private func currentUser(_ call: APICall) -> HTTPResponse {
    response(
      [
        "kind": "User", "apiVersion": "user.openshift.io/v1",
        "metadata": ["name": .string(call.user.name), "creationTimestamp": .null],
        "groups": Value(call.user.groups), "identities": .null,
      ], for: call)
  }
}

/// Replica counts, as one document for everything that has replicas.
extension APIServer {
  func getScale(_ call: APICall) throws(StatusError) -> HTTPResponse {
    .document(APIServer.scale(of: try stored(call), call.type))
  }

  func changeScale(_ call: APICall) throws(StatusError) -> HTTPResponse {
    let patch: Patch? =
      switch call.mediaType {
      case _ where call.verb == .update: nil
      case "application/json-patch+json": .json(try call.body() ?? [])
      case "application/strategic-merge-patch+json": .strategic(try call.body() ?? [:])
      default: .merge(try call.body() ?? [:])
      }
    let whole = try call.body() ?? [:]
    let wanted = (call.type.custom?.scale ?? .usual).wanted
    let updated = try store.modify(
      call.type, namespace: call.path.namespace, name: try call.name(), scope: .spec,
      dryRun: call.isDryRun
    ) { object throws(StatusError) in
      let before = APIServer.scale(of: object, call.type)
      let after = try patch?.applied(to: before) ?? whole
      let version = after["metadata", "resourceVersion"]?.string ?? ""
      guard version.isEmpty || version == String(object.resourceVersion) else {
        throw .conflict(call.type, object.name)
      }
      object[path: wanted[...]] = .integer(after["spec", "replicas"]?.integer ?? 0)
    }
    return .document(APIServer.scale(of: updated, call.type))
  }

  private static func scale(of object: Value, _ type: ResourceType) -> Value {
    let paths = type.custom?.scale ?? .usual
    let selector =
      paths.selector.map { object[path: $0[...]]?.string ?? "" }
      ?? (type.custom == nil ? Selector(document: object["spec", "selector"] ?? .null).text : "")
    var metadata = Value.object([:])
    for field in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
      metadata[field] = object["metadata", field]
    }
    return [
      "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
      "spec": ["replicas": .integer(object[path: paths.wanted[...]]?.integer ?? 0)],
      "status": [
        "replicas": .integer(object[path: paths.present[...]]?.integer ?? 0),
        "selector": .string(selector),
      ],
    ]
  }
}
