import Platform
import TLS

/// A server on the loopback address whose handler gets blocking connections, each on its thread.
final class Server: Sendable {
  private let listener: TCPListener
  var port: Int { listener.address.port }

  init(_ handler: @escaping @Sendable (FileDescriptor) throws -> Void) throws {
    let listener = try TCPListener(address: "127.0.0.1", port: 0)
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

  /// A server that says its name and ends.
  static func named(_ name: String) throws -> Server {
    try Server { try $0.writeAll(name) }
  }
}

/// A client's connection; every read gives up after ten seconds.
struct Client: Sendable {
  let socket: FileDescriptor

  init(_ address: String, _ port: Int) throws {
    socket = try TCPConnection.connect(address: address, port: port)
  }

  func send(_ text: String) throws { try socket.writeAll(text) }

  func receive(atMost limit: Int = 262_144) throws -> [UInt8] {
    guard try socket.waitUntil(.read, timeout: .seconds(10)) else {
      throw Problem("nothing came within ten seconds")
    }
    return try socket.read(atMost: limit) ?? []
  }

  func receive(exactly count: Int) throws -> String {
    var all: [UInt8] = []
    while all.count < count {
      let part = try receive(atMost: count - all.count)
      if part.isEmpty { throw Problem("the connection ended after \(all.count) bytes") }
      all += part
    }
    return String(decoding: all, as: UTF8.self)
  }

  func receiveToEnd() throws -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let part = try receive()
      if part.isEmpty { return all }
      all += part
    }
  }

  /// Whether the other side is gone, be it by an end or by a reset.
  func isClosed() -> Bool {
    guard let part = try? receive() else { return true }
    return part.isEmpty
  }
}
