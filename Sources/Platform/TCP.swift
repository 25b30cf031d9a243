/// A TCP socket that listens.
package struct TCPListener: Sendable {
  /// The listening socket, to register on an event loop.
  package let descriptor: FileDescriptor
  /// Where it listens, with the port that the system chose when 0 was asked for.
  package let address: SocketAddress

  /// Listens on a numeric address; port 0 lets the system choose.
  package init(address: String, port: Int, backlog: Int = 1024) throws(SystemError) {
    descriptor = try Socket.listen(on: SocketAddress(address, port: port), backlog: backlog)
    self.address = try descriptor.localAddress()
  }

  /// The next connection, nil when none is waiting.
  package func accept() throws(SystemError) -> AcceptedConnection? { try descriptor.accept() }

  /// Stops listening at once, even if a child that is just being started still has a copy.
  package func close() {
    descriptor.shutdownBoth()
    descriptor.close()
  }
}

/// TCP connections to a name or address.
package enum TCPConnection {
  /// Connects and waits, trying each address of the name in turn. The connection blocks.
  package static func connect(
    address host: String, port: Int, from source: String? = nil, timeout: Duration? = nil
  ) throws(SystemError) -> FileDescriptor {
    var failure = SystemError(.hostUnreachable, attempt: "connect to \(host):\(port)")
    let origin: SocketAddress? = if let source { try SocketAddress(source, port: 0) } else { nil }
    for target in try SocketAddress.resolve(host, port: port) {
      do {
        let connection = try Socket.connect(to: target, from: origin, timeout: timeout)
        connection.setNoDelay()
        return connection
      } catch { failure = error }
    }
    throw failure
  }
}

/// Unix sockets by path.
package enum UnixSocket {
  /// Listens at the path, in place of whatever stands there; only this user may connect.
  package static func listen(
    _ path: String, backlog: Int = 1024
  ) throws(SystemError) -> FileDescriptor {
    try? Files.removeFile(path)
    let socket = try Socket.listen(on: .unix(path), backlog: backlog)
    try Files.setPermissions(path, 0o600)
    return socket
  }

  /// Connects and waits. The connection blocks.
  package static func connect(_ path: String) throws(SystemError) -> FileDescriptor {
    try Socket.connect(to: .unix(path))
  }
}
