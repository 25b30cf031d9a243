import Emulation
import Testing
import Tracks
import Views

@testable import Interface

/// What is to be seen.
@Suite struct ScreenTests {
  @Test func below_a_hundred_columns_the_text_stands_above() throws {
    var stage = try Stage.started()
    stage.print("east", "echo hello\r\nhello\r\n[root@east /]# ")
    #expect(
      stage.lines
        == [
          "› 1/2 Say hello                                            ░░░░░░░░░░░░░░░░ 0/2",
          " › 5 shows the notes on this challenge.                                        █",
          " Begin                                                                         █",
          " ─────                                                                         █",
          "                                                                               █",
          " Say hello in the East terminal:                                               │",
          "                                                                               │",
          " ┏━ ▶ East ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓ │",
          " ┃ echo hello                                                                ┃ │",
          " ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛ │",
          " › Enter runs this in East, or type it there.                                  │",
          "[1 East] 2 West  3 Files  4 Site  5 Notes  6 Map",
          "[root@east /]# echo hello",
          "hello",
          "[root@east /]#", "", "", "", "", "", "", "", "",
          " Step 1.1 ○ open │ 0/2 points │ 1 of 3  Enter run  Tab tab  h hint  ? all keys",
        ])
  }

  @Test func the_bar_names_step_place_and_score_and_the_keys_that_apply() throws {
    let stage = try Stage.started(rows: 40, columns: 120)
    #expect(
      stage.lines[39].hasPrefix(" Step 1.1 ○ open │ 0/2 points │ 1 of 3"))
    #expect(stage.lines[39].contains("Enter run"))
    #expect(stage.lines[39].contains("q quit"))
  }

  @Test func both_terminals_are_in_sight_where_there_is_room() throws {
    let stage = try Stage.started(rows: 40, columns: 120)
    #expect(stage.text.contains("[root@east /]#"))
    #expect(stage.text.contains("[root@west /]#"))
  }

  @Test func too_small_a_window_says_what_is_needed() throws {
    var stage = try Stage.started()
    stage.handle(.resized(Size(rows: 12, columns: 52)))
    #expect(
      stage.lines.prefix(2) == [
        "Trestle needs 60×16, this window has 52×12. Make it",
        "larger, or press q to leave and use --plain.",
      ])
    stage.press("Enter n Tab x")
    stage.handle(.resized(Size(rows: 24, columns: 80)))
    #expect(stage.lines[0].contains("Say hello"))
  }

  @Test func where_nothing_can_be_seen_nothing_but_leaving_is_done() throws {
    var stage = try Stage.started()
    stage.handle(.resized(Size(rows: 12, columns: 50)))
    stage.actions = []
    for key in Bindings.all.flatMap(\.chords).map(\.name)
    where !["q", "Ctrl-l", "Ctrl-z"].contains(key) {
      stage.press(key)
      #expect(stage.takeActions() == [], "\(key)")
    }
    stage.handle(.paste("rm -r /\n"))
    stage.handle(.mouse(MouseEvent(.press(.left), column: 3, row: 3)))
    #expect(stage.takeActions() == [])
    stage.press("R Enter")
    #expect(stage.interface.overlay == nil)
    stage.press("q")
    #expect(stage.takeActions() == [.quit], "everything is kept, and nobody could read a question")
  }

  @Test func a_question_waits_until_it_can_be_read() throws {
    var stage = try Stage.started()
    stage.press("R")
    stage.handle(.resized(Size(rows: 12, columns: 50)))
    stage.actions = []
    stage.press("Enter y Esc n")
    stage.handle(.mouse(MouseEvent(.press(.left), column: 3, row: 3)))
    #expect(stage.takeActions() == [])
    stage.handle(.resized(Size(rows: 24, columns: 80)))
    #expect(stage.text.contains("Begin the whole lab anew?"))
  }

  @Test func every_size_can_be_drawn_and_keeps_the_step_in_sight() throws {
    var stage = try Stage.started()
    for rows in stride(from: 1, through: 61, by: 5) {
      for columns in stride(from: 1, through: 210, by: 19) {
        stage.handle(.resized(Size(rows: rows, columns: columns)))
        let canvas = stage.interface.canvas()
        #expect(canvas.rows.count == rows)
        #expect(canvas.columns == columns)
        if rows >= 16, columns >= 60 {
          #expect(stage.text.contains("echo hello"), "\(rows)×\(columns)\n\(stage.text)")
        }
      }
    }
  }

  @Test func nothing_changes_while_nothing_happens() throws {
    var stage = try Stage.started()
    let before = stage.interface.canvas()
    stage.lab(.timePassed(seconds: 5))
    stage.handle(.resized(Size(rows: 24, columns: 80)))
    #expect(stage.interface.canvas() == before)
    #expect(stage.takeActions() == [])
  }

  @Test func ascii_is_enough() throws {
    let stage = try Stage.started(
      rows: 40, columns: 120, look: Look(hasColors: false, isASCII: true))
    let strange = Set(stage.text.unicodeScalars.filter { $0.value > 0x7F })
    #expect(strange.isEmpty, "\(strange)")
  }

  @Test func without_colours_none_is_used() throws {
    let stage = try Stage.started(rows: 40, columns: 120)
    for row in stage.interface.canvas().rows {
      #expect(row.cells.allSatisfy { $0.style.foreground == .standard })
    }
  }

  @Test func a_list_of_steps_is_filtered_and_leads_to_one() throws {
    var stage = try Stage.started()
    stage.press("l")
    #expect(stage.text.contains("1.2") && stage.text.contains("2.1"))
    stage.type("end")
    #expect(!stage.text.contains("○ 1.2"))
    stage.press("Enter")
    #expect(stage.interface.stepID == "2.1")
    stage.press("l Tab")
    #expect(stage.text.contains("Steps: pending"))
    stage.press("Tab")
    #expect(stage.text.contains("Steps: done"))
  }

  @Test func a_search_goes_from_place_to_place() throws {
    var stage = try Stage.started()
    stage.press("/")
    stage.type("manual")
    #expect(stage.text.contains("See the manual"))
    stage.press("Esc")
    #expect(stage.interface.overlay == nil)
  }

  @Test func a_search_begins_in_sight_and_says_which_place_it_shows() throws {
    var stage = try Stage.started()
    stage.press("/")
    stage.type("terminal")
    #expect(stage.lines[23].contains(/terminal +1 of 2 +Enter next place  Esc end/))
    stage.press("Enter")
    #expect(stage.lines[23].contains("2 of 2"))
    #expect(stage.text.contains("In the West terminal"))
    stage.press("Enter")
    #expect(stage.lines[23].contains("1 of 2"))
    stage.press("Up Esc")
    stage.press("/")
    stage.type("terminal")
    #expect(stage.lines[23].contains("2 of 2"), "\(stage.text)")
    stage.type("x")
    #expect(stage.lines[23].contains("0 of 0"))
  }

  @Test func lists_and_fields_say_in_the_bar_which_keys_they_have() throws {
    var stage = try Stage.started()
    stage.press("l")
    #expect(stage.lines[23].contains("Enter choose  Tab all, pending, done  Esc close"))
    stage.press("Esc e")
    #expect(stage.lines[23].contains("Enter run  Esc leave"), "a single field has no next one")
    #expect(!stage.lines[23].contains("next line"))
  }

  @Test func the_notes_of_a_challenge_are_a_tab() throws {
    var stage = try Stage.started()
    #expect(stage.text.contains("5 shows the notes on this challenge."))
    stage.press("5")
    #expect(stage.text.contains("Two machines greet each other."))
    #expect(!stage.text.contains("5 shows the notes on this challenge."))
  }

  @Test func messages_can_be_read_again() throws {
    var stage = try Stage.started()
    stage.lab(.notice("Something happened."))
    stage.handle(.timer(.flash))
    #expect(!stage.text.contains("Something happened."))
    stage.press("M")
    #expect(stage.text.contains("Something happened."))
  }
}
