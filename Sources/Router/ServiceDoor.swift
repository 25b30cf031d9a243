import Platform
import Routing

/// A listening socket that is open while it has a reason to be.
final class ServiceDoor {
  let configuration: RouterConfiguration.ServiceListener
  private let turns: Turns
  private let onAccept: (AcceptedConnection) -> Void
  private var listener: TCPListener?
  /// Why it could not be opened.
  private(set) var failure: String?

  init(
    _ configuration: RouterConfiguration.ServiceListener, turns: Turns,
    onAccept: @escaping (AcceptedConnection) -> Void
  ) {
    self.configuration = configuration
    self.turns = turns
    self.onAccept = onAccept
  }

  var isOpen: Bool { listener != nil }

  /// Opens or closes the socket: closed, clients are refused.
  func set(open: Bool, on host: String) {
    if open == isOpen { return }
    if open { self.open(on: host) } else { close() }
  }

  func close() {
    guard let listener else { return }
    turns.loop.unregister(listener.descriptor)
    listener.close()
    self.listener = nil
  }

  private func open(on host: String) {
    do {
      let listener = try TCPListener(address: host, port: configuration.port)
      try turns.loop.register(listener.descriptor, .read) { [self] _ in accept() }
      self.listener = listener
      failure = nil
    } catch { failure = "\(error)" }
  }

  /// Out of descriptors: accepting again at once would only spin.
  private func pause() {
    guard let listener else { return }
    turns.loop.unregister(listener.descriptor)
    turns.loop.schedule(after: .milliseconds(100)) { [weak self] in
      guard let self, self.listener?.descriptor === listener.descriptor else { return }
      try? turns.loop.register(listener.descriptor, .read) { [self] _ in accept() }
    }
  }

  private func accept() {
    for _ in 0..<64 {
      do {
        guard let accepted = try listener?.accept() else { return }
        onAccept(accepted)
      } catch {
        failure = "\(error)"
        return pause()
      }
    }
  }
}
