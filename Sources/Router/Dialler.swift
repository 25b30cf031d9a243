import Platform
import Routing

/// One configured link to another router: dials it, and dials again whenever it is lost.
final class Dialler {
  /// How a link stands, for people.
  enum State: Equatable {
    case connecting(String?)
    case connected
    case failed(String)
  }

  let configuration: RouterConfiguration.Connector
  private(set) var state = State.connecting(nil)
  private(set) var link: Link?
  private let turns: Turns
  private let connect: (Dialler, SocketAddress) throws -> Link
  private let onChange: () -> Void
  private var reconnection = Reconnection()
  private var timer: LoopTimer?
  private var isActive = false

  init(
    _ configuration: RouterConfiguration.Connector, turns: Turns,
    connect: @escaping (Dialler, SocketAddress) throws -> Link, onChange: @escaping () -> Void
  ) {
    self.configuration = configuration
    self.turns = turns
    self.connect = connect
    self.onChange = onChange
  }

  /// Begins to dial.
  func activate() {
    if isActive { return }
    isActive = true
    if case .failed = state { dialLater() } else { dial() }
  }

  /// Gives up the link.
  func deactivate(_ reason: String) {
    isActive = false
    cancelTimer()
    link?.close(reason)
    link = nil
    if case .failed = state {} else { state = .connecting(reason) }
    onChange()
  }

  func established() {
    reconnection.succeeded()
    state = .connected
    onChange()
  }

  /// The link failed or was lost, and is dialled again in a while.
  func lost(_ reason: String) {
    link = nil
    guard isActive else { return }
    state = .failed(reason)
    dialLater()
    onChange()
  }

  /// Dials now instead of later, since what it failed for may have changed.
  func hurry() {
    if isActive, link == nil, timer != nil { dial() }
  }

  private func dialLater() {
    cancelTimer()
    timer = turns.loop.schedule(after: .milliseconds(reconnection.failed())) { [weak self] in
      self?.dial()
    }
  }

  private func dial() {
    cancelTimer()
    guard isActive, link == nil else { return }
    Resolver.resolve(configuration.host, port: configuration.port, on: turns.loop) {
      [weak self] result in
      guard let self, isActive, link == nil else { return }
      switch result {
      case .success(let address):
        do { link = try connect(self, address) } catch { lost("\(error)") }
      case .failure(let error): lost("\(error)")
      }
    }
  }

  private func cancelTimer() {
    if let timer { turns.loop.cancel(timer) }
    timer = nil
  }
}

/// Names to addresses without stopping the loop.
enum Resolver {
  static func resolve(
    _ host: String, port: Int, on loop: EventLoop,
    then: @escaping (Result<SocketAddress, SystemError>) -> Void
  ) {
    if let numeric = try? SocketAddress(host, port: port) { return then(.success(numeric)) }
    let answer = Answer(then)
    do {
      try SystemThread.start(name: "resolver") {
        let result: Result<SocketAddress, SystemError>
        do throws(SystemError) {
          let found = try SocketAddress.resolve(host, port: port)
          let v4 = found.first { if case .ipv4 = $0 { true } else { false } }
          if let address = v4 ?? found.first {
            result = .success(address)
          } else {
            result = .failure(SystemError(.hostUnreachable, attempt: "resolve \(host)"))
          }
        } catch { result = .failure(error) }
        loop.post { answer.deliver(result) }
      }
    } catch { then(.failure(error)) }
  }

  /// Carries the closure through the thread that resolves.
  ///
  /// `@unchecked Sendable`: made and called on the loop's thread alone.
  private final class Answer: @unchecked Sendable {
    let deliver: (Result<SocketAddress, SystemError>) -> Void
    init(_ deliver: @escaping (Result<SocketAddress, SystemError>) -> Void) {
      self.deliver = deliver
    }
  }
}
