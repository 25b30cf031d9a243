import Platform
import Synchronization

/// A server that answers some requests on each connection and closes it then: at once, or when the
/// next request has come, which it takes and does not answer.
final class CuttingServer: Sendable {
  private let listener: TCPListener
  private let log = Log()
  private let bell: FileDescriptor

  var port: Int { listener.address.port }
  /// Method and path of all requests that have come.
  var requests: [String] { log.requests.withLock { $0 } }

  private final class Log: Sendable {
    let requests = Mutex<[String]>([])
  }

  init(answers: Int, takesMore: Bool = true) throws {
    let listener = try TCPListener(address: "127.0.0.1", port: 0)
    try listener.descriptor.setNonBlocking(false)
    let (bell, hammer) = try FileDescriptor.pipe()
    (self.listener, self.bell) = (listener, bell)
    let limit = answers + (takesMore ? 1 : 0)
    try SystemThread.start(name: "server") { [log] in
      while let connection = try? listener.accept()?.descriptor {
        try? connection.setNonBlocking(false)
        for number in 0..<limit {
          guard let request = try? connection.read(), !request.isEmpty else { break }
          let words = String(decoding: request, as: UTF8.self).split(separator: " ")
          log.requests.withLock { $0.append(words.prefix(2).joined(separator: " ")) }
          guard number < answers else { break }
          try? connection.writeAll("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        connection.close()
        try? hammer.writeAll("closed")
      }
    }
  }

  deinit { listener.descriptor.shutdownBoth() }

  /// Waits until a connection has been closed.
  func waitUntilClosed() throws { _ = try bell.read() }
}
