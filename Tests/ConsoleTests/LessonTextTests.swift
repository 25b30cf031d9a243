import Testing
import Tracks

@testable import Console

@Suite struct LessonTextTests {
  let document = """
    ---
    title: A lab
    ---
    # Start

    Read **this** [page](https://a.example) first:

    | a | b |
    |---|---|
    | 1 | 2 |

    Then read that ![map](map.png).
    """

  @Test func a_part_of_a_document_is_shown_with_its_links() {
    #expect(
      LessonText(document).lines(from: 4, to: 12) == [
        "Start", "─────", "", "Read this page [1] first:", "", "a │ b", "──┼──", "1 │ 2", "",
        "[1] https://a.example",
      ])
    #expect(
      LessonText(document).lines(from: 12) == [
        "Then read that [picture: map] [2].", "", "[2] map.png",
      ])
  }

  @Test func lines_keep_their_numbers_behind_the_front_matter() {
    #expect(LessonText(document).lines(to: 5) == ["Start", "─────"])
  }
}
