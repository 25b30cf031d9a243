import Emulation
import Platform
import Testing
import Views

@testable import Interface

@Suite struct BindingTests {
  @Test func every_key_can_be_read_and_is_written_back() {
    for binding in Bindings.all {
      for key in binding.keys where !key.contains("…") {
        #expect(Chord(key)?.name == key, "\(key) of \(binding.command)")
      }
      #expect(binding.chords.count >= binding.keys.count, "\(binding.keys)")
    }
  }

  @Test(arguments: Context.allCases) func no_key_means_two_things(context: Context) {
    for bindings in [Bindings.of(context), Bindings.behindLeader] {
      let keys = bindings.flatMap(\.chords)
      #expect(Set(keys).count == keys.count, "\(keys.map(\.name))")
    }
  }

  @Test func everything_that_can_be_done_has_a_key() {
    let bound = Set(Bindings.all.map(\.command))
    #expect(Command.allCases.filter { !bound.contains($0) } == [])
  }

  /// A key does something that can be seen or is asked for, or says why it does not.
  @Test(
    arguments: Bindings.of(.reader).flatMap { binding in
      binding.chords.map { (binding.command, $0.name) }
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

  @Test func the_digits_are_in_the_table_and_number_the_tabs() throws {
    var stage = try Stage.started()
    #expect(stage.text.contains("[1 East] 2 West  3 Files  4 Site  5 Notes  6 Map"))
    stage.press("?")
    stage.type("digit")
    #expect(stage.text.contains("1…9"))
    #expect(stage.text.contains("Show the tab with that digit"))
    stage.press("Enter")
    #expect(stage.lines[23].contains("Press the digit itself"))
    stage.press("9")
    #expect(stage.lines[23].contains("There is no tab 9; the last one is 6."))
    stage.press("6")
    #expect(stage.text.contains("[6 Map]"))
  }

  @Test(arguments: [(16, 60), (24, 80), (40, 120)])
  func the_menu_behind_the_leader_has_each_key_once(rows: Int, columns: Int) throws {
    var stage = try Stage.started(rows: rows, columns: columns)
    stage.press("Tab Ctrl-g")
    #expect(!stage.lines[rows - 1].contains("Tab tab"))
    #expect(stage.lines[rows - 1].contains("Tab text"))
    stage.handle(.timer(.leader))
    let text = stage.lines.dropLast().joined(separator: "\n")
    #expect(text.contains("? lists all keys"))
    #expect(text.matches(of: /│ .*\bPgUp\b/).count == 1)
    #expect(text.matches(of: /\bTab +text/).count == 1)
    #expect(!text.contains(/Tab +tab/))
    let entries = text.replacing(/[ │\n]+/, with: " ")
    for binding in Bindings.behindLeader
    where stage.interface.obstacle(to: binding.command) == nil {
      let entry = " \(binding.keys[0]) \(binding.label) "
      #expect(entries.contains(entry), "\(entry)\n\(text)")
    }
  }

  @Test(arguments: [(16, 60), (24, 80), (40, 120), (60, 200)])
  func the_bar_ends_with_the_key_that_lists_all(rows: Int, columns: Int) throws {
    var stage = try Stage.started(rows: rows, columns: columns)
    func expectEnd(_ end: String, _ place: String) {
      #expect(stage.lines[rows - 1].hasSuffix(end), "\(place): \(stage.lines[rows - 1])")
    }
    stage.handle(.timer(.flash))
    expectEnd("? all keys", "the text")
    if columns > 60 { #expect(stage.lines[rows - 1].contains("h hint")) }
    stage.lab(.notice("Something happened that takes many words to tell, and a few words more."))
    expectEnd("? all keys", "a message")
    stage.handle(.timer(.flash))
    stage.press("3 Tab")
    expectEnd("F1 all keys", "files")
    stage.press("F1")
    #expect(stage.interface.context == .list)
  }

  @Test func the_bar_says_what_a_key_does_now() throws {
    var stage = try Stage.started()
    stage.press("q")
    #expect(stage.lines[23].hasSuffix("Enter leave  Esc no"), "\(stage.lines[23])")
    stage.press("Esc 6 Tab")
    #expect(stage.lines[23].contains("t tables"))
    stage.press("t")
    #expect(stage.lines[23].contains("t picture"))
  }

  @Test func how_to_leave_a_page_a_file_or_the_editor_stays_in_a_narrow_bar() throws {
    var stage = try Stage.started()
    stage.press("4 Tab")
    #expect(stage.lines[23].hasSuffix("Tab next  Enter open  Esc text  F1 all keys"))
    stage.press("Esc 3 Tab")
    #expect(stage.lines[23].contains("Esc text"))
    let file = FileEntry(path: "token", isFolder: false)
    stage.lab(.files(host: "west", path: "/root", .success([file])))
    stage.press("Enter")
    stage.lab(.file(host: "west", path: "/root/token", .success("")))
    #expect(stage.lines[23].contains("Ctrl-s save  Esc files"), "\(stage.lines[23])")
  }

  @Test func a_wide_bar_has_the_keys_of_tabs_map_and_search() throws {
    let bar = try Stage.started(rows: 60, columns: 200).lines[59]
    for key in ["q quit", "l list", "e edit", "c check", "/ search", "1…9 show tab", "m map"] {
      #expect(bar.contains(key), "\(bar)")
    }
  }

  @Test func a_long_message_can_be_read_to_its_end() throws {
    var stage = try Stage.started()
    stage.lab(.notice("An older one."))
    let long =
      "Copied the token to the other side; what was there before is kept. "
      + "Your files as they were are in /tmp/trestle/kept/2.5 of this lab's folder."
    stage.lab(.notice(long))
    #expect(stage.lines[23].contains("M all of it"))
    #expect(stage.lines[23].contains("Enter run"))
    stage.press("M")
    let words = stage.text.replacing(/\s*│\n│\s*/, with: " ")
    #expect(
      words.contains("Your files as they were are in /tmp/trestle/kept/2.5 of this lab's folder."))
    #expect(stage.lines.contains { $0.contains("› Copied the token") }, "the newest is selected")
  }

  @Test func the_help_says_in_full_why_something_does_nothing() throws {
    var stage = try Stage.started(rows: 16, columns: 60)
    stage.press("?")
    stage.type("copy output")
    let words = stage.text.replacing(/\s*│\n│\s*/, with: " ")
    #expect(
      words.contains("what stands in a terminal is copied by dragging over it."), "\(stage.text)")
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
