import Platform
import Routing

/// Where other routers dial in.
final class LinkDoor {
  let configuration: RouterConfiguration.Listener
  private let turns: Turns
  private let onAccept: (LinkDoor, AcceptedConnection) -> Void
  private var listener: TCPListener?

  init(
    _ configuration: RouterConfiguration.Listener, turns: Turns,
    onAccept: @escaping (LinkDoor, AcceptedConnection) -> Void
  ) {
    self.configuration = configuration
    self.turns = turns
    self.onAccept = onAccept
  }

  func open(on host: String) throws {
    let listener = try TCPListener(address: host, port: configuration.port)
    try turns.loop.register(listener.descriptor, .read) { [self] _ in
      while let accepted = (try? self.listener?.accept()) ?? nil { onAccept(self, accepted) }
    }
    self.listener = listener
  }

  func close() {
    guard let listener else { return }
    turns.loop.unregister(listener.descriptor)
    listener.close()
    self.listener = nil
  }
}
