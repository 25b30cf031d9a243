import Documents

/// A `CustomResourceDefinition`: types that somebody adds to a site.
package struct Definition: Sendable {
  package let name: String
  package let group: String
  package let names: Value
  package let isNamespaced: Bool
  /// The versions with their documents; those that are newest and most stable first.
  package let versions: [(name: String, document: Value)]
  package let storageVersion: String
  private let isTerminating: Bool

  /// Reads a definition; nothing when it lacks what ``DefinitionRules`` asks for.
  package init?(_ object: Value) {
    guard let group = object["spec", "group"]?.string, let names = object["spec", "names"],
      names["plural"]?.string != nil, names["kind"]?.string != nil,
      let documents = object["spec", "versions"]?.array,
      let storage = documents.first(where: { $0["storage"] == true })?["name"]?.string
    else { return nil }
    name = object.name
    self.group = group
    self.names = names
    isNamespaced = object["spec", "scope"] != "Cluster"
    versions = documents.compactMap { document in
      document["name"]?.string.map { ($0, document) }
    }.sorted { VersionName($0.0) > VersionName($1.0) }
    storageVersion = storage
    isTerminating = object.isBeingDeleted
  }

  /// The names that no other type of the group may have.
  package var words: [(role: String, word: String)] {
    [("Plural", plural), ("Singular", singular)]
      + shortNames.map { ("ShortNames", $0) }
  }

  package var plural: String { names["plural"]?.string ?? "" }
  package var kind: String { names["kind"]?.string ?? "" }
  package var singular: String { names["singular"]?.string ?? kind.lowercased() }
  package var listKind: String { names["listKind"]?.string ?? "\(kind)List" }
  package var shortNames: [String] { names["shortNames"]?.array?.compactMap(\.string) ?? [] }

  /// The types that are served, one for each version.
  package var types: [ResourceType] {
    versions.filter { $0.document["served"] == true }.map { type($0.name, $0.document) }
  }

  private func type(_ version: String, _ document: Value) -> ResourceType {
    let hasStatus = document["subresources", "status"] != nil
    let scale = ScalePaths(document["subresources", "scale"])
    return ResourceType(
      group: group, version: version, plural: plural, singular: singular, kind: kind,
      shortNames: shortNames, namespaced: isNamespaced,
      categories: names["categories"]?.array?.compactMap(\.string) ?? [],
      subresources: (scale == nil ? [] : [.scale])
        + (hasStatus ? [.status(of: kind, group: group, version: version)] : []),
      custom: CustomVersion(
        listKind: listKind, storageVersion: storageVersion,
        schema: Schema(document["schema", "openAPIV3Schema"] ?? [:]),
        columns: (document["additionalPrinterColumns"]?.array ?? []).compactMap(CustomColumn.init),
        scale: scale, isTerminating: isTerminating))
  }
}

/// A version's name in the order of clients' preference: `v2`, `v1`, `v1beta2`, `v1alpha1`, others.
struct VersionName: Comparable {
  private let stage: Int
  private let major: Int
  private let minor: Int
  private let text: String

  init(_ text: String) {
    self.text = text
    let pattern = /v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?/
    guard let match = text.wholeMatch(of: pattern) else {
      (stage, major, minor) = (0, 0, 0)
      return
    }
    stage = match.2 == nil ? 3 : match.2 == "beta" ? 2 : 1
    major = Int(match.1) ?? 0
    minor = match.3.flatMap { Int($0) } ?? 0
  }

  static func < (left: VersionName, right: VersionName) -> Bool {
    if (left.stage, left.major, left.minor) == (right.stage, right.major, right.minor) {
      return left.text > right.text
    }
    return (left.stage, left.major, left.minor) < (right.stage, right.major, right.minor)
  }
}
