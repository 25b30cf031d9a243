import Kubernetes

/// What the fields of common objects are for, in our words: the data behind `explain`.
enum FieldGuide {
  struct Field: Sendable {
    let name: String
    let type: String
    let summary: String
    let fields: [Field]

    init(_ name: String, _ summary: String, _ fields: [Field] = [], type: String? = nil) {
      self.name = name
      self.summary = summary
      self.fields = fields
      self.type = type ?? (fields.isEmpty ? "string" : "Object")
    }
  }

  static let summaries = [
    "Pod": "A group of containers that share an address and are started and stopped together.",
    "Deployment":
      "Keeps a number of equal pods running and replaces them step by step when their template changes.",
    "ReplicaSet":
      "Keeps a number of equal pods running; deployments make one for each version of their template.",
    "Service": "A stable name and address in front of the pods that its selector finds.",
    "Route": "A host name under which a service is reached from outside the cluster.",
    "Secret": "Small confidential data: passwords, tokens, keys. Values are base64 text.",
    "ConfigMap": "Small settings as names and texts, for containers to read.",
    "Namespace": "A room for objects; names need to be unique only within it.",
    "Event": "A note that something happened to an object, kept for a while.",
  ]

  static let metadata = Field(
    "metadata", "Who the object is.",
    [
      Field("name", "The object's name, unique for its type in its namespace."),
      Field("namespace", "The room it stands in."),
      Field("labels", "Names and values to select it by.", type: "map[string]string"),
      Field("annotations", "Notes of tools about it.", type: "map[string]string"),
      Field("creationTimestamp", "When it was made."),
      Field("deletionTimestamp", "When it will be gone; set once somebody deletes it."),
      Field("generation", "Counts the changes of its spec.", type: "integer"),
      Field("resourceVersion", "The site's count at its last change; used to notice conflicts."),
      Field("uid", "Its identity over all time."),
      Field(
        "ownerReferences", "The objects that it belongs to and goes with.", type: "[]OwnerReference"
      ),
    ])

  private static let head = [
    Field("apiVersion", "The group and version of the API that the document follows."),
    Field("kind", "What kind of object the document is."), metadata,
  ]

  private static let containers = Field(
    "containers", "The programs that run in the pod.",
    [
      Field("name", "The container's name within the pod."),
      Field("image", "What to run, as REGISTRY/NAME:TAG."),
      Field("command", "The program and its arguments, in place of the image's.", type: "[]string"),
      Field("args", "Arguments, in place of the image's.", type: "[]string"),
      Field("env", "Environment variables.", type: "[]EnvVar"),
      Field(
        "ports", "Ports that the program listens on; for readers, not a rule.",
        type: "[]ContainerPort"),
      Field(
        "readinessProbe",
        "How to find out whether it can serve; without one it can as soon as it runs.",
        type: "Probe"),
      Field("livenessProbe", "How to find out whether it must be restarted.", type: "Probe"),
      Field("resources", "What it may use.", type: "ResourceRequirements"),
      Field("volumeMounts", "Where volumes appear in its files.", type: "[]VolumeMount"),
    ], type: "[]Container")

  private static let podSpec = Field(
    "spec", "What should run.",
    [
      containers,
      Field("volumes", "Folders that containers can mount.", type: "[]Volume"),
      Field("restartPolicy", "Always, OnFailure or Never: whether ended containers start again."),
      Field("serviceAccountName", "As whom its programs talk to the API."),
      Field(
        "terminationGracePeriodSeconds", "How long its programs have to end by themselves.",
        type: "integer"),
      Field("nodeName", "The machine that it runs on."),
    ])

  private static let template = Field(
    "template", "What each pod is made from.", [metadata, podSpec])

  private static let selector = Field(
    "selector", "Which pods belong to it, by their labels.",
    [Field("matchLabels", "Labels that a pod must bear.", type: "map[string]string")])

  static let fields: [String: [Field]] = [
    "Pod": head + [
      podSpec,
      Field(
        "status", "What runs.",
        [
          Field("phase", "Pending, Running, Succeeded or Failed."),
          Field("podIP", "The pod's address."),
          Field(
            "conditions", "What has been reached: Initialized, Ready and so on.",
            type: "[]PodCondition"),
          Field("containerStatuses", "How each container stands.", type: "[]ContainerStatus"),
        ]),
    ],
    "Deployment": head + [
      Field(
        "spec", "What should run.",
        [
          Field("replicas", "How many pods.", type: "integer"), selector, template,
          Field(
            "strategy", "How old pods give way to new ones.",
            [
              Field("type", "RollingUpdate or Recreate."),
              Field(
                "rollingUpdate", "How many may be missing or too many meanwhile.",
                type: "RollingUpdateDeployment"),
            ]),
          Field(
            "minReadySeconds", "How long a new pod must be ready before it counts.", type: "integer"
          ),
          Field(
            "revisionHistoryLimit", "How many old versions to keep for going back.", type: "integer"
          ),
          Field("paused", "Whether changes of the template wait.", type: "boolean"),
        ]),
      Field(
        "status", "What runs.",
        [
          Field("replicas", "How many pods there are.", type: "integer"),
          Field("readyReplicas", "How many can serve.", type: "integer"),
          Field("updatedReplicas", "How many follow the present template.", type: "integer"),
          Field("availableReplicas", "How many have been ready for long enough.", type: "integer"),
        ]),
    ],
    "ReplicaSet": head + [
      Field(
        "spec", "What should run.",
        [Field("replicas", "How many pods.", type: "integer"), selector, template])
    ],
    "Service": head + [
      Field(
        "spec", "What it leads to.",
        [
          Field("type", "ClusterIP (inside), NodePort or LoadBalancer (outside), or ExternalName."),
          Field("clusterIP", "Its address in the cluster; None for a service without one."),
          Field("selector", "The labels of the pods behind it.", type: "map[string]string"),
          Field(
            "ports", "The ports it offers.",
            [
              Field("name", "The port's name."),
              Field("port", "The port it offers.", type: "integer"),
              Field("targetPort", "The pods' port, by number or name.", type: "IntOrString"),
              Field("nodePort", "The port on every machine.", type: "integer"),
              Field("protocol", "TCP or UDP."),
            ], type: "[]ServicePort"),
        ])
    ],
    "Route": head + [
      Field(
        "spec", "What leads where.",
        [
          Field("host", "The name in the browser's address line; made up when left out."),
          Field("path", "Only addresses that begin so."),
          Field(
            "to", "The service behind it.",
            [
              Field("kind", "Service."), Field("name", "Its name."),
              Field("weight", "Its share.", type: "integer"),
            ]),
          Field(
            "port", "Which of the service's ports.",
            [Field("targetPort", "By number or name.", type: "IntOrString")]),
          Field(
            "tls", "How connections are secured.",
            [
              Field("termination", "edge, passthrough or reencrypt."),
              Field(
                "insecureEdgeTerminationPolicy",
                "What happens to plain HTTP: None, Allow or Redirect."),
            ]),
        ])
    ],
    "Secret": head + [
      Field("type", "What it is for, as in Opaque or kubernetes.io/tls."),
      Field("data", "Names and base64 texts.", type: "map[string]string"),
      Field("stringData", "Names and plain texts, encoded when stored.", type: "map[string]string"),
    ],
    "ConfigMap": head + [Field("data", "Names and texts.", type: "map[string]string")],
    "Namespace": head + [
      Field("status", "Active, or Terminating while it empties.", type: "NamespaceStatus")
    ],
    "Event": head + [
      Field("reason", "What happened, in one word."),
      Field("message", "What happened, in a sentence."),
      Field("type", "Normal or Warning."), Field("count", "How often.", type: "integer"),
      Field("involvedObject", "What it happened to.", type: "ObjectReference"),
    ],
  ]
}

extension FieldGuide {
  /// The fields of a custom type's schema.
  static func fields(of schema: Schema) -> [Field] {
    let members =
      schema.properties.isEmpty ? schema.items.first?.properties ?? [:] : schema.properties
    return members.sorted { $0.key < $1.key }.map { name, member in
      Field(name, member.summary, fields(of: member), type: typeName(of: member))
    }
  }

  private static func typeName(of schema: Schema) -> String {
    if schema.isIntegerOrString { return "integer or string" }
    switch schema.type {
    case "array": return "[]" + (schema.items.first.map(typeName) ?? "")
    case "object":
      guard case .like(let members) = schema.others, let member = members.first else {
        return "Object"
      }
      return "map[string]" + typeName(of: member)
    case let name?: return name
    case nil: return "Object"
    }
  }
}
