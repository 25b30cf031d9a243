import Documents
import Kubernetes
import KubernetesClient

/// `oc new-app IMAGE`: an image stream, a deployment that follows it, and a service when the image
/// declares ports.
enum NewApp {
  static let flags = [
    Flag("name", nil, .text, "The name of what is made; the image's last word without it."),
    Flag("labels", "l", .text, "Labels for all that is made."),
    Flag("env", "e", .text, "A variable for the containers; may be given again."),
    Flag("image", nil, .text, "The image."),
    Flag("docker-image", nil, .text, "The image (older name of --image)."),
    Flag("insecure-registry", nil, .bool, "Accepted."),
    Flag("dry-run", nil, .bool, "Say what would be made."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    guard let image = call.flags["image"] ?? call.flags["docker-image"] ?? call.words.first else {
      throw CommandError(
        verbatim: "error: You must specify one or more images, image streams, templates, or source "
          + "code locations to create an application.\n\n" + help)
    }
    let found = try lookUp(call, image)
    let name = call.flags["name"] ?? ImageReference(image).lastWord
    guard Names.isLabel(name) else {
      throw CommandError(
        "the application name \"\(name)\" is invalid: use lower-case letters, digits and hyphens, "
          + "or choose another with --name")
    }
    announce(call, image, name, found)
    try make(call, image, name, found)
  }

  private struct Found {
    var identifier: String
    var digest: String
    var age: Int
    var ports: [Int]
    var displayName: String?
    var summary: String?
    var tags: String?
  }

  // Looking the image up, as the server's importer sees it.

  private static func lookUp(_ call: Call, _ image: String) throws(CommandError) -> Found {
    let client = try call.client()
    let request: Value = [
      "apiVersion": "image.openshift.io/v1", "kind": "ImageStreamImport",
      "metadata": ["name": "newapp"],
      "spec": [
        "import": false,
        "images": [["from": ["kind": "DockerImage", "name": Value(image)]]],
      ],
    ]
    let answer = try asking { () throws(ClientError) in
      try client.request(
        "POST",
        "/apis/image.openshift.io/v1/namespaces/\(client.namespace)/imagestreamimports",
        body: request)
    }
    let result = answer["status", "images"]?[0] ?? .null
    guard result["status", "status"]?.string != "Failure",
      let metadata = result["image", "dockerImageMetadata"]
    else {
      throw CommandError(
        verbatim: "error: unable to locate any local docker images with name \"\(image)\"\n\n"
          + help)
    }
    let config = metadata["Config"] ?? metadata["ContainerConfig"] ?? .null
    let labels = config["Labels"]?.object?.strings ?? [:]
    let ports = (config["ExposedPorts"]?.object?.keys ?? []).compactMap {
      $0.split(separator: "/").first.flatMap { Int($0) }
    }
    let created = metadata["Created"]?.string.flatMap(Timestamp.init)
    let digest = result["image", "metadata", "name"]?.string ?? ""
    let id = (metadata["Id"]?.string ?? digest).split(separator: ":").last.map(String.init) ?? ""
    return Found(
      identifier: String(id.prefix(7)), digest: digest,
      age: created.map { call.now - $0 } ?? 0, ports: ports.sorted(),
      displayName: labels["io.k8s.display-name"], summary: labels["io.k8s.description"],
      tags: labels["io.openshift.tags"])
  }

  // What it says.

  private static func announce(_ call: Call, _ image: String, _ name: String, _ found: Found) {
    let reference = ImageReference(image)
    call.print(
      "--> Found container image \(found.identifier) (\(Age.words(found.age)) old) from "
        + "\(reference.registry) for \"\(image)\"")
    call.print("")
    if let title = found.displayName {
      call.print("    \(title) ")
      call.print("    \(String(repeating: "-", count: title.count)) ")
      if let summary = found.summary { call.print("    \(summary)\n") }
      if let tags = found.tags {
        call.print("    Tags: \(tags.split(separator: ",").joined(separator: ", "))\n")
      }
    }
    call.print(
      "    * An image stream tag will be created as \"\(name):\(reference.tag)\" that will track "
        + "this image")
    call.print("")
  }

  private static func make(
    _ call: Call, _ image: String, _ name: String, _ found: Found
  ) throws(CommandError) {
    let client = try call.client()
    var labels = [
      "app": name, "app.kubernetes.io/component": name, "app.kubernetes.io/instance": name,
    ]
    if let own = call.flags["labels"] {
      labels = [:]
      for pair in own.split(separator: ",") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        labels[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
      }
      call.print("--> Creating resources with label \(own) ...")
    } else {
      call.print("--> Creating resources ...")
    }
    var failed = false
    for (type, object) in objects(call, image, name, labels, found) {
      if call.flags.isSet("dry-run") {
        call.print("    \(type.groupSingular) \"\(object.name)\" created (dry run)")
        continue
      }
      do {
        try client.create(type, object)
        call.print("    \(type.groupSingular) \"\(object.name)\" created")
      } catch {
        failed = true
        call.warn("    error: \(error.description)")
      }
    }
    guard !failed else {
      call.print("--> Failed")
      throw CommandError(verbatim: "")
    }
    call.print("--> Success\(call.flags.isSet("dry-run") ? " (dry run)" : "")")
    if !found.ports.isEmpty {
      call.print(
        "    Application is not exposed. You can expose services to the outside world by executing "
          + "one or more of the commands below:")
      call.print("     'oc expose service/\(name)' ")
    }
    call.print("    Run 'oc status' to view your app.")
  }

  // What it makes.

  private static func objects(
    _ call: Call, _ image: String, _ name: String, _ labels: [String: String], _ found: Found
  ) -> [(ResourceType, Value)] {
    let reference = ImageReference(image)
    let generated: Value = ["openshift.io/generated-by": "OpenShiftNewApp"]
    let stream: Value = [
      "apiVersion": "image.openshift.io/v1", "kind": "ImageStream",
      "metadata": ["name": Value(name), "labels": Value(labels), "annotations": generated],
      "spec": [
        "lookupPolicy": ["local": false],
        "tags": [
          [
            "name": Value(reference.tag),
            "annotations": ["openshift.io/imported-from": Value(image)],
            "from": ["kind": "DockerImage", "name": Value(image)],
            "referencePolicy": ["type": ""],
          ]
        ],
      ],
    ]
    let trigger =
      #"[{"from":{"kind":"ImageStreamTag","name":"\#(name):\#(reference.tag)"},"fieldPath":"spec.template.spec.containers[?(@.name==\"\#(name)\")].image"}]"#
    var container: Value = ["name": Value(name), "image": " ", "resources": [:]]
    if !found.ports.isEmpty {
      container["ports"] = .array(
        found.ports.map { ["containerPort": Value($0), "protocol": "TCP"] })
    }
    let variables = call.flags.all("env").map { pair -> Value in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return ["name": Value(parts[0]), "value": Value(parts.count > 1 ? parts[1] : "")]
    }
    if !variables.isEmpty { container["env"] = .array(variables) }
    let deployment: Value = [
      "apiVersion": "apps/v1", "kind": "Deployment",
      "metadata": [
        "name": Value(name), "labels": Value(labels),
        "annotations": [
          "image.openshift.io/triggers": Value(trigger),
          "openshift.io/generated-by": "OpenShiftNewApp",
        ],
      ],
      "spec": [
        "replicas": 1, "selector": ["matchLabels": ["deployment": Value(name)]],
        "template": [
          "metadata": ["labels": ["deployment": Value(name)], "annotations": generated],
          "spec": ["containers": [container]],
        ],
      ],
    ]
    var made = [(ResourceType.imageStreams, stream), (ResourceType.deployments, deployment)]
    if !found.ports.isEmpty {
      let ports = found.ports.map { port -> Value in
        [
          "name": Value("\(port)-tcp"), "port": Value(port), "protocol": "TCP",
          "targetPort": Value(port),
        ]
      }
      made.append(
        (
          ResourceType.services,
          [
            "apiVersion": "v1", "kind": "Service",
            "metadata": ["name": Value(name), "labels": Value(labels), "annotations": generated],
            "spec": ["ports": .array(ports), "selector": ["deployment": Value(name)]],
          ]
        ))
    }
    return made
  }

  private static let help = """
    The 'oc new-app' command will match arguments to the following types:

      1. Images tagged into image streams in the current project or the 'openshift' project
         - if you don't specify a tag, we'll add ':latest'
      2. Images in the container storage, on remote registries, or on the local container engine
      3. Templates in the current project or the 'openshift' project
      4. Git repository URLs or local paths that point to Git repositories

    --allow-missing-images can be used to point to an image that does not exist yet.

    See 'oc new-app -h' for examples.
    """
}

/// An image's name taken apart.
struct ImageReference: Hashable {
  let registry: String
  let lastWord: String
  let tag: String

  init(_ text: String) {
    let name = text.split(separator: "@")[0]
    let words = name.split(separator: "/")
    let first = words.first ?? ""
    let hasRegistry =
      words.count > 1 && (first.contains(".") || first.contains(":") || first == "localhost")
    registry = hasRegistry ? String(first) : "Docker Hub"
    let parts = (words.last ?? "").split(separator: ":", maxSplits: 1)
    lastWord = String(parts.first ?? "")
    tag = parts.count > 1 ? String(parts[1]) : "latest"
  }
}
