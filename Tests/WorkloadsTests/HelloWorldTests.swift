import Documents
import HTTP
import Kubernetes
import Testing

@testable import Workloads

/// The hello-world programs: greetings, pages, and what is seen when the backend is gone.
@Suite struct HelloWorldTests {
  private let backend = HelloBackend.handler(name: "Bright Beacon", pod: "backend-1")

  private func post(_ path: String, _ body: Value) -> HTTPRequest {
    HTTPRequest("POST", path, body: Array(body.json().utf8))
  }

  private func text(_ response: HTTPResponse) -> String {
    if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "" }
  }

  /// A frontend whose backend is that handler.
  private func withFrontend(
    _ body: @escaping @Sendable (HelloFrontend) async throws -> Void
  ) async throws {
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let handler = backend
    let server = Task {
      try await HTTPServer.run(
        on: .tcp(host: "127.0.0.1", port: 0), handler: handler, onReady: { found.yield($0) })
    }
    defer { server.cancel() }
    for await port in ports {
      try await body(frontend(port: port))
      return
    }
  }

  private func frontend(port: Int) -> HelloFrontend {
    HelloFrontend(
      backend: .tcp(host: "127.0.0.1", port: port), records: HelloFrontend.Records(),
      log: { _ in })
  }

  @Test func the_backend_greets_by_name_and_says_where_it_runs() async throws {
    #expect(
      text(await backend(HTTPRequest("GET", "/api/hello")))
        == "Hello, stranger.  I am Bright Beacon (backend-1).\n")
    let answer = try JSON.parse(
      Array(text(await backend(post("/api/hello", ["name": "Ada", "text": "Hello!"]))).utf8))
    #expect(
      answer == ["text": "Hi, Ada.  I am Bright Beacon (backend-1).", "name": "Bright Beacon"])
    #expect(text(await backend(HTTPRequest("GET", "/api/health"))) == "OK\n")
    #expect(await backend(HTTPRequest("POST", "/api/hello")).status == 400)
    #expect(await backend(HTTPRequest("DELETE", "/api/hello")).status == 405)
  }

  @Test func the_frontend_carries_a_greeting_and_remembers_it() async throws {
    try await withFrontend { frontend in
      let greeting: Value = ["name": "Ada", "text": "Hello! I am Ada."]
      let answer = await frontend.respond(
        to: HTTPRequest("POST", "/api/hello", body: Array(greeting.json().utf8)))
      #expect(try JSON.parse(Array(text(answer).utf8))["name"] == "Bright Beacon")
      let data = try JSON.parse(
        Array(text(await frontend.respond(to: HTTPRequest("GET", "/api/data"))).utf8))
      #expect(data[0]?["request"] == greeting)
      #expect(data[0]?["response", "text"] == "Hi, Ada.  I am Bright Beacon (backend-1).")
      let page = text(await frontend.respond(to: HTTPRequest("GET", "/")))
      #expect(page.contains("<td>Hello! I am <b>Ada</b>.</td>"))
      #expect(page.contains("<td>Hi, Ada.  I am <b>Bright Beacon</b> (backend-1).</td>"))
      #expect(text(await frontend.respond(to: HTTPRequest("GET", "/api/health"))) == "OK\n")
    }
  }

  @Test func the_button_works_without_a_script_and_keeps_the_visitors_name() async throws {
    try await withFrontend { frontend in
      let page = text(
        await frontend.respond(
          to: HTTPRequest("POST", "/", body: Array("name=Merry+Marten".utf8))))
      #expect(page.contains("Your name is <b>Merry Marten</b>."))
      #expect(page.contains("Hi, Merry Marten."))
    }
  }

  @Test func a_backend_that_is_gone_shows_as_a_row_with_the_reason() async throws {
    let frontend = frontend(port: 1)
    let answer = await frontend.respond(to: post("/api/hello", ["name": "Ada", "text": "<b>"]))
    #expect(text(answer) == "{\"error\":\"All connection attempts failed\"}")
    let page = text(await frontend.respond(to: HTTPRequest("GET", "/")))
    #expect(page.contains("<span class=\"trouble\">Error: All connection attempts failed</span>"))
    #expect(page.contains("&lt;b&gt;"))
    #expect(await frontend.respond(to: HTTPRequest("GET", "/api/health")).status == 500)
  }

  @Test func every_visit_gets_a_name_of_two_words_that_begin_alike() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      for name in [
        HelloNames.visitor(using: &generator), HelloNames.backend(using: &generator),
      ] {
        let words = name.split(separator: " ")
        #expect(words.count == 2, "\(name)")
        #expect(words.first?.first == words.last?.first, "\(name)")
      }
    }
    #expect(HelloNames.identifier("Merry Marten") == "merry-marten")
  }

  @Test func every_image_has_a_program() {
    let images = builtInImages.filter { $0.command.last?.hasPrefix("hello-world") == true }
    #expect(images.count == 4)
    for image in images {
      #expect(WorkloadTable.programs[image.command.last ?? ""] != nil, "\(image.repository)")
    }
  }

  @Test func the_backends_address_is_read_from_the_option() throws {
    #expect(try HelloFrontend.endpoint("http://there:9000/") == .tcp(host: "there", port: 9000))
    #expect(HelloOptions(["--port", "99", "--host=h"]).port == 99)
    #expect(throws: HelloError.self) { try HelloFrontend.endpoint("there") }
  }
}
