import Documents
import Kubernetes

/// The Deployments of a site: the router with the program that configures it, and the controller
/// with, on request, the collector that serves the console.
extension SiteIdentity {
  /// Both Deployments, the router first.
  package var deployments: [Value] { [routerDeployment, controllerDeployment] }

  /// Deployment `skupper-router`: containers `router` and `config-sync` share two folders.
  package var routerDeployment: Value {
    let shared: [(String, String)] = [
      ("router-config", "/etc/skupper-router/config"),
      ("skupper-router-certs", "/etc/skupper-router-certs"),
    ]
    var router = container(
      "router", image: "skupper-router",
      environment: [
        ("APPLICATION_NAME", ObjectName.router), ("QDROUTERD_CONF_TYPE", "json"),
        ("QDROUTERD_CONF", "/etc/skupper-router/config/skrouterd.json"),
        ("SKUPPER_SITE_ID", id),
      ], ports: routerPorts, mounts: shared, family: "router")
    let health: Value = ["path": "/healthz", "port": Value(SitePort.routerHTTP)]
    router["readinessProbe"] = ["httpGet": health, "initialDelaySeconds": 1, "periodSeconds": 1]
    router["livenessProbe"] = ["httpGet": health, "initialDelaySeconds": 60]
    let sync = container(
      profile.adaptor, image: profile.adaptor, environment: [("SKUPPER_SITE_ID", id)],
      ports: profile.claimsAtRouter && !options.isEdge ? [("claims", SitePort.claims)] : [],
      mounts: shared, family: "config-sync")
    return deployment(
      ObjectName.router, component: "router", replicas: max(1, options.routers),
      containers: [router, sync], volumes: shared.map(\.0))
  }

  /// Deployment `skupper-service-controller`.
  package var controllerDeployment: Value {
    var environment = [
      ("SKUPPER_SITE_ID", id), ("SKUPPER_SITE_NAME", options.siteName),
      ("SKUPPER_NAMESPACE", namespace), ("SKUPPER_ROUTER_MODE", options.mode.rawValue),
    ]
    if !options.serviceSync { environment.append(("SKUPPER_DISABLE_SERVICE_SYNC", "true")) }
    var ports: [(String, Int)] = []
    if options.console || options.restAPI { ports.append(("metrics", SitePort.controller)) }
    if !options.isEdge && !profile.claimsAtRouter { ports.append(("claims", SitePort.claims)) }
    var containers = [
      container(
        "service-controller", image: "service-controller", environment: environment,
        ports: ports, mounts: [], family: "controller")
    ]
    if profile.hasFlowCollector && options.hasConsole(profile) {
      containers.append(
        container(
          "flow-collector", image: "flow-collector",
          environment: [
            ("SKUPPER_SITE_ID", id), ("SKUPPER_SITE_NAME", options.siteName),
            ("FLOW_USERS", options.effectiveConsoleAuthentication),
          ], ports: [("console", SitePort.console)], mounts: [], family: "flow-collector"))
    }
    return deployment(
      ObjectName.controller, component: "service-controller", replicas: 1,
      containers: containers, volumes: [])
  }

  private var routerPorts: [(String, Int)] {
    let own = [("amqps", SitePort.local), ("http", SitePort.routerHTTP)]
    let open = [("inter-router", SitePort.interRouter), ("edge", SitePort.edge)]
    return options.isEdge ? own : own + open
  }

  private func deployment(
    _ name: String, component: String, replicas: Int, containers: [Value], volumes: [String]
  ) -> Value {
    var labels = options.labels
    labels["app.kubernetes.io/name"] = name
    labels["app.kubernetes.io/part-of"] = "skupper"
    labels[Label.component] = component
    if component == "router" { labels["application"] = name }
    var pod: Value = [
      "serviceAccountName": Value(name), "containers": .array(containers),
    ]
    if !volumes.isEmpty {
      pod["volumes"] = .array(volumes.map { ["name": Value($0), "emptyDir": [:]] })
    }
    var podMetadata: Value = ["labels": Value(labels)]
    if component == "router" {
      podMetadata["annotations"] = ["prometheus.io/port": "9090", "prometheus.io/scrape": "true"]
    }
    return owned(
      "apps/v1", "Deployment", name,
      labels: [
        "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "skupper",
      ],
      content: [
        "spec": [
          "replicas": Value(replicas),
          "selector": ["matchLabels": [Label.component: Value(component)]],
          "template": ["metadata": podMetadata, "spec": pod],
        ]
      ])
  }

  private func container(
    _ name: String, image: String, environment: [(String, String)], ports: [(String, Int)],
    mounts: [(String, String)], family: String
  ) -> Value {
    var variables = environment.map { ["name": Value($0), "value": Value($1)] as Value }
    variables.append(["name": "TRESTLE_SKUPPER_PROFILE", "value": Value(profile.name)])
    variables.append(["name": "TRESTLE_SKUPPER_PLATFORM", "value": Value(platform)])
    for (variable, path) in [
      ("POD_NAMESPACE", "metadata.namespace"), ("POD_IP", "status.podIP"),
    ] {
      variables.append([
        "name": Value(variable), "valueFrom": ["fieldRef": ["fieldPath": Value(path)]],
      ])
    }
    var container: Value = [
      "name": Value(name), "image": Value(self.image(image)), "imagePullPolicy": "Always",
      "env": .array(variables),
    ]
    if !ports.isEmpty {
      container["ports"] = .array(
        ports.map { ["name": Value($0), "containerPort": Value($1), "protocol": "TCP"] })
    }
    if !mounts.isEmpty {
      container["volumeMounts"] = .array(
        mounts.map { ["name": Value($0), "mountPath": Value($1)] })
    }
    let resources = resources(family)
    if !resources.isEmpty { container["resources"] = resources }
    return container
  }

  private func resources(_ family: String) -> Value {
    var resources: Value = [:]
    for (option, path) in [
      ("cpu", ["requests", "cpu"]), ("memory", ["requests", "memory"]),
      ("cpu-limit", ["limits", "cpu"]), ("memory-limit", ["limits", "memory"]),
    ] {
      guard let amount = options.tuning["\(family)-\(option)"], !amount.isEmpty else { continue }
      resources[path: path[...]] = Value(amount)
    }
    return resources
  }
}
