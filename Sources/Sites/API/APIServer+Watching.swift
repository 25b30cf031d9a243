/// Watches: the changes of a selection as they happen, one JSON line each.
import Documents
import HTTP
import Kubernetes

extension APIServer {
  func watch(_ call: APICall) throws(StatusError) -> HTTPResponse {
    if call.request.isSet("sendInitialEvents") {
      throw .invalid(
        call.type, "",
        [.forbidden("sendInitialEvents", "sendInitialEvents is not served here; list, then watch")])
    }
    let selection = Selection(labels: try call.selector(), fields: try call.fields())
    let asked = call.request.first("resourceVersion") ?? ""
    guard asked.isEmpty || asked == "0" || Int(asked) != nil else {
      throw .invalid(
        call.type, "", [.invalid("resourceVersion", .string(asked), "must be a number")])
    }
    var initial: [Value] = []
    var version = Int(asked) ?? 0
    if version == 0 {
      let snapshot = store.list(
        call.storedType, namespace: call.path.namespace, selector: selection.labels,
        fields: selection.fields)
      initial = snapshot.items
      version = snapshot.version
    }
    let encoder = WatchEncoder(call: call, server: self)
    let feed: ObjectStore.Feed
    do throws(StatusError) {
      feed = try store.feed(call.storedType, namespace: call.path.namespace, after: version)
    } catch {
      let line = WatchEncoder.line("ERROR", error.document)
      return .stream { try await $0.write(line) }
    }
    let seconds = min(
      max(call.request.first("timeoutSeconds").flatMap { Int($0) } ?? 3_600, 1), 86_400)
    let bookmarks = call.request.isSet("allowWatchBookmarks")
    return .stream { [initial] writer in
      var encoder = encoder
      for object in initial { try await writer.write(encoder.line(.added, object)) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        let started = encoder
        group.addTask {
          var encoder = started
          for await event in feed.events {
            guard let line = encoder.line(event, in: selection) else { continue }
            try await writer.write(line)
          }
        }
        group.addTask {
          var left = seconds
          while left > 0 {
            let pause = min(left, 30)
            try await Task.sleep(for: .seconds(pause))
            left -= pause
            if bookmarks { feed.mark() }
          }
        }
        try await group.next()
        group.cancelAll()
      }
    }
  }
}

/// What a watch is about.
private struct Selection: Sendable {
  let labels: Selector
  let fields: FieldSelector

  func contains(_ object: Value) -> Bool {
    labels.matches(object.labels) && fields.matches(object)
  }

  /// How a change looks to somebody who sees the selection alone.
  func kind(of change: ObjectStore.Change) -> ObjectStore.Change.Kind? {
    let wasIn = change.old.map(contains) ?? false
    switch change.kind {
    case .deleted: return wasIn || contains(change.object) ? .deleted : nil
    case .added, .modified:
      let isIn = contains(change.object)
      if isIn { return wasIn ? .modified : .added }
      return wasIn ? .deleted : nil
    }
  }
}

/// Writes the lines of one watch.
private struct WatchEncoder: Sendable {
  let call: APICall
  let server: APIServer
  private var hasSentColumns = false

  init(call: APICall, server: APIServer) {
    self.call = call
    self.server = server
  }

  mutating func line(_ event: ObjectStore.Event, in selection: Selection) -> String? {
    switch event {
    case .mark(let version):
      return WatchEncoder.line(
        "BOOKMARK",
        [
          "kind": .string(call.type.kind), "apiVersion": .string(call.type.apiVersion),
          "metadata": ["resourceVersion": .string(String(version)), "creationTimestamp": .null],
        ])
    case .change(let change):
      guard let kind = selection.kind(of: change) else { return nil }
      return line(kind, change.object)
    }
  }

  mutating func line(_ kind: ObjectStore.Change.Kind, _ object: Value) -> String {
    let object = server.shown(object, call.type)
    guard call.wantsTable else { return WatchEncoder.line(kind.rawValue, object) }
    let table = Table(of: [object], type: call.type, now: server.store.settings.now())
    defer { hasSentColumns = true }
    return WatchEncoder.line(
      kind.rawValue,
      table.document(
        metadata: ["resourceVersion": .string(String(object.resourceVersion))],
        include: call.tableInclusion, withColumns: !hasSentColumns))
  }

  static func line(_ type: String, _ object: Value) -> String {
    (["type": .string(type), "object": object] as Value).json() + "\n"
  }
}

extension HTTPResponse {
  static func stream(
    _ produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
  ) -> HTTPResponse {
    HTTPResponse(
      headers: ["Content-Type": "application/json", "Cache-Control": "no-cache, private"],
      body: .stream(produce))
  }
}
