/// The files of one pod: its volumes, a root folder and the logs of each container.
import Documents
import Kubernetes
import Platform
import TLS

struct PodFolder: Sendable {
  let path: String
  let pod: Value

  init(directory: String, pod: Value) {
    path = "\(directory)/pods/\(pod.namespace ?? "")_\(pod.name)_\(pod.uid)"
    self.pod = pod
  }

  /// The folder that stands for `/` in a container.
  func root(of container: String) -> String { "\(path)/\(container)/root" }

  /// What a run of a container printed; runs are counted from 0.
  func log(of container: String, run: Int) -> String { "\(path)/\(container)/\(run).log" }

  /// The file by which a container reaches the API.
  func kubeconfig(of container: String) -> String { "\(path)/\(container)/kubeconfig" }

  private func volume(_ name: String) -> String { "\(path)/volumes/\(name)" }

  /// Makes the folders and volumes.
  /// - Returns: what is missing in a sentence as the node says it; nothing when all is there.
  func prepare(_ find: (ResourceType, String) -> Value?) throws(SystemError) -> String? {
    for volume in pod["spec", "volumes"]?.array ?? [] {
      if let missing = try fill(volume, find) { return missing }
    }
    return nil
  }

  /// Writes the secrets and config maps of that name again, as they are now.
  func refresh(_ type: ResourceType, _ name: String, _ object: Value?) throws(SystemError) {
    for volume in pod["spec", "volumes"]?.array ?? [] {
      let uses = Self.sources(of: volume).contains { $0.type == type && $0.name == name }
      if uses {
        _ = try fill(volume) { other, wanted in
          other == type && wanted == name ? object : nil
        }
      }
    }
  }

  /// Whether a volume of the pod holds that secret or config map.
  func uses(_ type: ResourceType, _ name: String) -> Bool {
    (pod["spec", "volumes"]?.array ?? []).contains { volume in
      Self.sources(of: volume).contains { $0.type == type && $0.name == name }
    }
  }

  /// Makes a container's root with its mounts as links to the volumes.
  func prepare(_ container: Value, account: AccountFiles) throws(SystemError) {
    let name = container["name"]?.string ?? ""
    let root = root(of: name)
    for folder in ["tmp", "etc", "var/run/secrets/kubernetes.io/serviceaccount"] {
      try Files.makeDirectory("\(root)/\(folder)")
    }
    let mounts = (container["volumeMounts"]?.array ?? []).sorted {
      ($0["mountPath"]?.string ?? "") < ($1["mountPath"]?.string ?? "")
    }
    for mount in mounts {
      guard let volumeName = mount["name"]?.string, let place = mount["mountPath"]?.string,
        !place.split(separator: "/").contains("..")
      else { continue }
      var source = volume(volumeName)
      if let part = mount["subPath"]?.string { source += "/\(part)" }
      let target = root + (place.hasPrefix("/") ? place : "/\(place)")
      if mount["subPath"] == nil { try Files.makeDirectory(source) }
      try Files.makeDirectory(Path.parent(of: target))
      if Files.kind(target) == .directory { try Files.remove(target) }
      try Files.link(target, to: source)
    }
    let secrets = "\(root)/var/run/secrets/kubernetes.io/serviceaccount"
    try Files.write("\(secrets)/token", text: account.token, mode: 0o600)
    try Files.write("\(secrets)/ca.crt", text: account.authority)
    try Files.write("\(secrets)/namespace", text: pod.namespace ?? "")
    try Files.write(kubeconfig(of: name), text: account.kubeconfig, mode: 0o600)
  }

  /// Removes everything.
  func remove() { try? Files.remove(path) }

  /// What a pod's service account gives to its containers.
  struct AccountFiles: Sendable {
    var token: String
    var authority: String
    var kubeconfig: String
  }

  private struct Source {
    let type: ResourceType
    let name: String
    let items: [Value]
    let isOptional: Bool
  }

  private static func sources(of volume: Value) -> [Source] {
    func source(_ type: ResourceType, _ document: Value?, _ key: String) -> [Source] {
      guard let document, let name = document[key]?.string else { return [] }
      return [
        Source(
          type: type, name: name, items: document["items"]?.array ?? [],
          isOptional: document["optional"]?.bool ?? false)
      ]
    }
    let projected = (volume["projected", "sources"]?.array ?? []).flatMap {
      source(.secrets, $0["secret"], "name") + source(.configMaps, $0["configMap"], "name")
    }
    return source(.secrets, volume["secret"], "secretName")
      + source(.configMaps, volume["configMap"], "name") + projected
  }

  private func fill(
    _ volume: Value, _ find: (ResourceType, String) -> Value?
  ) throws(SystemError) -> String? {
    let name = volume["name"]?.string ?? ""
    let folder = self.volume(name)
    try Files.makeDirectory(folder)
    var files: [String: [UInt8]] = [:]
    let sources = Self.sources(of: volume)
    for source in sources {
      guard let object = find(source.type, source.name) else {
        if source.isOptional { continue }
        let what = source.type == .secrets ? "secret" : "configmap"
        return "MountVolume.SetUp failed for volume \"\(name)\" : \(what) \"\(source.name)\" "
          + "not found"
      }
      let data = Self.content(of: object)
      if source.items.isEmpty {
        files.merge(data) { $1 }
      } else {
        for item in source.items {
          guard let key = item["key"]?.string, let path = item["path"]?.string else { continue }
          files[path] = data[key]
        }
      }
    }
    guard !sources.isEmpty else { return nil }
    for (path, bytes) in files {
      let file = "\(folder)/\(path)"
      if let old = try? Files.read(file), old == bytes { continue }
      try Files.makeDirectory(Path.parent(of: file))
      try Files.write(file, bytes, mode: 0o600)
    }
    for old in try Files.list(folder)
    where !files.keys.contains(where: { $0 == old || $0.hasPrefix("\(old)/") }) {
      try Files.remove("\(folder)/\(old)")
    }
    return nil
  }

  /// The files that a secret or config map holds.
  static func content(of object: Value) -> [String: [UInt8]] {
    let isSecret = object["kind"]?.string == "Secret"
    var content: [String: [UInt8]] = [:]
    for (key, value) in object["data"]?.object?.strings ?? [:] {
      content[key] = isSecret ? Base64.decode(value) ?? [] : Array(value.utf8)
    }
    for (key, value) in object["binaryData"]?.object?.strings ?? [:] {
      content[key] = Base64.decode(value) ?? []
    }
    return content
  }
}
