/// A server for tests: a store in memory behind the API, reached by calling it or over loopback.
import Documents
import HTTP
import Kubernetes
import Synchronization
import TLS

@testable import Sites

struct APITestServer: Sendable {
  let store: ObjectStore
  let server: APIServer
  let time: TestTime

  static let images = [
    ImageDescription(
      repository: "quay.io/lab/database", ports: [5432], command: ["database"],
      displayName: "Database", tags: ["sql"]),
    ImageDescription(repository: "quay.io/lab/web", command: ["web"]),
  ]

  init(openshift: String? = nil, namespace: String = "lab") throws {
    let time = TestTime()
    store = try ObjectStore(
      path: ":memory:",
      settings: .init(
        block: 5, defaults: Defaults(openshift: openshift != nil, domain: "apps.test"),
        now: { time.now }))
    self.time = time
    server = APIServer(
      store: store,
      settings: .init(
        openshift: openshift, url: "https://api.test:6443",
        users: Users(
          tokens: ["secret": "kubeadmin"], passwords: ["kubeadmin": "password"],
          signingKey: Array("key".utf8), anonymous: APIUser(person: "kubeadmin"))),
      pods: PodAccess(
        readLog: { pod, request in
          .bytes(Array("\(pod.name) \(request.container)\n".utf8))
        },
        proxy: { pod, port, request in
          HTTPResponse("\(pod.name):\(port) \(request.method) \(request.path)\n")
        }),
      images: { APITestServer.images.image(named: $0) })
    try store.create(["metadata": ["name": .string(namespace)]], .namespaces)
  }

  /// Sends a request and reads the answer as a document.
  @discardableResult
  func send(
    _ method: String, _ target: String, _ body: Value? = nil, type: String = "application/json",
    accept: String = "application/json", token: String? = nil
  ) async -> Answer {
    var headers: HTTPHeaders = ["Content-Type": type, "Accept": accept]
    if let token { headers["Authorization"] = "Bearer \(token)" }
    let response = await server.handle(
      HTTPRequest(
        method, target: target, headers: headers, body: body.map { Array($0.json().utf8) } ?? []))
    guard case .bytes(let bytes) = response.body else {
      return Answer(status: response.status, headers: response.headers, text: "")
    }
    return Answer(
      status: response.status, headers: response.headers,
      text: String(decoding: bytes, as: UTF8.self))
  }

  struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let text: String

    var message: String { document["message"]?.string ?? "" }
    var document: Value { (try? JSON.parse(text)) ?? .null }
    subscript(path: String...) -> Value? { document[path: path[...]] }
  }

  static func deployment(_ name: String, image: String = "quay.io/lab/web") -> Value {
    [
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": .string(name)],
      "spec": [
        "selector": ["matchLabels": ["app": .string(name)]],
        "template": [
          "metadata": ["labels": ["app": .string(name)]],
          "spec": ["containers": [["name": "web", "image": .string(image)]]],
        ],
      ],
    ]
  }

  static func pod(_ name: String, labels: [String: String] = [:]) -> Value {
    [
      "apiVersion": "v1", "kind": "Pod",
      "metadata": ["name": .string(name), "labels": Value(labels)],
      "spec": ["containers": [["name": "web", "image": "quay.io/lab/web"]]],
    ]
  }
}

/// The time of a test, which passes only when the test says so.
final class TestTime: Sendable {
  private let seconds = Mutex(1_800_000_000)

  var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }

  func pass(_ amount: Int) { seconds.withLock { $0 += amount } }
}
