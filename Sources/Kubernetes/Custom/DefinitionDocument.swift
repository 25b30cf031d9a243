import Documents

/// Definitions that programs bring along: the document that adds a type to a site.
extension ResourceType {
  /// A column of the table of a type's objects.
  package struct Column: Sendable {
    package var name: String
    /// The path of the cell in an object, as in `.status.status`.
    package var path: String
    package var type: String

    package init(_ name: String, _ path: String, type: String = "string") {
      self.name = name
      self.path = path
      self.type = type
    }
  }

  /// The `CustomResourceDefinition` of this type, with one version and a status of its own.
  /// - Parameters:
  ///   - spec: the schema of `spec`; when it requires something, `spec` itself is required.
  ///   - status: the schema of `status`.
  package func definition(columns: [Column], spec: Value, status: Value) -> Value {
    var version: Value = [
      "name": Value(self.version), "served": true, "storage": true,
      "subresources": ["status": [:]],
      "schema": [
        "openAPIV3Schema": ["type": "object", "properties": ["spec": spec, "status": status]]
      ],
    ]
    if spec["required"] != nil { version["schema", "openAPIV3Schema", "required"] = ["spec"] }
    if !columns.isEmpty {
      version["additionalPrinterColumns"] = .array(
        columns.map {
          ["name": Value($0.name), "type": Value($0.type), "jsonPath": Value($0.path)]
        })
    }
    var names: Value = ["plural": Value(plural), "kind": Value(kind)]
    // The short name of one of two types of the same name would hide nothing and confuse everybody.
    let short = shortNames.filter { $0 != singular }
    if !short.isEmpty { names["shortNames"] = Value(short) }
    return [
      "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
      "metadata": ["name": Value(groupResource)],
      "spec": [
        "group": Value(group), "scope": namespaced ? "Namespaced" : "Cluster", "names": names,
        "versions": [version],
      ],
    ]
  }
}
