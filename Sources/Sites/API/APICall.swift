/// A request for a resource, taken apart: which type and object, by whom, to do what.
import Documents
import HTTP
import Kubernetes

/// The place that a path names.
struct APIPath: Sendable {
  let type: ResourceType
  let namespace: String?
  let name: String?
  let subresource: String?
  /// What follows the subresource: the path behind a proxy.
  let rest: [String]

  /// Takes apart `api/v1/…` or `apis/GROUP/VERSION/…`; nothing when no such type is served.
  init?(_ parts: [String], types: [ResourceType]) {
    let isCore = parts.first == "api"
    guard isCore || parts.first == "apis", parts.count > (isCore ? 2 : 3) else { return nil }
    let group = isCore ? "" : parts[1]
    let version = isCore ? parts[1] : parts[2]
    var parts = parts.dropFirst(isCore ? 2 : 3)[...]
    var namespace: String?
    if parts.first == "namespaces", parts.count >= 3,
      !["status", "finalize"].contains(parts[parts.startIndex + 2])
    {
      namespace = parts[parts.startIndex + 1]
      parts = parts.dropFirst(2)
    }
    guard let plural = parts.popFirst(),
      let type = types.first(where: {
        $0.plural == plural && $0.group == group && $0.version == version
      }), type.namespaced || namespace == nil
    else { return nil }
    self.type = type
    self.namespace = namespace
    name = parts.popFirst()
    subresource = parts.popFirst()
    rest = Array(parts)
  }
}

/// What a client wants to do.
enum APIVerb: String, Sendable {
  case get, list, watch, create, update, patch, delete, deletecollection
}

/// A request with its place, its user and its verb.
struct APICall: Sendable {
  let request: HTTPRequest
  let path: APIPath
  let user: APIUser
  let verb: APIVerb

  init(request: HTTPRequest, path: APIPath, user: APIUser) throws(StatusError) {
    self.request = request
    self.path = path
    self.user = user
    switch request.method {
    case "GET", "HEAD":
      verb =
        path.name != nil ? .get : request.isSet("watch") ? .watch : .list
    case "POST": verb = .create
    case "PUT": verb = .update
    case "PATCH": verb = .patch
    case "DELETE": verb = path.name == nil ? .deletecollection : .delete
    default: throw .methodNotAllowed
    }
  }

  var type: ResourceType { path.type }

  /// The type whose objects are stored; a project is a view of a namespace.
  var storedType: ResourceType { type == .projects ? .namespaces : type }

  var isDryRun: Bool { request.query.contains { $0.name == "dryRun" && $0.value == "All" } }

  /// The object's name, where the path has to have one.
  func name() throws(StatusError) -> String {
    guard let name = path.name else { throw .methodNotAllowed }
    return name
  }

  func selector() throws(StatusError) -> Selector {
    try Selector.parse(request.first("labelSelector") ?? "")
  }

  func fields() throws(StatusError) -> FieldSelector {
    try FieldSelector.parse(request.first("fieldSelector") ?? "")
  }
}
