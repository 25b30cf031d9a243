import Platform
import Synchronization
import TLS
import Testing

@testable import Relay

/// A relay on a thread of its own, and small servers and clients beside it.
final class Fixture: Sendable {
  let loop: EventLoop
  let relay: RelayService
  private let failures = Mutex<[String]>([])

  init() throws {
    loop = try EventLoop.start(name: "relay")
    let sink = Sink()
    relay = RelayService(loop) { _, reason in sink.append(reason) }
    self.sink = sink
  }

  deinit {
    relay.closeAll()
    let loop = loop
    loop.post { loop.stop() }
  }

  private let sink: Sink
  var reasons: [String] { sink.all }

  /// A listener that sends everything to that port on the loopback address.
  func listen(
    to port: Int, mode: RelayListener.Mode = .plain, allowed: [AddressPrefix]? = nil,
    refuses: @escaping @Sendable () -> Bool = { false }, unavailable: [UInt8]? = nil
  ) throws -> RelayHandle {
    try relay.listen(
      RelayListener(
        address: "127.0.0.1", port: 0, mode: mode, allowedSources: allowed,
        refuses: { _ in refuses() }, unavailableResponse: unavailable
      ) { _ in .tcp(host: "127.0.0.1", port: port) })
  }

  final class Sink: Sendable {
    private let texts = Mutex<[String]>([])
    func append(_ text: String) { texts.withLock { $0.append(text) } }
    var all: [String] { texts.withLock { $0 } }
  }
}

/// A server whose handler gets one blocking connection at a time, each on a thread of its own.
final class Server: Sendable {
  let listener: TCPListener
  var port: Int { listener.address.port }

  init(
    address: String = "127.0.0.1", _ handler: @escaping @Sendable (FileDescriptor) throws -> Void
  ) throws {
    let listener = try TCPListener(address: address, port: 0)
    self.listener = listener
    try listener.descriptor.setNonBlocking(false)
    try SystemThread.start(name: "server") {
      while let accepted = try? listener.accept() {
        let connection = accepted.descriptor
        try? connection.setNonBlocking(false)
        try? SystemThread.start(name: "handler") {
          try? handler(connection)
          connection.close()
        }
      }
    }
  }

  deinit { listener.descriptor.shutdownBoth() }

  /// A server that sends everything back, then ends.
  static func echo() throws -> Server {
    try Server { connection in
      while let part = try connection.read(), !part.isEmpty { try connection.writeAll(part) }
    }
  }
}

/// A client's connection; every read gives up after five seconds.
struct Client {
  let socket: FileDescriptor

  init(_ port: Int, from source: String? = nil) throws {
    socket = try TCPConnection.connect(address: "127.0.0.1", port: port, from: source)
  }

  func send(_ text: String) throws { try socket.writeAll(text) }

  func receive(atMost limit: Int = 65_536) throws -> [UInt8] {
    guard try socket.waitUntil(.read, timeout: .seconds(5)) else {
      throw Problem("nothing came within five seconds")
    }
    return try socket.read(atMost: limit) ?? []
  }

  func receiveToEnd() throws -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let part = try receive()
      if part.isEmpty { return all }
      all += part
    }
  }

  func receive(exactly count: Int) throws -> [UInt8] {
    var all: [UInt8] = []
    while all.count < count {
      let part = try receive(atMost: count - all.count)
      if part.isEmpty { throw Problem("the connection ended after \(all.count) bytes") }
      all += part
    }
    return all
  }
}

struct Problem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Waits until the condition holds, and says what was waited for if it never does.
func eventually(
  _ what: String, within limit: Duration = .seconds(5), _ condition: () throws -> Bool
) throws {
  let deadline = MonotonicTime.now() + limit
  while try !condition() {
    if MonotonicTime.now() > deadline { throw Problem("never came true: \(what)") }
    let nap = try FileDescriptor.pipe()
    _ = try nap.read.waitUntil(.read, timeout: .milliseconds(5))
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
