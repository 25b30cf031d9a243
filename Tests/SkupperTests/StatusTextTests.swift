import Documents
import Testing

@testable import Skupper

@Suite struct StatusTextTests {
  private var database: ServiceDefinition {
    var definition = ServiceDefinition(address: "database", ports: [5432])
    definition.targets = [
      .init(name: "patient-portal-database", selector: "deployment=patient-portal-database")
    ]
    return definition
  }

  @Test func a_fresh_site_is_pending_and_has_no_services() {
    let options = SiteOptions(siteName: "default")
    let site = SiteIdentity(namespace: "default", id: "x", options: options, profile: .v1_2)
    #expect(
      SiteView(site: site).statusText
        == "Skupper is enabled for namespace \"default\" in interior mode. Status pending... "
        + "It has no exposed services.\n")
  }

  @Test func a_linked_site_counts_sites_and_services() {
    let view = SiteView(
      site: Lab.privateSite(), definitions: ["database": database], router: Lab.privateRouter())
    #expect(
      view.statusText
        == "Skupper is enabled for namespace \"private\" in edge mode. It is connected to 1 other "
        + "site. It has 1 exposed service.\n")
  }

  @Test func indirect_sites_are_counted_apart() {
    var router = Lab.privateRouter()
    router.sites.append(RouterStatus.Site(id: "third", name: "third", namespace: "t"))
    let view = SiteView(site: Lab.privateSite(), router: router)
    #expect(view.statusText.contains(" It is connected to 2 other sites (1 indirectly)."))
    #expect(view.statusText.hasSuffix(" It has no exposed services.\n"))
  }

  @Test func another_site_name_and_the_console_are_told() {
    var site = Lab.publicSite()
    site.options.siteName = "cloud"
    site.options.consoleAuthentication = ""
    var view = SiteView(site: site, router: RouterStatus(siteID: site.id))
    view.consoleURL = "https://skupper-public.apps.test"
    #expect(
      view.statusText == """
        Skupper is enabled for namespace "public" with site name "cloud" in interior mode. \
        It is not connected to any other sites. It has no exposed services.
        The site console url is:  https://skupper-public.apps.test
        The credentials for internal console-auth mode are held in secret: 'skupper-console-users'

        """)
  }

  @Test func release_1_8_leaves_the_mode_out_and_waits_for_the_router() {
    let pending = SiteView(site: Lab.publicSite(.v1_8))
    #expect(pending.statusText == "Status pending...\n")
    var site = Lab.publicSite(.v1_8)
    site.options.consoleAuthentication = "unsecured"
    var view = SiteView(site: site, router: RouterStatus(siteID: site.id))
    view.consoleURL = "https://c"
    #expect(
      view.statusText
        == "Skupper is enabled for namespace \"public\". It is not connected to any other sites. "
        + "It has no exposed services.\nThe site console url is: https://c\n")
  }

  @Test func links_of_1_3_stand_under_dashes() {
    let view = SiteView(
      site: Lab.privateSite(), links: [Lab.link()].compactMap(Link.init(secret:)),
      router: Lab.privateRouter())
    #expect(
      view.linkStatusText() == """

        Links created from this site:
        -------------------------------
        Link link1 is connected

        Current links from other sites that are connected:
        ----------------------------------------
        There are no connected links

        """)
    #expect(view.linkStatusText(of: "link1") == "Link link1 is connected\n")
    #expect(view.linkStatusText(of: "link9") == "No such link \"link9\"\n")
    #expect(view.linksAreUp)
  }

  @Test func incoming_links_name_the_other_site_once() {
    var router = RouterStatus(siteID: Lab.publicID)
    router.links = ["a", "b"].map { Lab.linkStatus($0, outgoing: false, to: Lab.privateID) }
    let view = SiteView(site: Lab.publicSite(), router: router)
    #expect(
      view.linkStatusText() == """

        Links created from this site:
        -------------------------------
        There are no links configured or connected

        Current links from other sites that are connected:
        ----------------------------------------
        A link from the namespace private on site private(\(Lab.privateID)) is connected to this site

        """)
  }

  @Test func links_of_1_2_are_active() {
    var router = RouterStatus(siteID: Lab.publicID)
    router.links = [Lab.linkStatus("a", outgoing: false, to: Lab.privateID)]
    let view = SiteView(site: Lab.publicSite(.v1_2), router: router)
    #expect(
      view.linkStatusText() == """

        Links created from this site:
        -------------------------------
        There are no links configured or active

        Currently active links from other sites:
        ----------------------------------------
        A link from the namespace private on site private(\(Lab.privateID)) is active\u{20}

        """)
  }

  @Test func links_of_1_0_are_bare_lines_and_those_of_1_8_are_indented() {
    let links = [Lab.link()].compactMap(Link.init(secret:))
    var view = SiteView(
      site: Lab.privateSite(.v1_0), links: links, router: Lab.privateRouter())
    #expect(view.linkStatusText() == "Link link1 is active\n")
    view.site.profile = .v1_8
    #expect(
      view.linkStatusText()
        == "\nLinks created from this site:\n\n\t Link link1 is connected\n\n"
        + "Current links from other sites that are connected:\n\n\t There are no connected links\n")
  }

  @Test(arguments: [
    (Lab.link(claim: true), nil, "Link link1 not connected\n"),
    (
      Lab.link(claim: true, reason: "Failed to redeem claim: No such claim", refused: true), nil,
      "Link link1 not connected (Failed to redeem claim: No such claim)\n"
    ),
    (Lab.link(), "certificate has expired", "Link link1 not connected (certificate has expired)\n"),
  ])
  func a_link_that_is_not_up_says_why(secret: Value, live: String?, expected: String) {
    let view = SiteView(
      site: Lab.privateSite(), links: [secret].compactMap(Link.init(secret:)),
      router: Lab.privateRouter(state: "failed", reason: live))
    #expect(view.linkStatusText(of: "link1") == expected)
    #expect(!view.linksAreUp)
  }

  @Test func a_link_in_detail_has_sorted_keys_and_tabs() {
    var secret = Lab.link()
    secret["metadata", "creationTimestamp"] = "2026-01-02T03:04:05Z"
    let view = SiteView(
      site: Lab.privateSite(), links: [secret].compactMap(Link.init(secret:)),
      router: Lab.privateRouter())
    #expect(
      view.verboseLinkStatusText(of: "link1")
        == "Cost:\t1\t\nCreated:\t2026-01-02T03:04:05Z\t\nName:\tlink1\t\nNamespace:\tprivate\t\n"
        + "Site:\tprivate-\(Lab.privateID)\t\nStatus:\tConnected\t\n")
  }

  @Test func services_are_a_tree_with_targets() throws {
    var payment = ServiceDefinition(
      address: "payment-processor", transport: .http, ports: [8080, 8081])
    payment.labels = ["team": "billing"]
    payment.targets = [.init(name: "pp", service: "pp")]
    let view = SiteView(
      site: Lab.privateSite(), definitions: ["payment-processor": payment, "database": database])
    #expect(
      view.serviceStatusText(showsLabels: true) == """
        Services exposed through Skupper:
        ├─ database (tcp port 5432)
        │  ╰─ Targets:
        │     ╰─ deployment=patient-portal-database name=patient-portal-database
        ╰─ payment-processor (http ports 8080 8081)
           ├─ Targets:
           │  ╰─ name=pp (no selector)
           ╰─ Labels:
              ╰─ team=billing

        """)
    #expect(SiteView(site: Lab.privateSite()).serviceStatusText() == "No services defined\n")
    #expect(try view.labelText(of: "database") == "database has no labels\n")
    #expect(throws: SkupperError("Service nothing not found")) {
      try view.labelText(of: "nothing")
    }
  }

  @Test func services_of_1_8_name_the_port_after_the_address() {
    let view = SiteView(site: Lab.privateSite(.v1_8), definitions: ["database": database])
    #expect(
      view.serviceStatusText()
        == "Services exposed through Skupper:\n╰─ database:5432 (tcp)\n")
  }

  @Test func the_network_of_1_3_starts_with_the_local_site() {
    var served = database
    served.targets = [.init(name: "patient-portal-database-7f8-abc")]
    var router = Lab.privateRouter()
    router.sites[0].services = [served]
    let view = SiteView(
      site: Lab.privateSite(), definitions: ["database": database], router: router)
    #expect(
      view.networkStatusText() == """
        Sites:
        ├─ [local] 1b2f3c4 - private\u{20}
        │  mode: edge
        │  name: private
        │  namespace: private
        │  sites linked to: 76c142f-public
        │  version: 1.3.0
        │  ╰─ Services:
        │     ╰─ name: database
        │        address: database: 5432
        │        protocol: tcp
        │        ╰─ Targets:
        │           ╰─ name: patient-portal-database-7f8-abc
        ╰─ [remote] 76c142f - public\u{20}
           name: public
           namespace: public
           version: 1.3.0
           ╰─ Services:
              ╰─ name: database
                 address: database: 5432
                 protocol: tcp

        """)
    #expect(SiteView(site: Lab.privateSite()).networkStatusText() == "Status pending...\n")
  }

  @Test func the_network_of_1_8_shows_directions_beside_a_bar() {
    let view = SiteView(site: Lab.privateSite(.v1_8), router: Lab.privateRouter())
    #expect(
      view.networkStatusText() == """
        Sites:
        ├─ [local] \(Lab.privateID)(private)\u{20}
        │  │ namespace: private
        │  │ site name: private
        │  │ version: 1.3.0
        │  ╰─ Linked sites:
        │     ╰─ \(Lab.publicID)(public)
        │        direction: outgoing
        ╰─ [remote] \(Lab.publicID)(public)\u{20}
           │ namespace: public
           │ site name: public
           │ version: 1.3.0
           ╰─ Linked sites:
              ╰─ \(Lab.privateID)(private)
                 direction: incoming

        """)
  }
}
