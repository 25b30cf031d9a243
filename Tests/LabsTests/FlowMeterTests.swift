import Platform
import Skupper
import Testing
import Views

@testable import Labs

@Suite struct FlowMeterTests {
  private var sites = [MapObservations.publicSite, MapObservations.privateSite]
  private let start = MonotonicTime(nanoseconds: 5_000_000_000)

  @Test func what_was_before_the_first_look_is_no_activity() {
    var meter = FlowMeter()
    #expect(
      meter.measure(sites, at: start)
        == [SiteMap.Flow("database", from: "public", to: "private", open: 1, total: 3)])
    #expect(meter.nextCalm == nil)
  }

  @Test mutating func bytes_have_a_speed_and_rest_after_a_while() {
    var meter = FlowMeter()
    _ = meter.measure(sites, at: start)
    sites[0].router?.flows[0].octets += 5_678
    let busy = meter.measure(sites, at: start + .milliseconds(500))
    #expect(busy.map(\.bytesPerSecond) == [11_000] && busy.map(\.isActive) == [true])
    #expect(meter.nextCalm == start + .milliseconds(500) + FlowMeter.calm)
    let calm = meter.measure(sites, at: start + .milliseconds(500) + FlowMeter.calm)
    #expect(calm.map(\.bytesPerSecond) == [0] && calm.map(\.isActive) == [false])
    #expect(meter.nextCalm == nil)
  }

  @Test mutating func a_short_connection_is_noticed_by_its_count() {
    sites[0].router?.flows = []
    var meter = FlowMeter()
    #expect(meter.measure(sites, at: start) == [])
    sites[0].router = MapObservations.publicSite.router
    sites[0].router?.flows[0].open = 0
    let flows = meter.measure(sites, at: start + .milliseconds(100))
    #expect(flows.map(\.isActive) == [true] && flows.map(\.total) == [3])
  }

  @Test mutating func bytes_after_a_long_silence_are_not_spread_over_it() {
    var meter = FlowMeter()
    _ = meter.measure(sites, at: start)
    sites[0].router?.flows[0].octets += 2_000
    #expect(meter.measure(sites, at: start + .seconds(600)).map(\.bytesPerSecond) == [2_000])
  }

  @Test mutating func a_router_that_began_anew_counts_from_nothing() {
    var meter = FlowMeter()
    _ = meter.measure(sites, at: start)
    sites[0].router?.flows[0].octets = 300
    sites[0].router?.flows[0].total = 1
    let flows = meter.measure(sites, at: start + .seconds(1))
    #expect(flows.map(\.total) == [1] && flows.map(\.isActive) == [true])
    #expect(flows.allSatisfy { $0.bytesPerSecond >= 0 })
  }

  @Test mutating func ports_of_an_address_are_added_up() {
    var other = MapObservations.publicSite.router?.flows[0]
    other?.address = "database:5433"
    if let other { sites[0].router?.flows.append(other) }
    var meter = FlowMeter()
    #expect(meter.measure(sites, at: start).map(\.total) == [6])
  }
}
