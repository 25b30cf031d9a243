import Documents
import Kubernetes

/// What a cluster has before sites of version 2 can be made on it: the types, and the controller
/// with its account, in a namespace of its own.
extension Version2 {
  /// The objects besides the definitions, in the order in which they are made.
  package static func installation(_ profile: TextProfile, registry: String = "quay.io/skupper")
    -> [Value]
  {
    let labels: Value = [
      "app.kubernetes.io/name": Value(Name.controller), "app.kubernetes.io/part-of": "skupper",
      "application": Value(Name.controller),
    ]
    return [
      [
        "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": Value(Name.namespace)],
      ],
      [
        "apiVersion": "v1", "kind": "ServiceAccount",
        "metadata": ["name": Value(Name.controller), "namespace": Value(Name.namespace)],
      ],
      [
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
        "metadata": ["name": Value(Name.controller)],
        "roleRef": [
          "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin",
        ],
        "subjects": [
          [
            "kind": "ServiceAccount", "name": Value(Name.controller),
            "namespace": Value(Name.namespace),
          ]
        ],
      ],
      [
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": [
          "name": Value(Name.controller), "namespace": Value(Name.namespace), "labels": labels,
        ],
        "spec": [
          "replicas": 1,
          "selector": ["matchLabels": ["application": Value(Name.controller)]],
          "template": [
            "metadata": ["labels": labels],
            "spec": [
              "serviceAccountName": Value(Name.controller),
              "containers": [
                [
                  "name": "controller",
                  "image": Value("\(registry)/controller:\(profile.siteVersion)"),
                  "env": [
                    ["name": "TRESTLE_SKUPPER_PROFILE", "value": Value(profile.name)],
                    ["name": "NAMESPACE", "value": Value(Name.namespace)],
                    [
                      "name": "POD_IP",
                      "valueFrom": ["fieldRef": ["fieldPath": "status.podIP"]],
                    ],
                    [
                      "name": "POD_NAMESPACE",
                      "valueFrom": ["fieldRef": ["fieldPath": "metadata.namespace"]],
                    ],
                  ],
                  "ports": [["name": "grants", "containerPort": Value(grantPort)]],
                ]
              ],
            ],
          ],
        ],
      ],
    ]
  }
}
