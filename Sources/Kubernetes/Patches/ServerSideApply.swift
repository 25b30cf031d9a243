/// Applying a document on the server: who says what is kept in `managedFields`, so that what a
/// manager no longer says is removed, and what two managers say differently is a conflict.
import Documents

package enum ServerSideApply {
  /// The object after one manager applied a document to it.
  package static func applied(
    _ document: Value, to object: Value, manager: String, force: Bool, now: Timestamp
  ) throws(StatusError) -> Value {
    var entries = object["metadata", "managedFields"]?.array ?? []
    let isOwn = { (entry: Value) in
      entry["manager"]?.string == manager && entry["operation"] == "Apply"
    }
    let previous = entries.first(where: isOwn)?["fieldsV1"] ?? [:]
    let fields = FieldSet(of: content(of: document))
    let others = entries.filter { !isOwn($0) }
    let conflicts = conflicts(of: fields, others: others, document: document, object: object)
    if !conflicts.isEmpty, !force { throw conflict(conflicts) }

    var result = StrategicMerge.merged(object, document)
    let kept = others.reduce(fields) { $0.union(FieldSet(document: $1["fieldsV1"] ?? [:])) }
    for path in FieldSet(document: previous).leaves where !kept.contains(path) {
      FieldSet.remove(path[...], from: &result)
    }

    entries.removeAll(where: isOwn)
    let taken = conflicts.map(\.path)
    entries = entries.compactMap { entry in
      guard !taken.isEmpty else { return entry }
      var entry = entry
      let left = FieldSet(document: entry["fieldsV1"] ?? [:]).subtracting(taken)
      if left.leaves.isEmpty { return nil }
      entry["fieldsV1"] = left.document
      return entry
    }
    entries.append([
      "manager": Value(manager), "operation": "Apply",
      "apiVersion": document["apiVersion"] ?? "", "time": Value(now.text),
      "fieldsType": "FieldsV1", "fieldsV1": fields.document,
    ])
    result["metadata", "managedFields"] = .array(entries)
    return result
  }

  /// What a document says, without what only identifies the object.
  private static func content(of document: Value) -> Value {
    var content = document
    content["apiVersion"] = nil
    content["kind"] = nil
    for field in [
      "name", "namespace", "uid", "resourceVersion", "managedFields", "creationTimestamp",
    ]
    where content["metadata", field] != nil {
      content["metadata", field] = nil
    }
    for member in ["metadata", "status"] where content[member]?.isEmpty == true {
      content[member] = nil
    }
    return content
  }

  private struct Conflict {
    let manager: String
    let apiVersion: String
    let path: [String]
  }

  private static func conflicts(
    of fields: FieldSet, others: [Value], document: Value, object: Value
  ) -> [Conflict] {
    others.flatMap { entry in
      let owned = FieldSet(document: entry["fieldsV1"] ?? [:])
      return fields.leaves.filter { path in
        owned.contains(path)
          && FieldSet.value(at: path[...], of: document)
            != FieldSet.value(at: path[...], of: object)
      }.map { path in
        Conflict(
          manager: entry["manager"]?.string ?? "", apiVersion: entry["apiVersion"]?.string ?? "",
          path: path)
      }
    }
  }

  private static func conflict(_ conflicts: [Conflict]) -> StatusError {
    let sentences = conflicts.map { conflict in
      "conflict with \"\(conflict.manager)\" using \(conflict.apiVersion): "
        + FieldSet.text(conflict.path)
    }
    let count = "\(conflicts.count) conflict\(conflicts.count == 1 ? "" : "s")"
    let list =
      sentences.count == 1
      ? ": \(sentences[0])" : ":\n" + sentences.map { "- \($0)" }.joined(separator: "\n")
    return StatusError(
      code: 409, reason: "Conflict", message: "Apply failed with \(count)\(list)",
      details: [
        "causes": .array(
          zip(conflicts, sentences).map { conflict, sentence in
            [
              "reason": "FieldManagerConflict",
              "message": .string(
                "conflict with \"\(conflict.manager)\" using \(conflict.apiVersion)"),
              "field": .string(FieldSet.text(conflict.path)),
            ]
          })
      ])
  }
}
