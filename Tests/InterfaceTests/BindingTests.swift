import Emulation
import Platform
import Testing
import Views

@testable import Interface

@Suite struct BindingTests {
  @Test func every_key_can_be_read_and_is_written_back() {
    for binding in Bindings.all {
      for key in binding.keys { #expect(Chord(key)?.name == key, "\(key) of \(binding.command)") }
    }
  }

  @Test(arguments: Context.allCases) func no_key_means_two_things(context: Context) {
    let keys = Bindings.of(context).flatMap(\.keys)
    #expect(Set(keys).count == keys.count, "\(keys)")
  }

  @Test func everything_that_can_be_done_has_a_key() {
    let bound = Set(Bindings.all.map(\.command))
    #expect(Command.allCases.filter { !bound.contains($0) } == [])
  }

  /// A key does something that can be seen or is asked for, or says why it does not.
  @Test(
    arguments: Bindings.of(.reader).flatMap { binding in binding.keys.map { (binding.command, $0) }
    })
  func every_key_of_the_text_does_something(command: Command, key: String) throws {
    var stage = try Stage.started()
    // In the middle of a text that is longer than the pane, with a tab in the middle.
    stage.press("Down Down")
    stage.actions = []
    let before = stage.interface.canvas()
    stage.press(key)
    if command == .interrupt { #expect(stage.text.contains("No step is running.")) }
    #expect(stage.interface.canvas() != before || !stage.actions.isEmpty, "\(key): \(command)")
  }

  @Test func what_can_not_be_done_says_why_and_stays_in_the_list() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    stage.press("?")
    stage.type("next step")
    #expect(stage.text.contains("next: Not yet: Enter runs this step"))
    stage.press("Enter")
    #expect(stage.interface.overlay == nil)
    #expect(stage.lines[39].contains("Not yet"))
  }

  @Test func the_help_does_what_is_selected() throws {
    var stage = try Stage.started()
    stage.press("?")
    stage.type("list all steps")
    stage.press("Enter")
    guard case .steps = stage.interface.overlay else {
      Issue.record("\(String(describing: stage.interface.overlay))")
      return
    }
  }

  @Test func the_readme_has_the_table() throws {
    var folder = Path.parent(of: #filePath)
    while !Files.exists("\(folder)/Package.swift"), folder.count > 1 {
      folder = Path.parent(of: folder)
    }
    let readme = try Files.readText("\(folder)/README.md")
    #expect(
      readme.contains(Bindings.markdown),
      "Put the output of 'trestle keys --format markdown' into README.md.")
  }
}
