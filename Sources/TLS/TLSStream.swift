/// A blocking client's connection over TLS: plain text in and out, and two closures that move
/// ciphertext, whatever they move it over.
package final class TLSStream {
  /// Reads ciphertext into the span and says how much; 0 means that the connection has ended.
  package typealias Receive = (inout MutableRawSpan) throws -> Int
  /// Sends some of the ciphertext and says how much.
  package typealias Send = (RawSpan) throws -> Int

  /// The session, for facts about the other side.
  package let session: TLSSession
  private let receiveCiphertext: Receive
  private let sendCiphertext: Send

  /// A stream on a connected session. Nothing happens before the first call.
  package init(_ session: TLSSession, receive: @escaping Receive, send: @escaping Send) {
    self.session = session
    receiveCiphertext = receive
    sendCiphertext = send
  }

  /// Performs the handshake, which verifies the other side.
  package func handshake() throws {
    while true {
      let result = session.handshake()
      try flush()
      switch result {
      case .done: return
      case .wantsRead: try fill()
      case .failed(let error): throw error
      }
    }
  }

  /// Reads what there is, at most as much as fits, waiting for the first byte; 0 is the end.
  package func read(into span: inout MutableRawSpan) throws -> Int {
    while true {
      let result = session.read(into: &span)
      try flush()
      switch result {
      case .bytes(let count): return count
      case .wantsRead: try fill()
      case .closed: return 0
      case .failed(let error): throw error
      }
    }
  }

  /// Reads what there is, at most `limit` bytes, waiting for the first one; empty is the end.
  package func read(atMost limit: Int = 16_384) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    let count = try read(into: &raw)
    bytes.removeLast(limit - count)
    return bytes
  }

  /// Writes all the bytes.
  package func write(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let part = unsafe bytes.span.bytes.extracting(done..<min(bytes.count, done + 65_536))
      let result = session.write(part)
      try flush()
      switch result {
      case .bytes(let count): done += count
      case .wantsRead: try fill()
      case .failed(let error): throw error
      }
    }
  }

  /// Says goodbye to the other side; the caller closes what the closures use.
  package func close() {
    session.close()
    try? flush()
  }

  private func fill() throws {
    if try session.receive(atMost: 32_768, receiveCiphertext) == 0 { session.receiveEnd() }
  }

  private func flush() throws {
    while session.pendingCiphertext > 0 { try session.drainCiphertext(sendCiphertext) }
  }
}
