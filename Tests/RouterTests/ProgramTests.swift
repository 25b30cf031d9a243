import Documents
import HTTP
import Platform
import Testing

@testable import Router

extension Routers {
  @Suite struct Program {
    @Test func a_router_follows_its_files_and_tells_its_state() async throws {
      let network = try Network()
      let host = "127.211.250.1"
      let environment = RouterEnvironment(root: network.folder, host: host)
      try Files.makeDirectory("\(network.folder)/etc/skupper-router/config")
      let (stop, ending) = AsyncStream.makeStream(of: Void.self)
      let logger = quietLogger()
      let running = Task {
        try await serveRouter(environment, logger) { for await _ in stop { return } }
      }
      try Files.write(environment.file, text: #"[["router", {"id": "r1", "mode": "interior"}]]"#)
      let client = HTTPClient(.tcp(host: host, port: environment.statusPort))
      try await waits("health") { (try? client.send(HTTPRequest("GET", "/healthz")).status) == 200 }

      let server = try Server.echo()
      try Files.write(
        environment.file,
        text: """
          [["router", {"id": "r1", "mode": "interior"}],
           ["tcpListener", {"name": "l", "port": 8080, "address": "echo"}],
           ["tcpConnector", {"name": "c", "host": "127.0.0.1", "port": \(server.port),
             "address": "echo"}]]
          """)
      try await waits("the new listener") { (try? Client(host, 8080)) != nil }
      let connection = try Client(host, 8080)
      try connection.send("hi")
      #expect(try connection.receive(exactly: 2) == "hi")

      let status = try JSON.parse(try client.send(HTTPRequest("GET", "/status")).text)
      #expect(status["id"]?.string == "r1")
      #expect(status["addresses"]?[0]?["address"]?.string == "echo")
      #expect(
        try client.send(HTTPRequest("GET", "/metrics")).text.contains("\nqdr_addresses_total 1\n"))
      #expect(try client.send(HTTPRequest("GET", "/other")).status == 404)
      client.close()

      ending.yield()
      try await running.value
      #expect(connection.isClosed())
      #expect(throws: SystemError.self) { try Client(host, 8080) }
    }

    private func waits(_ what: String, for condition: () -> Bool) async throws {
      let deadline = MonotonicTime.now() + .seconds(8)
      while !condition() {
        if MonotonicTime.now() > deadline { throw Problem("it never had: \(what)") }
        await Task.yield()
      }
    }
  }
}
