import Documents
import Testing

@testable import Skupper

@Suite struct SiteObjectTests {
  private func ports(_ service: Value) -> String {
    (service["spec", "ports"]?.array ?? []).map { "\($0["port"]?.integer ?? 0)/TCP" }
      .joined(separator: ",")
  }

  private func services(_ site: SiteIdentity) -> [String] {
    site.services.map {
      "\($0["metadata", "name"]?.string ?? "") \($0["spec", "type"]?.string ?? "") \(ports($0))"
    }.sorted()
  }

  private func containers(_ deployment: Value) -> [String] {
    (deployment["spec", "template", "spec", "containers"]?.array ?? []).map {
      "\($0["name"]?.string ?? "")=\($0["image"]?.string ?? "")"
    }
  }

  @Test func the_lab_s_public_site_has_the_services_that_its_text_shows() {
    #expect(
      services(Lab.publicSite()) == [
        "skupper ClusterIP 8010/TCP,8080/TCP,8081/TCP",
        "skupper-router ClusterIP 55671/TCP,45671/TCP",
        "skupper-router-local ClusterIP 5671/TCP",
      ])
  }

  @Test func the_lab_s_private_site_has_one_service_and_no_routes() {
    #expect(services(Lab.privateSite()) == ["skupper-router-local ClusterIP 5671/TCP"])
    #expect(Lab.privateSite().routes.isEmpty)
    #expect(
      Lab.privateSite().authorities.map(\.secret) == [
        "skupper-local-ca", "skupper-service-ca",
      ])
  }

  @Test func a_load_balanced_site_of_1_2_and_one_of_1_8() {
    var options = SiteOptions(siteName: "west")
    options.ingress = .loadBalancer
    options.console = true
    var site = SiteIdentity(namespace: "west", id: "x", options: options, profile: .v1_2)
    #expect(
      services(site) == [
        "skupper LoadBalancer 8080/TCP,8081/TCP",
        "skupper-router LoadBalancer 55671/TCP,45671/TCP",
        "skupper-router-local ClusterIP 5671/TCP",
      ])
    site.profile = .v1_8
    site.options.console = false
    #expect(
      services(site) == [
        "skupper-router LoadBalancer 55671/TCP,45671/TCP,8081/TCP",
        "skupper-router-local ClusterIP 5671/TCP",
      ])
  }

  @Test func routes_lead_to_router_claims_and_console() {
    let routes = Lab.publicSite().routes.map { route in
      [
        route["metadata", "name"]?.string, route["spec", "to", "name"]?.string,
        route["spec", "port", "targetPort"]?.string, route["spec", "tls", "termination"]?.string,
      ].compactMap { $0 }.joined(separator: " ")
    }
    #expect(
      routes == [
        "skupper-inter-router skupper-router inter-router passthrough",
        "skupper-edge skupper-router edge passthrough", "claims skupper claims passthrough",
        "skupper skupper console reencrypt",
      ])
  }

  @Test func pods_have_the_containers_of_their_release() {
    let site = Lab.publicSite()
    #expect(
      containers(site.routerDeployment) == [
        "router=quay.io/skupper/skupper-router:2.3.2",
        "config-sync=quay.io/skupper/config-sync:1.3.0",
      ])
    #expect(
      containers(site.controllerDeployment) == [
        "service-controller=quay.io/skupper/service-controller:1.3.0",
        "flow-collector=quay.io/skupper/flow-collector:1.3.0",
      ])
    #expect(containers(Lab.privateSite().controllerDeployment).count == 1)
    let labels = site.routerDeployment["spec", "template", "metadata", "labels"]
    #expect(
      labels == [
        "app.kubernetes.io/name": "skupper-router", "app.kubernetes.io/part-of": "skupper",
        "application": "skupper-router", "skupper.io/component": "router",
      ])
  }

  @Test func router_and_config_sync_share_their_folders() {
    let pod = Lab.publicSite().routerDeployment["spec", "template", "spec"]
    let mounts = (pod?["containers"]?.array ?? []).map { $0["volumeMounts"] }
    #expect(mounts.count == 2)
    #expect(mounts.first == mounts.last)
    #expect(
      pod?["volumes"] == [
        ["name": "router-config", "emptyDir": [:]],
        ["name": "skupper-router-certs", "emptyDir": [:]],
      ])
  }

  @Test func everything_is_owned_by_the_site() {
    let site = Lab.publicSite()
    let objects =
      site.configMaps + site.services + site.routes + site.deployments + site.access
      + [site.serviceClientSecret(authority: .init(certificate: "C", key: "K"))]
    for object in objects {
      #expect(object["metadata", "ownerReferences"]?[0]?["uid"]?.string == Lab.publicID)
      #expect(object["metadata", "namespace"] == "public")
    }
  }

  @Test func certificates_name_the_hosts_of_the_way_in() {
    let requests = Lab.publicSite().credentials(
      routerHosts: ["skupper-edge-public.apps.test"], claimsHosts: ["claims-public.apps.test"],
      consoleHosts: [])
    let site = requests.first { $0.secret == "skupper-site-server" }
    #expect(site?.commonName == "skupper-router")
    #expect(site?.authority == "skupper-site-ca")
    #expect(
      site?.names == [
        "skupper-router.public", "skupper-router.public.svc.cluster.local",
        "skupper-edge-public.apps.test",
      ])
    let claims = requests.first { $0.secret == "skupper-claims-server" }
    #expect(claims?.commonName == "skupper")
    #expect(claims?.names.last == "claims-public.apps.test")
  }

  @Test func options_survive_in_the_site_s_config_map() {
    var site = Lab.publicSite()
    site.options.serviceSync = false
    site.options.serviceSyncTTLSeconds = 120
    site.options.routerLogging = "debug"
    let read = SiteOptions(site: Lab.siteObject(site))
    #expect(read == site.options)
  }

  @Test func a_new_router_listens_for_others_only_where_it_may() {
    let interior = RouterConfiguration(of: Lab.publicSite())
    let edge = RouterConfiguration(of: Lab.privateSite())
    #expect(
      interior.all("listener").map(\.name) == [
        "amqp", "amqps", "@9090", "interior-listener", "edge-listener",
      ])
    #expect(edge.all("listener").map(\.name) == ["amqp", "amqps", "@9090"])
    #expect(edge.all("router").first?.attributes["mode"] == "edge")
    #expect(interior.all("router").first?.attributes["id"] == "public-${HOSTNAME}")
    #expect(RouterConfiguration(text: interior.text) == interior)
    #expect(RouterConfiguration.secret(ofProfile: "skupper-internal") == "skupper-site-server")
    #expect(RouterConfiguration.secret(ofProfile: "link1-profile") == "link1")
  }

  @Test func contradicting_options_are_refused() {
    func refusal(
      _ profile: TextProfile = .v1_3, hasRoutes: Bool = true,
      _ change: (inout SiteOptions) -> Void
    ) -> String {
      var options = SiteOptions(siteName: "s")
      change(&options)
      do {
        try options.check(profile, hasRoutes: hasRoutes)
        return "accepted"
      } catch {
        return error.text
      }
    }
    #expect(
      refusal(hasRoutes: false) { $0.ingress = .route }
        == "OpenShift cluster not detected for --ingress type route")
    #expect(
      refusal { $0.ingress = .nodePort }
        == "One of --ingress-host or --router-ingress-host option is required when using "
        + "\"--ingress nodeport\"")
    #expect(
      refusal { $0.serviceSyncTTLSeconds = 59 }
        == "The minimum value for service-sync-site-ttl is 1 minute")
    #expect(refusal { $0.routerLogging = "loud" }.hasPrefix("Bad value for --router-logging: "))
    #expect(refusal { $0.routerLogging = "trace,ROUTER:debug" } == "accepted")
    #expect(refusal { $0.flowCollector = true } == "accepted")
    #expect(
      refusal(.v1_4) { $0.flowCollector = true }
        == "The --enable-flow-collector option must be used with the --enable-console option")
    #expect(
      refusal(.v1_8) { $0.siteName = "a b" }
        == "invalid skupper site name: value contains spaces")
    #expect(
      throws: SkupperError(
        "invalid \"--router-mode=big\", it must be one of \"interior, edge\"")
    ) { try SiteOptions.mode("big") }
  }

  @Test(arguments: [
    ("2m0s", 120), ("90s", 90), ("1h30m", 5400), ("0", 0), ("15m0s", 900), ("1.5m", 90),
  ])
  func durations_are_read(text: String, seconds: Int) {
    #expect(Duration.seconds(in: text) == seconds)
  }

  @Test(arguments: ["", "10", "m", "5x", "soon"])
  func what_is_no_duration_is_not_read(text: String) {
    #expect(Duration.seconds(in: text) == nil)
  }

  @Test(arguments: [
    ("1.3", "1.3"), ("1.1", "1.0"), ("1.2.0", "1.2"), ("1.7", "1.5"), ("1.9", "1.8"),
    ("2.0.1", "2.0"), ("2.1", "2.0"), ("2.2.0", "2.2"), ("2.0-preview", "2.0-preview"),
    ("3.0", "1.3"), ("odd", "1.3"),
  ])
  func a_release_finds_its_row(release: String, row: String) {
    #expect(TextProfile.named(release).name == row)
  }
}
