import Emulation
import Testing
import Tracks
import Transcripts
import Views

@testable import Interface

/// Whatever is pressed, clicked and heard of, in whatever order and size: it goes on.
@Suite struct FuzzTests {
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func nothing_ends_it(seed: UInt64) throws {
    var generator = Generator(state: seed)
    var stage = try Stage.started(rows: 40, columns: 120)
    let keys = Bindings.all.flatMap(\.chords)
    for turn in 0..<300 {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0:
        stage.handle(
          .resized(
            Size(
              rows: Int.random(in: 1...60, using: &generator),
              columns: Int.random(in: 1...200, using: &generator))))
      case 1:
        let actions: [MouseEvent.Action] = [
          .press(.left), .release(.left), .move(.left), .press(.wheelUp), .press(.wheelDown),
        ]
        stage.handle(
          .mouse(
            MouseEvent(
              actions.randomElement(using: &generator) ?? .move(nil),
              column: Int.random(in: 0..<200, using: &generator),
              row: Int.random(in: 0..<60, using: &generator))))
      case 2:
        let step = stage.interface.stepID ?? ""
        let verdict = Verdict.allCases.randomElement(using: &generator) ?? .exact
        stage.lab(.judged(step: step, Outcome(verdict, sentence: "So it is.")))
      case 3: stage.print("east", "x\u{1B}[31m\(turn)\r\n")
      case 4: stage.handle(.timer(.flash))
      case 5: stage.handle(.paste("a\nb\u{1B}"))
      case 6: stage.type(["ä", "字", "e\u{301}", "1"].randomElement(using: &generator) ?? "x")
      default:
        guard let chord = keys.randomElement(using: &generator) else { break }
        stage.handle(.key(chord.key, chord.modifiers))
      }
      let canvas = stage.interface.canvas()
      #expect(canvas.rows.count == stage.interface.size.rows)
      #expect(canvas.rows.first?.cells.count == stage.interface.size.columns)
    }
  }
}
