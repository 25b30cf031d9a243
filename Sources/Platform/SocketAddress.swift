import Glibc

/// Where a socket is or goes: an IPv4 or IPv6 address with a port, or a path.
package enum SocketAddress: Hashable, Sendable, CustomStringConvertible {
  /// An IPv4 address, its first number in the highest byte.
  case ipv4(UInt32, port: Int)
  /// The sixteen bytes of an IPv6 address.
  case ipv6([UInt8], port: Int)
  /// The path of a Unix socket, empty for one without a name.
  case unix(String)

  /// A numeric address such as `127.0.0.1` or `::1`: `inet_pton(3)`. No name is looked up.
  package init(_ address: String, port: Int) throws(SystemError) {
    var v4 = in_addr()
    var v6 = in6_addr()
    if unsafe inet_pton(AF_INET, address, &v4) == 1 {
      self = .ipv4(UInt32(bigEndian: v4.s_addr), port: port)
    } else if unsafe inet_pton(AF_INET6, address, &v6) == 1 {
      self = unsafe .ipv6(withUnsafeBytes(of: &v6) { unsafe Array($0) }, port: port)
    } else {
      throw SystemError(.invalid, attempt: "read \(address) as a network address")
    }
  }

  /// The addresses that a name or a number stands for: `getaddrinfo(3)`. Blocks.
  package static func resolve(
    _ host: String, port: Int
  ) throws(SystemError) -> [SocketAddress] {
    if let numeric = try? SocketAddress(host, port: port) { return [numeric] }
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let result = unsafe getaddrinfo(host, nil, &hints, &list)
    defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
    guard result == 0 else {
      throw SystemError(
        result == EAI_SYSTEM ? .current : .hostUnreachable, attempt: "resolve \(host)",
        remedy: "The resolver said: \(unsafe String(cString: gai_strerror(result))).")
    }
    var found: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let pointer = unsafe entry.pointee.ai_addr,
        let address = unsafe SocketAddress(pointer, entry.pointee.ai_addrlen)
      {
        found.append(address.with(port: port))
      }
      unsafe next = entry.pointee.ai_next
    }
    return found
  }

  /// The port, 0 for a path.
  package var port: Int {
    switch self {
    case .ipv4(_, let port), .ipv6(_, let port): port
    case .unix: 0
    }
  }

  /// The address or path without the port.
  package var host: String {
    switch self {
    case .ipv4(let bits, _):
      "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
    case .ipv6(let bytes, _): Self.text(ofIPv6: bytes)
    case .unix(let path): path
    }
  }

  /// The same address with another port.
  package func with(port: Int) -> SocketAddress {
    switch self {
    case .ipv4(let bits, _): .ipv4(bits, port: port)
    case .ipv6(let bytes, _): .ipv6(bytes, port: port)
    case .unix: self
    }
  }

  /// `127.0.0.1:80`, `[::1]:80` or the path.
  package var description: String {
    switch self {
    case .ipv4: "\(host):\(port)"
    case .ipv6: "[\(host)]:\(port)"
    case .unix(let path): path
    }
  }

  var family: Int32 {
    switch self {
    case .ipv4: AF_INET
    case .ipv6: AF_INET6
    case .unix: AF_UNIX
    }
  }

  /// Calls with the C form of the address.
  func withSockaddr(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(SystemError) -> Int32 {
    switch self {
    case .ipv4(let bits, let port):
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = UInt16(clamping: port).bigEndian
      address.sin_addr.s_addr = bits.bigEndian
      return unsafe Self.call(&address, MemoryLayout<sockaddr_in>.size, body)
    case .ipv6(let bytes, let port):
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = UInt16(clamping: port).bigEndian
      unsafe withUnsafeMutableBytes(of: &address.sin6_addr) {
        unsafe $0.copyBytes(from: bytes.prefix(16))
      }
      return unsafe Self.call(&address, MemoryLayout<sockaddr_in6>.size, body)
    case .unix(let path):
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let bytes = Array(path.utf8)
      guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
        throw SystemError(
          .nameTooLong, attempt: "use the Unix socket \(path)",
          remedy: "The system allows 107 bytes; choose a shorter folder.")
      }
      unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
      return unsafe Self.call(&address, MemoryLayout<sockaddr_un>.size, body)
    }
  }

  private static func call<Address>(
    _ address: inout Address, _ size: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(size))
      }
    }
  }

  /// The address in a C structure; nil for another family.
  init?(_ pointer: UnsafePointer<sockaddr>, _ size: socklen_t) {
    let raw = unsafe UnsafeRawBufferPointer(start: pointer, count: Int(size))
    switch Int32(unsafe pointer.pointee.sa_family) {
    case AF_INET:
      let address = unsafe raw.loadUnaligned(as: sockaddr_in.self)
      self = .ipv4(
        UInt32(bigEndian: address.sin_addr.s_addr), port: Int(UInt16(bigEndian: address.sin_port)))
    case AF_INET6:
      var address = unsafe raw.loadUnaligned(as: sockaddr_in6.self)
      let bytes = unsafe withUnsafeBytes(of: &address.sin6_addr) { unsafe Array($0) }
      self = .ipv6(bytes, port: Int(UInt16(bigEndian: address.sin6_port)))
    case AF_UNIX:
      let path = unsafe raw.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }
      self = unsafe .unix(String(decoding: path, as: UTF8.self))
    default: return nil
    }
  }

  private static func text(ofIPv6 bytes: [UInt8]) -> String {
    var address = in6_addr()
    unsafe withUnsafeMutableBytes(of: &address) { unsafe $0.copyBytes(from: bytes.prefix(16)) }
    var text = [CChar](repeating: 0, count: 64)
    _ = unsafe inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
