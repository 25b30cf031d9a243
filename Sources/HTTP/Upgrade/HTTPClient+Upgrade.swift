import Platform
import TLS

/// The client's side of a change to another protocol.
extension HTTPClient {
  /// What came of asking for another protocol.
  package enum UpgradeAnswer {
    /// The connection speaks the new protocol.
    case upgraded(HTTPHeaders, LoopConnection)
    /// The server answered in HTTP instead.
    case refused(HTTPClientResponse)
  }

  /// Asks for another protocol, on a connection of its own.
  package func upgrade(_ request: HTTPRequest) throws(HTTPError) -> UpgradeAnswer {
    let connection = try connect()
    try connection.write(head(of: request) + request.body)
    var bytes: [UInt8] = []
    var end: Int?
    while end == nil {
      let piece = try connection.read(patience: timeout, answered: !bytes.isEmpty)
      guard !piece.isEmpty, bytes.count < HTTPResponseParser.longestHead else {
        throw HTTPError(
          .connectionLost, endpoint, reason: "it closed before its answer was complete")
      }
      bytes += piece
      end = HTTPRequestHead.end(of: bytes)
    }
    guard let end, bytes.starts(with: Array("HTTP/1.1 101".utf8)) else {
      defer { connection.close() }
      return .refused(try rest(of: bytes, request, connection))
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let headers = HTTPRequestHead.fields(lines.dropFirst())
    return .upgraded(headers, connection.handOver(early: Array(bytes[end...])))
  }

  private func rest(
    of bytes: [UInt8], _ request: HTTPRequest, _ connection: HTTPConnection
  ) throws(HTTPError) -> HTTPClientResponse {
    var parser = HTTPResponseParser(requestMethod: request.method)
    var response = HTTPClientResponse(status: 0, headers: [:], body: [])
    parser.feed(bytes)
    while true {
      while let event = try next(of: &parser) {
        switch event {
        case .head(let status, let headers):
          (response.status, response.headers) = (status, headers)
        case .body(let piece): response.body += piece
        case .end: return response
        }
      }
      let piece = try connection.read(patience: timeout, answered: true)
      guard piece.isEmpty else {
        parser.feed(piece)
        continue
      }
      guard parser.close() else {
        throw HTTPError(
          .connectionLost, endpoint, reason: "it closed before its answer was complete")
      }
      return response
    }
  }
}
