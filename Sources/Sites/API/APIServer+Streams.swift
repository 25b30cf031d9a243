/// Calls that become streams: programs in containers and connections to pods' ports. The request is
/// checked as any other; then the connection changes its protocol.
import Documents
import HTTP
import Kubernetes
import Platform

extension APIServer {
  /// Grants a change of protocol. A request that may not have it gets its answer from `handle`.
  package func upgrade(_ request: HTTPRequest) async -> HTTPUpgrade? {
    do throws(StatusError) {
      let parts = request.path.split(separator: "/").map(String.init)
      let user = try settings.users.authenticate(request, store: store)
      return try stream(try permittedCall(request, parts, user))
    } catch {
      return nil
    }
  }

  /// What a call for a stream gets that does not change the protocol, or not to one that is spoken.
  func refuseStream(_ call: APICall) throws(StatusError) -> HTTPResponse {
    guard try stream(call) == nil else {
      throw .badRequest("Upgrade request required")
    }
    throw .badRequest(
      "unable to upgrade: only WebSocket and SPDY/3.1 are spoken here, as "
        + StreamProtocol.names.joined(separator: ", "))
  }

  private func stream(_ call: APICall) throws(StatusError) -> HTTPUpgrade? {
    guard call.type == .pods, let subresource = call.path.subresource,
      ["attach", "exec", "portforward"].contains(subresource),
      call.verb == .get || call.verb == .create
    else { return nil }
    let pod = try stored(call)
    if subresource == "portforward" { return try forward(call, pod) }
    return try program(call, pod, isAttached: subresource == "attach")
  }

  private func program(
    _ call: APICall, _ pod: Value, isAttached: Bool
  ) throws(StatusError) -> HTTPUpgrade? {
    let request = call.request
    let streams = ExecStreams(
      input: request.isSet("stdin"), output: request.isSet("stdout"),
      error: request.isSet("stderr") && !request.isSet("tty"), terminal: request.isSet("tty"))
    let command = request.query.filter { $0.name == "command" }.map(\.value)
    guard isAttached || command.first?.isEmpty == false else {
      throw .badRequest("you must specify at least 1 command for the container")
    }
    guard streams.input || streams.output || streams.error else {
      throw .badRequest("you must specify at least 1 of stdin, stdout, stderr")
    }
    let container = try runningContainer(of: pod, asked: request.first("container"))
    guard let spoken = StreamProtocol.forProgram(request) else { return nil }
    let pods = pods
    let wanted = PodAccess.ExecRequest(
      container: container, command: command, streams: streams)
    let start: ExecSession.Start = { () async throws(StatusError) in
      if isAttached { return try await pods.attach(pod, container, streams) }
      return try await pods.exec(pod, wanted)
    }
    return HTTPUpgrade(headers: spoken.headers) { connection in
      await ExecSession(connection, spoken.conversation(streams), start: start).run()
    }
  }

  /// The container that is meant; it has to run.
  private func runningContainer(of pod: Value, asked: String?) throws(StatusError) -> String {
    let asked = asked ?? pod.annotations["kubectl.kubernetes.io/default-container"]
    let container = try logContainer(of: pod, asked: asked)
    let states =
      (pod["status", "containerStatuses"]?.array ?? [])
      + (pod["status", "initContainerStatuses"]?.array ?? [])
    guard let state = states.first(where: { $0["name"]?.string == container }) else {
      throw .badRequest("pod \(pod.name) does not have a host assigned")
    }
    guard state["state", "running"] != nil else {
      throw StatusError(
        code: 500, reason: "InternalError",
        message: "unable to upgrade connection: container not found (\"\(container)\")")
    }
    return container
  }

  private func forward(_ call: APICall, _ pod: Value) throws(StatusError) -> HTTPUpgrade? {
    guard pod["status", "podIP"]?.string?.isEmpty == false else {
      throw .badRequest("pod \(pod.name) does not have a host assigned")
    }
    var ports: [Int] = []
    let words = call.request.query.filter { $0.name == "ports" }
      .flatMap { $0.value.split(separator: ",") }
    for word in words {
      guard let port = Int(word), (1...65_535).contains(port) else {
        throw .badRequest("\"\(word)\" is no port: give a number from 1 to 65535")
      }
      ports.append(port)
    }
    guard ports.count <= 100 else {
      throw .badRequest("at most 100 ports can be forwarded by one request, not \(ports.count)")
    }
    guard let spoken = StreamProtocol.forPorts(call.request, ports) else { return nil }
    let pods = pods
    let store = store
    return HTTPUpgrade(headers: spoken.headers) { [ports] connection in
      await ForwardSession(
        connection, spoken.conversation(ports)
      ) { (port) async throws(SystemError) in
        try await pods.connect(pod, port)
      }.run { await store.waitForEnd(of: pod) }
    }
  }
}

extension ObjectStore {
  /// Waits until a pod has been deleted or all of its containers have ended for good.
  func waitForEnd(of pod: Value) async {
    func hasEnded(_ object: Value?) -> Bool {
      guard let object, object.uid == pod.uid else { return true }
      return ["Succeeded", "Failed"].contains(object["status", "phase"]?.string ?? "")
    }
    let now = list(.pods, namespace: pod.namespace)
    guard let feed = try? feed(.pods, namespace: pod.namespace, after: now.version) else { return }
    guard !hasEnded(now.items.first { $0.name == pod.name }) else { return }
    for await event in feed.events {
      guard case .change(let change) = event, change.object.uid == pod.uid else { continue }
      if change.kind == .deleted || hasEnded(change.object) { return }
    }
  }
}
