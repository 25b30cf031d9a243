/// Who may do what: people everything, the account of a pod everything in its namespace, or
/// everywhere when a binding makes it an administrator.
import Documents
import HTTP
import Kubernetes

extension APIServer {
  /// Refuses a call that its user may not make.
  func authorise(_ call: APICall) throws(StatusError) {
    let allowed = APIServer.allows(
      call.user, type: call.type, namespace: call.path.namespace, name: call.path.name,
      isReading: [.get, .list, .watch].contains(call.verb))
    guard !allowed, !isAdministrator(call.user) else { return }
    let place =
      call.path.namespace.map { "in the namespace \"\($0)\"" } ?? "at the cluster scope"
    throw .forbidden(
      call.type, call.path.name,
      "User \"\(call.user.name)\" cannot \(call.verb.rawValue) resource \"\(call.type.plural)\" "
        + "in API group \"\(call.type.group)\" \(place)")
  }

  /// Whether the account of a pod was bound to the role that may do everything.
  private func isAdministrator(_ user: APIUser) -> Bool {
    store.list(.clusterRoleBindings).items.contains { binding in
      binding["roleRef", "name"] == "cluster-admin"
        && (binding["subjects"]?.array ?? []).contains { subject in
          let namespace = subject["namespace"]?.string ?? ""
          let name = subject["name"]?.string ?? ""
          return subject["kind"] == "ServiceAccount"
            && user.name == "system:serviceaccount:\(namespace):\(name)"
        }
    }
  }

  static func allows(
    _ user: APIUser, type: ResourceType, namespace: String?, name: String?, isReading: Bool
  ) -> Bool {
    guard let own = user.namespace else { return true }
    if type.namespaced { return namespace == own }
    switch type {
    case .namespaces, .projects: return isReading && name == own
    case .selfSubjectReviews, .selfSubjectAccessReviews: return true
    case .users: return name == "~"
    case .clusterVersions, .nodes: return isReading
    default: return false
    }
  }
}

/// Questions that a user asks about itself.
extension APIServer {
  func reviewSelf(_ call: APICall) throws(StatusError) -> HTTPResponse {
    .document(
      [
        "kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1",
        "metadata": ["creationTimestamp": .null],
        "status": ["userInfo": APIServer.information(about: call.user)],
      ], status: 201)
  }

  func reviewToken(_ call: APICall) throws(StatusError) -> HTTPResponse {
    var review = try call.object()
    let token = review["spec", "token"]?.string ?? ""
    if let user = settings.users.user(token: token, store: store) {
      review["status"] = [
        "authenticated": true, "user": APIServer.information(about: user),
      ]
    } else {
      review["status"] = ["user": [:], "error": "[invalid bearer token]"]
    }
    return .document(review, status: 201)
  }

  func reviewAccess(_ call: APICall) throws(StatusError) -> HTTPResponse {
    var review = try call.object()
    let wanted = review["spec", "resourceAttributes"]
    let type = wanted.flatMap { wanted in
      types.first {
        $0.plural == wanted["resource"]?.string ?? "" && $0.group == wanted["group"]?.string ?? ""
      }
    }
    func text(_ key: String) -> String? {
      wanted?[key]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
    let isReading = ["get", "list", "watch"].contains(text("verb") ?? "")
    let allowed =
      call.user.namespace == nil || isAdministrator(call.user)
      || (type.map {
        APIServer.allows(
          call.user, type: $0, namespace: text("namespace"), name: text("name"),
          isReading: isReading)
      } ?? false)
    review["status"] = ["allowed": .bool(allowed)]
    return .document(review, status: 201)
  }

  func createToken(_ call: APICall) throws(StatusError) -> HTTPResponse {
    let account = try stored(call)
    var answer = try call.body() ?? [:]
    let seconds = answer["spec", "expirationSeconds"]?.integer ?? 3_600
    answer["apiVersion"] = "authentication.k8s.io/v1"
    answer["kind"] = "TokenRequest"
    answer["metadata"] = [
      "name": .string(account.name), "namespace": .string(account.namespace ?? ""),
    ]
    answer["status"] = [
      "token": .string(settings.users.token(forServiceAccount: account)),
      "expirationTimestamp": .string((store.settings.now() + seconds).text),
    ]
    return .document(answer, status: 201)
  }

  static func information(about user: APIUser) -> Value {
    ["username": .string(user.name), "groups": Value(user.groups)]
  }
}
