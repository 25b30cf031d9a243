/// The API of a site, as Kubernetes and OpenShift clients speak it: a request in, a response out.
import Documents
import HTTP
import Kubernetes

package struct APIServer: Sendable {
  /// What the server says about itself and its users.
  package struct Settings: Sendable {
    /// The release of OpenShift, as in `4.12`; nothing for plain Kubernetes.
    package var openshift: String?
    /// Where clients reach the server, as in `https://api.crc.testing:6443`.
    package var url: String
    /// Who may do what.
    package var users: Users

    /// Settings of a site's server.
    package init(openshift: String?, url: String, users: Users) {
      self.openshift = openshift
      self.url = url
      self.users = users
    }
  }

  let store: ObjectStore
  let settings: Settings
  let pods: PodAccess
  let images: @Sendable (String) -> ImageDescription?

  /// A server over a store.
  /// - Parameter pods: what the supervisor of the pods does for it.
  /// - Parameter images: the description of the image with that name, where there is one.
  package init(
    store: ObjectStore, settings: Settings, pods: PodAccess,
    images: @escaping @Sendable (String) -> ImageDescription?
  ) {
    self.store = store
    self.settings = settings
    self.pods = pods
    self.images = images
  }

  var isOpenShift: Bool { settings.openshift != nil }

  /// The types that are served, those of definitions among them.
  var types: [ResourceType] {
    store.catalog.types.filter { isOpenShift || $0.platform == .every }
  }

  /// Answers a request.
  package func handle(_ request: HTTPRequest) async -> HTTPResponse {
    do throws(StatusError) {
      return try await answer(request)
    } catch {
      return .document(error.document, status: error.code)
    }
  }

  private func answer(_ request: HTTPRequest) async throws(StatusError) -> HTTPResponse {
    let parts = request.path.split(separator: "/").map(String.init)
    if let response = publicDocument(parts, request) { return response }
    let user = try settings.users.authenticate(request, store: store)
    if let response = discoveryDocument(parts, request) { return response }
    return try await perform(try permittedCall(request, parts, user))
  }

  /// The call that a request makes, when its user may make it.
  func permittedCall(
    _ request: HTTPRequest, _ parts: [String], _ user: APIUser
  ) throws(StatusError) -> APICall {
    guard let path = APIPath(parts, types: types) else {
      throw .unknownPath
    }
    let call = try APICall(request: request, path: path, user: user)
    try authorise(call)
    return call
  }

  private func perform(_ call: APICall) async throws(StatusError) -> HTTPResponse {
    if let response = try special(call) { return response }
    if let subresource = call.path.subresource {
      return try await perform(call, on: subresource)
    }
    guard call.path.type.verbs.contains(call.verb.rawValue) else { throw .methodNotAllowed }
    return switch call.verb {
    case .get: try get(call)
    case .list: try list(call)
    case .watch: try watch(call)
    case .create: try create(call)
    case .update: try update(call, scope: mainScope(of: call.path.type))
    case .patch: try patch(call, scope: mainScope(of: call.path.type))
    case .delete: try delete(call)
    case .deletecollection: try deleteCollection(call)
    }
  }

  private func perform(
    _ call: APICall, on subresource: String
  ) async throws(StatusError) -> HTTPResponse {
    guard let known = call.path.type.subresources.first(where: { $0.name == subresource }) else {
      throw .unknownPath
    }
    guard known.verbs.contains(call.verb.rawValue) else { throw .methodNotAllowed }
    switch (subresource, call.verb) {
    case ("status", .get): return try get(call)
    case ("status", .update): return try update(call, scope: .status)
    case ("status", .patch): return try patch(call, scope: .status)
    case ("scale", .get): return try getScale(call)
    case ("scale", .update), ("scale", .patch): return try changeScale(call)
    case ("log", _): return try await log(call)
    case ("proxy", _): return try await proxy(call)
    case ("eviction", _): return try evict(call)
    case ("attach", _), ("exec", _), ("portforward", _): return try refuseStream(call)
    case ("token", _): return try createToken(call)
    default: throw .methodNotAllowed
    }
  }

  /// Where status has a path of its own, the object's path leaves it alone.
  private func mainScope(of type: ResourceType) -> ObjectStore.Scope {
    type.hasStatusSubresource || type == .projects ? .spec : .everything
  }
}

extension HTTPResponse {
  /// A document as JSON, with a new line behind it.
  static func document(
    _ document: Value, status: Int = 200, type: String = "application/json"
  ) -> HTTPResponse {
    var text = Array(document.json().utf8)
    text.append(0x0A)
    return HTTPResponse(
      status: status,
      headers: ["Content-Type": type, "Cache-Control": "no-cache, private"], body: .bytes(text))
  }
}
