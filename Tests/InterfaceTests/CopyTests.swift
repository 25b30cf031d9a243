import Emulation
import Testing
import Tracks
import Views

@testable import Interface

@Suite struct CopyTests {
  @Test func what_was_printed_goes_into_a_file() throws {
    var stage = try Stage.started()
    stage.press("Y")
    #expect(stage.lines[23].contains("No command has printed anything"))
    stage.lab(.printed(terminal: "east", "kind: Secret\nname: a"))
    stage.press("Y")
    #expect(stage.actions.contains(.copy("kind: Secret\nname: a\n")))
    stage.press("3")
    stage.lab(
      .files(host: "west", path: "/root", .success([FileEntry(path: "token", isFolder: false)])))
    stage.press("Tab Enter")
    stage.lab(.file(host: "west", path: "/root/token", .success("")))
    stage.actions = []
    stage.press("Ctrl-v Ctrl-s")
    #expect(
      stage.takeActions() == [
        .write(host: "west", path: "/root/token", "kind: Secret\nname: a\n")
      ])
  }

  @Test func what_was_printed_before_a_resume_is_that_of_the_step_before() throws {
    var stage = try Stage(files: EndingTests.files, lab: nil, step: "1.2")
    stage.lab(.started("east and west are up."))
    stage.lab(.printed(terminal: "west", "of the other side"))
    stage.lab(.printed(terminal: "east", "hello"))
    stage.press("Y")
    #expect(stage.actions.contains(.copy("hello\n")))
    var later = try Stage(files: Self.eastAfterWest, lab: nil, step: "1.3")
    later.lab(.started("east and west are up."))
    later.lab(.printed(terminal: "east", "of the other side"))
    later.lab(.printed(terminal: "west", "letter"))
    #expect(later.text.contains("[2 West]"), "\(later.text)")
    later.press("Y")
    #expect(later.actions.contains(.copy("letter\n")))
  }

  private static let eastAfterWest = EndingTests.files.merging([
    "01-send/assignment.md": """
    ---
    slug: send
    title: Send
    tabs:
    - {title: East, type: terminal, hostname: east}
    - {title: West, type: terminal, hostname: west}
    ---

    In the **East** terminal:

    ```bash
    ls
    ```

    In the **West** terminal:

    ```bash
    cat letter
    ```

    - **Carry the letter**: copy it over to the other side and save it.
    """
  ]) { $1 }

  @Test func what_is_dragged_over_in_a_terminal_is_copied() throws {
    var stage = try Stage.started()
    stage.print("east", "\r\none two three\r\nfour five")
    let top = stage.interface.contentRect.row
    stage.handle(.mouse(MouseEvent(.press(.left), column: 4, row: top + 1)))
    stage.handle(.mouse(MouseEvent(.move(.left), column: 3, row: top + 2)))
    stage.handle(.mouse(MouseEvent(.release(.left), column: 3, row: top + 2)))
    #expect(stage.actions.contains(.copy("two three\nfour")))
    stage.press("Esc")
    #expect(stage.interface.selection == nil)
  }

  @Test func a_line_that_goes_on_in_the_next_row_is_one_line() throws {
    var stage = try Stage.started()
    let columns = stage.interface.contentRect.columns
    stage.print("east", "\u{1B}[2J\u{1B}[H" + String(repeating: "a", count: columns) + "bcd")
    let top = stage.interface.contentRect.row
    stage.handle(.mouse(MouseEvent(.press(.left), column: columns - 2, row: top)))
    stage.handle(.mouse(MouseEvent(.release(.left), column: 1, row: top + 1)))
    #expect(stage.actions.contains(.copy("aabc")))
  }
}
