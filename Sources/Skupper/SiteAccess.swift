import Documents
import Kubernetes

/// The accounts under which a site's programs run, and what they may do.
extension SiteIdentity {
  /// ServiceAccounts, Roles and RoleBindings, in the order in which they are made.
  package var access: [Value] {
    routerAccess + access(ObjectName.controller, Self.controllerRules)
  }

  /// The same for the router alone.
  var routerAccess: [Value] { access(ObjectName.router, Self.routerRules) }

  private func access(_ name: String, _ rules: [Value]) -> [Value] {
    [
      owned("v1", "ServiceAccount", name, content: [:]),
      owned("rbac.authorization.k8s.io/v1", "Role", name, content: ["rules": .array(rules)]),
      owned(
        "rbac.authorization.k8s.io/v1", "RoleBinding", name,
        content: [
          "subjects": [["kind": "ServiceAccount", "name": Value(name)]],
          "roleRef": [
            "kind": "Role", "name": Value(name), "apiGroup": "rbac.authorization.k8s.io",
          ],
        ]),
    ]
  }

  private static let routerRules = [
    rule([""], ["configmaps", "secrets"], ["get", "list", "watch", "update"]),
    rule([""], ["pods"], ["get", "list", "watch"]),
  ]
  private static let controllerRules = [
    rule(
      [""], ["services", "configmaps", "pods", "secrets", "events"],
      ["get", "list", "watch", "create", "update", "delete", "patch"]),
    rule(
      ["apps"], ["deployments", "statefulsets"],
      ["get", "list", "watch", "create", "update", "delete"]),
    rule(
      ["route.openshift.io"], ["routes"], ["get", "list", "watch", "create", "update", "delete"]),
  ]

  private static func rule(_ groups: [String], _ resources: [String], _ verbs: [String])
    -> Value
  {
    ["apiGroups": Value(groups), "resources": Value(resources), "verbs": Value(verbs)]
  }
}
