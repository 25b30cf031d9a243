import CPlatform
import Glibc

/// A stream socket that has come in.
package struct AcceptedConnection: Sendable {
  /// The connection, close-on-exec and non-blocking.
  package let descriptor: FileDescriptor
  /// Who called.
  package let remote: SocketAddress
}

/// Sockets that listen and connect. A connection is a `FileDescriptor`.
package enum Socket {
  /// A non-blocking, close-on-exec socket that listens: `socket(2)`, `bind(2)`, `listen(2)`.
  /// A Unix socket's path that is left over from a dead listener must be removed before.
  package static func listen(
    on address: SocketAddress, backlog: Int = 1024
  ) throws(SystemError) -> FileDescriptor {
    let socket = try make(address.family)
    if address.family != AF_UNIX { try socket.setOption(SOL_SOCKET, SO_REUSEADDR, 1) }
    try bind(socket, to: address)
    _ = try systemCall("listen on \(address)") {
      Glibc.listen(socket.number, Int32(clamping: backlog))
    }
    return socket
  }

  /// Begins to connect without waiting: `connect(2)`. When the descriptor becomes writable,
  /// `connectionError()` says what came of it. `source` is the local address to come from.
  package static func startConnecting(
    to address: SocketAddress, from source: SocketAddress? = nil
  ) throws(SystemError) -> FileDescriptor {
    let socket = try make(address.family)
    if let source { try bind(socket, to: source.with(port: 0)) }
    let result = try unsafe address.withSockaddr { unsafe Glibc.connect(socket.number, $0, $1) }
    if result < 0 {
      let code = Errno.current
      if code != .inProgress && code != .interrupted {
        throw SystemError(code, attempt: "connect to \(address)")
      }
    }
    return socket
  }

  /// Connects and waits for it; the connection that is returned blocks.
  package static func connect(
    to address: SocketAddress, from source: SocketAddress? = nil, timeout: Duration? = nil
  ) throws(SystemError) -> FileDescriptor {
    let socket = try startConnecting(to: address, from: source)
    guard try socket.waitUntil(.write, timeout: timeout) else {
      throw SystemError(.timedOut, attempt: "connect to \(address)")
    }
    if let code = socket.connectionError() {
      throw SystemError(code, attempt: "connect to \(address)")
    }
    try socket.setNonBlocking(false)
    return socket
  }

  /// Two connected Unix sockets, blocking and close-on-exec: `socketpair(2)`.
  package static func pair() throws(SystemError) -> (FileDescriptor, FileDescriptor) {
    var ends: (Int32, Int32) = (-1, -1)
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    _ = try systemCall("make a socket pair") {
      unsafe withUnsafeMutableBytes(of: &ends) {
        unsafe socketpair(AF_UNIX, type, 0, $0.assumingMemoryBound(to: Int32.self).baseAddress)
      }
    }
    return (FileDescriptor(takingOwnership: ends.0), FileDescriptor(takingOwnership: ends.1))
  }

  private static func make(_ family: Int32) throws(SystemError) -> FileDescriptor {
    let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    return FileDescriptor(
      takingOwnership: try systemCall("make a socket") {
        Glibc.socket(family, Int32(flags), 0)
      })
  }

  private static func bind(
    _ socket: FileDescriptor, to address: SocketAddress
  ) throws(SystemError) {
    let result = try unsafe address.withSockaddr { unsafe Glibc.bind(socket.number, $0, $1) }
    if result < 0 { throw SystemError(.current, attempt: "bind to \(address)") }
  }
}

extension FileDescriptor {
  /// Takes the next connection of a listening socket: `accept4(2)`. Nil when none is waiting.
  package func accept() throws(SystemError) -> AcceptedConnection? {
    while true {
      var storage = sockaddr_storage()
      var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
      let (result, remote) = unsafe withUnsafeMutablePointer(to: &storage) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
          let result = unsafe trestle_accept(number, pointer, &size, flags)
          return unsafe (result, result < 0 ? nil : SocketAddress(pointer, size))
        }
      }
      if result >= 0 {
        return AcceptedConnection(
          descriptor: FileDescriptor(takingOwnership: result), remote: remote ?? .unix(""))
      }
      switch Errno(-result) {
      case .wouldBlock: return nil
      case .interrupted, .connectionAborted: continue
      case let code: throw SystemError(code, attempt: "accept on descriptor \(number)")
      }
    }
  }

  /// Where the socket is: `getsockname(2)`.
  package func localAddress() throws(SystemError) -> SocketAddress {
    try unsafe address("find the address of descriptor \(number)") { pointer, size in
      unsafe getsockname(number, pointer, size)
    }
  }

  /// Where the socket is connected to: `getpeername(2)`.
  package func remoteAddress() throws(SystemError) -> SocketAddress {
    try unsafe address("find the peer of descriptor \(number)") { pointer, size in
      unsafe getpeername(number, pointer, size)
    }
  }

  /// Why a connection that was begun failed; nil when it stands: `SO_ERROR` in `socket(7)`.
  package func connectionError() -> Errno? {
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    let result = unsafe getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size)
    if result < 0 { return .current }
    return code == 0 ? nil : Errno(code)
  }

  /// Says that nothing more will be written: `shutdown(2)`.
  package func shutdownWriting() throws(SystemError) {
    _ = try systemCall("finish writing to descriptor \(number)") {
      shutdown(number, Int32(SHUT_WR))
    }
  }

  /// Says that nothing more will be read or written, from any thread: a blocked read ends.
  package func shutdownBoth() { _ = shutdown(number, Int32(SHUT_RDWR)) }

  /// Sends small pieces at once: `TCP_NODELAY` in `tcp(7)`. Does nothing on a Unix socket.
  package func setNoDelay() { try? setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1) }

  /// Finds dead peers of an idle connection: `SO_KEEPALIVE`, `TCP_KEEPIDLE` in `tcp(7)`.
  package func setKeepAlive(idleSeconds: Int32, intervalSeconds: Int32, count: Int32) {
    try? setOption(SOL_SOCKET, SO_KEEPALIVE, 1)
    try? setOption(Int32(IPPROTO_TCP), TCP_KEEPIDLE, idleSeconds)
    try? setOption(Int32(IPPROTO_TCP), TCP_KEEPINTVL, intervalSeconds)
    try? setOption(Int32(IPPROTO_TCP), TCP_KEEPCNT, count)
  }

  /// Asks for kernel buffers of these sizes: `SO_SNDBUF`, `SO_RCVBUF` in `socket(7)`.
  package func setBufferSizes(send: Int32? = nil, receive: Int32? = nil) {
    if let send { try? setOption(SOL_SOCKET, SO_SNDBUF, send) }
    if let receive { try? setOption(SOL_SOCKET, SO_RCVBUF, receive) }
  }

  /// Makes closing send a reset instead of a regular end: `SO_LINGER` of zero in `socket(7)`.
  package func resetOnClose() {
    var option = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(
      number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  func setOption(_ level: Int32, _ name: Int32, _ value: Int32) throws(SystemError) {
    var value = value
    _ = try systemCall("set option \(name) of descriptor \(number)") {
      unsafe setsockopt(number, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
  }

  private func address(
    _ attempt: String,
    _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) throws(SystemError) -> SocketAddress {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let (result, found) = unsafe withUnsafeMutablePointer(to: &storage) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        let result = unsafe call(pointer, &size)
        return unsafe (result, SocketAddress(pointer, size))
      }
    }
    if result < 0 { throw SystemError(.current, attempt: attempt) }
    return found ?? .unix("")
  }
}
