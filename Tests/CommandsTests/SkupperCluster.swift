import Documents
import HTTP
import Kubernetes
import Platform
import Skupper
import Synchronization

@testable import Commands

/// A cluster for tests of `skupper`: it keeps objects and answers reads and writes of them as the
/// API does, over HTTP, and nothing else.
final class SkupperCluster: Sendable {
  private struct State {
    var objects: [String: Value] = [:]
    var version = 0
  }

  private let state = Mutex(State())
  private let isOpenShift: Bool
  /// What the router's pod answers at `/status`.
  let router = Mutex<Value?>(nil)
  /// Whether the types of version 2 are defined.
  let hasVersion2 = Mutex(true)
  /// What becomes of an object once it is written, as a controller would have it.
  let reaction = Mutex<(@Sendable (Value) -> Value)?>(nil)

  init(isOpenShift: Bool) { self.isOpenShift = isOpenShift }

  /// Serves while the body runs.
  static func run<Result: Sendable>(
    isOpenShift: Bool = true,
    _ body: @escaping @Sendable (SkupperCluster, SkupperTerminal) async throws -> Result
  ) async throws -> Result {
    let cluster = SkupperCluster(isOpenShift: isOpenShift)
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await HTTPServer.run(
          on: .tcp(host: "127.0.0.1", port: 0), handler: { cluster.answer($0) },
          onReady: { found.yield($0) })
        return nil
      }
      group.addTask {
        for await port in ports {
          return try await body(cluster, SkupperTerminal(port: port))
        }
        return nil
      }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }

  /// The object at a path such as `services/skupper`, in whichever namespace.
  func object(_ path: String) -> Value? {
    state.withLock { state in
      state.objects.first { $0.key.hasSuffix("/\(path)") }?.value
    }
  }

  /// The names of the objects of a kind, sorted.
  func names(_ plural: String) -> [String] {
    state.withLock { state in
      state.objects.filter { $0.key.split(separator: "/").dropLast().last == plural[...] }
        .values.map(\.name).sorted()
    }
  }

  /// Puts an object there, as another client would.
  func put(_ path: String, _ object: Value) {
    state.withLock { store(object, at: path, &$0) }
  }

  private func store(_ object: Value, at path: String, _ state: inout State) {
    var object = reaction.withLock { $0 }?(object) ?? object
    state.version += 1
    object["metadata", "resourceVersion"] = Value(String(state.version))
    if object.uid.isEmpty { object["metadata", "uid"] = Value("uid-\(state.version)") }
    if object["kind"] == "Route", object["spec", "host"] == nil {
      object["spec", "host"] = Value("\(object.name)-\(object.namespace ?? "").apps.test")
    }
    state.objects[path] = object
  }

  private func answer(_ request: HTTPRequest) -> HTTPResponse {
    let path = request.path
    if path.hasSuffix("/proxy/status") {
      return router.withLock { $0 }.map { Self.response(200, $0) }
        ?? Self.failure(.internalError("no router"))
    }
    if path == "/apis/route.openshift.io/v1" {
      return isOpenShift ? Self.response(200, [:]) : Self.failure(.unknownPath)
    }
    if path.hasPrefix("/apis/skupper.io/"), !hasVersion2.withLock({ $0 }) {
      return Self.failure(.unknownPath)
    }
    let body = (try? JSON.parse(request.body)) ?? .null
    return state.withLock { state in
      switch request.method {
      case "POST": create(body, in: path, &state)
      case "PUT": replace(body, at: path, &state)
      case "DELETE": delete(path, &state)
      default: read(path, request, state)
      }
    }
  }

  private func create(_ object: Value, in path: String, _ state: inout State) -> HTTPResponse {
    let place = "\(path)/\(object.name)"
    if state.objects[place] != nil { return Self.failure(.alreadyExists(type(path), object.name)) }
    store(object, at: place, &state)
    return Self.response(201, state.objects[place] ?? .null)
  }

  private func replace(_ object: Value, at path: String, _ state: inout State) -> HTTPResponse {
    guard let present = state.objects[path] else {
      return Self.failure(.notFound(type(path), object.name))
    }
    if object.resourceVersion != present.resourceVersion {
      return Self.failure(.conflict(type(path), object.name))
    }
    store(object, at: path, &state)
    return Self.response(200, state.objects[path] ?? .null)
  }

  private func delete(_ path: String, _ state: inout State) -> HTTPResponse {
    guard let gone = state.objects.removeValue(forKey: path) else {
      return Self.failure(.notFound(type(path), String(path.split(separator: "/").last ?? "")))
    }
    state.objects = state.objects.filter { object in
      !object.value.owners.contains { $0.uid == gone.uid }
    }
    return Self.response(200, gone)
  }

  private func read(_ path: String, _ request: HTTPRequest, _ state: State) -> HTTPResponse {
    if let object = state.objects[path] { return Self.response(200, object) }
    let parts = path.split(separator: "/")
    let isList = Self.types.contains { $0.plural[...] == parts.last ?? "" }
    if !isList {
      return Self.failure(.notFound(type(path), String(parts.last ?? "")))
    }
    let selector = request.first("labelSelector").flatMap { try? Selector.parse($0) }
    let name = request.first("fieldSelector").flatMap { $0.split(separator: "=").last }
    let items = state.objects.filter { key, object in
      key.hasPrefix("\(path)/") && (selector?.matches(object.labels) ?? true)
        && (name.map { $0 == object.name[...] } ?? true)
    }.values.sorted { $0.name < $1.name }
    return Self.response(200, ["kind": "List", "items": .array(items)])
  }

  private static let types = ResourceType.all + Version2.types

  private func type(_ path: String) -> ResourceType {
    let parts = path.split(separator: "/").map(String.init)
    return Self.types.first { parts.contains($0.plural) && $0.plural != "namespaces" }
      ?? .namespaces
  }

  private static func response(_ status: Int, _ document: Value) -> HTTPResponse {
    var response = HTTPResponse(document.json(), type: "application/json")
    response.status = status
    return response
  }

  private static func failure(_ error: StatusError) -> HTTPResponse {
    response(error.code, error.document)
  }
}

/// A terminal in which `skupper` is typed.
struct SkupperTerminal: Sendable {
  let port: Int

  /// What a command came to.
  struct Outcome: Sendable, Equatable, CustomStringConvertible {
    var code: Int32
    var out: String
    var err: String
    var description: String { "exit \(code)\n\(out)\(err)" }
  }

  /// Types a command line in a namespace.
  func skupper(
    _ line: String, in namespace: String = "public", profile: String = "1.3"
  ) async -> Outcome {
    // Commands block, so each has a thread of its own.
    await withCheckedContinuation { done in
      do {
        try SystemThread.start(name: "skupper") {
          done.resume(returning: type(line, in: namespace, profile: profile))
        }
      } catch {
        done.resume(returning: Outcome(code: -1, out: "", err: "\(error)"))
      }
    }
  }

  private func type(_ line: String, in namespace: String, profile: String) -> Outcome {
    let file = "/tmp/trestle-skupper-\(port)-\(namespace).config"
    let config = """
      apiVersion: v1
      kind: Config
      clusters: [{name: c, cluster: {server: "http://127.0.0.1:\(port)"}}]
      users: [{name: u, user: {token: t}}]
      contexts: [{name: x, context: {cluster: c, user: u, namespace: \(namespace)}}]
      current-context: x

      """
    try? Files.write(file, text: config)
    defer { try? Files.remove(file) }
    return Self.run(line, environment: ["KUBECONFIG": file, "TRESTLE_SKUPPER_PROFILE": profile])
  }

  /// Types a command line in an environment.
  static func run(_ line: String, environment: [String: String] = [:]) -> Outcome {
    let out = Mutex("")
    let err = Mutex("")
    let code = runSkupper(
      arguments: line.split(separator: " ").map(String.init), environment: environment,
      printer: Printer(
        out: { text in out.withLock { $0 += text } }, err: { text in err.withLock { $0 += text } }))
    return Outcome(code: code, out: out.withLock { $0 }, err: err.withLock { $0 })
  }
}
