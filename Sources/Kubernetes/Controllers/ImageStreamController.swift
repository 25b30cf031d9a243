/// Image streams and what waits for them: the digest behind each tag, and the deployments whose
/// images are to follow it.
import Documents

package enum ImageStreamController {
  private static let triggerKey = "image.openshift.io/triggers"

  /// What should change about image streams, and which deployments get another image.
  package static func reconcile(
    _ snapshot: Snapshot, facts: SiteFacts, now: Timestamp
  ) -> [ObjectChange] {
    let streams = snapshot.all(.imageStreams).filter { !$0.isBeingDeleted }
      .compactMap { resolve($0, facts: facts, now: now) }
    let deployments = snapshot.all(.deployments).filter { !$0.isBeingDeleted }
      .compactMap { trigger($0, snapshot) }
    return streams.map(ObjectChange.updateStatus) + deployments.map(ObjectChange.update)
  }

  private static func resolve(_ stream: Value, facts: SiteFacts, now: Timestamp) -> Value? {
    let namespace = stream.namespace ?? ""
    var tags = stream["status", "tags"]?.array ?? []
    for tag in stream["spec", "tags"]?.array ?? [] {
      guard let name = tag["name"]?.string, tag["from", "kind"]?.string == "DockerImage",
        let source = tag["from", "name"]?.string
      else { continue }
      let index = tags.firstIndex { $0["tag"]?.string == name }
      let entry: Value
      if let image = facts.images.image(named: source) {
        let digest = "sha256:\(image.digest)"
        if index.map({ tags[$0]["items"]?[0]?["image"]?.string == digest }) == true { continue }
        let item: Value = [
          "created": Value(now.text),
          "dockerImageReference": Value("\(ImageName(source).repository)@\(digest)"),
          "image": Value(digest), "generation": tag["generation"] ?? 1,
        ]
        let older = index.flatMap { tags[$0]["items"]?.array } ?? []
        entry = ["tag": Value(name), "items": .array([item] + older)]
      } else {
        guard index == nil else { continue }
        entry = [
          "tag": Value(name), "items": .null,
          "conditions": [
            [
              "type": "ImportSuccess", "status": "False", "lastTransitionTime": Value(now.text),
              "reason": "NotFound",
              "message": Value("dockerimage.image.openshift.io \"\(source)\" not found"),
              "generation": tag["generation"] ?? 1,
            ]
          ],
        ]
      }
      if let index { tags[index] = entry } else { tags.append(entry) }
    }
    var changed = stream
    changed["status", "dockerImageRepository"] = Value(
      "image-registry.openshift-image-registry.svc:5000/\(namespace)/\(stream.name)")
    if !tags.isEmpty { changed["status", "tags"] = .array(tags) }
    return changed == stream ? nil : changed
  }

  /// The deployment with the images that its triggers name. It must have had its first replica
  /// set before: what `new-app` makes begins with an image that is only a blank.
  private static func trigger(_ deployment: Value, _ snapshot: Snapshot) -> Value? {
    guard let text = deployment.annotations[triggerKey],
      DeploymentController.revision(of: deployment) > 0,
      let triggers = try? JSON.parse(text).array
    else { return nil }
    var changed = deployment
    for trigger in triggers {
      guard trigger["from", "kind"]?.string == "ImageStreamTag",
        let name = trigger["from", "name"]?.string, let path = trigger["fieldPath"]?.string,
        !(trigger["paused"]?.bool ?? trigger["paused"]?.string.map { $0 == "true" } ?? false),
        let colon = name.lastIndex(of: ":")
      else { continue }
      let namespace = trigger["from", "namespace"]?.string ?? deployment.namespace
      let stream = snapshot.object(.imageStreams, namespace, String(name[..<colon]))
      let tag = String(name[name.index(after: colon)...])
      let items = stream?["status", "tags"]?.array?.first { $0["tag"]?.string == tag }?["items"]
      guard let image = items?[0]?["dockerImageReference"]?.string else { continue }
      setImage(image, at: path, in: &changed)
    }
    return changed == deployment ? nil : changed
  }

  /// Writes an image at a path such as `spec.template.spec.containers[?(@.name=="web")].image` or
  /// `….containers[0].image`.
  private static func setImage(_ image: String, at path: String, in deployment: inout Value) {
    let list = path.contains(".initContainers[") ? "initContainers" : "containers"
    guard let open = path.firstIndex(of: "["), let close = path.firstIndex(of: "]") else { return }
    let choice = path[path.index(after: open)..<close]
    var containers = deployment["spec", "template", "spec", list]?.array ?? []
    let quoted = choice.split(separator: "\"", omittingEmptySubsequences: false)
    let index =
      quoted.count == 3
      ? containers.firstIndex { $0["name"]?.string == String(quoted[1]) } : Int(choice)
    guard let index, containers.indices.contains(index) else { return }
    containers[index]["image"] = Value(image)
    deployment["spec", "template", "spec", list] = .array(containers)
  }
}
