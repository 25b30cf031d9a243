import Documents

/// Types as a server tells them.
extension ResourceType {
  /// The types in the answer to `/api` or `/apis`, in the form that holds all groups at once.
  package static func discovered(in document: Value) -> [ResourceType] {
    (document["items"]?.array ?? []).flatMap { group in
      (group["versions"]?.array ?? []).flatMap { version in
        (version["resources"]?.array ?? []).compactMap { resource in
          ResourceType(
            discovered: resource, group: group.name, version: version["version"]?.string ?? "")
        }
      }
    }
  }

  private init?(discovered resource: Value, group: String, version: String) {
    guard let plural = resource["resource"]?.string,
      let kind = resource["responseKind", "kind"]?.string
    else { return nil }
    func texts(_ key: String) -> [String] { resource[key]?.array?.compactMap(\.string) ?? [] }
    self.init(
      group: group, version: version, plural: plural,
      singular: resource["singularResource"]?.string, kind: kind,
      shortNames: texts("shortNames"), namespaced: resource["scope"] == "Namespaced",
      categories: texts("categories"), verbs: texts("verbs"),
      subresources: (resource["subresources"]?.array ?? []).compactMap { subresource in
        subresource["subresource"]?.string.map { name in
          Subresource(
            name: name, group: subresource["responseKind", "group"]?.string ?? "",
            version: subresource["responseKind", "version"]?.string ?? "",
            kind: subresource["responseKind", "kind"]?.string ?? "",
            verbs: subresource["verbs"]?.array?.compactMap(\.string) ?? [])
        }
      })
  }

  /// Whether every site knows the type, so that lists of it can be merged by their keys.
  package var isBuiltIn: Bool { ResourceType.all.contains(self) }
}
