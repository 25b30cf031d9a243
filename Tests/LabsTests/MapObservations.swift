import Documents
import Skupper

@testable import Labs

/// Two sites of the patient portal as their APIs and routers tell of them.
enum MapObservations {
  static var publicSite: SiteObservation {
    var site = SiteObservation(name: "public", namespace: "public", platform: "openshift")
    site.pods = [
      pod("skupper-router-6c9b7d8f5-abcde", ["skupper.io/component": "router"], isSystem: true),
      pod("patient-portal-frontend-7d9c5f6b8-x2x7z", ["app": "frontend"]),
    ]
    site.services = [
      service("patient-portal-frontend", 8080, ["app": "frontend"]),
      service("database", 5432, router, ["internal.skupper.io/controlled": "true"]),
      service("skupper-router", 55671, router),
    ]
    site.routes = [
      [
        "metadata": ["name": "patient-portal-frontend"],
        "spec": [
          "host": "patient-portal-frontend-public.apps.example.com",
          "to": ["kind": "Service", "name": "patient-portal-frontend"],
        ],
      ],
      [
        "metadata": ["name": "claims", "ownerReferences": owners],
        "spec": ["host": "claims-public.apps.example.com"],
      ],
    ]
    site.configMaps = [
      identity("11111111-public", mode: "interior"),
      definitions(#"{"address":"database","protocol":"tcp","ports":[5432],"origin":"22222222"}"#),
    ]
    site.router = RouterStatus(
      [
        "revision": 8, "activity": 21, "id": "public-router", "mode": "interior",
        "site": ["id": "11111111-public", "name": "public"],
        "links": [
          [
            "name": "link-in", "direction": "incoming", "role": "edge", "state": "connected",
            "peer": ["siteId": "22222222-private", "siteName": "private"],
          ]
        ],
        "sites": [
          ["id": "11111111-public", "name": "public", "version": "1.3.0"],
          ["id": "22222222-private", "name": "private", "version": "1.3.0"],
        ],
        "addresses": [
          [
            "address": "database:5432", "listeners": 1, "consumers": 0, "remoteConsumers": 1,
            "reachable": true,
          ]
        ],
        "connections": [],
        "flows": [
          [
            "address": "database:5432", "router": "private-router", "site": "22222222-private",
            "open": 1, "total": 3, "octetsIn": 400, "octetsOut": 600,
          ]
        ],
      ])
    return site
  }

  static var privateSite: SiteObservation {
    var site = SiteObservation(name: "private", namespace: "private", platform: "kubernetes")
    site.pods = [
      pod("patient-portal-database-5f7d8c9b4-p4k2m", ["app": "database"]),
      pod("skupper-router-5d4f3c2b1-fghij", ["skupper.io/component": "router"], isSystem: true),
    ]
    site.links = [link("link1", "connection-token", ["skupper.io/cost": "2"])]
    site.configMaps = [
      identity("22222222-private", mode: "edge"),
      definitions(
        #"{"address":"database","protocol":"tcp","ports":[5432],"#
          + #""targets":[{"name":"patient-portal-database","selector":"app=database"}]}"#),
    ]
    site.router = RouterStatus(
      [
        "revision": 5, "activity": 3, "id": "private-router", "mode": "edge",
        "site": ["id": "22222222-private", "name": "private"],
        "links": [
          [
            "name": "link1", "direction": "outgoing", "role": "edge", "state": "connected",
            "cost": 2, "peer": ["siteId": "11111111-public", "siteName": "public"],
          ]
        ],
        "sites": [
          ["id": "11111111-public", "name": "public", "version": "1.3.0"],
          ["id": "22222222-private", "name": "private", "version": "1.3.0"],
        ],
        "addresses": [
          ["address": "database:5432", "listeners": 1, "consumers": 1, "reachable": true]
        ],
      ])
    return site
  }

  static let router: Value = [
    "application": "skupper-router", "skupper.io/component": "router",
  ]

  private static let owners: Value = [
    ["apiVersion": "v1", "kind": "ConfigMap", "name": "skupper-site", "uid": "1"]
  ]

  static func pod(_ name: String, _ labels: Value, isSystem: Bool = false) -> Value {
    var labels = labels
    if isSystem {
      labels["app.kubernetes.io/part-of"] = "skupper"
      labels["application"] = "skupper-router"
    }
    let owner = name.split(separator: "-").dropLast().joined(separator: "-")
    return [
      "metadata": [
        "name": .string(name), "labels": labels,
        "ownerReferences": [
          ["kind": "ReplicaSet", "name": .string(owner), "uid": "7", "controller": true]
        ],
      ],
      "spec": ["containers": [["name": "main"]]],
      "status": [
        "phase": "Running", "conditions": [["type": "Ready", "status": "True"]],
        "containerStatuses": [
          ["name": "main", "ready": true, "restartCount": 1, "state": ["running": [:]]]
        ],
      ],
    ]
  }

  static func service(
    _ name: String, _ port: Int, _ selector: Value, _ annotations: Value = [:]
  ) -> Value {
    var metadata: Value = ["name": .string(name), "annotations": annotations]
    if selector == router { metadata["ownerReferences"] = owners }
    return [
      "metadata": metadata,
      "spec": ["selector": selector, "ports": [["port": .integer(port)]]],
    ]
  }

  static func link(_ name: String, _ type: String, _ annotations: Value) -> Value {
    var annotations = annotations
    annotations["skupper.io/generated-by"] = "11111111-public"
    return [
      "metadata": [
        "name": .string(name), "labels": ["skupper.io/type": .string(type)],
        "annotations": annotations,
      ]
    ]
  }

  private static func identity(_ uid: String, mode: String) -> Value {
    [
      "metadata": ["name": "skupper-site", "uid": .string(uid)],
      "data": ["router-mode": .string(mode)],
    ]
  }

  private static func definitions(_ database: String) -> Value {
    ["metadata": ["name": "skupper-services"], "data": ["database": .string(database)]]
  }
}
