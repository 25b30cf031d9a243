import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform

/// Listens on this machine and joins every connection that comes with a port of a pod, until the
/// pod ends.
///
/// `@unchecked Sendable`: the listeners and connections are touched by the loop's thread alone.
final class Forwarder: @unchecked Sendable {
  private let client: KubernetesClient
  private let pod: Value
  private let printer: Printer
  private let loop: EventLoop
  private var listeners: [TCPListener] = []
  private var connections: [ObjectIdentifier: ForwardedConnection] = [:]
  private var failure: CommandError?

  init(client: KubernetesClient, pod: Value, printer: Printer) throws(SystemError) {
    self.client = client
    self.pod = pod
    self.printer = printer
    loop = try EventLoop()
  }

  /// Opens the ports, and says which.
  func listen(
    _ pairs: [PortForward.Pair], _ addresses: [PortForward.Address]
  ) throws(CommandError) {
    for pair in pairs {
      var pair = pair
      var errors: [String] = []
      var opened = false
      var mustFail = false
      for address in addresses {
        do throws(SystemError) {
          let listener = try TCPListener(address: address.text, port: pair.local)
          // Where the system chooses the port, it is the same on all addresses.
          pair.local = listener.address.port
          try serve(listener, pair)
          opened = true
          printer.out("Forwarding from \(address.host):\(pair.local) -> \(pair.remote)\n")
        } catch {
          errors.append(
            "unable to create listener: Error listen \(address.network) "
              + "\(address.host):\(pair.local): bind: \(error.code.sentence.lowercased())")
          mustFail = mustFail || address.isNeeded
        }
      }
      if !opened || mustFail {
        printer.err(
          "Unable to listen on port \(pair.local): Listeners failed to create with the following "
            + "errors: [\(errors.joined(separator: " "))]\n")
      }
    }
    guard !listeners.isEmpty else {
      let list = pairs.map { "{\($0.local) \($0.remote)}" }.joined(separator: " ")
      throw CommandError("unable to listen on any of the requested ports: [\(list)]")
    }
  }

  /// Forwards until the pod has ended.
  func run() throws {
    let (client, pod, loop) = (client, pod, loop)
    try SystemThread.start(name: "pod-watch") { [self] in
      let reason = Forwarder.end(of: pod, client)
      loop.post { [self] in
        failure = CommandError(reason)
        loop.stop()
      }
    }
    loop.run()
    for listener in listeners { listener.close() }
    for connection in connections.values { connection.close() }
    if let failure { throw failure }
  }

  private func serve(
    _ listener: TCPListener, _ pair: PortForward.Pair
  ) throws(SystemError) {
    try loop.register(listener.descriptor, .read) { [self] _ in
      while let accepted = try? listener.accept() { take(accepted.descriptor, pair) }
    }
    listeners.append(listener)
  }

  /// Asks the site for a connection on a thread of its own, for the others go on meanwhile.
  private func take(_ socket: FileDescriptor, _ pair: PortForward.Pair) {
    printer.out("Handling connection for \(pair.local)\n")
    socket.setNoDelay()
    let (client, pod, loop) = (client, pod, loop)
    do throws(SystemError) {
      try SystemThread.start(name: "forward") { [self] in
        do throws(ClientError) {
          let remote = try client.webSocket(
            client.path(.pods, pod.namespace, pod.name, "portforward"),
            query: [.init("ports", String(pair.remote))], protocols: PortChannels.protocols)
          loop.post { [self] in join(socket, remote, pair) }
        } catch {
          loop.post { [self] in
            complain(pair, CommandError(error).text)
            socket.close()
          }
        }
      }
    } catch {
      complain(pair, error.description)
      socket.close()
    }
  }

  private func join(_ socket: FileDescriptor, _ remote: LoopConnection, _ pair: PortForward.Pair) {
    let connection = ForwardedConnection(
      local: LoopConnection(socket, endpoint: .tcp(host: "127.0.0.1", port: pair.local)),
      remote: remote)
    connections[ObjectIdentifier(connection)] = connection
    connection.start(on: loop) { [self] reason in
      connections[ObjectIdentifier(connection)] = nil
      if let reason { complain(pair, reason) }
    }
  }

  private func complain(_ pair: PortForward.Pair, _ reason: String) {
    let now = WallTime.now().rfc3339Nano
    let time =
      "\(now.dropFirst(5).prefix(2))\(now.dropFirst(8).prefix(2)) "
      + "\(now.dropFirst(11).prefix(15))"
    printer.err(
      "E\(time) \(Executable.identifier) portforward.go:413] an error occurred forwarding "
        + "\(pair.local) -> \(pair.remote): error forwarding port \(pair.remote) to pod "
        + "\(pod.name): \(reason)\n")
  }

  /// Waits for the pod's end. A site that is gone takes its pods with it.
  private static func end(of pod: Value, _ client: KubernetesClient) -> String {
    while true {
      do throws(ClientError) {
        var hasEnded = false
        try client.watch(.pods, name: pod.name, namespace: pod.namespace) { event in
          hasEnded =
            event.object.uid != pod.uid || event.kind == .deleted
            || ["Succeeded", "Failed"].contains(event.object["status", "phase"]?.string ?? "")
          return !hasEnded
        }
        if hasEnded { return "lost connection to pod" }
        // The watch ran out: the pod may have ended in between.
        guard let now = try client.find(.pods, pod.name, namespace: pod.namespace),
          now.uid == pod.uid
        else { return "lost connection to pod" }
      } catch {
        return "lost connection to pod"
      }
    }
  }
}

/// One connection of a program on this machine, joined with a port of a pod. On the loop's thread.
private final class ForwardedConnection {
  private let local: LoopConnection
  private let remote: LoopConnection
  private var channels = PortChannels()
  private var reason: String?
  private var done: (String?) -> Void = { _ in }
  private var localHasEnded = false
  private var isEnding = false

  /// How much may wait on one side before the other has to.
  private static let limit = 1 << 18

  init(local: LoopConnection, remote: LoopConnection) {
    self.local = local
    self.remote = remote
  }

  /// Begins; `done` is called once at the end, with what went wrong.
  func start(on loop: EventLoop, _ done: @escaping (String?) -> Void) {
    self.done = done
    do throws(SystemError) {
      try local.start(
        on: loop,
        .init(
          received: { [self] bytes in
            remote.send(channels.data(bytes))
            if remote.waiting > Self.limit { local.pause() }
          },
          drained: { [self] in if isEnding { finish() } else { remote.resume() } },
          ended: { [self] error in
            localHasEnded = true
            // A program that has gone altogether wants no answer; one that has said all does.
            if error == nil { remote.send(channels.end()) } else { end() }
          }))
      try remote.start(
        on: loop,
        .init(
          received: { [self] in received($0) }, drained: { [self] in local.resume() },
          ended: { [self] _ in end() }))
    } catch {
      reason = error.description
      end()
    }
  }

  func close() {
    local.close()
    remote.close()
  }

  private func received(_ bytes: [UInt8]) {
    do throws(WebSocketError) {
      for event in try channels.receive(bytes) {
        switch event {
        case .received(let bytes):
          local.send(bytes)
          if local.waiting > Self.limit { remote.pause() }
        case .failed(let text): reason = text
        case .answer(let bytes): remote.send(bytes)
        case .closed:
          if !localHasEnded { remote.send(channels.end()) }
          end()
        }
      }
    } catch {
      reason = error.reason
      end()
    }
  }

  /// Lets the program read what is still on its way to it, then closes.
  private func end() {
    isEnding = true
    remote.close()
    if local.waiting == 0 { finish() }
  }

  private func finish() {
    local.close()
    let tell = done
    done = { _ in }
    tell(reason)
  }
}
