import Documents
import Kubernetes

/// What an orchestrator's site has from the start: its types, its programs, its catalogue, and the
/// clusters that it looks after.
package struct Installation: Sendable {
  /// An edge cluster, with the file by which it is reached.
  package struct Cluster: Hashable, Sendable {
    package var name: String
    package var kubeconfig: String

    package init(name: String, kubeconfig: String) {
      self.name = name
      self.kubeconfig = kubeconfig
    }
  }

  package var host: String
  package var project: String
  package var clusters: [Cluster]
  package var skupperProfile: String
  /// The key that signs tokens, as text.
  package var signingKey: String

  package init(
    host: String, project: String, clusters: [Cluster], skupperProfile: String, signingKey: String
  ) {
    self.host = host
    self.project = project
    self.clusters = clusters
    self.skupperProfile = skupperProfile
    self.signingKey = signingKey
  }

  /// What must be there before the rest can be made.
  package var definitions: [Value] { Kinds.definitions }

  /// Everything else, in the order in which it is made.
  package var objects: [Value] {
    [
      ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": Value(Self.namespace)]],
      object("v1", "ServiceAccount", Self.manager, [:]),
      [
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
        "metadata": ["name": Value(Self.manager)],
        "roleRef": [
          "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin",
        ],
        "subjects": [
          [
            "kind": "ServiceAccount", "name": Value(Self.manager),
            "namespace": Value(Self.namespace),
          ]
        ],
      ],
      [
        "apiVersion": Value(Kinds.projects.apiVersion), "kind": "Project",
        "metadata": ["name": Value(project)], "spec": ["description": "The lab's project."],
      ],
      object(
        "v1", "Secret", OrchestratorName.signingKey, ["stringData": ["key": Value(signingKey)]]),
      deployment(Self.manager, "app-interconnect-manager"),
      deployment(Self.gateway, "nexus-api-gw"),
      object(
        "v1", "Service", Self.gateway,
        [
          "spec": [
            "selector": ["app": Value(Self.gateway)],
            "ports": [["name": "http", "port": 8080, "targetPort": 8080]],
          ]
        ]),
      object(
        "route.openshift.io/v1", "Route", Self.gateway,
        [
          "spec": [
            "host": Value(host), "to": ["kind": "Service", "name": Value(Self.gateway)],
            "port": ["targetPort": "http"],
            "tls": ["termination": "edge", "insecureEdgeTerminationPolicy": "Redirect"],
          ]
        ]),
    ] + registrations + Catalogue.packages(skupperProfile)
  }

  /// The ways to the clusters; they change when a cluster moves.
  package var registrations: [Value] {
    clusters.map { cluster in
      var secret = object(
        "v1", "Secret", "\(cluster.name)-kubeconfig",
        ["stringData": ["value": Value(cluster.kubeconfig)]])
      secret.setLabel(OrchestratorName.clusterLabel, cluster.name)
      return secret
    }
  }

  private func object(
    _ apiVersion: String, _ kind: String, _ name: String, _ content: Members
  ) -> Value {
    var object: Value = [
      "apiVersion": Value(apiVersion), "kind": Value(kind),
      "metadata": ["name": Value(name), "namespace": Value(Self.namespace)],
    ]
    for (key, value) in content { object[key] = value }
    return object
  }

  private func deployment(_ name: String, _ image: String) -> Value {
    let labels: Value = ["app": Value(name)]
    var container: Value = [
      "name": Value(name), "image": Value("\(Self.registry)/\(image)"),
      "env": [["name": "TRESTLE_SKUPPER_PROFILE", "value": Value(skupperProfile)]],
    ]
    if name == Self.gateway {
      container["ports"] = [["containerPort": 8080]]
      container["readinessProbe"] = [
        "httpGet": ["path": "/healthz", "port": 8080], "periodSeconds": 1,
      ]
    }
    return object(
      "apps/v1", "Deployment", name,
      [
        "spec": [
          "replicas": 1, "selector": ["matchLabels": labels],
          "template": [
            "metadata": ["labels": labels],
            "spec": ["serviceAccountName": Value(Self.manager), "containers": [container]],
          ],
        ]
      ])
  }

  private static let namespace = OrchestratorName.namespace
  package static let registry = "registry.orchestrator.example"
  package static let manager = "app-interconnect-manager"
  package static let gateway = "nexus-api-gw"
}

/// The packages that every catalogue holds: extensions of edge clusters.
enum Catalogue {
  static func packages(_ profile: String) -> [Value] { [loadBalancer, skupper(profile)] }

  private static func package(
    _ name: String, _ description: String, parameters: [Value] = [], namespace: String,
    _ objects: [Value]
  ) -> Value {
    [
      "apiVersion": Value(Kinds.packages.apiVersion), "kind": "DeploymentPackage",
      "metadata": ["name": Value(name)],
      "spec": [
        "kind": "extension", "description": Value(description), "parameters": .array(parameters),
        "applications": [
          ["name": Value(name), "namespace": Value(namespace), "objects": .array(objects)]
        ],
      ],
    ]
  }

  /// Hands out addresses to services of type LoadBalancer.
  private static let loadBalancer = package(
    "loadbalancer", "Addresses for services of type LoadBalancer.",
    parameters: [
      [
        "name": "ipAddressRange",
        "description": "Addresses of the cluster's network, as in 10.1.0.30-10.1.0.79.",
      ]
    ], namespace: "metallb-system",
    [
      definition(
        "ipaddresspools", "IPAddressPool",
        columns: [
          ["name": "Auto Assign", "type": "boolean", "jsonPath": ".spec.autoAssign"],
          ["name": "Addresses", "type": "string", "jsonPath": ".spec.addresses"],
        ],
        [
          "addresses": ["type": "array", "minItems": 1, "items": ["type": "string"]],
          "autoAssign": ["type": "boolean", "default": true],
        ], required: ["addresses"]),
      definition(
        "l2advertisements", "L2Advertisement",
        columns: [
          ["name": "IPAddressPools", "type": "string", "jsonPath": ".spec.ipAddressPools"]
        ],
        [
          "ipAddressPools": ["type": "array", "items": ["type": "string"]],
          "interfaces": ["type": "array", "items": ["type": "string"]],
        ], required: []),
      [
        "apiVersion": "metallb.io/v1beta1", "kind": "IPAddressPool",
        "metadata": ["name": "loadbalancer-dynamic-ipaddress-pool"],
        "spec": ["addresses": ["{{ ipAddressRange }}"], "autoAssign": true],
      ],
      [
        "apiVersion": "metallb.io/v1beta1", "kind": "L2Advertisement",
        "metadata": ["name": "loadbalancer-l2advertisement"],
        "spec": ["ipAddressPools": ["loadbalancer-dynamic-ipaddress-pool"]],
      ],
    ])

  /// Keeps routers in any namespace that asks for one.
  private static func skupper(_ profile: String) -> Value {
    package(
      "skupper", "The controller that keeps interconnect routers.",
      namespace: "skupper-site-controller",
      [
        [
          "apiVersion": "v1", "kind": "Namespace",
          "metadata": [
            "name": Value(OrchestratorName.edgeNamespace),
            "labels": ["pod-security.kubernetes.io/enforce": "privileged"],
          ],
        ],
        [
          "apiVersion": "v1", "kind": "ServiceAccount",
          "metadata": ["name": "skupper-site-controller"],
        ],
        [
          "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
          "metadata": ["name": "skupper-site-controller"],
          "roleRef": [
            "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin",
          ],
          "subjects": [
            [
              "kind": "ServiceAccount", "name": "skupper-site-controller",
              "namespace": "skupper-site-controller",
            ]
          ],
        ],
        [
          "apiVersion": "apps/v1", "kind": "Deployment",
          "metadata": ["name": "skupper-site-controller"],
          "spec": [
            "replicas": 1,
            "selector": ["matchLabels": ["application": "skupper-site-controller"]],
            "template": [
              "metadata": ["labels": ["application": "skupper-site-controller"]],
              "spec": [
                "serviceAccountName": "skupper-site-controller",
                "containers": [
                  [
                    "name": "site-controller", "image": "quay.io/skupper/site-controller",
                    "env": [["name": "TRESTLE_SKUPPER_PROFILE", "value": Value(profile)]],
                  ]
                ],
              ],
            ],
          ],
        ],
      ])
  }

  private static func definition(
    _ plural: String, _ kind: String, columns: [Value], _ properties: Value, required: [String]
  ) -> Value {
    var spec: Value = ["type": "object", "properties": properties]
    if !required.isEmpty { spec["required"] = Value(required) }
    return [
      "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
      "metadata": ["name": Value("\(plural).metallb.io")],
      "spec": [
        "group": "metallb.io", "scope": "Namespaced",
        "names": ["plural": Value(plural), "kind": Value(kind)],
        "versions": [
          [
            "name": "v1beta1", "served": true, "storage": true,
            "additionalPrinterColumns": .array(columns),
            "schema": [
              "openAPIV3Schema": ["type": "object", "properties": ["spec": spec]]
            ],
          ]
        ],
      ],
    ]
  }
}
