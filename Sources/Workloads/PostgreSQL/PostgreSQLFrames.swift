/// Messages as bytes: both directions of protocol 3.0, and nothing but bytes in and out.
package struct FrameBuffer: Sendable {
  /// The largest message that is taken; a longer one is not a message of ours.
  static let largest = 64 << 20

  private var bytes: [UInt8] = []
  private var start = 0
  /// Whether the next frame has a type byte; a client's first messages have none.
  private var hasType: Bool

  /// A buffer for what a server receives: until the start-up message, frames have no type byte.
  package static var server: FrameBuffer { FrameBuffer(hasType: false) }
  /// A buffer for what a client receives.
  package static var client: FrameBuffer { FrameBuffer(hasType: true) }

  /// Adds what was received.
  package mutating func append(_ received: some Collection<UInt8>) {
    if start > 0, start == bytes.count || start > 1 << 16 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(contentsOf: received)
  }

  /// Takes off the next message of a client, when it is complete.
  package mutating func nextFrontend() throws(PostgreSQLError) -> FrontendMessage? {
    guard let (type, body) = try next() else { return nil }
    var reader = ByteReader(body)
    guard type == 0 else { return try FrontendMessage(type: type, &reader) }
    let message = try FrontendMessage(startup: &reader)
    if case .startup = message { hasType = true }
    return message
  }

  /// Takes off the next message of a server, when it is complete.
  package mutating func nextBackend() throws(PostgreSQLError) -> BackendMessage? {
    guard let (type, body) = try next() else { return nil }
    var reader = ByteReader(body)
    return try BackendMessage(type: type, &reader)
  }

  private mutating func next() throws(PostgreSQLError) -> (UInt8, ArraySlice<UInt8>)? {
    let header = hasType ? 5 : 4
    guard bytes.count - start >= header else { return nil }
    let type = hasType ? bytes[start] : 0
    let length = bytes[(start + header - 4)..<(start + header)].reduce(0) { $0 << 8 | Int($1) }
    guard length >= 4, length <= Self.largest else {
      throw .fatal("08P01", "invalid message length \(length)")
    }
    let end = start + header - 4 + length
    guard bytes.count >= end else { return nil }
    defer { start = end }
    return (type, bytes[(start + header)..<end])
  }
}

extension FrontendMessage {
  init(startup reader: inout ByteReader) throws(PostgreSQLError) {
    switch try reader.int32() {
    case 80_877_103: self = .sslRequest
    case 80_877_104: self = .gssRequest
    case 80_877_102: self = .cancel(process: try reader.int32(), key: try reader.int32())
    case let version where version >> 16 == 3:
      var parameters: [String: String] = version & 0xFFFF > 0 ? ["_minor": "1"] : [:]
      while case let name = try reader.text(), !name.isEmpty {
        parameters[name] = try reader.text()
      }
      self = .startup(parameters)
    case let version:
      throw .fatal(
        "0A000",
        "unsupported frontend protocol \(version >> 16).\(version & 0xFFFF): "
          + "server supports 3.0")
    }
  }

  init(type: UInt8, _ reader: inout ByteReader) throws(PostgreSQLError) {
    switch type {
    case UInt8(ascii: "p"): self = .password(reader.rest())
    case UInt8(ascii: "Q"): self = .query(try reader.text())
    case UInt8(ascii: "P"):
      self = .parse(
        name: try reader.text(), sql: try reader.text(), types: try reader.int32s())
    case UInt8(ascii: "B"):
      let portal = try reader.text()
      let statement = try reader.text()
      let formats = try reader.int16s()
      let values = try reader.values()
      self = .bind(
        portal: portal, statement: statement, formats: formats, values: values,
        resultFormats: try reader.int16s())
    case UInt8(ascii: "D"): self = .describe(try reader.kind(), try reader.text())
    case UInt8(ascii: "E"): self = .execute(portal: try reader.text(), rows: try reader.int32())
    case UInt8(ascii: "C"): self = .close(try reader.kind(), try reader.text())
    case UInt8(ascii: "S"): self = .sync
    case UInt8(ascii: "H"): self = .flush
    case UInt8(ascii: "X"): self = .terminate
    default: self = .other(type)
    }
  }

  /// The message as a client sends it.
  package var bytes: [UInt8] {
    switch self {
    case .sslRequest: return ByteWriter.untyped { $0.int32(80_877_103) }
    case .gssRequest: return ByteWriter.untyped { $0.int32(80_877_104) }
    case .cancel(let process, let key):
      return ByteWriter.untyped {
        $0.int32(80_877_102)
        $0.int32(process)
        $0.int32(key)
      }
    case .startup(let parameters):
      return ByteWriter.untyped {
        $0.int32(3 << 16)
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
          $0.text(name)
          $0.text(value)
        }
        $0.byte(0)
      }
    case .password(let bytes): return ByteWriter.frame("p") { $0.raw(bytes) }
    case .query(let sql): return ByteWriter.frame("Q") { $0.text(sql) }
    case .parse(let name, let sql, let types):
      return ByteWriter.frame("P") {
        $0.text(name)
        $0.text(sql)
        $0.int16(Int16(types.count))
        for type in types { $0.int32(type) }
      }
    case .bind(let portal, let statement, let formats, let values, let resultFormats):
      return ByteWriter.frame("B") {
        $0.text(portal)
        $0.text(statement)
        $0.int16s(formats)
        $0.values(values)
        $0.int16s(resultFormats)
      }
    case .describe(let kind, let name):
      return ByteWriter.frame("D") {
        $0.byte(kind.rawValue)
        $0.text(name)
      }
    case .execute(let portal, let rows):
      return ByteWriter.frame("E") {
        $0.text(portal)
        $0.int32(rows)
      }
    case .close(let kind, let name):
      return ByteWriter.frame("C") {
        $0.byte(kind.rawValue)
        $0.text(name)
      }
    case .sync: return ByteWriter.frame("S") { _ in }
    case .flush: return ByteWriter.frame("H") { _ in }
    case .terminate: return ByteWriter.frame("X") { _ in }
    case .other(let type):
      return ByteWriter.frame(Character(Unicode.Scalar(type))) { _ in }
    }
  }
}

extension BackendMessage {
  init(type: UInt8, _ reader: inout ByteReader) throws(PostgreSQLError) {
    switch type {
    case UInt8(ascii: "R"):
      switch try reader.int32() {
      case 0: self = .authenticationOk
      case 10:
        var names: [String] = []
        while case let name = try reader.text(), !name.isEmpty { names.append(name) }
        self = .authenticationSASL(names)
      case 11: self = .authenticationSASLContinue(reader.rest())
      case 12: self = .authenticationSASLFinal(reader.rest())
      case let other: self = .authenticationOther(other)
      }
    case UInt8(ascii: "S"):
      self = .parameterStatus(name: try reader.text(), value: try reader.text())
    case UInt8(ascii: "K"):
      self = .backendKeyData(process: try reader.int32(), key: try reader.int32())
    case UInt8(ascii: "Z"):
      self = .readyForQuery(TransactionStatus(rawValue: try reader.byte()) ?? .idle)
    case UInt8(ascii: "T"):
      var fields: [PostgreSQLField] = []
      for _ in 0..<(try reader.int16()) {
        let name = try reader.text()
        try reader.skip(6)
        let type = PostgreSQLType(rawValue: try reader.int32())
        try reader.skip(6)
        fields.append(PostgreSQLField(name: name, type: type, format: try reader.int16()))
      }
      self = .rowDescription(fields)
    case UInt8(ascii: "D"): self = .dataRow(try reader.values())
    case UInt8(ascii: "C"): self = .commandComplete(try reader.text())
    case UInt8(ascii: "I"): self = .emptyQueryResponse
    case UInt8(ascii: "1"): self = .parseComplete
    case UInt8(ascii: "2"): self = .bindComplete
    case UInt8(ascii: "3"): self = .closeComplete
    case UInt8(ascii: "n"): self = .noData
    case UInt8(ascii: "s"): self = .portalSuspended
    case UInt8(ascii: "t"): self = .parameterDescription(try reader.int32s())
    case UInt8(ascii: "E"): self = .errorResponse(try reader.error())
    case UInt8(ascii: "N"): self = .noticeResponse(try reader.error())
    case UInt8(ascii: "A"):
      self = .notificationResponse(
        process: try reader.int32(), channel: try reader.text(), payload: try reader.text())
    default: self = .other(type)
    }
  }

  /// The message as a server sends it.
  package var bytes: [UInt8] {
    switch self {
    case .encryptionRefused: return [UInt8(ascii: "N")]
    case .authenticationOk: return Self.authentication(0) { _ in }
    case .authenticationSASL(let names):
      return Self.authentication(10) { writer in
        for name in names { writer.text(name) }
        writer.byte(0)
      }
    case .authenticationSASLContinue(let bytes):
      return Self.authentication(11) { $0.raw(bytes) }
    case .authenticationSASLFinal(let bytes): return Self.authentication(12) { $0.raw(bytes) }
    case .authenticationOther(let number): return Self.authentication(number) { _ in }
    case .negotiateProtocolVersion(let minor, let options):
      return ByteWriter.frame("v") {
        $0.int32(minor)
        $0.int32(Int32(options.count))
        for option in options { $0.text(option) }
      }
    case .parameterStatus(let name, let value):
      return ByteWriter.frame("S") {
        $0.text(name)
        $0.text(value)
      }
    case .backendKeyData(let process, let key):
      return ByteWriter.frame("K") {
        $0.int32(process)
        $0.int32(key)
      }
    case .readyForQuery(let status): return ByteWriter.frame("Z") { $0.byte(status.rawValue) }
    case .rowDescription(let fields):
      return ByteWriter.frame("T") {
        $0.int16(Int16(fields.count))
        for field in fields {
          $0.text(field.name)
          $0.int32(0)
          $0.int16(0)
          $0.int32(field.type.rawValue)
          $0.int16(field.type.size)
          $0.int32(-1)
          $0.int16(field.format)
        }
      }
    case .dataRow(let values): return ByteWriter.frame("D") { $0.values(values) }
    case .commandComplete(let tag): return ByteWriter.frame("C") { $0.text(tag) }
    case .emptyQueryResponse: return ByteWriter.frame("I") { _ in }
    case .parseComplete: return ByteWriter.frame("1") { _ in }
    case .bindComplete: return ByteWriter.frame("2") { _ in }
    case .closeComplete: return ByteWriter.frame("3") { _ in }
    case .noData: return ByteWriter.frame("n") { _ in }
    case .portalSuspended: return ByteWriter.frame("s") { _ in }
    case .parameterDescription(let types):
      return ByteWriter.frame("t") {
        $0.int16(Int16(types.count))
        for type in types { $0.int32(type) }
      }
    case .errorResponse(let error): return ByteWriter.frame("E") { $0.error(error) }
    case .noticeResponse(let notice): return ByteWriter.frame("N") { $0.error(notice) }
    case .notificationResponse(let process, let channel, let payload):
      return ByteWriter.frame("A") {
        $0.int32(process)
        $0.text(channel)
        $0.text(payload)
      }
    case .other(let type): return ByteWriter.frame(Character(Unicode.Scalar(type))) { _ in }
    }
  }

  private static func authentication(
    _ number: Int32, _ body: (inout ByteWriter) -> Void
  ) -> [UInt8] {
    ByteWriter.frame("R") {
      $0.int32(number)
      body(&$0)
    }
  }
}
