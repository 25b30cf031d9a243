/// Images as OpenShift clients see them: streams with tags, and what a registry tells about an
/// image, taken from the site's catalogue.
import Documents
import HTTP
import Kubernetes

extension APIServer {
  /// Writes what the catalogue knows into the status of an image stream.
  func fillImageStream(_ stream: inout Value) {
    let registry = "image-registry.openshift-image-registry.svc:5000"
    let place = "\(stream.namespace ?? "")/\(stream.name)"
    stream["status", "dockerImageRepository"] = .string("\(registry)/\(place)")
    let now = store.settings.now().text
    let before = stream["status", "tags"]?.array ?? []
    let tags = (stream["spec", "tags"]?.array ?? []).compactMap { tag -> Value? in
      guard let name = tag["name"]?.string, tag["from", "kind"] == "DockerImage",
        let source = tag["from", "name"]?.string
      else { return nil }
      let old = before.first { $0["tag"]?.string == name }
      guard let image = images(source) else {
        return [
          "tag": .string(name), "items": .null,
          "conditions": [
            [
              "type": "ImportSuccess", "status": "False", "lastTransitionTime": .string(now),
              "reason": "NotFound",
              "message": .string("dockerimage.image.openshift.io \"\(source)\" not found"),
              "generation": 1,
            ]
          ],
        ]
      }
      let reference = APIServer.reference(to: image)
      let item = old?["items"]?[0]
      if item?["dockerImageReference"]?.string == reference { return old }
      return [
        "tag": .string(name),
        "items": [
          [
            "created": .string(now), "dockerImageReference": .string(reference),
            "image": .string("sha256:\(image.digest)"), "generation": 1,
          ]
        ],
      ]
    }
    stream["status", "tags"] = tags.isEmpty ? .none : .array(tags)
  }

  /// Answers what a registry would tell about the images that a client names.
  func importImages(_ call: APICall) throws(StatusError) -> HTTPResponse {
    var document = try call.object()
    let asked = document["spec", "images"]?.array ?? []
    document["status"] = ["images": .array(asked.map(imported))]
    if document["spec", "import"]?.bool == true {
      throw .badRequest("images are only looked up here; create an image stream to keep them")
    }
    return .document(document, status: 201)
  }

  private func imported(_ asked: Value) -> Value {
    let name = asked["from", "name"]?.string ?? ""
    let tag = ImageName(name).tag ?? "latest"
    guard let image = images(name) else {
      let message = "dockerimage.image.openshift.io \"\(name)\" not found"
      return [
        "status": [
          "metadata": [:], "status": "Failure", "message": .string(message),
          "reason": "NotFound",
          "details": [
            "name": .string(name), "group": "image.openshift.io", "kind": "dockerimage",
          ], "code": 404,
        ],
        "tag": .string(tag),
      ]
    }
    return [
      "status": ["metadata": [:], "status": "Success"],
      "image": describe(image), "tag": .string(tag),
    ]
  }

  func imageStreamTag(_ call: APICall) throws(StatusError) -> HTTPResponse {
    let name = try call.name()
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2,
      let stream = store.find(.imageStreams, namespace: call.path.namespace, name: parts[0]),
      let tag = tags(of: stream).first(where: { $0.name == name })
    else { throw .notFound(.imageStreamTags, name) }
    return response(tag, for: call)
  }

  func imageStreamTags(_ call: APICall) -> HTTPResponse {
    let streams = store.list(.imageStreams, namespace: call.path.namespace)
    return response(
      ObjectStore.Snapshot(items: streams.items.flatMap(tags), version: streams.version),
      for: call)
  }

  private func tags(of stream: Value) -> [Value] {
    (stream["status", "tags"]?.array ?? []).compactMap { tag in
      guard let name = tag["tag"]?.string, let item = tag["items"]?[0],
        let reference = item["dockerImageReference"]?.string, let image = images(reference)
      else { return nil }
      let specification = stream["spec", "tags"]?.array?.first { $0["name"]?.string == name }
      return [
        "kind": "ImageStreamTag", "apiVersion": "image.openshift.io/v1",
        "metadata": [
          "name": .string("\(stream.name):\(name)"),
          "namespace": .string(stream.namespace ?? ""), "uid": .string(stream.uid),
          "resourceVersion": .string(String(stream.resourceVersion)),
          "creationTimestamp": item["created"] ?? .null,
        ],
        "tag": specification ?? .null, "generation": 1, "lookupPolicy": ["local": false],
        "image": describe(image),
      ]
    }
  }

  private static func reference(to image: ImageDescription) -> String {
    "\(image.repository)@sha256:\(image.digest)"
  }

  private func describe(_ image: ImageDescription) -> Value {
    let created = store.settings.now() + -image.createdDaysAgo * 86_400
    var labels: [String: String] = [:]
    if let name = image.displayName { labels["io.k8s.display-name"] = name }
    if let summary = image.summary { labels["io.k8s.description"] = summary }
    if !image.tags.isEmpty {
      labels["io.openshift.tags"] = image.tags.joined(separator: ",")
    }
    var ports = Value.object([:])
    for port in image.ports { ports["\(port)/tcp"] = [:] }
    let environment = image.environment.sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.value)" }
    var configuration: Value = ["Env": Value(environment), "Cmd": Value(image.command)]
    if !ports.isEmpty { configuration["ExposedPorts"] = ports }
    if !labels.isEmpty { configuration["Labels"] = Value(labels) }
    return [
      "metadata": ["name": .string("sha256:\(image.digest)"), "creationTimestamp": .null],
      "dockerImageReference": .string(APIServer.reference(to: image)),
      "dockerImageMetadata": [
        "kind": "DockerImage", "apiVersion": "image.openshift.io/1.0",
        "Id": .string("sha256:\(image.digest)"), "Created": .string(created.text),
        "Architecture": "amd64", "Config": configuration, "ContainerConfig": [:],
      ],
      "dockerImageMetadataVersion": "1.0",
      "dockerImageManifestMediaType": "application/vnd.docker.distribution.manifest.v2+json",
    ]
  }
}
