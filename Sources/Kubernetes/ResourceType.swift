/// Kubernetes: the objects of a site, their names, defaults, selections, patches and tables, and
/// the controllers that decide about them; values in, values out, without clock or sockets.
///
/// A kind of object that a site serves: how it is named in paths, documents and commands.
package struct ResourceType: Sendable {
  /// The API group; empty for the core group.
  package let group: String
  /// The version within the group, as in `v1`.
  package let version: String
  /// The name in paths, as in `deployments`.
  package let plural: String
  /// The name for one, as in `deployment`.
  package let singular: String
  /// The kind in documents, as in `Deployment`.
  package let kind: String
  /// What commands accept in place of the name, as in `deploy`.
  package let shortNames: [String]
  /// Whether an object lives in a namespace.
  package let namespaced: Bool
  /// Sets of types that commands accept in place of a name, as in `all`.
  package let categories: [String]
  /// What clients may do with it.
  package let verbs: [String]
  /// Further resources below an object, as in `deployments/NAME/scale`.
  package let subresources: [Subresource]
  /// Where the type exists.
  package let platform: Platform
  /// What its definition says, where it is no type that every site has.
  package let custom: CustomVersion?

  /// Which sites serve a type.
  package enum Platform: Sendable {
    case every, openshift
  }

  /// A resource below an object.
  package struct Subresource: Hashable, Sendable {
    /// The last part of the path, as in `scale`.
    package let name: String
    /// The group of the document it answers with.
    package let group: String
    /// The version of the document it answers with.
    package let version: String
    /// The kind of the document it answers with.
    package let kind: String
    /// What clients may do with it.
    package let verbs: [String]
  }

  /// Describes a type; what is left out is what most types have.
  package init(
    group: String = "", version: String = "v1", plural: String, singular: String? = nil,
    kind: String, shortNames: [String] = [], namespaced: Bool = true, categories: [String] = [],
    verbs: [String] = ResourceType.everyVerb, subresources: [Subresource] = [],
    platform: Platform = .every, custom: CustomVersion? = nil
  ) {
    self.group = group
    self.version = version
    self.plural = plural
    self.singular = singular ?? kind.lowercased()
    self.kind = kind
    self.shortNames = shortNames
    self.namespaced = namespaced
    self.categories = categories
    self.verbs = verbs
    self.subresources = subresources
    self.platform = platform
    self.custom = custom
  }

  /// Everything that can be done with an ordinary type.
  package static let everyVerb = [
    "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
  ]
}

extension ResourceType {
  /// `v1` or `GROUP/VERSION`, as documents carry it.
  package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  /// `pods` or `deployments.apps`, as error messages name the type.
  package var groupResource: String { group.isEmpty ? plural : "\(plural).\(group)" }

  /// `pod` or `deployment.apps`, as commands name an object's type.
  package var groupSingular: String { group.isEmpty ? singular : "\(singular).\(group)" }

  /// `Pod` or `Deployment.apps`, as validation messages name the type.
  package var groupKind: String { group.isEmpty ? kind : "\(kind).\(group)" }

  /// The kind of a list of such objects.
  package var listKind: String { custom?.listKind ?? "\(kind)List" }

  /// The version in which objects are stored: of several ones the definition names it.
  package var storedAPIVersion: String {
    custom.map { "\(group)/\($0.storageVersion)" } ?? apiVersion
  }

  /// Whether spec changes are counted in `metadata.generation`.
  package var hasGeneration: Bool {
    custom != nil
      || [
        "customresourcedefinitions", "deployments", "replicasets", "routes", "imagestreams",
        "clusterversions",
      ].contains(plural)
  }

  /// Whether status is written through the `status` subresource alone.
  package var hasStatusSubresource: Bool { subresources.contains { $0.name == "status" } }

  /// The path of the collection, or of one object in it.
  package func path(namespace: String? = nil, name: String? = nil, subresource: String? = nil)
    -> String
  {
    var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
    if namespaced, let namespace { path += "/namespaces/\(namespace)" }
    path += "/\(plural)"
    if let name { path += "/\(name)" }
    if let subresource { path += "/\(subresource)" }
    return path
  }
}

/// A type is the same in every version: its objects are stored once.
extension ResourceType: Hashable {
  package static func == (left: ResourceType, right: ResourceType) -> Bool {
    left.plural == right.plural && left.group == right.group
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(plural)
    hasher.combine(group)
  }
}
