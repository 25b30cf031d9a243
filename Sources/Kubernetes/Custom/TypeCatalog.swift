import Documents

/// The types that a site serves: those that every site has, and those that definitions add.
package struct TypeCatalog: Sendable {
  /// All types in the order of discovery, a custom one for each version that is served.
  package private(set) var types: [ResourceType]
  private let builtIn: [ResourceType]
  private var custom: [String: [ResourceType]] = [:]

  /// A catalog with these types and no definitions.
  package init(_ builtIn: [ResourceType] = ResourceType.all) {
    self.builtIn = builtIn
    types = builtIn
  }

  /// All types, each once, in whichever version.
  package var each: [ResourceType] {
    builtIn + custom.sorted { $0.key < $1.key }.compactMap(\.value.first)
  }

  /// Takes in a definition as it is now; until its names are accepted it adds nothing.
  package mutating func set(_ definition: Value) {
    let read = definition.holds("Established") ? Definition(definition) : nil
    custom[definition.name] = read?.types
    rebuild()
  }

  /// Drops a definition.
  package mutating func remove(_ definition: Value) {
    custom[definition.name] = nil
    rebuild()
  }

  private mutating func rebuild() {
    types = builtIn + custom.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// The type that a document declares.
  package func with(apiVersion: String, kind: String) -> ResourceType? {
    types.with(apiVersion: apiVersion, kind: kind)
      ?? customType { $0.kind == kind && apiVersion.hasPrefix("\($0.group)/") }
  }

  /// The type whose objects are stored under that name, as in `deployments.apps`.
  package func stored(as groupResource: String) -> ResourceType? {
    types.first { $0.groupResource == groupResource }
  }

  /// An object may still be stored in a version that is no longer served.
  private func customType(_ isMeant: (ResourceType) -> Bool) -> ResourceType? {
    types.dropFirst(builtIn.count).first(where: isMeant)
  }
}
