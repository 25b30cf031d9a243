import Platform
import Synchronization
import TLS

/// The listeners and connections that one event loop relays.
///
/// `@unchecked Sendable`: `doors` and `connections` are touched by the loop's thread alone; what
/// other threads call goes through `post`, apart from opening and shutting down sockets.
package final class RelayService: @unchecked Sendable {
  /// Told why a connection came to nothing.
  package typealias FailureHandler = @Sendable (ConnectionInfo, String) -> Void

  private struct Door {
    let listener: RelayListener
    let socket: TCPListener
  }

  let loop: EventLoop
  let onFailure: FailureHandler
  private let nextIdentifier = Atomic(0)
  private let sockets = Mutex<[Int: TCPListener]>([:])
  private let count = Atomic(0)
  private var doors: [Int: Door] = [:]
  private var connections: [ObjectIdentifier: (door: Int, connection: RelayConnection)] = [:]

  /// A relay on that loop, which may be running already.
  package init(_ loop: EventLoop, onFailure: @escaping FailureHandler = { _, _ in }) {
    self.loop = loop
    self.onFailure = onFailure
  }

  /// Opens a listener; connections are accepted from now on. From any thread.
  package func listen(_ listener: RelayListener) throws(SystemError) -> RelayHandle {
    let socket = try TCPListener(address: listener.address, port: listener.port)
    let id = nextIdentifier.add(1, ordering: .relaxed).newValue
    sockets.withLock { $0[id] = socket }
    loop.post { self.open(id, Door(listener: listener, socket: socket)) }
    return RelayHandle(id: id, address: socket.address)
  }

  /// Closes a listener: from the return on, clients get connection refused. Its connections end
  /// too, unless they are kept. From any thread.
  package func close(_ handle: RelayHandle, keepingConnections: Bool = false) {
    // A socket that is shut down listens no more, whatever the loop is busy with.
    sockets.withLock { $0.removeValue(forKey: handle.id) }?.descriptor.shutdownBoth()
    loop.post { self.shut(handle.id, keepingConnections: keepingConnections) }
  }

  /// Closes all listeners and connections. From any thread.
  package func closeAll() {
    for (id, socket) in sockets.withLock({ $0 }) {
      close(RelayHandle(id: id, address: socket.address))
    }
    loop.post {
      for (_, connection) in self.connections.values { connection.close() }
    }
  }

  /// Ends the connections that their listeners would not let in any more. From any thread.
  package func closeRefused() {
    loop.post {
      for (_, connection) in self.connections.values where connection.isRefused {
        connection.close()
      }
    }
  }

  /// How many connections are open.
  package var connectionCount: Int { count.load(ordering: .relaxed) }
}

extension RelayService {
  private func open(_ id: Int, _ door: Door) {
    guard sockets.withLock({ $0[id] != nil }) else {
      door.socket.close()
      return
    }
    doors[id] = door
    do {
      try loop.register(door.socket.descriptor, .read) { [self] _ in accept(id) }
    } catch {
      doors[id] = nil
      door.socket.close()
    }
  }

  private func shut(_ id: Int, keepingConnections: Bool) {
    if let door = doors.removeValue(forKey: id) {
      loop.unregister(door.socket.descriptor)
      door.socket.close()
    }
    if keepingConnections { return }
    for (door, connection) in connections.values where door == id { connection.close() }
  }

  private func accept(_ id: Int) {
    // A bounded number at a time, so that a flood of new connections starves no old one.
    for _ in 0..<64 {
      guard let door = doors[id] else { return }
      let accepted: AcceptedConnection
      do {
        guard let next = try door.socket.accept() else { return }
        accepted = next
      } catch {
        pause(id, because: error)
        return
      }
      let isAllowed =
        door.listener.allowedSources?.contains { $0.contains(accepted.remote) } ?? true
      if !isAllowed || door.listener.refuses(accepted.remote) {
        accepted.descriptor.resetOnClose()
        accepted.descriptor.close()
        continue
      }
      start(accepted, door: door, id: id)
    }
  }

  private func start(_ accepted: AcceptedConnection, door: Door, id: Int) {
    let local = (try? accepted.descriptor.localAddress()) ?? door.socket.address
    let connection = RelayConnection(
      service: self, listener: door.listener, client: accepted.descriptor,
      info: ConnectionInfo(remote: accepted.remote, local: local))
    connections[ObjectIdentifier(connection)] = (id, connection)
    count.add(1, ordering: .relaxed)
    connection.start()
  }

  func forget(_ connection: RelayConnection) {
    if connections.removeValue(forKey: ObjectIdentifier(connection)) != nil {
      count.subtract(1, ordering: .relaxed)
    }
  }

  /// Out of descriptors: accepting again at once would only spin.
  private func pause(_ id: Int, because error: SystemError) {
    guard let door = doors[id], door.socket.descriptor.isOpen else { return }
    loop.unregister(door.socket.descriptor)
    loop.schedule(after: .milliseconds(100)) { [self] in
      guard let door = doors[id] else { return }
      try? loop.register(door.socket.descriptor, .read) { [self] _ in accept(id) }
    }
  }
}
