import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Sites
import Testing

/// A site within the test's process, in a folder of its own, with a client and a terminal.
final class SiteBench: Sendable {
  let directory: String
  let configuration: SiteConfiguration
  let site: Site
  private let client: KubernetesClient
  private let lease: BlockLease

  /// An image whose program answers HTTP requests on port 8080 with its pod's name.
  static let web = ImageDescription(
    repository: "lab/web", ports: [8080],
    command: ["python3", "-u", "-c", webProgram])

  private static let webProgram = """
    import http.server, os, sys
    class H(http.server.BaseHTTPRequestHandler):
      def do_GET(self):
        body = (os.environ["HOSTNAME"] + " saw " + self.client_address[0] + "\\n").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        print("asked for", self.path)
      def log_message(self, *a): pass
    print("listening")
    http.server.ThreadingHTTPServer(("0.0.0.0", 8080), H).serve_forever()
    """

  static let images = [
    web,
    ImageDescription(
      repository: "lab/loop", command: ["sh", "-c", "echo hello; while :; do sleep 0.1; done"]),
    ImageDescription(repository: "lab/crash", command: ["sh", "-c", "echo broken; exit 3"]),
  ]

  private init(
    directory: String, configuration: SiteConfiguration, site: Site, client: KubernetesClient,
    lease: BlockLease
  ) {
    self.directory = directory
    self.configuration = configuration
    self.site = site
    self.client = client
    self.lease = lease
  }

  /// Starts a site, lets the body use it, and stops it whatever happens.
  static func run(
    platform openshift: Bool = true, _ body: (SiteBench) async throws -> Void
  ) async throws {
    let directory = try Files.makeTemporaryDirectory(prefix: "site")
    defer { try? Files.remove(directory) }
    let lease = try BlockLease.claim()
    defer { lease.release() }
    let configuration = SiteConfiguration(
      name: "east", session: directory, block: lease.block, namespace: "lab",
      isOpenShift: openshift, domain: "apps.example.test", images: images,
      dns: "\(directory)/shared")
    try configuration.write(directory: directory)
    let bench = try await open(directory, configuration, lease)
    do {
      try await body(bench)
    } catch {
      await bench.site.stop(within: .milliseconds(200))
      throw error
    }
    await bench.site.stop(within: .milliseconds(200))
  }

  private static func open(
    _ directory: String, _ configuration: SiteConfiguration, _ lease: BlockLease
  ) async throws -> SiteBench {
    let site = try await Site.start(
      directory: directory, images: [],
      surroundings: Site.Surroundings(
        executable: "/bin/false", podExec: [], networkLibrary: networkLibrary))
    let text = try Files.readText("\(directory)/kubeconfig")
    let client = try KubernetesClient(
      try Kubeconfig(text: text, file: "kubeconfig").access(), namespace: "lab")
    return SiteBench(
      directory: directory, configuration: configuration, site: site, client: client,
      lease: lease)
  }

  /// The same site after a stop and a new start, in another block if one is given.
  func restarted(in block: Int? = nil) async throws -> SiteBench {
    await site.stop(within: .milliseconds(200))
    var configuration = configuration
    if let block {
      configuration.block = block
      try configuration.write(directory: directory)
    }
    return try await SiteBench.open(directory, configuration, lease)
  }

  /// The library beside the test bundle.
  static let networkLibrary: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? Executable.path
    var folder = Path.parent(of: Path.resolve(bundle, in: Files.currentDirectory))
    while folder != "/" {
      if Files.exists("\(folder)/libtrestle-net.so") { return "\(folder)/libtrestle-net.so" }
      folder = Path.parent(of: folder)
    }
    return Files.currentDirectory + "/.build/debug/libtrestle-net.so"
  }()

  /// The environment of a terminal on the site's first host.
  func hostEnvironment() throws -> [String: String] {
    try HostEnvironment.variables(
      site: configuration, directory: directory, host: 0, name: "bastion",
      root: "\(directory)/hosts/bastion", kubeconfig: "\(directory)/kubeconfig",
      executable: "/bin/false", library: SiteBench.networkLibrary)
  }

  /// What a program prints that runs on the site's first host.
  func onHost(_ program: String, _ arguments: String...) async throws -> String {
    try await output(of: ProcessLaunch(program, arguments, environment: hostEnvironment()))
  }
}

/// What a short program prints.
func output(of launch: ProcessLaunch) async throws -> String {
  try await apart {
    String(decoding: try launch.run(timeout: .seconds(20)).output, as: UTF8.self)
  }
}

/// Runs what blocks on a thread of its own, so that it takes none from a site that lives in the
/// same process.
func apart<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    do {
      try SystemThread.start(name: "apart") {
        continuation.resume(with: Swift.Result { try body() })
      }
    } catch {
      continuation.resume(throwing: error)
    }
  }
}

/// Requests of the site's person.
extension SiteBench {
  @discardableResult
  func create(_ type: ResourceType, _ object: Value) async throws -> Value {
    try await apart { [client] in try client.create(type, object) }
  }

  func patch(_ type: ResourceType, _ name: String, _ patch: Value) async throws {
    try await apart { [client] in _ = try client.patch(type, name, patch) }
  }

  func delete(_ type: ResourceType, _ name: String) async throws {
    try await apart { [client] in _ = try client.delete(type, name) }
  }

  func find(_ type: ResourceType, _ name: String) async throws -> Value? {
    try await apart { [client] in try client.find(type, name) }
  }

  func list(_ type: ResourceType, labels: String? = nil) async throws -> [Value] {
    try await apart { [client] in try client.list(type, labels: labels) }
  }
}

extension SiteBench {
  func deploy(
    _ name: String, image: String, replicas: Int = 1, container: Value = [:]
  ) async throws {
    var container = container
    container["name"] = Value(name)
    container["image"] = Value(image)
    try await create(
      .deployments,
      [
        "metadata": ["name": Value(name)],
        "spec": [
          "replicas": Value(replicas), "selector": ["matchLabels": ["app": Value(name)]],
          "template": [
            "metadata": ["labels": ["app": Value(name)]],
            "spec": ["terminationGracePeriodSeconds": 1, "containers": [container]],
          ],
        ],
      ])
  }

  func expose(_ name: String, port: Int, target: Int = 8080) async throws {
    try await create(
      .services,
      [
        "metadata": ["name": Value(name)],
        "spec": [
          "selector": ["app": Value(name)],
          "ports": [["port": Value(port), "targetPort": Value(target)]],
        ],
      ])
  }

  /// The pods of an application, oldest name first.
  func pods(_ name: String) async throws -> [Value] {
    try await list(.pods, labels: "app=\(name)")
  }

  /// One word for the state of a pod, as its table row shows it.
  func state(_ pod: Value) -> String {
    let container = pod["status", "containerStatuses"]?[0]
    let state = container?["state"]
    if pod.isBeingDeleted { return "Terminating" }
    return state?["waiting", "reason"]?.string ?? state?["terminated", "reason"]?.string
      ?? (pod.holds("Ready") ? "Ready" : pod["status", "phase"]?.string ?? "?")
  }

  /// Waits for the one pod of an application to be in a state.
  @discardableResult
  func pod(
    _ name: String, is wanted: String, within time: Duration = .seconds(8),
    where isMeant: (Value) -> Bool = { _ in true }
  ) async throws -> Value {
    var found: Value?
    try await eventually("a pod of \(name) is \(wanted)", within: time) {
      let pods = try await pods(name)
      found = pods.first { state($0) == wanted && isMeant($0) }
      return (found != nil, pods.map { "\($0.name): \(state($0))" }.joined(separator: ", "))
    }
    return try #require(found)
  }

  func log(_ pod: Value) async throws -> String {
    let path = ResourceType.pods.path(namespace: "lab", name: pod.name, subresource: "log")
    return try await apart { [client] in try client.raw("GET", path).text }
  }
}

/// Waits until a condition holds; when it does not in time, the test fails with what was seen.
func eventually(
  _ condition: String, within time: Duration = .seconds(8),
  _ check: () async throws -> (Bool, String)
) async throws {
  let deadline = MonotonicTime.now() + time
  var seen = ""
  while true {
    let (holds, now) = try await check()
    if holds { return }
    seen = now
    guard MonotonicTime.now() < deadline else { break }
    try await Task.sleep(for: .milliseconds(20))
  }
  Issue.record("\(condition): not within \(time.seconds) s; seen: \(seen)")
  throw TimeOut()
}

struct TimeOut: Error {}
