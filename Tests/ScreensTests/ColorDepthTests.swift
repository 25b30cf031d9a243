import Testing

@testable import Screens

@Suite struct ColorDepthTests {
  @Test func the_nearest_of_the_fixed_colours_is_the_one_that_a_search_finds() {
    func distance(_ index: Int, _ color: (UInt8, UInt8, UInt8)) -> Int {
      let parts = ColorDepth.parts(of: UInt8(index))
      let (red, green, blue) = (
        Int(parts.0) - Int(color.0), Int(parts.1) - Int(color.1), Int(parts.2) - Int(color.2)
      )
      return red * red + green * green + blue * blue
    }
    var colors: [(UInt8, UInt8, UInt8)] = (0...255).map { ($0, $0, $0) }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      colors.append(
        (
          .random(in: 0...255, using: &generator), .random(in: 0...255, using: &generator),
          .random(in: 0...255, using: &generator)
        ))
    }
    for color in colors {
      let found = ColorDepth.nearestFixed(color.0, color.1, color.2)
      let least = (16..<256).map { distance($0, color) }.min()
      #expect((16..<256).contains(found))
      #expect(distance(found, color) == least, "\(color) became \(found)")
    }
  }
}
