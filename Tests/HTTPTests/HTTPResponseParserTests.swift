import HTTP
import Testing

@Suite struct HTTPResponseParserTests {
  /// Feeds the text in pieces of that many bytes and collects what comes out, bodies joined.
  private func read(
    _ text: String, by size: Int, method: String = "GET"
  ) throws -> (status: Int, headers: HTTPHeaders, body: String, ended: Bool, complete: Bool) {
    var parser = HTTPResponseParser(requestMethod: method)
    var status = 0
    var headers = HTTPHeaders()
    var body: [UInt8] = []
    var ended = false
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      parser.feed(bytes[start..<min(start + size, bytes.count)])
      while let event = try parser.next() {
        switch event {
        case .head(let code, let fields): (status, headers) = (code, fields)
        case .body(let piece): body += piece
        case .end: ended = true
        }
      }
    }
    return (status, headers, String(decoding: body, as: UTF8.self), ended, parser.close())
  }

  @Test(arguments: [1, 3, 7, 1000])
  func reads_a_body_of_known_length_in_any_pieces(size: Int) throws {
    let response = try read(
      "HTTP/1.1 409 Conflict\r\nContent-Length: 5\r\ncontent-type: text/plain\r\n\r\nhello",
      by: size)
    #expect(response.status == 409)
    #expect(response.headers["Content-Type"] == "text/plain")
    #expect(response.body == "hello")
    #expect(response.ended)
  }

  @Test(arguments: [1, 2, 1000])
  func reads_chunks_with_extensions_and_trailers(size: Int) throws {
    let response = try read(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nDigest: none\r\n\r\n", by: size)
    #expect(response.body == "Wikipedia")
    #expect(response.ended)
  }

  @Test func reads_until_the_peer_closes_when_no_length_is_given() throws {
    let response = try read("HTTP/1.0 200 OK\r\n\r\nall of it", by: 1000)
    #expect(response.body == "all of it")
    #expect(!response.ended)
    #expect(response.complete)
  }

  @Test func knows_a_response_that_was_cut_short() throws {
    let response = try read("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", by: 1000)
    #expect(!response.ended)
    #expect(!response.complete)
  }

  @Test func expects_no_body_after_a_head_request() throws {
    let response = try read(
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", by: 1000, method: "HEAD")
    #expect(response.ended)
  }

  @Test func skips_an_interim_response() throws {
    let response = try read(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", by: 1000)
    #expect(response.status == 204)
    #expect(response.ended)
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  ])
  func refuses_what_is_no_response(text: String) {
    #expect(throws: HTTPParsingError.self) { try read(text, by: 1000) }
  }
}

@Suite struct PercentEncodingTests {
  @Test func decodes_and_encodes() {
    #expect(PercentEncoding.decode("a%20b%2Fc+d%zz") == "a b/c+d%zz")
    #expect(
      PercentEncoding.query("a=1+2&b=%26&c") == [
        .init("a", "1 2"), .init("b", "&"), .init("c", ""),
      ])
    #expect(PercentEncoding.encode("a b/ü", keeping: "/") == "a%20b/%C3%BC")
  }

  @Test func a_request_keeps_path_and_query_through_its_target() {
    let request = HTTPRequest(
      "GET", "/api/v1/pods", query: [.init("labelSelector", "app in (a,b)")])
    #expect(request.target == "/api/v1/pods?labelSelector=app%20in%20%28a%2Cb%29")
    let again = HTTPRequest("GET", target: request.target)
    #expect(again.path == request.path)
    #expect(again.query == request.query)
  }

  @Test(arguments: [
    ("watch=True", true), ("watch=0", false), ("watch=false", false), ("x=1", false),
    ("watch", true),
  ])
  func reads_truth_values_as_the_kubernetes_api_does(query: String, isSet: Bool) {
    #expect(HTTPRequest("GET", target: "/?\(query)").isSet("watch") == isSet)
  }
}
