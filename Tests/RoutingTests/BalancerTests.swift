import Routing
import Testing

@Suite struct Balancers {
  @Test func local_consumers_take_turns() {
    var balancer = Balancer()
    let chosen = (0..<4).map { _ in balancer.begin("db", local: ["p1", "p2"]) }
    #expect(chosen == [.local("p1"), .local("p2"), .local("p1"), .local("p2")])
  }

  @Test func streams_that_ended_make_room() {
    var balancer = Balancer()
    _ = balancer.begin("db", local: ["p1", "p2"])
    _ = balancer.begin("db", local: ["p1", "p2"])
    balancer.finish("db", .local("p2"))
    #expect(balancer.begin("db", local: ["p1", "p2"]) == .local("p2"))
  }

  @Test func a_path_of_cost_one_is_nearly_as_good_as_a_local_consumer() {
    var balancer = Balancer()
    let chosen = (0..<5).map { _ in balancer.begin("db", local: ["p"], remote: [("r", 1)]) }
    #expect(chosen.filter { $0 == .local("p") }.count == 3)
    #expect(chosen.first == .local("p"))
  }

  @Test func a_dear_path_is_a_reserve() {
    var balancer = Balancer()
    let chosen = (0..<100).map { _ in balancer.begin("db", local: ["p"], remote: [("r", 99_999)]) }
    #expect(chosen.allSatisfy { $0 == .local("p") })
    #expect(balancer.begin("db", local: [], remote: [("r", 99_999)]) == .router("r"))
  }

  @Test func addresses_are_counted_apart() {
    var balancer = Balancer()
    _ = balancer.begin("a", local: ["p1", "p2"])
    #expect(balancer.outstanding("a", .local("p1")) == 1)
    #expect(balancer.outstanding("b", .local("p1")) == 0)
  }

  @Test func without_consumers_there_is_no_choice() {
    var balancer = Balancer()
    #expect(balancer.begin("db", local: []) == nil)
  }
}

@Suite struct Credits {
  @Test func credit_comes_back_when_a_quarter_has_been_taken() {
    var window = ReceiveWindow()
    #expect(window.received(200_000) == true)
    #expect(window.drained(60_000) == 0)
    #expect(window.drained(60_000) == 120_000)
  }

  @Test func more_than_was_allowed_is_noticed() {
    var window = ReceiveWindow()
    #expect(window.received(ReceiveWindow.initial) == true)
    #expect(window.received(1) == false)
  }

  @Test func the_window_grows_when_the_sender_stops_twice_within_two_round_trips() {
    var window = ReceiveWindow()
    let roundTrip: Int64 = 20_000_000
    #expect(window.blocked(now: 0, roundTrip: roundTrip) == 0)
    #expect(window.blocked(now: 30_000_000, roundTrip: roundTrip) == ReceiveWindow.initial)
    #expect(window.size == 2 * ReceiveWindow.initial)
  }

  @Test func the_window_does_not_grow_beyond_the_memory_that_is_left() {
    var window = ReceiveWindow()
    let left = ReceiveWindow.initial - 1
    #expect(window.blocked(now: 0, roundTrip: 1000, memoryLeft: left) == 0)
    #expect(window.blocked(now: 10, roundTrip: 1000, memoryLeft: left) == 0)
    #expect(window.size == ReceiveWindow.initial)
  }

  @Test func the_window_does_not_grow_for_a_slow_reader() {
    var window = ReceiveWindow()
    _ = window.received(ReceiveWindow.initial)
    #expect(window.blocked(now: 0, roundTrip: 1000) == 0)
    #expect(window.blocked(now: 10, roundTrip: 1000) == 0)
    #expect(window.size == ReceiveWindow.initial)
  }

  @Test func a_sender_without_credit_says_so_once() {
    var credit = SendCredit()
    credit.sent(ReceiveWindow.initial)
    #expect(credit.available == 0)
    #expect(credit.ranOut() == true)
    #expect(credit.ranOut() == false)
    credit.granted(10)
    #expect(credit.ranOut() == true)
  }
}
