import Routing
import Testing

private let second: Int64 = 1_000_000_000

@Suite struct LinkProtocols {
  static func hello(
    _ router: String, mode: RouterMode = .interior, cost: Int = 1, version: Int = 1
  ) -> Hello {
    Hello(
      router: router, mode: mode, site: SiteRecord(id: "site of \(router)", name: router),
      cost: cost, version: version)
  }

  @Test func a_link_is_up_when_the_other_side_has_introduced_itself() {
    var link = LinkProtocol(own: Self.hello("a", cost: 5), isDialler: true, now: 0)
    #expect(link.start() == [.send(.hello(Self.hello("a", cost: 5)))])
    let agreed = Self.hello("b", cost: 5)
    #expect(
      link.receive(.hello(Self.hello("b")), now: 10) == [.established(agreed), .send(.ping(10))])
    #expect(link.state == .up(agreed))
  }

  @Test(arguments: [
    (hello("a"), "the link leads back to this router"),
    (
      hello("b", version: 9),
      "the other side speaks version 9 of the link protocol, this router version 1"
    ),
    (hello("b", mode: .edge), "the other side is an edge router, which accepts no links"),
  ])
  func a_link_to_the_wrong_router_is_closed_with_the_reason(other: Hello, reason: String) {
    var link = LinkProtocol(own: Self.hello("a"), isDialler: true, now: 0)
    #expect(link.receive(.hello(other), now: 1) == [.close(reason)])
    #expect(link.state == .down(reason))
  }

  @Test func the_other_side_is_asked_every_second_and_given_up_after_three() {
    var link = LinkProtocol(own: Self.hello("a"), isDialler: true, now: 0)
    _ = link.receive(.hello(Self.hello("b")), now: 0)
    #expect(link.tick(now: second / 2) == [])
    #expect(link.tick(now: second) == [.send(.ping(second))])
    #expect(link.receive(.pong(second), now: second + 40_000) == [])
    #expect(link.roundTrip == 40_000)
    #expect(link.tick(now: 2 * second) == [.send(.ping(2 * second))])
    #expect(
      link.tick(now: 4 * second + 50_000)
        == [.close("the other side has been silent for 3 seconds")])
  }

  @Test func a_side_that_never_introduces_itself_is_given_up() {
    var link = LinkProtocol(own: Self.hello("a"), isDialler: false, now: 0)
    #expect(link.tick(now: second) == [])
    #expect(
      link.tick(now: 3 * second + 1) == [.close("the other side has been silent for 3 seconds")])
  }

  @Test func a_question_is_answered() {
    var link = LinkProtocol(own: Self.hello("a"), isDialler: false, now: 0)
    #expect(link.receive(.ping(77), now: 1) == [.send(.pong(77))])
  }

  @Test func dialling_again_is_quick_at_first_and_slower_before_the_first_success() {
    var fresh = Reconnection()
    #expect((0..<6).map { _ in fresh.failed() } == [200, 500, 1000, 2000, 5000, 5000])
    var proven = Reconnection()
    proven.succeeded()
    #expect((0..<6).map { _ in proven.failed() } == [200, 500, 1000, 2000, 2000, 2000])
  }

  @Test func an_edge_router_uses_one_connector_and_the_next_when_it_fails() {
    var choice = UplinkChoice()
    choice.set(["link1", "link2"])
    #expect(choice.active == "link1")
    choice.failed("link2")
    #expect(choice.active == "link1")
    choice.failed("link1")
    #expect(choice.active == "link2")
    choice.set(["link1"])
    #expect(choice.active == "link1")
    choice.set([])
    #expect(choice.active == nil)
  }
}
