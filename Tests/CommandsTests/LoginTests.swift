import Documents
import HTTP
import KubernetesClient
import Platform
import Synchronization
import TLS
import Testing

@testable import Commands

/// `oc login` and `oc logout` against a server that knows one person.
@Suite struct LoginTests {
  /// What somebody sees and the file that is left behind.
  final class Terminal: Sendable {
    let folder: String
    let url: String
    let port: Int
    private let printed = Mutex("")

    init(port: Int) throws {
      folder = try Files.makeTemporaryDirectory()
      url = "http://127.0.0.1:\(port)"
      self.port = port
    }

    deinit { try? Files.remove(folder) }

    /// What the command prints, with its exit code where it fails.
    func oc(_ line: String) -> String {
      printed.withLock { $0 = "" }
      let status = KubernetesCommand.run(
        program: "oc", arguments: line.split(separator: " ").map(String.init),
        environment: ["KUBECONFIG": "\(folder)/config"],
        printer: Printer(
          out: { text in self.printed.withLock { $0 += text } },
          err: { text in self.printed.withLock { $0 += text } }))
      let text = printed.withLock { $0 }.replacing(url, with: "URL")
      return status == 0 ? text : "(\(status)) \(text)"
    }

    var config: Kubeconfig {
      get throws { try Kubeconfig(text: try Files.readText("\(folder)/config"), file: "config") }
    }

    /// What the server's cluster is called.
    var cluster: String { "127-0-0-1:\(port)" }
  }

  /// A server with one person and so many projects.
  private func serve(
    projects: [String], _ body: @escaping @Sendable (Terminal) throws -> Void
  ) async throws {
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let server = Task {
      try await HTTPServer.run(
        on: .tcp(host: "127.0.0.1", port: 0), handler: { Self.answer($0, projects) },
        onReady: { found.yield($0) })
    }
    defer { server.cancel() }
    for await port in ports {
      // The commands block, and must not block the server's threads.
      try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        do {
          try SystemThread.start(name: "login") {
            done.resume(with: Result { try body(try Terminal(port: port)) })
          }
        } catch {
          done.resume(throwing: error)
        }
      }
      return
    }
  }

  private static func answer(_ request: HTTPRequest, _ projects: [String]) -> HTTPResponse {
    if request.path == "/oauth/authorize" {
      let wanted = "Basic " + Base64.encode("ada:engine")
      guard request.headers["Authorization"] == wanted else { return HTTPResponse(status: 401) }
      return HTTPResponse(
        status: 302, headers: ["Location": "/done#access_token=sha256~ada&token_type=Bearer"])
    }
    guard request.headers["Authorization"] == "Bearer sha256~ada" else {
      return HTTPResponse(
        status: 401, "{\"kind\":\"Status\",\"code\":401,\"reason\":\"Unauthorized\"}",
        type: "application/json")
    }
    let answer: Value =
      request.path.hasSuffix("/users/~")
      ? ["metadata": ["name": "ada"]]
      : ["items": .array(projects.map { ["metadata": ["name": Value($0)]] })]
    return HTTPResponse(answer.json(), type: "application/json")
  }

  @Test func the_first_login_welcomes_and_names_the_context_as_the_real_one_does() async throws {
    try await serve(projects: ["default", "lab"]) { terminal in
      #expect(
        terminal.oc("login -u ada -p engine \(terminal.url)/")
          == """
          Login successful.

          You have access to the following projects and can switch between them with 'oc project \
          <projectname>':

            * default
              lab

          Using project "default".
          Welcome! See 'oc help' to get started.

          """)
      let config = try terminal.config
      #expect(config.currentContext == "default/\(terminal.cluster)/ada")
      #expect(
        config.context("default/\(terminal.cluster)/ada")
          == Kubeconfig.Context(
            cluster: terminal.cluster, user: "ada/\(terminal.cluster)", namespace: "default"))
      #expect(config.cluster(terminal.cluster)?["server"] == Value(terminal.url))
    }
  }

  @Test func a_second_login_needs_no_password_and_keeps_a_renamed_context() async throws {
    try await serve(projects: ["default"]) { terminal in
      _ = terminal.oc("login -u ada -p engine \(terminal.url)")
      _ = terminal.oc("config rename-context default/\(terminal.cluster)/ada mine")
      #expect(
        terminal.oc("login -u ada \(terminal.url)")
          == """
          Logged into "URL" as "ada" using existing credentials.

          You have one project on this server: "default"

          Using project "default".

          """)
      let renamed = try terminal.config
      #expect(renamed.contextNames == ["mine"])
      #expect(renamed.currentContext == "mine")
      _ = terminal.oc("config set-context mine --namespace=elsewhere")
      _ = terminal.oc("login -u ada \(terminal.url)")
      let moved = try terminal.config
      #expect(
        moved.contextNames == ["mine", "default/\(terminal.cluster)/ada"],
        "a context of another namespace is another one")
    }
  }

  @Test func a_wrong_password_and_a_wrong_token_are_refused() async throws {
    try await serve(projects: ["default"]) { terminal in
      #expect(
        terminal.oc("login -u ada -p wrong \(terminal.url)")
          == "(1) Login failed (401 Unauthorized)\nVerify you have provided the correct "
          + "credentials.\n")
      #expect(
        terminal.oc("login --token=wrong \(terminal.url)")
          == "(1) error: The token provided is invalid or expired.\n\n")
      #expect(!Files.exists("\(terminal.folder)/config"))
    }
  }

  @Test func a_token_is_enough_and_logout_forgets_it() async throws {
    try await serve(projects: ["default"]) { terminal in
      #expect(
        terminal.oc("login --token=sha256~ada \(terminal.url)").hasPrefix(
          "Logged into \"URL\" as \"ada\" using the token provided.\n\n"))
      #expect(terminal.oc("logout") == "Logged \"ada\" out on \"URL\"\n")
      #expect(
        terminal.oc("whoami") == "(1) error: You must be logged in to the server (Unauthorized)\n")
      #expect(terminal.oc("logout") == "(1) error: You must have a token in order to logout.\n")
    }
  }

  @Test(arguments: [(50, "    p-49\n"), (51, "You have access to 51 projects, the list has been")])
  func more_than_fifty_projects_are_counted_in_place_of_listed(
    _ count: Int, _ expected: String
  ) async throws {
    try await serve(projects: (0..<count).map { "p-\($0)" }) { terminal in
      let printed = terminal.oc("login -u ada -p engine \(terminal.url)")
      #expect(printed.contains(expected), "\(printed)")
      #expect(printed.contains("Using project \"p-0\"."), "default is not there")
    }
  }

  @Test func a_server_where_nobody_listens_is_told() async throws {
    let terminal = try Terminal(port: 1)
    #expect(
      terminal.oc("login -u ada -p engine http://127.0.0.1:1").hasPrefix(
        "(1) error: dial tcp: 127.0.0.1:1: connect: connection refused"))
  }

  @Test(arguments: [
    ("api.crc.testing", "https://api.crc.testing:443"),
    ("https://api.x:6443/", "https://api.x:6443"),
    ("https://api.x/console?a=b", "https://api.x:443"),
  ])
  func addresses_get_a_scheme_and_a_port_and_lose_their_path(_ given: String, _ meant: String) {
    #expect(LoginServer.normalised(given) == meant)
  }
}
