/// Reading and writing objects.
import Documents
import HTTP
import Kubernetes

extension APIServer {
  func get(_ call: APICall) throws(StatusError) -> HTTPResponse {
    response(try stored(call), for: call)
  }

  func list(_ call: APICall) throws(StatusError) -> HTTPResponse {
    let snapshot = store.list(
      call.storedType, namespace: call.path.namespace, selector: try call.selector(),
      fields: try call.fields())
    return response(snapshot, for: call)
  }

  func create(_ call: APICall) throws(StatusError) -> HTTPResponse {
    guard call.path.name == nil else { throw .methodNotAllowed }
    guard !call.type.namespaced || call.path.namespace != nil else { throw .methodNotAllowed }
    if call.type.custom?.isTerminating == true {
      throw StatusError(
        code: 405, reason: "MethodNotAllowed",
        message: "create not allowed while custom resource definition is terminating")
    }
    var object = try call.object()
    if call.type.hasStatusSubresource { object["status"] = nil }
    if call.type == .imageStreams { fillImageStream(&object) }
    let unknown = try unknownFields(in: object, call)
    let created = try store.create(object, call.storedType, dryRun: call.isDryRun)
    return warned(
      response(created, for: call, status: 201), about: created, nil, call.type, unknown)
  }

  func update(_ call: APICall, scope: ObjectStore.Scope) throws(StatusError) -> HTTPResponse {
    let old = try stored(call)
    var object = try call.object()
    if call.type == .imageStreams { fillImageStream(&object) }
    let unknown = try unknownFields(in: object, call)
    let updated = try store.update(
      object, call.storedType, scope: object["status"] == nil ? scope : widened(scope, call),
      dryRun: call.isDryRun)
    return warned(response(updated, for: call), about: updated, old, call.type, unknown)
  }

  func patch(_ call: APICall, scope: ObjectStore.Scope) throws(StatusError) -> HTTPResponse {
    if call.mediaType == "application/apply-patch+yaml" {
      return try apply(call, scope: scope)
    }
    let patch = try self.patch(in: call)
    let old = try stored(call)
    var unknown: [String] = []
    let updated = try store.modify(
      call.storedType, namespace: call.path.namespace, name: try call.name(),
      scope: widened(scope, call), dryRun: call.isDryRun
    ) { object throws(StatusError) in
      let identity = (object.name, object.namespace)
      object = try patch.applied(to: object)
      guard (object.name, object.namespace) == identity else {
        throw .badRequest("the patch may not change the object's name or namespace")
      }
      if call.type == .imageStreams { fillImageStream(&object) }
      unknown = try unknownFields(in: object, call)
    }
    return warned(response(updated, for: call), about: updated, old, call.type, unknown)
  }

  /// Image streams get their status from their spec at once, so both are written.
  private func widened(_ scope: ObjectStore.Scope, _ call: APICall) -> ObjectStore.Scope {
    call.type == .imageStreams && scope == .spec ? .everything : scope
  }

  private func patch(in call: APICall) throws(StatusError) -> Patch {
    let document = try call.body() ?? [:]
    return switch call.mediaType {
    case "application/merge-patch+json": .merge(document)
    // Lists of a custom type have no keys by which they could be merged.
    case "application/strategic-merge-patch+json" where call.type.custom == nil:
      .strategic(document)
    case "application/json-patch+json": .json(document)
    default:
      throw .unsupportedMediaType(
        ["application/json-patch+json", "application/merge-patch+json"]
          + (call.type.custom == nil ? ["application/strategic-merge-patch+json"] : [])
          + ["application/apply-patch+yaml"])
    }
  }

  /// Server-side apply: creates the object where there is none.
  private func apply(
    _ call: APICall, scope: ObjectStore.Scope
  ) throws(StatusError) -> HTTPResponse {
    guard let manager = call.request.first("fieldManager"), !manager.isEmpty else {
      throw StatusError(
        code: 422, reason: "Invalid",
        message: "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: "
          + "is required for apply patch",
        details: [
          "group": "meta.k8s.io", "kind": "PatchOptions",
          "causes": [
            [
              "reason": "FieldValueRequired",
              "message": "Required value: is required for apply patch", "field": "fieldManager",
            ]
          ],
        ])
    }
    let document = try call.object()
    let unknown = try unknownFields(in: document, call)
    let force = call.request.isSet("force")
    let now = store.settings.now()
    let name = try call.name()
    let old = store.find(call.storedType, namespace: call.path.namespace, name: name)
    guard old != nil || scope == .status else {
      let object = try ServerSideApply.applied(
        document, to: document, manager: manager, force: force, now: now)
      let created = try store.create(object, call.storedType, dryRun: call.isDryRun)
      return warned(
        response(created, for: call, status: 201), about: created, nil, call.type, unknown)
    }
    let updated = try store.modify(
      call.storedType, namespace: call.path.namespace, name: name, scope: scope,
      dryRun: call.isDryRun
    ) { object throws(StatusError) in
      object = try ServerSideApply.applied(
        document, to: object, manager: manager, force: force, now: now)
    }
    return warned(response(updated, for: call), about: updated, old, call.type, unknown)
  }

  func delete(_ call: APICall) throws(StatusError) -> HTTPResponse {
    let deletion = try store.delete(
      call.storedType, namespace: call.path.namespace, name: try call.name(),
      options: try deleteOptions(call))
    switch deletion {
    case .gone(let object): return success(call, about: object)
    case .marked(let object): return response(object, for: call)
    }
  }

  func deleteCollection(_ call: APICall) throws(StatusError) -> HTTPResponse {
    let snapshot = store.list(
      call.storedType, namespace: call.path.namespace, selector: try call.selector(),
      fields: try call.fields())
    var options = try deleteOptions(call)
    options.uid = nil
    options.version = nil
    for object in snapshot.items {
      do throws(StatusError) {
        try store.delete(
          call.storedType, namespace: object.namespace, name: object.name, options: options)
      } catch {
        if error.code != 404 { throw error }
      }
    }
    return response(snapshot, for: call)
  }

  func deleteOptions(_ call: APICall) throws(StatusError) -> DeleteOptions {
    var options = DeleteOptions(document: try call.body() ?? [:])
    if let grace = call.request.first("gracePeriodSeconds").flatMap({ Int($0) }) {
      options.grace = grace
    }
    if call.request.first("propagationPolicy") == "Orphan" { options.orphan = true }
    if call.isDryRun { options.dryRun = true }
    return options
  }

  func stored(_ call: APICall) throws(StatusError) -> Value {
    do throws(StatusError) {
      return try store.get(
        call.storedType, namespace: call.path.namespace, name: try call.name())
    } catch {
      // A project is called by its own name, though a namespace is what is missing.
      if error.code == 404, let name = call.path.name { throw .notFound(call.type, name) }
      throw error
    }
  }

  /// The fields of an object that its custom type does not know, and that go. A client that wants
  /// to be strict is refused.
  private func unknownFields(in object: Value, _ call: APICall) throws(StatusError) -> [String] {
    let mode = call.request.first("fieldValidation") ?? "Warn"
    guard let schema = call.type.custom?.schema, mode != "Ignore" else { return [] }
    let texts = schema.unknownFields(in: object).map { "unknown field \"\($0)\"" }
    guard mode == "Strict", !texts.isEmpty else { return texts }
    throw .badRequest(
      "\(call.type.kind) in version \"\(call.type.version)\" cannot be handled as a "
        + "\(call.type.kind): strict decoding error: \(texts.joined(separator: ", "))")
  }

  /// Adds warnings: about what was left out, about what has no effect, and about pods without a
  /// security context, as OpenShift does when such a pod or template is new or changed.
  private func warned(
    _ response: HTTPResponse, about object: Value, _ old: Value?, _ type: ResourceType,
    _ unknown: [String] = []
  ) -> HTTPResponse {
    var texts = unknown + Validation.warnings(about: object, type)
    if isOpenShift, let text = PodSecurity.warning(about: object, type) {
      let path = type == .pods ? ["spec"] : ["spec", "template"]
      if old.map({ $0[path: path[...]] != object[path: path[...]] }) ?? true { texts.append(text) }
    }
    var response = response
    for text in texts {
      let quoted = text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\\\"")
      response.headers.add("Warning", "299 - \"\(quoted)\"")
    }
    return response
  }
}
