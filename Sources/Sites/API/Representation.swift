/// How an answer is written: the objects themselves, or a table of them, as the client asks.
import Documents
import HTTP
import Kubernetes

extension APICall {
  /// Whether the client wants a table: the first form in `Accept` that can be served counts.
  var wantsTable: Bool {
    for entry in (request.headers["Accept"] ?? "").split(separator: ",") {
      let words = entry.split(separator: ";").map { $0.filter { $0 != " " } }
      let isTable =
        words.contains("as=Table") && words.contains("g=meta.k8s.io")
        && (words.contains("v=v1") || words.contains("v=v1beta1"))
      if isTable { return true }
      if words.count == 1, ["application/json", "*/*", "application/*"].contains(words[0]) {
        return false
      }
    }
    return false
  }

  var tableInclusion: Table.Inclusion {
    request.first("includeObject").flatMap(Table.Inclusion.init) ?? .metadata
  }
}

extension APIServer {
  /// The stored object as its type shows it.
  func shown(_ object: Value, _ type: ResourceType) -> Value {
    if type.custom != nil, object["apiVersion"]?.string != type.apiVersion {
      var object = object
      object["apiVersion"] = Value(type.apiVersion)
      return object
    }
    guard type == .projects else { return object }
    var project = object
    project["apiVersion"] = Value(type.apiVersion)
    project["kind"] = Value(type.kind)
    return project
  }

  /// The answer with one object.
  func response(_ object: Value, for call: APICall, status: Int = 200) -> HTTPResponse {
    let object = shown(object, call.type)
    guard call.wantsTable else { return .document(object, status: status) }
    let table = Table(of: [object], type: call.type, now: store.settings.now())
    let metadata: Value = ["resourceVersion": .string(String(object.resourceVersion))]
    return .document(
      table.document(metadata: metadata, include: call.tableInclusion), status: status)
  }

  /// The answer with a list of objects.
  func response(_ snapshot: ObjectStore.Snapshot, for call: APICall) -> HTTPResponse {
    let objects = snapshot.items.map { shown($0, call.type) }
    let metadata: Value = ["resourceVersion": .string(String(snapshot.version))]
    if call.wantsTable {
      let table = Table(of: objects, type: call.type, now: store.settings.now())
      return .document(table.document(metadata: metadata, include: call.tableInclusion))
    }
    return .document([
      "kind": .string(call.type.listKind), "apiVersion": .string(call.type.apiVersion),
      "metadata": metadata, "items": .array(objects),
    ])
  }

  /// The answer about something that is done and leaves no object.
  func success(_ call: APICall, about object: Value) -> HTTPResponse {
    var details: Value = ["name": .string(object.name)]
    if !call.type.group.isEmpty { details["group"] = .string(call.type.group) }
    details["kind"] = .string(call.type.plural)
    details["uid"] = .string(object.uid)
    return .document([
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
      "details": details,
    ])
  }
}
