/// What the first bytes of a connection tell about where it belongs.
enum FirstBytes<Fact: Equatable>: Equatable {
  /// More bytes are needed.
  case incomplete
  /// The bytes are something else.
  case other
  case found(Fact)
}

/// The greeting of a TLS client.
enum ClientHello {
  /// The server name that the greeting asks for; a greeting need not have one.
  static func serverName(in bytes: [UInt8]) -> FirstBytes<String?> {
    switch handshake(in: bytes) {
    case .incomplete: return .incomplete
    case .other: return .other
    case .found(let hello): return .found(nameExtension(in: hello))
    }
  }

  /// The greeting's body, put together from the records that carry it.
  private static func handshake(in bytes: [UInt8]) -> FirstBytes<[UInt8]> {
    var body: [UInt8] = []
    var records = Cursor(bytes[...])
    while true {
      if let type = records.bytes.first, type != 22 { return .other }
      guard records.number(1) != nil, let version = records.number(2) else { return .incomplete }
      guard version >> 8 == 3 else { return .other }
      guard let length = records.number(2) else { return .incomplete }
      guard let part = records.take(length) else { return .incomplete }
      body += part
      guard body.count >= 4 else { continue }
      guard body[0] == 1 else { return .other }
      let total = Int(body[1]) << 16 | Int(body[2]) << 8 | Int(body[3])
      guard total <= 65_536 else { return .other }
      if body.count >= 4 + total { return .found(Array(body[4..<4 + total])) }
    }
  }

  private static func nameExtension(in hello: [UInt8]) -> String? {
    var cursor = Cursor(hello[...])
    guard
      cursor.take(34) != nil,
      let session = cursor.number(1), cursor.take(session) != nil,
      let suites = cursor.number(2), cursor.take(suites) != nil,
      let compressions = cursor.number(1), cursor.take(compressions) != nil,
      let length = cursor.number(2), let all = cursor.take(length)
    else { return nil }
    var extensions = Cursor(all)
    while let type = extensions.number(2), let size = extensions.number(2),
      let content = extensions.take(size)
    {
      guard type == 0 else { continue }
      var names = Cursor(content)
      guard
        names.number(2) != nil, names.number(1) == 0, let count = names.number(2),
        let name = names.take(count)
      else { return nil }
      return String(decoding: name, as: UTF8.self).lowercased()
    }
    return nil
  }
}

/// The head of an HTTP request.
struct RequestHead: Equatable {
  var host: String?
  var path: String

  /// The first request's host and path.
  static func parse(_ bytes: [UInt8]) -> FirstBytes<RequestHead> {
    if let first = bytes.first, !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) {
      return .other
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    guard let blank = lines.firstIndex(of: ""), blank < lines.count - 1 else { return .incomplete }
    let request = lines[0].split(separator: " ")
    guard request.count == 3, request[2].hasPrefix("HTTP/1") else { return .other }
    let host = lines[1..<blank].first { $0.lowercased().hasPrefix("host:") }?.dropFirst(5)
      .drop { $0 == " " }
    let name = host.map { $0.split(separator: ":").first.map(String.init) ?? "" }
    return .found(RequestHead(host: name?.lowercased(), path: String(request[1])))
  }
}

private struct Cursor {
  var bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard bytes.count >= count else { return nil }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }

  mutating func number(_ count: Int) -> Int? {
    take(count)?.reduce(0) { $0 << 8 | Int($1) }
  }
}
