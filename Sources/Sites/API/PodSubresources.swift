/// What can be asked of a pod besides its document: its logs, its ports, its end.
import Documents
import HTTP
import Kubernetes
import Platform

/// What the supervisor of a site's pods does for the API.
package struct PodAccess: Sendable {
  /// Which part of a container's log a client wants.
  package struct LogRequest: Hashable, Sendable {
    package var container: String
    /// Whether the answer goes on until the container ends.
    package var follow: Bool
    /// Whether each line begins with its moment and a blank.
    package var timestamps: Bool
    /// Whether the run before the present one is meant.
    package var previous: Bool
    /// Only so many lines at the end.
    package var tailLines: Int?
    /// Only lines since that moment.
    package var since: Timestamp?
    /// Only so many bytes.
    package var limitBytes: Int?
  }

  /// The log of a running or ended container of a pod.
  package var readLog: @Sendable (Value, LogRequest) async throws(StatusError) -> HTTPResponse.Body
  /// Sends a request to a port of a pod and brings the answer.
  package var proxy:
    @Sendable (_ pod: Value, _ port: Int, HTTPRequest) async throws(StatusError) -> HTTPResponse

  /// Starts a program in a container.
  var exec: @Sendable (Value, ExecRequest) async throws(StatusError) -> ContainerProgram = {
    _, _ async throws(StatusError) in throw PodAccess.noStreams
  }
  /// Joins in with a container's own program.
  var attach:
    @Sendable (Value, _ container: String, ExecStreams) async throws(StatusError) ->
      ContainerProgram = { _, _, _ async throws(StatusError) in throw PodAccess.noStreams }
  /// Connects to a port of a pod.
  var connect: @Sendable (Value, _ port: Int) async throws(SystemError) -> AsyncDescriptor = {
    _, port async throws(SystemError) in
    throw SystemError(.connectionRefused, attempt: "connect to port \(port)")
  }

  private static let noStreams = StatusError(
    code: 501, reason: "NotImplemented", message: "no program can be started in these pods")

  /// Access to logs and to ports by single requests; programs and connections are set after it.
  package init(
    readLog:
      @escaping @Sendable (Value, LogRequest) async throws(StatusError) ->
      HTTPResponse.Body,
    proxy:
      @escaping @Sendable (_ pod: Value, _ port: Int, HTTPRequest) async throws(StatusError)
      -> HTTPResponse
  ) {
    self.readLog = readLog
    self.proxy = proxy
  }

  /// A program that a client wants in a container.
  struct ExecRequest: Hashable, Sendable {
    var container: String
    var command: [String]
    var streams: ExecStreams
  }
}

extension APIServer {
  func log(_ call: APICall) async throws(StatusError) -> HTTPResponse {
    let pod = try stored(call)
    let request = call.request
    let container = try logContainer(of: pod, asked: request.first("container"))
    var since = request.first("sinceTime").flatMap { Timestamp($0) }
    if let seconds = request.first("sinceSeconds").flatMap({ Int($0) }) {
      since = store.settings.now() + -seconds
    }
    let wanted = PodAccess.LogRequest(
      container: container, follow: request.isSet("follow"),
      timestamps: request.isSet("timestamps"), previous: request.isSet("previous"),
      tailLines: request.first("tailLines").flatMap { Int($0) }, since: since,
      limitBytes: request.first("limitBytes").flatMap { Int($0) })
    try checkStarted(container, of: pod, previous: wanted.previous)
    return HTTPResponse(
      headers: ["Content-Type": "text/plain", "Cache-Control": "no-cache, private"],
      body: try await pods.readLog(pod, wanted))
  }

  func logContainer(of pod: Value, asked: String?) throws(StatusError) -> String {
    let main = (pod["spec", "containers"]?.array ?? []).compactMap { $0["name"]?.string }
    let initial = (pod["spec", "initContainers"]?.array ?? []).compactMap { $0["name"]?.string }
    if let asked, !asked.isEmpty {
      guard (main + initial).contains(asked) else {
        throw .badRequest("container \(asked) is not valid for pod \(pod.name)")
      }
      return asked
    }
    if main.count == 1, let only = main.first { return only }
    let initials =
      initial.isEmpty ? "" : " or one of the init containers: [\(initial.joined(separator: " "))]"
    throw .badRequest(
      "a container name must be specified for pod \(pod.name), choose one of: "
        + "[\(main.joined(separator: " "))]\(initials)")
  }

  private func checkStarted(
    _ container: String, of pod: Value, previous: Bool
  ) throws(StatusError) {
    let states =
      (pod["status", "containerStatuses"]?.array ?? [])
      + (pod["status", "initContainerStatuses"]?.array ?? [])
    let state = states.first { $0["name"]?.string == container }
    if previous {
      guard state?["lastState", "terminated"] != nil else {
        throw .badRequest(
          "previous terminated container \"\(container)\" in pod \"\(pod.name)\" not found")
      }
      return
    }
    if let reason = state?["state", "waiting", "reason"]?.string {
      if reason == "CrashLoopBackOff", state?["lastState", "terminated"] != nil { return }
      throw .badRequest(
        "container \"\(container)\" in pod \"\(pod.name)\" is waiting to start: \(reason)")
    }
    guard state != nil else {
      throw .badRequest(
        "container \"\(container)\" in pod \"\(pod.name)\" is waiting to start: ContainerCreating")
    }
  }

  func proxy(_ call: APICall) async throws(StatusError) -> HTTPResponse {
    let name = try call.name()
    let words = name.split(separator: ":").map(String.init)
    let parts = words.count == 3 ? Array(words.dropFirst()) : words
    guard let podName = parts.first else { throw .unknownPath }
    let pod = try store.get(.pods, namespace: call.path.namespace, name: podName)
    let declared = (pod["spec", "containers"]?.array ?? []).flatMap { $0["ports"]?.array ?? [] }
    let port =
      parts.count == 2
      ? Int(parts[1])
        ?? declared.first { $0["name"]?.string == parts[1] }?["containerPort"]?.integer
      : declared.first?["containerPort"]?.integer ?? 80
    guard let port, (1...65_535).contains(port) else {
      throw .badRequest("no port \(parts.count == 2 ? parts[1] : "") is known for \(podName)")
    }
    guard pod["status", "podIP"]?.string?.isEmpty == false else {
      throw .badRequest("address not allowed: pod \(podName) has no address yet")
    }
    var request = call.request
    request.path = "/" + call.path.rest.joined(separator: "/")
    if call.request.path.hasSuffix("/"), !request.path.hasSuffix("/") { request.path += "/" }
    for header in ["Authorization", "Host"] { request.headers[header] = nil }
    return try await pods.proxy(pod, port, request)
  }

  func evict(_ call: APICall) throws(StatusError) -> HTTPResponse {
    let body = try call.body() ?? [:]
    var options = DeleteOptions(document: body["deleteOptions"] ?? [:])
    if call.isDryRun { options.dryRun = true }
    try store.delete(
      .pods, namespace: call.path.namespace, name: try call.name(), options: options)
    return .document(
      [
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201,
      ], status: 201)
  }
}
