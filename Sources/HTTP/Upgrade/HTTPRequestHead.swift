/// The head of a request that may ask for another protocol, read before HTTP is.
enum HTTPRequestHead {
  /// The longest head that is waited for, in bytes.
  static let limit = 64 * 1024

  /// A request and the protocol that it asks for, as ``HTTPUpgrade/protocols`` spells it.
  struct Wish: Sendable {
    let request: HTTPRequest
    let name: String
  }

  /// Where a head ends, behind its empty line; nothing when it has not come to its end.
  static func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (4...bytes.count).first {
      bytes[$0 - 1] == 0x0A && bytes[$0 - 2] == 0x0D && bytes[$0 - 3] == 0x0A
        && bytes[$0 - 4] == 0x0D
    }
  }

  /// The wish of a head that ends with its empty line; nothing when it is an ordinary request or
  /// none at all, which HTTP deals with.
  static func wish(in bytes: ArraySlice<UInt8>) -> Wish? {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    let words = (lines.first ?? "").split(separator: " ")
    guard words.count == 3, words[2] == "HTTP/1.1" else { return nil }
    let headers = fields(lines.dropFirst())
    let connection = headers.all("Connection").joined(separator: ",").lowercased()
    let asked = headers["Upgrade"]?.lowercased()
    guard
      connection.split(separator: ",").contains(where: { $0.filter { $0 != " " } == "upgrade" }),
      let name = HTTPUpgrade.protocols.first(where: { $0.lowercased() == asked }),
      headers["Transfer-Encoding"] == nil, headers["Content-Length"] ?? "0" == "0"
    else { return nil }
    return Wish(
      request: HTTPRequest(String(words[0]), target: String(words[1]), headers: headers),
      name: name)
  }

  /// Header fields from their lines.
  static func fields(_ lines: some Sequence<Substring>) -> HTTPHeaders {
    var headers = HTTPHeaders()
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let value = parts[1].drop { $0 == " " || $0 == "\t" }
      headers.add(
        String(parts[0]), String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed()))
    }
    return headers
  }
}
