/// Reads one HTTP/1.1 response from bytes as they arrive (RFC 9112): feed it, then take what is
/// there. It does no I/O.
package struct HTTPResponseParser: Sendable {
  package enum Event: Hashable, Sendable {
    case head(status: Int, headers: HTTPHeaders)
    case body([UInt8])
    case end
  }

  fileprivate enum State {
    case head
    case length(Int)
    case chunkSize
    case chunk(Int)
    case chunkEnd
    case trailers
    case untilClose
    case ended
  }

  private var state = State.head
  private var buffer: [UInt8] = []
  private var start = 0
  private let requestMethod: String

  /// The longest head that is read, in bytes.
  static let longestHead = 256 * 1024

  package init(requestMethod: String) { self.requestMethod = requestMethod }

  /// Takes bytes from the connection.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer += bytes
  }

  /// The next event, or nothing when more bytes are needed.
  /// - Throws: a reason when the bytes are no HTTP/1.1 response.
  package mutating func next() throws(HTTPParsingError) -> Event? {
    while true {
      switch state {
      case .head:
        guard let (status, headers) = try takeHead() else { return nil }
        if status == 100 { continue }
        state = try State.body(status: status, headers: headers, method: requestMethod)
        return .head(status: status, headers: headers)
      case .length(0):
        state = .ended
        return .end
      case .length(let left):
        guard let piece = take(upTo: left) else { return nil }
        state = .length(left - piece.count)
        return .body(piece)
      case .chunkSize:
        guard let line = takeLine() else { return nil }
        let digits = line.prefix { $0 != ";" }.filter { $0 != " " }
        guard let size = Int(digits, radix: 16), size >= 0 else {
          throw HTTPParsingError(reason: "'\(line)' is no chunk size")
        }
        state = size == 0 ? .trailers : .chunk(size)
      case .chunk(let left):
        guard let piece = take(upTo: left) else { return nil }
        state = left == piece.count ? .chunkEnd : .chunk(left - piece.count)
        return .body(piece)
      case .chunkEnd:
        guard takeLine() != nil else { return nil }
        state = .chunkSize
      case .trailers:
        guard let line = takeLine() else { return nil }
        if line.isEmpty {
          state = .ended
          return .end
        }
      case .untilClose:
        guard let piece = take(upTo: Int.max) else { return nil }
        return .body(piece)
      case .ended:
        return nil
      }
    }
  }

  /// Tells that the peer closed: whether the response was complete.
  package mutating func close() -> Bool {
    switch state {
    case .untilClose, .ended: true
    default: false
    }
  }

  private mutating func takeHead() throws(HTTPParsingError) -> (Int, HTTPHeaders)? {
    let bytes = buffer[start...]
    guard let end = bytes.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) else {
      if bytes.count > Self.longestHead { throw HTTPParsingError(reason: "its head has no end") }
      return nil
    }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(
      separator: "\r\n", omittingEmptySubsequences: false)
    start = end.upperBound
    let words = lines[0].split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw HTTPParsingError(reason: "it begins with '\(lines[0].prefix(60))'")
    }
    var headers = HTTPHeaders()
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else {
        throw HTTPParsingError(reason: "'\(line.prefix(60))' is no header field")
      }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers.add(String(line[..<colon]), String(value))
    }
    return (status, headers)
  }

  private mutating func takeLine() -> String? {
    guard let end = buffer[start...].firstIndex(of: 0x0A) else { return nil }
    var line = buffer[start..<end]
    if line.last == 0x0D { line.removeLast() }
    start = end + 1
    return String(decoding: line, as: UTF8.self)
  }

  private mutating func take(upTo most: Int) -> [UInt8]? {
    let count = min(most, buffer.count - start)
    guard count > 0 else { return nil }
    defer { start += count }
    return Array(buffer[start..<start + count])
  }
}

extension HTTPResponseParser.State {
  fileprivate static func body(
    status: Int, headers: HTTPHeaders, method: String
  ) throws(HTTPParsingError) -> Self {
    if method == "HEAD" || status == 204 || status == 304 { return .length(0) }
    if headers["Transfer-Encoding"]?.lowercased().contains("chunked") == true { return .chunkSize }
    guard let text = headers["Content-Length"] else { return .untilClose }
    guard let length = Int(text), length >= 0 else {
      throw HTTPParsingError(reason: "its Content-Length is '\(text)'")
    }
    return .length(length)
  }
}

/// Why bytes are no HTTP/1.1 response.
package struct HTTPParsingError: Error, Hashable, Sendable {
  package let reason: String
}
