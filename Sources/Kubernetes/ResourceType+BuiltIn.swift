/// The types of object that every site serves, and those that only an OpenShift site serves.
extension ResourceType {
  package static let namespaces = ResourceType(
    plural: "namespaces", kind: "Namespace", shortNames: ["ns"], namespaced: false,
    subresources: [.status(of: "Namespace")])
  package static let pods = ResourceType(
    plural: "pods", kind: "Pod", shortNames: ["po"], categories: ["all"],
    subresources: [
      .init(
        name: "attach", group: "", version: "v1", kind: "PodAttachOptions",
        verbs: ["create", "get"]),
      .init(name: "eviction", group: "policy", version: "v1", kind: "Eviction", verbs: ["create"]),
      .init(
        name: "exec", group: "", version: "v1", kind: "PodExecOptions", verbs: ["create", "get"]),
      .init(name: "log", group: "", version: "v1", kind: "Pod", verbs: ["get"]),
      .init(
        name: "portforward", group: "", version: "v1", kind: "PodPortForwardOptions",
        verbs: ["create", "get"]),
      .init(
        name: "proxy", group: "", version: "v1", kind: "PodProxyOptions",
        verbs: ["create", "delete", "get", "patch", "update"]),
      .status(of: "Pod"),
    ])
  package static let services = ResourceType(
    plural: "services", kind: "Service", shortNames: ["svc"], categories: ["all"],
    subresources: [.status(of: "Service")])
  package static let endpoints = ResourceType(
    plural: "endpoints", kind: "Endpoints", shortNames: ["ep"])
  package static let secrets = ResourceType(plural: "secrets", kind: "Secret")
  package static let configMaps = ResourceType(
    plural: "configmaps", kind: "ConfigMap", shortNames: ["cm"])
  package static let serviceAccounts = ResourceType(
    plural: "serviceaccounts", kind: "ServiceAccount", shortNames: ["sa"],
    subresources: [
      .init(
        name: "token", group: "authentication.k8s.io", version: "v1", kind: "TokenRequest",
        verbs: ["create"])
    ])
  package static let events = ResourceType(
    plural: "events", kind: "Event", shortNames: ["ev"])
  package static let nodes = ResourceType(
    plural: "nodes", kind: "Node", shortNames: ["no"], namespaced: false,
    subresources: [.status(of: "Node")])
  package static let deployments = ResourceType(
    group: "apps", plural: "deployments", kind: "Deployment", shortNames: ["deploy"],
    categories: ["all"], subresources: [.scale, .status(of: "Deployment", group: "apps")])
  package static let replicaSets = ResourceType(
    group: "apps", plural: "replicasets", kind: "ReplicaSet", shortNames: ["rs"],
    categories: ["all"], subresources: [.scale, .status(of: "ReplicaSet", group: "apps")])
  package static let leases = ResourceType(
    group: "coordination.k8s.io", plural: "leases", kind: "Lease")
  package static let roles = ResourceType(
    group: "rbac.authorization.k8s.io", plural: "roles", kind: "Role")
  package static let roleBindings = ResourceType(
    group: "rbac.authorization.k8s.io", plural: "rolebindings", kind: "RoleBinding")
  package static let clusterRoles = ResourceType(
    group: "rbac.authorization.k8s.io", plural: "clusterroles", kind: "ClusterRole",
    namespaced: false)
  package static let clusterRoleBindings = ResourceType(
    group: "rbac.authorization.k8s.io", plural: "clusterrolebindings",
    kind: "ClusterRoleBinding", namespaced: false)

  package static let customResourceDefinitions = ResourceType(
    group: "apiextensions.k8s.io", plural: "customresourcedefinitions",
    kind: "CustomResourceDefinition", shortNames: ["crd", "crds"], namespaced: false,
    categories: ["api-extensions"],
    subresources: [.status(of: "CustomResourceDefinition", group: "apiextensions.k8s.io")])

  package static let routes = ResourceType(
    group: "route.openshift.io", plural: "routes", kind: "Route", categories: ["all"],
    subresources: [.status(of: "Route", group: "route.openshift.io")], platform: .openshift)
  package static let imageStreams = ResourceType(
    group: "image.openshift.io", plural: "imagestreams", kind: "ImageStream", shortNames: ["is"],
    categories: ["all"],
    subresources: [.status(of: "ImageStream", group: "image.openshift.io")],
    platform: .openshift)
  package static let clusterVersions = ResourceType(
    group: "config.openshift.io", plural: "clusterversions", kind: "ClusterVersion",
    namespaced: false,
    subresources: [.status(of: "ClusterVersion", group: "config.openshift.io")],
    platform: .openshift)
  package static let users = ResourceType(
    group: "user.openshift.io", plural: "users", kind: "User", namespaced: false,
    platform: .openshift)
}

/// Types without objects of their own: answers to a question, or views of other objects.
extension ResourceType {
  package static let selfSubjectReviews = ResourceType(
    group: "authentication.k8s.io", plural: "selfsubjectreviews", kind: "SelfSubjectReview",
    namespaced: false, verbs: ["create"])
  package static let tokenReviews = ResourceType(
    group: "authentication.k8s.io", plural: "tokenreviews", kind: "TokenReview",
    namespaced: false, verbs: ["create"])
  package static let selfSubjectAccessReviews = ResourceType(
    group: "authorization.k8s.io", plural: "selfsubjectaccessreviews",
    kind: "SelfSubjectAccessReview", namespaced: false, verbs: ["create"])
  package static let projects = ResourceType(
    group: "project.openshift.io", plural: "projects", kind: "Project", namespaced: false,
    platform: .openshift)
  package static let projectRequests = ResourceType(
    group: "project.openshift.io", plural: "projectrequests", kind: "ProjectRequest",
    namespaced: false, verbs: ["create", "list"], platform: .openshift)
  package static let imageStreamTags = ResourceType(
    group: "image.openshift.io", plural: "imagestreamtags", kind: "ImageStreamTag",
    shortNames: ["istag"], verbs: ["get", "list"], platform: .openshift)
  package static let imageStreamImports = ResourceType(
    group: "image.openshift.io", plural: "imagestreamimports", kind: "ImageStreamImport",
    verbs: ["create"], platform: .openshift)
}

extension ResourceType {
  /// Every type, core group first, in the order of discovery.
  package static let all: [ResourceType] = [
    .configMaps, .endpoints, .events, .namespaces, .nodes, .pods, .secrets, .serviceAccounts,
    .services, .deployments, .replicaSets, .selfSubjectReviews,
    .tokenReviews,
    .selfSubjectAccessReviews, .leases, .clusterRoleBindings, .clusterRoles, .roleBindings,
    .roles, .clusterVersions, .imageStreamImports, .imageStreams, .imageStreamTags,
    .projectRequests, .projects, .routes, .users, .customResourceDefinitions,
  ]

  /// The types that a site of this platform serves.
  package static func all(openshift: Bool) -> [ResourceType] {
    openshift ? all : all.filter { $0.platform == .every }
  }

  /// The type with this path name, for servers.
  package static func with(group: String, version: String, plural: String) -> ResourceType? {
    all.first { $0.plural == plural && $0.group == group && $0.version == version }
  }

  /// The type that a document declares.
  package static func with(apiVersion: String, kind: String) -> ResourceType? {
    all.with(apiVersion: apiVersion, kind: kind)
  }

  /// The type that a person means by `po`, `pod`, `Pods`, `deploy` or `deployments.apps`.
  package static func named(_ name: String) -> ResourceType? { all.named(name) }
}

extension [ResourceType] {
  /// The type that a person means by `po`, `pod`, `Pods`, `deploy`, `deployments.apps` or
  /// `deployments.v1.apps`; of several ones the first. A dot at the end, as of a full name in the
  /// domain name system, means nothing.
  package func named(_ name: String) -> ResourceType? {
    var name = name.lowercased()
    while name.hasSuffix(".") { name.removeLast() }
    let parts = name.split(separator: ".", maxSplits: 1)
    guard let word = parts.first.map(String.init) else { return nil }
    let group = parts.count == 2 ? String(parts[1]) : nil
    return first { type in
      (word == type.plural || word == type.singular || type.shortNames.contains(word))
        && (group == nil || group == type.group || group == "\(type.version).\(type.group)")
    }
  }

  /// The type that a document declares.
  package func with(apiVersion: String, kind: String) -> ResourceType? {
    first { $0.kind == kind && $0.apiVersion == apiVersion }
  }
}

extension ResourceType.Subresource {
  static let scale = ResourceType.Subresource(
    name: "scale", group: "autoscaling", version: "v1", kind: "Scale",
    verbs: ["get", "patch", "update"])

  static func status(
    of kind: String, group: String = "", version: String = "v1"
  ) -> ResourceType.Subresource {
    ResourceType.Subresource(
      name: "status", group: group, version: version, kind: kind,
      verbs: ["get", "patch", "update"])
  }
}
