/// Objects as rows of a table, with the columns that commands print for their type.
import Documents

package struct Table: Sendable {
  /// A column's heading and how commands treat it.
  package struct Column: Hashable, Sendable {
    /// The heading as the API writes it; commands write it in capitals.
    package let name: String
    /// `string` or `integer`.
    package let type: String
    /// Whether only wide tables show it.
    package let isWide: Bool
  }

  /// What a row carries besides its cells.
  package enum Inclusion: String, Sendable {
    case none = "None"
    case metadata = "Metadata"
    case object = "Object"
  }

  /// One object's cells, strings or whole numbers.
  package struct Row: Sendable {
    package let cells: [Value]
    package let object: Value
    /// Whether the row stands for a pod that ended.
    package let completion: String?
  }

  package let columns: [Column]
  package let rows: [Row]

  /// The table of objects of one type, at that moment.
  package init(of objects: [Value], type: ResourceType, now: Timestamp) {
    let layout = Layout.of(type)
    columns = layout.columns
    rows = objects.map { object in
      Row(
        cells: layout.isNameLast
          ? layout.cells(object, now) + [.string(object.name)]
          : [.string(object.name)] + layout.cells(object, now),
        object: object,
        completion: type == .pods ? Table.completion(of: object) : nil)
    }
  }

  /// The document that a server answers.
  package func document(
    metadata: Value, include: Inclusion = .metadata, withColumns: Bool = true
  ) -> Value {
    let definitions: Value =
      withColumns
      ? .array(
        columns.map { column in
          [
            "name": Value(column.name), "type": Value(column.type),
            "format": column.name == "Name" ? "name" : "", "description": "",
            "priority": column.isWide ? 1 : 0,
          ]
        }) : .null
    return [
      "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
      "columnDefinitions": definitions,
      "rows": .array(rows.map { $0.document(include) }),
    ]
  }

  private static func completion(of pod: Value) -> String? {
    switch pod["status", "phase"]?.string {
    case "Succeeded": "Succeeded"
    case "Failed": "Failed"
    default: nil
    }
  }
}

extension Table.Row {
  fileprivate func document(_ include: Table.Inclusion) -> Value {
    var row: Value = ["cells": .array(cells)]
    if let completion {
      row["conditions"] = [
        ["type": "Completed", "status": "True", "reason": Value(completion)]
      ]
    }
    switch include {
    case .none: break
    case .object: row["object"] = object
    case .metadata:
      row["object"] = [
        "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
        "metadata": object["metadata"] ?? [:],
      ]
    }
    return row
  }
}

extension Table {
  /// The columns of a type and how an object fills them, the name left out.
  struct Layout: Sendable {
    let columns: [Column]
    let isNameLast: Bool
    let cells: @Sendable (Value, Timestamp) -> [Value]

    /// Columns by heading: `Ready#` holds whole numbers, `[IP]` is shown in wide tables only.
    init(
      _ headings: String..., isNameLast: Bool = false,
      cells: @escaping @Sendable (Value, Timestamp) -> [Value]
    ) {
      let others = headings.map { heading in
        let isWide = heading.hasPrefix("[")
        var name = isWide ? String(heading.dropFirst().dropLast()) : heading
        let isInteger = name.hasSuffix("#")
        if isInteger { name.removeLast() }
        return Column(name: name, type: isInteger ? "integer" : "string", isWide: isWide)
      }
      let name = Column(name: "Name", type: "string", isWide: isNameLast)
      columns = isNameLast ? others + [name] : [name] + others
      self.isNameLast = isNameLast
      self.cells = cells
    }

    /// Columns that are known one by one, behind the name.
    init(
      columns: [Column], cells: @escaping @Sendable (Value, Timestamp) -> [Value]
    ) {
      self.columns = [Column(name: "Name", type: "string", isWide: false)] + columns
      isNameLast = false
      self.cells = cells
    }

    static func of(_ type: ResourceType) -> Layout {
      byType[type] ?? type.custom.flatMap(Layout.of) ?? ageOnly
    }

    private static let ageOnly = Layout("Age") { object, now in [age(object, now)] }

    private static let byType: [ResourceType: Layout] = [
      .pods: pods, .deployments: deployments, .replicaSets: replicaSets, .services: services,
      .endpoints: endpoints, .configMaps: configMaps, .secrets: secrets,
      .serviceAccounts: serviceAccounts, .namespaces: namespaces, .nodes: nodes,
      .events: events, .routes: routes, .projects: projects, .imageStreams: imageStreams,
      .imageStreamTags: imageStreamTags, .clusterVersions: clusterVersions, .users: users,
      .roles: roles, .clusterRoles: roles, .roleBindings: bindings,
      .clusterRoleBindings: bindings, .leases: leases,
      .customResourceDefinitions: definitions,
    ]
  }

  static func age(_ object: Value, _ now: Timestamp) -> Value {
    .string(Age.text(since: object.creationTime, now: now))
  }

  /// A number of the status; 0 where it is missing.
  static func count(_ object: Value, _ path: String...) -> Int {
    object[path: path[...]]?.integer ?? 0
  }

  /// Texts joined by commas; `<none>` when there are none.
  static func list(_ texts: [String]) -> Value {
    .string(texts.isEmpty ? "<none>" : texts.joined(separator: ","))
  }

  static func labels(_ labels: Value?) -> Value {
    let pairs = (labels?.object?.strings ?? [:]).sorted { $0.key < $1.key }
    return list(pairs.map { "\($0.key)=\($0.value)" })
  }

  static func text(_ value: Value?, otherwise: String = "<none>") -> Value {
    guard let text = value?.scalarText, !text.isEmpty else { return .string(otherwise) }
    return .string(text)
  }
}
