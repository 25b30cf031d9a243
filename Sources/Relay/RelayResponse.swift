/// Answers that a relay gives itself, as the bytes of an HTTP response after which it closes.
package enum RelayResponse {
  /// Sends the client to another address.
  package static func redirect(to location: String, permanent: Bool = false) -> [UInt8] {
    let status = permanent ? "301 Moved Permanently" : "302 Found"
    return response(status, headers: ["Location: \(location)"], body: "")
  }

  /// An answer with a status line's text, such as `503 Service Unavailable`, and a page.
  package static func page(_ status: String, html: String) -> [UInt8] {
    response(
      status, headers: ["Content-Type: text/html", "Cache-Control: private, no-cache, no-store"],
      body: html)
  }

  private static func response(_ status: String, headers: [String], body: String) -> [UInt8] {
    let head =
      ["HTTP/1.1 \(status)"] + headers
      + ["Content-Length: \(body.utf8.count)", "Connection: close", "", ""]
    return Array((head.joined(separator: "\r\n") + body).utf8)
  }
}
