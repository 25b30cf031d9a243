import Testing

@testable import Markdown

@Suite struct MarkdownTests {
  @Test func words_have_no_marks() {
    #expect(
      MarkdownDocument.words(of: "Look at `oc get` in **Public**") == "Look at oc get in Public")
    #expect(MarkdownDocument.words(of: "## Title") == "Title")
  }

  @Test func knows_the_lines_of_every_block() {
    let document = MarkdownDocument(
      """
      # Title

      Some *text*
      on two lines.

      Second
      ======

      ```bash title="x"
      echo hi
      ```
      <pre>
      out
      </pre>

      > quoted
      > more

      ---
      """)
    #expect(
      document.blocks.map(\.lines) == [1...1, 3...4, 6...7, 9...11, 12...14, 16...17, 19...19])
    #expect(
      document.blocks[1].kind
        == .paragraph([
          .text("Some "), .emphasis([.text("text")]), .softBreak, .text("on two lines."),
        ]))
    #expect(document.blocks[2].kind == .heading(level: 1, [.text("Second")]))
    #expect(
      document.blocks[3].kind
        == .code(
          MarkdownCode(
            info: "bash title=\"x\"", literal: "echo hi\n",
            fence: .init(character: "`", length: 3, isClosed: true))))
    #expect(document.blocks[4].kind == .html("<pre>\nout\n</pre>\n"))
    #expect(document.blocks[6].kind == .rule)
  }

  @Test func finds_fences_that_a_tab_indents_inside_list_items() throws {
    let document = MarkdownDocument("- one\n\t```,nocopy\n\ta\n\t\tb\n\t```\n- two\n")
    guard case .list(nil, let items) = document.blocks.first?.kind else {
      Issue.record("no list in \(document)")
      return
    }
    #expect(items.map(\.lines) == [1...5, 6...6])
    let fence = try #require(items.first?.blocks.last)
    #expect(fence.lines == 2...5)
    guard case .code(let code) = fence.kind else {
      Issue.record("no fence in \(fence)")
      return
    }
    #expect(code.info == ",nocopy")
    #expect(code.literal == "a\n\tb\n")
    #expect(code.fence?.isClosed == true)
  }

  @Test(
    arguments: [
      ("~~~ shell\nx\n~~~", "shell", "~", true), ("````\n```\n````", "", "`", true),
      ("```\nopen", "", "`", false), ("> ```\n> x\n> ```", "", "`", true),
      ("```\nx\n``` \nafter", "", "`", true), ("```b\n```b\n```", "b", "`", true),
    ] as [(String, String, Character, Bool)])
  func tells_how_a_fence_is_marked(text: String, info: String, mark: Character, closed: Bool) {
    let codes = MarkdownDocument(text).blocks.compactMap(code)
    #expect(codes.map(\.info) == [info])
    #expect(codes.map(\.fence?.character) == [mark])
    #expect(codes.map(\.fence?.isClosed) == [closed])
  }

  @Test(arguments: ["    plain\n    more", "    ```bash\n    x\n    ```", "\tx"])
  func an_indented_block_has_no_fence(text: String) {
    #expect(MarkdownDocument(text).blocks.compactMap(code).map(\.fence) == [nil])
  }

  @Test func reads_links_images_and_code_inside_text() {
    let text = "Go **to [the `x`](tab-1 \"T\")** ![pic](a.png)<br>  \nend"
    #expect(
      MarkdownDocument(text).blocks.first?.kind
        == .paragraph([
          .text("Go "),
          .strong([
            .text("to "), .link(destination: "tab-1", title: "T", [.text("the "), .code("x")]),
          ]),
          .text(" "), .image(source: "a.png", title: "", [.text("pic")]), .html("<br>"),
          .text(""), .hardBreak, .text("end"),
        ]))
    guard case .paragraph(let inlines) = MarkdownDocument(text).blocks.first?.kind else { return }
    #expect(inlines.plainText == "Go to the x  end")
  }

  @Test func counts_lines_from_the_place_of_a_part() {
    #expect(MarkdownDocument("a\n\nb", firstLine: 10).blocks.map(\.lines) == [10...10, 12...12])
  }

  @Test(arguments: [
    ">", "- ", "1. ", "> - ", "[", "*a **b ", "`", "<", "![", "_a", "\n> ", "***\n", "*", "\t- ",
  ])
  func endless_markers_are_only_a_document(marker: String) {
    let text = String(repeating: marker, count: 300_000 / marker.utf8.count)
    #expect(MarkdownDocument(text).blocks.count >= 1)
  }

  @Test func ten_million_bytes_of_markers_are_only_a_document() {
    let document = MarkdownDocument(String(repeating: ">", count: 10_000_000))
    #expect(document.blocks.map(\.lines) == [1...1])
  }

  @Test func keeps_what_is_nested_too_deep() {
    let document = MarkdownDocument(
      String(repeating: "> ", count: 300) + "deep *text*\n\nafter")
    #expect(document.blocks.count == 2)
    #expect("\(document)".contains("deep "))
  }

  private func code(_ block: MarkdownBlock) -> MarkdownCode? {
    switch block.kind {
    case .code(let code): code
    case .quote(let blocks): blocks.lazy.compactMap(code).first
    default: nil
    }
  }
}
