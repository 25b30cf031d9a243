import Platform
import Sites
import Testing

/// Real programs with the site network preloaded, and nothing of a site but names and addresses.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SiteNetworkTests {
  /// A server at an address that tells each client where it came from.
  private final class Teller: Sendable {
    let process: ChildProcess
    private let output: FileDescriptor
    static let program = """
      import socket, sys
      s = socket.socket()
      s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      s.bind((sys.argv[1], int(sys.argv[2])))
      s.listen(16)
      print("listening", flush=True)
      while True:
        c, a = s.accept()
        body = (a[0] + "\\n").encode()
        c.sendall(b"HTTP/1.0 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n%s" % (len(body), body))
        c.shutdown(socket.SHUT_WR)
        while c.recv(4096): pass
        c.close()
      """

    init(_ address: String, _ port: Int, environment: [String: String] = Environment.all) throws {
      let (read, write) = try FileDescriptor.pipe()
      var launch = ProcessLaunch(
        "python3", ["-c", Teller.program, address, String(port)], environment: environment)
      launch.output = .descriptor(write)
      process = try launch.start()
      write.close()
      output = read
      #expect(try read.waitUntil(.read, timeout: .seconds(20)), "the server never listened")
    }

    deinit { process.send(.kill) }
  }

  private final class Network {
    let lease: BlockLease
    let directory: String

    init() throws {
      lease = try BlockLease.claim(preferring: 100)
      directory = try Files.makeTemporaryDirectory(prefix: "names")
      try Files.makeDirectory("\(directory)/shared")
      try Files.write(
        "\(directory)/lab.hosts",
        text: "# services\n127.\(block).1.5 backend backend.lab backend.lab.svc\n")
      try Files.write("\(directory)/shared/here.hosts", text: "127.\(block).0.1 web.apps.test\n")
    }

    deinit {
      try? Files.remove(directory)
      lease.release()
    }

    var block: Int { lease.block }

    func environment(_ kind: NetworkVariables.Kind, lowPorts: Int = 0) -> [String: String] {
      let variables = NetworkVariables(
        library: SiteBench.networkLibrary,
        address: kind == .pod ? "127.\(block).128.1" : "127.\(block).0.10", block: block,
        lowPorts: lowPorts, kind: kind,
        hosts: ["\(directory)/lab.hosts", "\(directory)/shared"])
      var environment = Environment.all.merging(variables.variables) { $1 }
      if kind == .pod { environment["HOSTNAME"] = "backend-1" }
      return environment
    }

    func run(
      _ program: String, _ arguments: String..., as kind: NetworkVariables.Kind = .host,
      lowPorts: Int = 0
    ) async throws -> String {
      var launch = ProcessLaunch(
        "sh", ["-c", "exec \"$0\" \"$@\" 2>&1", program] + arguments,
        environment: environment(kind, lowPorts: lowPorts))
      launch.input = .null
      return try await output(of: launch)
    }
  }

  @Test func programs_find_services_by_name_and_come_from_their_own_address() async throws {
    let network = try Network()
    let teller = try Teller("127.\(network.block).1.5", 8080)
    defer { withExtendedLifetime(teller) {} }
    let own = "127.\(network.block).0.10\n"
    for name in ["backend", "backend.lab", "backend.lab.svc", "BACKEND."] {
      #expect(try await network.run("curl", "-s", "http://\(name):8080/") == own)
    }
    let python =
      "import urllib.request as u; print(u.urlopen('http://backend:8080').read().decode(), end='')"
    #expect(try await network.run("python3", "-c", python) == own)
    let shell =
      "exec 3<>/dev/tcp/backend/8080; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; tail -1 <&3"
    #expect(try await network.run("bash", "-c", shell) == own)
  }

  @Test func the_old_ways_of_looking_up_names_work_too() async throws {
    let network = try Network()
    let address = "127.\(network.block).1.5"
    let python = """
      import socket
      print(socket.gethostbyname("backend"), socket.gethostbyname_ex("backend.lab")[2])
      print(socket.getaddrinfo("backend", "http", 0, socket.SOCK_STREAM, 0, socket.AI_CANONNAME))
      try: socket.getaddrinfo("backend", 80, socket.AF_INET6)
      except socket.gaierror as e: print(e.errno)
      """
    let output = try await network.run("python3", "-c", python).split(separator: "\n")
    #expect(output.first == "\(address) ['\(address)']")
    #expect(output.dropFirst().first?.contains("'backend', ('\(address)', 80)") == true)
    #expect(output.last == "-2")
    let psql = try await network.run("psql", "-h", "backend", "-p", "1", "-U", "x", "-c", "", "d")
    #expect(psql.contains("\"backend\" (\(address)), port 1 failed"))
  }

  @Test func unknown_names_of_a_site_fail_at_once_and_others_are_asked_for() async throws {
    let network = try Network()
    let start = MonotonicTime.now()
    for name in ["nothing", "nothing.lab.svc", "nothing.lab.svc.cluster.local"] {
      let output = try await network.run("curl", "-sS", "http://\(name):8080/")
      #expect(output.contains("Could not resolve host: \(name)"))
    }
    // A name server that does not answer would be waited for five seconds each time.
    #expect(MonotonicTime.now() - start < .seconds(5))
    #expect(try await network.run("getent", "ahostsv4", "localhost").hasPrefix("127.0.0.1"))
  }

  @Test func a_service_that_appears_is_found_by_the_next_look_up() async throws {
    let network = try Network()
    #expect(try await network.run("getent", "hosts", "late").isEmpty)
    try Files.write(
      "\(network.directory)/lab.hosts", text: "127.\(network.block).1.6 late\n")
    #expect(try await network.run("getent", "hosts", "late").hasPrefix("127.\(network.block).1.6"))
  }

  @Test func another_site_is_reached_at_its_node_alone() async throws {
    let network = try Network()
    let other = try BlockLease.claim(preferring: 120)
    defer { other.release() }
    let node = try Teller("127.\(other.block).0.1", 8080)
    let inside = try Teller("127.\(other.block).1.5", 8080)
    defer { withExtendedLifetime((node, inside)) {} }
    #expect(
      try await network.run("curl", "-s", "http://127.\(other.block).0.1:8080/")
        == "127.\(network.block).0.10\n")
    let refused = try await network.run("curl", "-sS", "http://127.\(other.block).1.5:8080/")
    #expect(refused.contains("Failed to connect"))
  }

  @Test func a_server_in_a_pod_is_at_the_pods_address_and_is_its_own_localhost() async throws {
    let network = try Network()
    let server = try Teller("0.0.0.0", 8081, environment: network.environment(.pod))
    let local = try Teller("127.0.0.1", 8082, environment: network.environment(.pod))
    let low = try Teller("0.0.0.0", 80, environment: network.environment(.pod, lowPorts: 8000))
    defer { withExtendedLifetime((server, local, low)) {} }
    let pod = "127.\(network.block).128.1"
    for place in [
      "127.0.0.1:8081", "localhost:8081", "[::1]:8081", "backend-1:8081", "127.0.0.1:8082",
    ] {
      #expect(try await network.run("curl", "-s", "http://\(place)/", as: .pod) == "\(pod)\n")
    }
    #expect(
      try await network.run("curl", "-s", "http://\(pod):8081/") == "127.\(network.block).0.10\n")
    #expect(
      try await network.run("curl", "-s", "http://localhost/", as: .pod, lowPorts: 8000)
        == "\(pod)\n")
    #expect(try await network.run("curl", "-s", "http://\(pod):80/", lowPorts: 8000) != "")
    #expect(try await network.run("curl", "-s", "http://\(pod):8080/") != "")
  }

  @Test func a_server_for_both_families_starts_in_a_pod() async throws {
    let network = try Network()
    let program = """
      import socket
      four = socket.create_server(("0.0.0.0", 8085))
      six = socket.create_server(("::", 8085), family=socket.AF_INET6)
      print(four.getsockname()[0], six.getsockname()[0])
      """
    #expect(
      try await network.run("python3", "-c", program, as: .pod)
        == "127.\(network.block).128.1 ::1\n")
  }

  @Test func many_threads_look_up_names_at_once() async throws {
    let network = try Network()
    let program = """
      import socket, threading
      seen = []
      def look():
        for _ in range(200): seen.append(socket.gethostbyname("backend"))
      threads = [threading.Thread(target=look) for _ in range(16)]
      [t.start() for t in threads]; [t.join() for t in threads]
      print(len(seen), set(seen))
      """
    #expect(
      try await network.run("python3", "-c", program) == "3200 {'127.\(network.block).1.5'}\n")
  }

  @Test func without_its_variables_the_library_changes_nothing() async throws {
    let teller = try Teller("127.0.0.1", 18_099)
    defer { withExtendedLifetime(teller) {} }
    let environment = Environment.all.merging(["LD_PRELOAD": SiteBench.networkLibrary]) { $1 }
    let launch = ProcessLaunch(
      "curl", ["-s", "http://127.0.0.1:18099/"], environment: environment)
    #expect(
      try await output(of: launch) == "127.0.0.1\n")
  }
}
