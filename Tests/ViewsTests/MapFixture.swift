import Views

/// The patient portal's sites, as they are at moments of its lesson.
enum MapFixture {
  /// Nothing but two sites with their programs.
  static var begun: SiteMap {
    SiteMap(sites: [
      SiteMap.Site(
        name: "public", namespace: "public", platform: "openshift",
        pods: [
          SiteMap.Pod("portal-7d9c5f6b8-x2x7z", app: "portal", ready: 0, state: "ContainerCreating")
        ]),
      SiteMap.Site(name: "private", namespace: "private", platform: "openshift"),
    ])
  }

  /// Linked, with the database in use and payments that have trouble.
  static var linked: SiteMap {
    SiteMap(
      sites: [publicSite, privateSite],
      links: [SiteMap.Link("link1", from: "private", to: "public", role: "edge")],
      addresses: [
        SiteMap.Address(
          "database", ports: [5432], targets: ["private"], listeners: ["public", "private"]),
        SiteMap.Address("payments", ports: [8080], listeners: ["public", "private"]),
      ],
      flows: [
        SiteMap.Flow(
          "database", from: "public", to: "private", open: 2, total: 14, bytesPerSecond: 1240,
          isActive: true)
      ])
  }

  /// The link broken, and a third site that does not answer.
  static var broken: SiteMap {
    var map = linked
    map.sites.append(
      SiteMap.Site(
        name: "cloud", namespace: "cloud", platform: "kubernetes", answers: false,
        router: SiteMap.Router(version: "1.3.0", answers: false)))
    map.links = [
      SiteMap.Link(
        "link1", from: "private", to: "public", state: .failed,
        reason: "the certificate of 127.20.0.1 is signed by an unknown authority"),
      SiteMap.Link("link2", from: "public", to: "cloud", state: .connecting, cost: 5),
    ]
    map.addresses[0].cutOff = ["public"]
    map.flows = []
    return map
  }

  static let publicSite = SiteMap.Site(
    name: "public", namespace: "public", platform: "openshift",
    router: SiteMap.Router(mode: "interior", version: "1.3.0"),
    pods: [
      SiteMap.Pod("portal-7d9c5f6b8-x2x7z", app: "portal"),
      SiteMap.Pod("portal-7d9c5f6b8-k9q2w", app: "portal", ready: 0, state: "ContainerCreating"),
      SiteMap.Pod("skupper-router-6c9b7-abcde", app: "skupper-router", isSystem: true),
    ],
    services: [
      SiteMap.Service(
        "portal", ports: [8080], backing: .pods(["portal-7d9c5f6b8-x2x7z"])),
      SiteMap.Service("database", ports: [5432], backing: .address("database")),
      SiteMap.Service("skupper", ports: [8080], backing: .pods([]), isSystem: true),
    ],
    routes: [
      SiteMap.Route("portal", host: "portal-public.apps.example.com", service: "portal"),
      SiteMap.Route("claims", host: "claims-public.apps.example.com", isSystem: true),
    ])

  static let privateSite = SiteMap.Site(
    name: "private", namespace: "private", platform: "openshift",
    router: SiteMap.Router(mode: "edge", version: "1.3.0"),
    pods: [
      SiteMap.Pod("database-5f7d8-p4k2m", app: "database"),
      SiteMap.Pod(
        "payments-64b8c-zz9xw", app: "payments", ready: 0, state: "CrashLoopBackOff", restarts: 3),
      SiteMap.Pod("skupper-router-5d4f3-fghij", app: "skupper-router", isSystem: true),
    ],
    services: [
      SiteMap.Service("database", ports: [5432], backing: .address("database"))
    ])
}
